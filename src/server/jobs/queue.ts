import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../store/schema';
import { AT_ONCE } from './enqueue';

/** A job as it was taken from the queue, under a lease. */
export interface LeasedJob {
  account: number;
  type: string;
  key: string;
  payload: unknown;
  /** 1 = the first time. */
  attempt: number;
  maxAttempts: number;
  lease: string;
}

/**
 * Takes up to `most` due jobs of these types; each is this process's until `leaseUntil`. Those with a time go first, so
 * that a flood of jobs without one does not keep a renewal waiting.
 */
export async function takeJobs(
  db: Kysely<Database>,
  { types, most, now, leaseUntil }: { types: readonly string[]; most: number; now: Date; leaseUntil: Date },
): Promise<LeasedJob[]> {
  const lease = randomUUID();
  const ready = sql`state = 'ready' and type = any(${types}::text[])`;
  const { rows } = await sql<LeasedJob>`
    with scheduled as (
      select account_id, type, key, 0 as turn from jobs where ${ready} and run_at > ${AT_ONCE} and run_at <= ${now}
      order by run_at limit ${most} for update skip locked
    ), at_once as (
      select account_id, type, key, 1 as turn from jobs where ${ready} and run_at = ${AT_ONCE}
      order by updated_at limit ${most} for update skip locked
    ), due as (
      select * from (select * from scheduled union all select * from at_once) both_kinds order by turn limit ${most}
    )
    update jobs set state = 'running', lease = ${lease}, lease_until = ${leaseUntil}, attempts = jobs.attempts + 1,
                    again = false, updated_at = ${now}
    from due where jobs.account_id = due.account_id and jobs.type = due.type and jobs.key = due.key
    returning jobs.account_id as account, jobs.type, jobs.key, jobs.payload, jobs.attempts as attempt,
              jobs.max_attempts as "maxAttempts", jobs.lease`.execute(db);
  return rows;
}

/** The job as this lease holds it; after the lease was lost, nobody's. */
const held = ({ account, type, key, lease }: LeasedJob) =>
  sql`account_id = ${account} and type = ${type} and key = ${key} and state = 'running' and lease = ${lease}`;

/** Done, or to run again: at `again`, or because it was enqueued anew while it ran. */
export async function finishJob(
  db: Kysely<Database>,
  job: LeasedJob,
  { now, again }: { now: Date; again?: Date | undefined },
): Promise<void> {
  const at = again ?? null;
  await sql`
    update jobs set
      state = case when again or ${at}::timestamptz is not null then 'ready' else 'done' end,
      run_at = case when again then least(run_at, ${at}::timestamptz) else coalesce(${at}::timestamptz, run_at) end,
      attempts = 0, again = false, lease = null, lease_until = null, last_error = null, updated_at = ${now}
    where ${held(job)}`.execute(db);
}

/** Failed: ready for another try at `retryAt`, or dead after the last. True = it is dead now. */
export async function failJob(
  db: Kysely<Database>,
  job: LeasedJob,
  { now, retryAt, error }: { now: Date; retryAt: Date; error: string },
): Promise<boolean> {
  const { rows } = await sql<{ state: string }>`
    update jobs set
      state = case when attempts >= max_attempts and not again then 'dead' else 'ready' end,
      attempts = case when attempts >= max_attempts and again then 0 else attempts end,
      run_at = ${retryAt}, again = false, lease = null, lease_until = null, last_error = ${error}, updated_at = ${now}
    where ${held(job)} returning state`.execute(db);
  return rows[0]?.state === 'dead';
}

/** Holds on to running jobs; those whose lease was lost meanwhile are not in the answer. */
export async function renewLeases(
  db: Kysely<Database>,
  { leases, leaseUntil }: { leases: readonly string[]; leaseUntil: Date },
): Promise<void> {
  await sql`update jobs set lease_until = ${leaseUntil}
    where state = 'running' and lease = any(${leases}::uuid[])`.execute(db);
}

/**
 * Jobs whose process died under them go back into the queue, or are dead if that was their last try. Which process is
 * dead is told by its lease: one that ended before `endedBefore` is nobody's.
 */
export async function takeBackLost(
  db: Kysely<Database>,
  now: Date,
  endedBefore = now,
): Promise<{ type: string; dead: boolean }[]> {
  const { rows } = await sql<{ type: string; dead: boolean }>`
    update jobs set
      state = case when attempts >= max_attempts and not again then 'dead' else 'ready' end,
      attempts = case when attempts >= max_attempts and again then 0 else attempts end,
      run_at = least(run_at, ${now}), again = false, lease = null, lease_until = null,
      last_error = 'the process that ran it ended', updated_at = ${now}
    where state = 'running' and lease_until < ${endedBefore}
    returning type, state = 'dead' as dead`.execute(db);
  return rows;
}

/** Takes back what ran when the last process of a store that only one process opens came to its end. */
export async function takeBackAll(db: Kysely<Database>, now: Date): Promise<void> {
  await takeBackLost(db, now, new Date('9999-12-31'));
}

/** When the next waiting job of these types is due; undefined = none waits. */
export async function nextRunAt(db: Kysely<Database>, types: readonly string[]): Promise<Date | undefined> {
  const { rows } = await sql<{ next: Date | null }>`
    select min(run_at) as next from jobs where state = 'ready' and type = any(${types}::text[])`.execute(db);
  return rows[0]?.next ?? undefined;
}

/** Forgets jobs that were done before `before`; the dead stay for people to see. */
export async function forgetDone(db: Kysely<Database>, before: Date): Promise<void> {
  await sql`delete from jobs where state = 'done' and updated_at < ${before}`.execute(db);
}
