import { type Transaction, sql } from 'kysely';
import type { Database } from '../../store/schema';
import type { Lane } from './lanes';
import type { Send } from './sends';
import type { TakenCopy } from './take';
import type { Handed } from './transport';

/** A copy that was handed over, and what became of it. */
export interface Result {
  copy: Pick<TakenCopy, 'idx' | 'attempts'>;
  handed: Handed;
  at: Date;
}

/** Between the tries of a copy that was refused for now: five minutes at first, twelve hours at most. */
const FIRST_RETRY_MS = 5 * 60_000;
const LONGEST_RETRY_MS = 12 * 3_600_000;
/** Two days of trying, as relays themselves do it. */
const MOST_ATTEMPTS = 10;
/** How long a relay that wants less is left alone: half a minute, doubled each time it says so again. */
const FIRST_QUIET_MS = 30_000;
const LONGEST_QUIET_MS = 30 * 60_000;

export const retryAfterMs = (attempts: number): number =>
  Math.min(FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1), LONGEST_RETRY_MS);

const quietMs = (times: number): number => Math.min(FIRST_QUIET_MS * 2 ** times, LONGEST_QUIET_MS);

/** Why a copy was refused that never reached the relay. */
export const NOT_RENDERED = 'not-rendered';

interface Row {
  idx: number;
  state: 'accepted' | 'refused' | 'unclear' | 'waiting';
  reason: string | null;
  leftAt: Date | null;
  retryAt: Date | null;
  /** Nothing left, and it was no fault of the copy's: the try does not count. */
  uncounted: boolean;
}

const later = ({ copy, at }: Result): Date => new Date(at.getTime() + retryAfterMs(copy.attempts));

function rowOf(result: Result, dropsDoubles: boolean): Row {
  const { copy, handed, at } = result;
  const row = { idx: copy.idx, reason: null, leftAt: null, retryAt: null, uncounted: false };
  switch (handed.outcome) {
    case 'accepted':
      return { ...row, state: 'accepted', leftAt: at };
    case 'unclear':
      return dropsDoubles && copy.attempts < MOST_ATTEMPTS
        ? { ...row, state: 'waiting', retryAt: copy.attempts > 1 ? later(result) : at }
        : { ...row, state: 'unclear', reason: 'line-lost' };
    case 'refused':
      return { ...row, state: 'refused', reason: handed.detail };
    case 'later':
      return copy.attempts >= MOST_ATTEMPTS
        ? { ...row, state: 'refused', reason: handed.detail }
        : {
            ...row,
            state: 'waiting',
            reason: handed.detail,
            retryAt: later(result),
          };
    case 'slow':
    case 'stopped':
      return { ...row, state: 'waiting', uncounted: true };
  }
}

/**
 * Writes what became of copies. A run that has lost its lane meanwhile is believed only where it is good news: that a copy
 * has left, while nobody else is trying it.
 */
export async function writeResults(
  trx: Transaction<Database>,
  send: Pick<Send, 'account' | 'message'>,
  lane: Lane,
  results: readonly Result[],
  dropsDoubles: boolean,
): Promise<void> {
  if (results.length === 0) return;
  const { account, message } = send;
  const rows = results.map((result) => rowOf(result, dropsDoubles)).sort((a, b) => a.idx - b.idx);
  const { rows: written } = await sql<{ idx: number }>`
    update marketing_copies c set state = r.state, reason = r.reason, left_at = r.left_at, retry_at = r.retry_at,
        attempts = case when r.uncounted then greatest(c.attempts - 1, 0) else c.attempts end, lane = null, run = null
      from unnest(${rows.map(({ idx }) => idx)}::integer[], ${rows.map(({ state }) => state)}::text[],
        ${rows.map(({ reason }) => reason)}::text[], ${rows.map(({ leftAt }) => leftAt)}::timestamptz[],
        ${rows.map(({ retryAt }) => retryAt)}::timestamptz[], ${rows.map(({ uncounted }) => uncounted)}::boolean[])
        as r (idx, state, reason, left_at, retry_at, uncounted)
      where c.account_id = ${account} and c.message_id = ${message} and c.idx = r.idx
        and (c.state = 'trying' and c.run = ${lane.run}::uuid
          or r.state = 'accepted' and c.state in ('unclear', 'waiting'))
      returning c.idx`.execute(trx);
  const believed = new Set(written.map(({ idx }) => idx));
  // That a copy could not be put together says nothing about its address.
  const refused = rows.filter(
    ({ idx, state, reason }) => state === 'refused' && reason !== NOT_RENDERED && believed.has(idx),
  );
  if (refused.length > 0) {
    await sql`
      update message_recipients m set delivery = 'failed', delivery_detail = r.detail
        from unnest(${refused.map(({ idx }) => idx)}::integer[], ${refused.map(({ reason }) => reason ?? '')}::text[])
          as r (idx, detail)
        where m.account_id = ${account} and m.message_id = ${message} and m.idx = r.idx`.execute(trx);
  }
}

/** The relay wants less: nothing of this message is tried for a while, longer each time it says so. */
export async function noteQuiet(
  trx: Transaction<Database>,
  { account, message }: Pick<Send, 'account' | 'message'>,
  now: Date,
): Promise<Date> {
  const row = await trx
    .selectFrom('marketing_sends')
    .select(['quiet_until', 'quiet_count'])
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .forUpdate()
    .executeTakeFirstOrThrow();
  // Another lane was told the same.
  if (row.quiet_until && row.quiet_until > now) return row.quiet_until;
  const until = new Date(now.getTime() + quietMs(row.quiet_count));
  await trx
    .updateTable('marketing_sends')
    .set({ quiet_until: until, quiet_count: row.quiet_count + 1 })
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .execute();
  return until;
}

/** It takes mail again. */
export async function endQuiet(
  trx: Transaction<Database>,
  { account, message }: Pick<Send, 'account' | 'message'>,
): Promise<void> {
  await trx
    .updateTable('marketing_sends')
    .set({ quiet_count: 0, quiet_until: null })
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('quiet_count', '>', 0)
    .execute();
}
