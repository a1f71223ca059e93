import {
  Button,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { number } from '../format';
import { niceTop, together, type Series } from '../plot-places';
import { texts } from '../texts';
import { useWidth } from '../use-width';

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: tokens.spacingVerticalS, minWidth: 0 },
  svg: { width: '100%', height: '200px', display: 'block', forcedColorAdjust: 'auto' },
  first: {
    fill: tokens.colorPaletteBlueBorderActive,
    '@media (forced-colors: active)': { fill: 'CanvasText' },
  },
  second: {
    fill: tokens.colorPaletteTealBorderActive,
    '@media (forced-colors: active)': { fill: 'Highlight' },
  },
  third: {
    fill: tokens.colorPaletteMarigoldBorderActive,
    '@media (forced-colors: active)': { fill: 'GrayText' },
  },
  axis: { stroke: tokens.colorNeutralStroke2, strokeWidth: '1px' },
  label: { fill: tokens.colorNeutralForeground3, fontSize: '11px', fontFamily: tokens.fontFamilyBase },
  legend: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  swatch: { width: '12px', height: '12px' },
  key: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
  scroll: { overflowX: 'auto' },
});

const LEAST_WIDTH = 200;
const HEIGHT = 200;
const LEFT = 32;
const BOTTOM = 22;
const TOP = 8;
/** A place of the axis is at least so wide, and a label. */
const PLACE = 6;
const LABEL = 64;

/** Bars side by side over an axis, and the same as a table for whoever would rather read it. */
export function Plot({
  title,
  axis,
  labels: places,
  series: all,
}: {
  title: string;
  /** What the places are: "Day". */
  axis: string;
  labels: readonly string[];
  series: readonly Series[];
}) {
  const styles = useStyles();
  const [table, setTable] = useState(false);
  const [box, width] = useWidth<HTMLDivElement>(LEAST_WIDTH);
  const { labels, series, step } = together(places, all, (width - LEFT) / PLACE);
  // A label of several days is twice as long.
  const every = Math.ceil((labels.length * LABEL * (step > 1 ? 2 : 1)) / (width - LEFT));
  const top = niceTop(Math.max(0, ...series.flatMap(({ values }) => values)));
  const space = (width - LEFT) / Math.max(1, labels.length);
  const bar = Math.max(1, (space * 0.8) / series.length);
  const heightOf = (value: number): number => (value / top) * (HEIGHT - BOTTOM - TOP);
  const sums = series.map(({ name, values }) => `${name}: ${number(values.reduce((a, b) => a + b, 0))}`);
  return (
    <div className={styles.all} ref={box}>
      <div className={styles.legend}>
        {series.map(({ name, look }) => (
          <span key={name} className={styles.key}>
            <svg className={styles.swatch} viewBox="0 0 12 12" aria-hidden>
              <rect width={12} height={12} rx={2} className={styles[look]} />
            </svg>
            <Text size={200}>{name}</Text>
          </span>
        ))}
        <Button size="small" appearance="subtle" onClick={() => setTable(!table)}>
          {table ? texts.insights.asPlot : texts.insights.asTable}
        </Button>
      </div>
      {table ? (
        <div className={styles.scroll}>
          <Table size="extra-small" aria-label={title}>
            <TableHeader>
              <TableRow>
                <TableHeaderCell>{axis}</TableHeaderCell>
                {series.map(({ name }) => (
                  <TableHeaderCell key={name}>{name}</TableHeaderCell>
                ))}
              </TableRow>
            </TableHeader>
            <TableBody>
              {places.map((label, place) => (
                <TableRow key={label}>
                  <TableCell>{label}</TableCell>
                  {all.map(({ name, values }) => (
                    <TableCell key={name}>{number(values[place] ?? 0)}</TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      ) : (
        <svg
          className={styles.svg}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={`${title}. ${sums.join(', ')}`}
        >
          {[0, 0.5, 1].map((share) => {
            const y = HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
            const value = share * top;
            return (
              <g key={share}>
                <line x1={LEFT} x2={width} y1={y} y2={y} className={styles.axis} />
                {Number.isInteger(value) && (
                  <text x={LEFT - 6} y={y + 4} textAnchor="end" className={styles.label}>
                    {number(value)}
                  </text>
                )}
              </g>
            );
          })}
          {labels.map((label, place) => {
            const x = LEFT + place * space + space * 0.1;
            return (
              <g key={label}>
                <title>
                  {`${label}: ${series.map(({ name, values }) => `${name} ${number(values[place] ?? 0)}`).join(', ')}`}
                </title>
                <rect
                  x={LEFT + place * space}
                  y={TOP}
                  width={space}
                  height={HEIGHT - BOTTOM - TOP}
                  fill="transparent"
                />
                {series.map(({ name, look, values }, n) => {
                  const height = heightOf(values[place] ?? 0);
                  return (
                    <rect
                      key={name}
                      x={x + n * bar}
                      y={HEIGHT - BOTTOM - height}
                      width={Math.max(1, bar - 1)}
                      height={height}
                      className={styles[look]}
                    />
                  );
                })}
                {place % every === 0 && x + LABEL * 0.6 <= width && (
                  <text x={x} y={HEIGHT - 6} className={styles.label}>
                    {label}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
