import { sql, type Kysely } from 'kysely';
import type { Engagement, EngagementQuery, ReportNumbers } from '../../../core/api/reports';
import { ratesOf } from '../../../core/marketing/rates';
import type { Database } from '../../store/schema';
import { COUNT_SUMS, numbersOf, type CountSums } from './numbers';
import { gapsOf } from './not-watched';
import { ofSpan, spanOf, type DaySpan, type Span } from './span';

/** Of a report over a longer time the table has the latest; its numbers count all. */
const MOST_LINES = 500;

/** M5: what became of the copies that left in a span. Reads the roll-ups, so the number of events does not matter. */
export async function engagement(
  db: Kysely<Database>,
  account: number,
  query: EngagementQuery,
  now: Date,
): Promise<Engagement> {
  const span = spanOf(query);
  const lines = await messageLines(db, account, span);
  const [days, repliers, others, gaps] = await Promise.all([
    daysOf(db, account, span),
    repliersOf(db, account, span),
    repliesByOthers(
      db,
      account,
      lines.map(({ id }) => id),
    ),
    gapsOf(
      db,
      account,
      lines.map(({ id }) => id),
      // Answers to what left in the span come after it, too.
      { from: span.from, to: now },
    ),
  ]);
  const numbers = lines.map((line) => line.numbers).reduce(plus, NOTHING);
  return {
    numbers,
    rates: ratesOf(numbers),
    differentContactsReplied: repliers,
    repliesByOthers: others,
    days,
    messages: lines.slice(0, MOST_LINES),
    cut: lines.length > MOST_LINES,
    notWatched: gaps,
  };
}

const NOTHING: ReportNumbers = {
  sent: 0,
  bounced: 0,
  delivered: 0,
  openable: 0,
  opened: 0,
  opens: 0,
  clickable: 0,
  clicked: 0,
  clicks: 0,
  replied: 0,
  replies: 0,
  unsubscribed: 0,
  complained: 0,
  machineOpened: 0,
  machineOnly: 0,
  machineOpens: 0,
  machineClicked: 0,
  machineClicks: 0,
};
const KEYS: readonly (keyof ReportNumbers)[] = Object.keys(NOTHING).filter(
  (key): key is keyof ReportNumbers => key in NOTHING,
);

function plus(a: ReportNumbers, b: ReportNumbers): ReportNumbers {
  const sum = { ...a };
  for (const key of KEYS) sum[key] += b[key];
  return sum;
}

/** Each message of which copies left in the span, the latest first. */
async function messageLines(
  db: Kysely<Database>,
  account: number,
  span: Span,
): Promise<Engagement['messages']> {
  const { rows } = await sql<
    CountSums & { id: string; name: string; first_at: Date; removed: boolean }
  >`select c.*, m.name, m.removed_at is not null as removed
    from (select c.message_id as id, min(c.quarter) filter (where c.sent > 0) as first_at, ${COUNT_SUMS}
      from marketing_counts c where ${ofSpan(account, span, 'c')}
      group by c.message_id having sum(c.sent) > 0) c
    join marketing_messages m on m.account_id = ${account} and m.id = c.id
    order by c.first_at desc, c.id desc`.execute(db);
  return rows.map((row) => {
    const numbers = numbersOf(row);
    return {
      id: row.id,
      name: row.name,
      at: row.first_at.toISOString(),
      ...(row.removed && { removed: true as const }),
      numbers,
      rates: ratesOf(numbers),
    };
  });
}

async function daysOf(db: Kysely<Database>, account: number, span: DaySpan): Promise<Engagement['days']> {
  const starts = span.days.map(({ at }) => at);
  const { rows } = await sql<CountSums & { place: number }>`
    select width_bucket(c.quarter, ${starts}::timestamptz[]) as place, ${COUNT_SUMS}
    from marketing_counts c
    join marketing_messages m on m.account_id = c.account_id and m.id = c.message_id
    where ${ofSpan(account, span, 'c')} group by 1`.execute(db);
  const byPlace = new Map(rows.map((row) => [row.place, numbersOf(row)]));
  return span.days.map(({ day }, i) => {
    const { sent, delivered, opened, clicked, replied, bounced, unsubscribed } =
      byPlace.get(i + 1) ?? NOTHING;
    return { day, sent, delivered, opened, clicked, replied, bounced, unsubscribed };
  });
}

/** Contacts who replied, each once; of who was erased nobody knows more than that it was somebody. */
async function repliersOf(db: Kysely<Database>, account: number, span: Span): Promise<number> {
  const these = span.messages === undefined ? sql`` : sql` and c.message_id = any(${span.messages}::uuid[])`;
  const { rows } = await sql<{ n: number }>`
    select (count(distinct c.contact_id) + count(*) filter (where c.contact_id is null))::integer as n
    from marketing_copies c
    join marketing_messages m on m.account_id = c.account_id and m.id = c.message_id
    where c.account_id = ${account} and c.replies > 0 and c.state in ('accepted', 'unclear')
      and coalesce(c.left_at, c.tried_at) >= ${span.from} and coalesce(c.left_at, c.tried_at) < ${span.to}${these}`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

/** R5: replies to these messages by nobody to whom they went. */
export async function repliesByOthers(
  db: Kysely<Database>,
  account: number,
  messages: readonly string[],
): Promise<number> {
  if (messages.length === 0) return 0;
  const row = await db
    .selectFrom('recipient_counts')
    .select(({ fn }) => fn.sum<string>('replies').as('replies'))
    .where('account_id', '=', account)
    .where('recipient_idx', '=', 0)
    .where(sql<boolean>`message_id = any(${[...messages]}::uuid[])`)
    .executeTakeFirst();
  return Number(row?.replies ?? 0);
}
