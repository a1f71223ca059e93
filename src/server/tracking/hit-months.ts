import { sql, type Kysely, type Transaction } from 'kysely';
import type { Store } from '../store';
import type { Database } from '../store/schema';

/**
 * Hits lie in one table per month (UTC), a part of `hits`. A month, since what reads hits without knowing their time looks
 * into every part: a year in weeks would be 56 looks instead of 15, and a week's table would be no cheaper to drop.
 */
const AHEAD = 3;
/** Older hits, and those further ahead, stay in the default part: their clock was wrong. */
const BACK = 120;
/** Who waits for a part's lock holds everybody up who comes after: after so long it is given up, to be tried again. */
const LOCK_MS = 3_000;
/** One process at a time makes and drops parts; the number is arbitrary. */
const LOCK_KEY = 6_401_226;

/** A month as a number: months since year 0. */
export type Month = number;
export const monthOf = (at: Date): Month => at.getUTCFullYear() * 12 + at.getUTCMonth();
export const startOf = (month: Month): Date => new Date(Date.UTC(Math.floor(month / 12), month % 12, 1));
const tableOf = (month: Month): string =>
  `hits_${Math.floor(month / 12)}_${String((month % 12) + 1).padStart(2, '0')}`;

/** The months that have a part of their own, in order. */
export async function hitMonths(db: Kysely<Database>): Promise<Month[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'hits'::regclass`.execute(db);
  return rows
    .flatMap(({ name }) => {
      const [, year, month] = /^hits_(\d{4,})_(\d{2})$/.exec(name) ?? [];
      return year === undefined || month === undefined ? [] : [Number(year) * 12 + Number(month) - 1];
    })
    .sort((a, b) => a - b);
}

/**
 * Makes the parts for this month and those ahead, and for every month of which the default part holds hits, which move.
 * Resolves to the months made. Safe when several nodes do it at once.
 */
export async function makeHitMonths(store: Store, now: Date): Promise<Month[]> {
  const current = monthOf(now);
  const { rows } = await sql<{ month: Month }>`
    select distinct (extract(year from utc) * 12 + extract(month from utc) - 1)::int as month
    from (select at at time zone 'UTC' as utc from hits_default
      where at >= ${startOf(current - BACK)} and at < ${startOf(current + AHEAD + 1)}) d`.execute(store.db);
  const there = new Set(await hitMonths(store.db));
  const ahead = Array.from({ length: AHEAD + 1 }, (_, i) => current + i);
  const wanted = [...new Set([...ahead, ...rows.map(({ month }) => month)])].sort((a, b) => a - b);
  const made: Month[] = [];
  for (const month of wanted) {
    if (!there.has(month) && (await store.tx((trx) => makeHitMonth(trx, month)))) made.push(month);
  }
  return made;
}

async function makeHitMonth(trx: Transaction<Database>, month: Month): Promise<boolean> {
  await alone(trx);
  if ((await hitMonths(trx)).includes(month)) return false;
  const table = sql.id(tableOf(month));
  const from = startOf(month);
  const to = startOf(month + 1);
  await sql`create table ${table} (like hits including defaults including constraints including indexes)`.execute(
    trx,
  );
  // What is written meanwhile waits, so that none of it stays behind.
  await sql`lock table hits_default in access exclusive mode`.execute(trx);
  await sql`with moved as (delete from hits_default where at >= ${from} and at < ${to} returning *)
    insert into ${table} select * from moved`.execute(trx);
  await sql`alter table hits attach partition ${table}
    for values from (${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})`.execute(trx);
  return true;
}

/** Drops the parts of all months before this one, with the hits of every account; resolves to the months dropped. */
export async function dropHitMonths(store: Store, before: Month): Promise<Month[]> {
  const old = (await hitMonths(store.db)).filter((month) => month < before);
  const dropped: Month[] = [];
  for (const month of old) {
    await store.tx(async (trx) => {
      await alone(trx);
      await sql`drop table if exists ${sql.id(tableOf(month))}`.execute(trx);
    });
    dropped.push(month);
  }
  return dropped;
}

async function alone(trx: Transaction<Database>): Promise<void> {
  await sql`set local lock_timeout = ${sql.lit(LOCK_MS)}`.execute(trx);
  await sql`select pg_advisory_xact_lock(${LOCK_KEY})`.execute(trx);
}
