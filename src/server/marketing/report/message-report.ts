import { sql, type Kysely } from 'kysely';
import type { MessageReport } from '../../../core/api/reports';
import { nameOfFamily } from '../../../core/hits';
import { clockIn } from '../../../core/insights';
import { dayStarts } from '../../../core/marketing/days';
import { ratesOf } from '../../../core/marketing/rates';
import type { CopyMoments } from '../../store/marketing-report-tables';
import type { Database } from '../../store/schema';
import { repliesByOthers } from './engagement';
import { linksOf } from './links';
import { gapsOf } from './not-watched';
import { COUNT_SUMS, numbersOf, UNSENT_SUMS, unsentOf, type CountSums, type UnsentSums } from './numbers';

const QUARTER_MS = 900_000;
const HOUR_MS = 4 * QUARTER_MS;
const BY_QUARTER_MS = 6 * HOUR_MS;
/** What comes of a message in its first days is looked at by the hour. */
const BY_HOUR_MS = 48 * HOUR_MS;
/** Of a message that is sent one by one for years, the latest. */
const MOST_DAYS = 400;

/** What became of one message. Undefined: the account has none with this id. */
export async function messageReport(
  db: Kysely<Database>,
  account: number,
  id: string,
  zone: string,
  now: Date,
): Promise<MessageReport | undefined> {
  const message = await db
    .selectFrom('marketing_messages')
    .select('begun_at')
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!message) return undefined;
  const { rows } = await sql<CountSums & UnsentSums>`select ${COUNT_SUMS}, ${UNSENT_SUMS}
    from marketing_counts c where c.account_id = ${account} and c.message_id = ${id}`.execute(db);
  const [sums] = rows;
  if (!sums) throw new Error('sums of nothing are a row');
  const numbers = numbersOf(sums);
  const unsent = unsentOf(sums);
  const [leftOut, others, moments, links, programs, notWatched] = await Promise.all([
    unsent.leftOut > 0 ? leftOutOf(db, account, id) : [],
    repliesByOthers(db, account, [id]),
    momentsOf(db, account, id, zone, now),
    linksOf(db, account, id),
    programsOf(db, account, id),
    gapsOf(db, account, [id], { from: message.begun_at ?? now, to: now }),
  ]);
  return {
    numbers,
    rates: ratesOf(numbers),
    unsent,
    leftOut,
    repliesByOthers: others,
    moments,
    links,
    programs,
    notWatched,
  };
}

async function leftOutOf(
  db: Kysely<Database>,
  account: number,
  id: string,
): Promise<MessageReport['leftOut']> {
  const rows = await db
    .selectFrom('marketing_copies')
    .select(['reason', ({ fn }) => fn.countAll<number>().as('count')])
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .where('state', '=', 'left-out')
    .groupBy('reason')
    .execute();
  return rows
    .map(({ reason, count }) => ({ reason: reason ?? '', count: Number(count) }))
    .sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason));
}

const NONE: CopyMoments = {
  sent: 0,
  opened: 0,
  clicked: 0,
  replied: 0,
  bounced: 0,
  unsubscribed: 0,
  complained: 0,
};

/** When things first happened to the copies, in places of a quarter, an hour or a day from the first to the last of them. */
async function momentsOf(
  db: Kysely<Database>,
  account: number,
  id: string,
  zone: string,
  now: Date,
): Promise<MessageReport['moments']> {
  const names = sql.join(
    Object.keys(NONE).map((name) => sql`coalesce(sum(m.${sql.ref(name)}), 0)::integer as ${sql.ref(name)}`),
  );
  const { rows } = await sql<CopyMoments & { quarter: Date }>`select m.quarter, ${names}
    from marketing_moments m where m.account_id = ${account} and m.message_id = ${id}
    group by 1 order by 1`.execute(db);
  const happened = rows.filter((row) => Object.keys(NONE).some((key) => isMoment(key) && row[key] !== 0));
  const [first] = happened;
  const last = happened.at(-1);
  if (!first || !last) return { by: 'hour', points: [] };
  const { by, step } = placesFor(last.quarter.getTime() - first.quarter.getTime());
  const starts =
    step === undefined
      ? daysBetween(zone, first.quarter, last.quarter)
      : placesBetween(step, first.quarter, last.quarter);
  const sums = starts.map(() => ({ ...NONE }));
  let place = 0;
  for (const row of happened) {
    while (place + 1 < starts.length && (starts[place + 1] ?? now) <= row.quarter) place += 1;
    const sum = sums[place];
    // Before the first day that is shown.
    if (!sum || row.quarter < (starts[0] ?? now)) continue;
    for (const key of Object.keys(NONE)) if (isMoment(key)) sum[key] += row[key];
  }
  return {
    by,
    points: starts.map((at, i) => {
      const { sent, opened, clicked, replied, bounced, unsubscribed } = sums[i] ?? NONE;
      return { at: at.toISOString(), sent, opened, clicked, replied, bounced, unsubscribed };
    }),
  };
}

const isMoment = (key: string): key is keyof CopyMoments => key in NONE;

/** How finely so long a time is looked at. */
function placesFor(ms: number): { by: MessageReport['moments']['by']; step?: number } {
  if (ms < BY_QUARTER_MS) return { by: 'quarter', step: QUARTER_MS };
  return ms < BY_HOUR_MS ? { by: 'hour', step: HOUR_MS } : { by: 'day' };
}

function placesBetween(step: number, first: Date, last: Date): Date[] {
  const from = Math.floor(first.getTime() / step) * step;
  const places = Math.floor((last.getTime() - from) / step) + 1;
  return Array.from({ length: places }, (_, n) => new Date(from + n * step));
}

function daysBetween(zone: string, first: Date, last: Date): Date[] {
  const clock = clockIn(zone);
  const to = clock(last).day;
  const longest = new Date(Date.parse(to) - (MOST_DAYS - 1) * 24 * HOUR_MS).toISOString().slice(0, 10);
  const from = clock(first).day;
  return dayStarts(zone, from < longest ? longest : from, to)
    .slice(0, -1)
    .map(({ at }) => at);
}

async function programsOf(
  db: Kysely<Database>,
  account: number,
  id: string,
): Promise<MessageReport['programs']> {
  const { rows } = await sql<{ family: string; opened: number }>`
    select coalesce(nullif(r.family, ''), '') as family, count(*)::integer as opened
    from marketing_copies c
    left join marketing_readers r on r.account_id = c.account_id and r.message_id = c.message_id and r.recipient_idx = c.idx
    where c.account_id = ${account} and c.message_id = ${id} and c.opens > 0 and c.image
      and c.delivery <> 'failed' and c.state in ('accepted', 'unclear')
    group by 1 order by 2 desc, 1`.execute(db);
  return rows.map(({ family, opened }) => ({ family, name: nameOfFamily(family), opened }));
}
