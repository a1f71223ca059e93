import { Caption1, Card, Link, makeStyles, Text, Title3, tokens } from '@fluentui/react-components';
import { useHref, useNavigate } from 'react-router';
import type { ReportNumbers, ReportRates, ShownPeople } from '../../core/api/reports';
import { number, rate } from '../format';
import { RouterLink } from '../parts/event-line';
import { texts } from '../texts';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(200px, 100%), 1fr))',
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalL,
    margin: 0,
  },
  tile: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXXS, minWidth: 0 },
  value: {
    margin: 0,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalS,
  },
  count: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
  },
  number: { font: 'inherit', lineHeight: 'inherit' },
  share: { fontSize: tokens.fontSizeBase400, color: tokens.colorNeutralForeground2 },
  note: { margin: 0, color: tokens.colorNeutralForeground3 },
});

export interface TileOf {
  key: keyof typeof texts.reports.formulas & keyof typeof texts.reports.numbers;
  count: number;
  /** Null: of nothing. Undefined: the number has no rate. */
  share?: number | null | undefined;
  /** Whose people are behind it. */
  show?: ShownPeople | undefined;
  notes?: readonly (string | { words: string; show: ShownPeople })[] | undefined;
}

/** Numbers, each with its formula, and the way to the people behind it. */
export function Tiles({
  title,
  about,
  tiles,
  pathOf,
}: {
  title?: string | undefined;
  about?: string | undefined;
  tiles: readonly TileOf[];
  pathOf: (show: ShownPeople) => string;
}) {
  const styles = useStyles();
  return (
    <Card className={styles.card}>
      {title !== undefined && <Title3 as="h2">{title}</Title3>}
      {about !== undefined && <Caption1 className={styles.note}>{about}</Caption1>}
      <dl className={styles.tiles}>
        {tiles.map((tile) => (
          <Tile key={tile.key} tile={tile} pathOf={pathOf} />
        ))}
      </dl>
    </Card>
  );
}

function Tile({ tile, pathOf }: { tile: TileOf; pathOf: (show: ShownPeople) => string }) {
  const styles = useStyles();
  const { key, count, share, show, notes = [] } = tile;
  const words = texts.reports;
  return (
    <div className={styles.tile}>
      <dt>
        <Text weight="semibold">{words.numbers[key]}</Text>
      </dt>
      <dd className={styles.value}>
        <span className={styles.count}>
          {show !== undefined && count > 0 ? (
            <NumberLink to={pathOf(show)} count={count} show={show} />
          ) : (
            number(count)
          )}
        </span>
        {share !== undefined && (
          <span className={styles.share}>{share === null ? words.noShare : rate(share)}</span>
        )}
      </dd>
      {notes.map((note) => (
        <dd key={typeof note === 'string' ? note : note.words} className={styles.note}>
          <Caption1>
            {typeof note === 'string' ? note : <RouterLink to={pathOf(note.show)}>{note.words}</RouterLink>}
          </Caption1>
        </dd>
      ))}
      <dd className={styles.note}>
        <Caption1>{words.formulas[key]}</Caption1>
      </dd>
    </div>
  );
}

/** A number that leads to the people behind it. */
export function NumberLink({ to, count, show }: { to: string; count: number; show: ShownPeople }) {
  const navigate = useNavigate();
  return (
    <Link
      href={useHref(to)}
      className={useStyles().number}
      aria-label={`${texts.reports.peopleOf(texts.reports.shown[show])}, ${number(count)}`}
      onClick={(click) => {
        if (click.metaKey || click.ctrlKey || click.shiftKey || click.button !== 0) return;
        click.preventDefault();
        void navigate(to);
      }}
    >
      {number(count)}
    </Link>
  );
}

/** M5: the numbers of every report, in the order in which they follow from each other. */
export function engagementTiles(
  n: ReportNumbers,
  rates: ReportRates,
  { different, others }: { different?: number; others: number },
): TileOf[] {
  const words = texts.reports;
  const unseen = (count: number, show: ShownPeople) =>
    count > 0 ? [{ words: words.notOpenable(count), show }] : [];
  return [
    { key: 'sent', count: n.sent, show: 'sent' },
    {
      key: 'delivered',
      count: n.delivered,
      share: n.sent === 0 ? null : n.delivered / n.sent,
      show: 'delivered',
    },
    {
      key: 'opened',
      count: n.opened,
      share: rates.open,
      show: 'opened',
      notes: [
        ...(n.opens > n.opened ? [words.times(n.opens)] : []),
        ...unseen(n.delivered - n.openable, 'not-openable'),
      ],
    },
    {
      key: 'clicked',
      count: n.clicked,
      share: rates.click,
      show: 'clicked',
      notes: [
        ...(n.clicks > n.clicked ? [words.times(n.clicks)] : []),
        ...unseen(n.delivered - n.clickable, 'not-clickable'),
      ],
    },
    {
      key: 'replied',
      count: n.replied,
      share: rates.reply,
      show: 'replied',
      notes: different !== undefined && different !== n.replied ? [words.differentContacts(different)] : [],
    },
    {
      key: 'replies',
      count: n.replies,
      show: 'replied',
      notes: others > 0 ? [words.byOthers(others)] : [],
    },
    { key: 'bounced', count: n.bounced, share: rates.bounce, show: 'bounced' },
    { key: 'unsubscribed', count: n.unsubscribed, share: rates.unsubscribe, show: 'unsubscribed' },
    { key: 'complained', count: n.complained, share: rates.complaint, show: 'complained' },
  ];
}

/** Machines, apart from all of it. */
export const machineTiles = (n: ReportNumbers): TileOf[] => [
  {
    key: 'machineOpened',
    count: n.machineOpened,
    show: 'machine-opened',
    notes: n.machineOpens > n.machineOpened ? [texts.reports.times(n.machineOpens)] : [],
  },
  { key: 'machineOnly', count: n.machineOnly, show: 'machine-only' },
  {
    key: 'machineClicked',
    count: n.machineClicked,
    show: 'machine-clicked',
    notes: n.machineClicks > n.machineClicked ? [texts.reports.times(n.machineClicks)] : [],
  },
];
