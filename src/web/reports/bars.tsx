import { Caption1, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    minWidth: 0,
  },
  line: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalXXS },
  words: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
  },
  name: { overflowWrap: 'anywhere', minWidth: 0 },
  under: {
    height: '8px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground5,
    overflow: 'hidden',
  },
  bar: {
    height: '100%',
    backgroundColor: tokens.colorPaletteBlueBorderActive,
    '@media (forced-colors: active)': { backgroundColor: 'CanvasText' },
  },
  second: {
    backgroundColor: tokens.colorPaletteTealBorderActive,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
  },
  third: {
    backgroundColor: tokens.colorPaletteMarigoldBorderActive,
    '@media (forced-colors: active)': { backgroundColor: 'GrayText' },
  },
});

export interface BarOf {
  key: string;
  name: ReactNode;
  /** What the bar stands for, in words. */
  words: ReactNode;
  /** How long it is, from 0 to 1. */
  share: number;
  look?: 'first' | 'second' | 'third';
}

/** Lines with a bar beneath each: every number is said too. */
export function Bars({ label, bars }: { label: string; bars: readonly BarOf[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={label}>
      {bars.map(({ key, name, words, share, look = 'first' }) => (
        <li key={key} className={styles.line}>
          <div className={styles.words}>
            <Text className={styles.name}>{name}</Text>
            <Caption1>{words}</Caption1>
          </div>
          <div className={styles.under} aria-hidden>
            <div
              className={mergeClasses(
                styles.bar,
                look === 'second' && styles.second,
                look === 'third' && styles.third,
              )}
              style={{ width: `${Math.min(100, Math.max(0, share * 100))}%` }}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
