import { sql, type RawBuilder } from 'kysely';
import type { ReportNumbers, UnsentNumbers } from '../../../core/api/reports';
import type { CopyCounts } from '../../store/marketing-report-tables';

const COUNTED = [
  'sent',
  'bounced',
  'openable',
  'opened',
  'opens',
  'clickable',
  'clicked',
  'clicks',
  'replied',
  'replies',
  'unsubscribed',
  'complained',
  'machine_opened',
  'machine_only',
  'machine_opens',
  'machine_clicked',
  'machine_clicks',
] as const satisfies readonly (keyof CopyCounts)[];
type Counted = (typeof COUNTED)[number];

const UNSENT = ['waiting', 'left_out', 'refused', 'unclear'] as const satisfies readonly (keyof CopyCounts)[];

const sumsOf = (columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(columns.map((name) => sql`coalesce(sum(c.${sql.ref(name)}), 0)::integer as ${sql.ref(name)}`));

/** The sums of rows `c` of `marketing_counts`, as columns of a select. */
export const COUNT_SUMS = sumsOf(COUNTED);
export const UNSENT_SUMS = sumsOf(UNSENT);

export type CountSums = Record<Counted, number>;
export type UnsentSums = Record<(typeof UNSENT)[number], number>;

export const numbersOf = (row: CountSums): ReportNumbers => ({
  sent: row.sent,
  bounced: row.bounced,
  delivered: row.sent - row.bounced,
  openable: row.openable,
  opened: row.opened,
  opens: row.opens,
  clickable: row.clickable,
  clicked: row.clicked,
  clicks: row.clicks,
  replied: row.replied,
  replies: row.replies,
  unsubscribed: row.unsubscribed,
  complained: row.complained,
  machineOpened: row.machine_opened,
  machineOnly: row.machine_only,
  machineOpens: row.machine_opens,
  machineClicked: row.machine_clicked,
  machineClicks: row.machine_clicks,
});

export const unsentOf = (row: UnsentSums): UnsentNumbers => ({
  waiting: row.waiting,
  leftOut: row.left_out,
  refused: row.refused,
  unclear: row.unclear,
});
