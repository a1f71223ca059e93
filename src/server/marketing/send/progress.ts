import { type Kysely, sql } from 'kysely';
import {
  SendingPause,
  type CopyOutcome,
  type SendingProgress,
  type UnclearCopies,
} from '../../../core/api/marketing-sending';
import type { Services } from '../../services';
import type { CopyState } from '../../store/marketing-tables';
import type { Database } from '../../store/schema';
import { settingsOf } from '../audience';
import { loadMessage } from '../messages';
import { sendRow } from './sends';

const MINUTE_MS = 60_000;
const MOST_REASONS = 30;
const MOST_UNCLEAR = 200;

interface Counted {
  state: CopyState;
  reason: string | null;
  n: number;
  recent: number;
}

/** How far a message is on its way; undefined: there is none. */
export async function sendingProgress(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  account: number,
  id: string,
): Promise<SendingProgress | undefined> {
  const { db } = store;
  const message = await loadMessage(db, account, id);
  if (!message) return undefined;
  const now = clock.now();
  const send = await sendRow(db, account, id);
  const { rows } = await sql<Counted>`
    select state, case when state in ('accepted', 'trying') then null else reason end as reason, count(*)::int as n,
        count(*) filter (where left_at > ${new Date(now.getTime() - MINUTE_MS)})::int as recent
      from marketing_copies where account_id = ${account} and message_id = ${id} group by 1, 2`.execute(db);
  const of = (state: CopyState): number =>
    rows.reduce((sum, row) => sum + (row.state === state ? row.n : 0), 0);
  const copies = {
    waiting: of('waiting'),
    trying: of('trying'),
    accepted: of('accepted'),
    refused: of('refused'),
    unclear: of('unclear'),
    leftOut: of('left-out'),
  };
  const perMinute = rows.reduce((sum, row) => sum + row.recent, 0);
  const left = copies.waiting + copies.trying;
  const pause = await pauseOf(db, account, id);
  const nextAt = [send?.next_at, send?.quiet_until].flatMap((at) => (at && at > now ? [at.getTime()] : []));
  const rate = perMinuteOf(settingsOf(message).perHour, perMinute, message.begunAt, now);
  return {
    state: message.state,
    automatic: send?.kind === 'single',
    ...(message.sendAt && { sendAt: message.sendAt.toISOString() }),
    ...(message.timeZone !== null && { timeZone: message.timeZone }),
    ...(message.begunAt && { begunAt: message.begunAt.toISOString() }),
    ...(message.endedAt && { endedAt: message.endedAt.toISOString() }),
    ...(pause && { pause }),
    counted: send?.copied ?? false,
    copies,
    perMinute,
    ...(message.state === 'sending' &&
      send?.copied &&
      left > 0 &&
      rate > 0 && { endsAt: new Date(now.getTime() + (left / rate) * MINUTE_MS).toISOString() }),
    ...(message.state === 'sending' &&
      nextAt.length > 0 && { nextAt: new Date(Math.max(...nextAt)).toISOString() }),
    reasons: rows
      .flatMap(({ state, reason, n }): { state: CopyOutcome; reason: string; count: number }[] =>
        reason === null ? [] : [{ state, reason, count: n }],
      )
      .sort((a, b) => b.count - a.count)
      .slice(0, MOST_REASONS),
  };
}

/** Of a send that has just begun, the last minute is not over yet. */
function perMinuteOf(perHour: number | undefined, counted: number, begun: Date | null, now: Date): number {
  const ran = begun ? Math.min(MINUTE_MS, Math.max(1_000, now.getTime() - begun.getTime())) : MINUTE_MS;
  const rate = (counted * MINUTE_MS) / ran;
  return perHour === undefined ? rate : Math.min(rate === 0 ? Infinity : rate, perHour / 60);
}

async function pauseOf(db: Kysely<Database>, account: number, id: string): Promise<SendingProgress['pause']> {
  const row = await db
    .selectFrom('marketing_messages')
    .select(['state', 'pause'])
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  const read = SendingPause.safeParse(row?.pause);
  if (row?.state !== 'paused' || !read.success) return undefined;
  const by =
    read.data.user === undefined
      ? undefined
      : await db
          .selectFrom('users')
          .select('name')
          .where('account_id', '=', account)
          .where('id', '=', read.data.user)
          .executeTakeFirst();
  return { ...read.data, ...(by && { by: by.name }) };
}

/** Copies of which nobody knows whether they left, the first of them. */
export async function unclearCopies(
  db: Kysely<Database>,
  account: number,
  id: string,
): Promise<UnclearCopies> {
  const rows = await db
    .selectFrom('marketing_copies')
    .select(['idx', 'contact_id', 'name', 'address', 'tried_at'])
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .where('state', '=', 'unclear')
    .orderBy('idx')
    .limit(MOST_UNCLEAR + 1)
    .execute();
  return {
    copies: rows.slice(0, MOST_UNCLEAR).map((row) => ({
      idx: row.idx,
      ...(row.contact_id !== null && { contactId: row.contact_id }),
      name: row.name,
      address: row.address,
      ...(row.tried_at && { triedAt: row.tried_at.toISOString() }),
    })),
    more: rows.length > MOST_UNCLEAR,
  };
}
