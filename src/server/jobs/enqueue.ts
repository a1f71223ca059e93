import { type Kysely, sql } from 'kysely';
import { type Database, json } from '../store/schema';

/** Told at each commit that enqueued something. */
export const JOBS_CHANNEL = 'jobs';

/** The run time of a job that waits for nothing. */
export const AT_ONCE = new Date(0);

export interface NewJob {
  /** 0 = no account's. */
  account: number;
  type: string;
  /** One job per (account, type, key). */
  key: string;
  /** What JSON can hold; ids, not contents. */
  payload?: unknown;
  /** Default: at once, whatever the clock says. */
  runAt?: Date | undefined;
  /** Failures until it is given up as dead; default 12, which with the back-off is about an hour and a half. */
  maxAttempts?: number;
}

/**
 * Puts a job into the queue, in the transaction of its cause. There is one per (account, type, key): a job that is
 * waiting already keeps the earlier time and takes the newer payload; one that is running runs once more afterwards;
 * one that is done or dead begins anew.
 */
export const enqueue = (trx: Kysely<Database>, job: NewJob): Promise<void> => enqueueAll(trx, [job]);

/** `enqueue` for several, no two of which have the same account, type and key. */
export async function enqueueAll(trx: Kysely<Database>, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const rows = sql.join(
    jobs.map(
      ({ account, type, key, payload = null, runAt = AT_ONCE, maxAttempts = 12 }) => sql`
        (${account}, ${type}, ${key}, ${json(payload)}, 'ready', ${runAt}, ${maxAttempts}, now(), now())`,
    ),
  );
  await sql`
    with put as (
      insert into jobs (account_id, type, key, payload, state, run_at, max_attempts, created_at, updated_at)
      values ${rows}
      on conflict (account_id, type, key) do update set
        payload = excluded.payload,
        max_attempts = excluded.max_attempts,
        updated_at = now(),
        state = case jobs.state when 'running' then 'running' else 'ready' end,
        again = jobs.state = 'running',
        run_at = case
          when jobs.state = 'ready' or jobs.again then least(jobs.run_at, excluded.run_at)
          else excluded.run_at end,
        attempts = case when jobs.state in ('done', 'dead') then 0 else jobs.attempts end,
        last_error = case when jobs.state in ('done', 'dead') then null else jobs.last_error end
      returning 1)
    select pg_notify(${JOBS_CHANNEL}, '') from put limit 1`.execute(trx);
}
