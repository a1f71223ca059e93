import { sql, type Transaction } from 'kysely';
import { evaluate } from '../../core/rules';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { activeSegments, type ActiveSegments } from './active';
import { loadFacts, type LoadedFacts } from './load-facts';
import { lockSegments } from './lock';
import { foremost } from './why';

type Needs = Pick<Services, 'store' | 'clock'>;

/** Contacts that are looked at in one transaction. */
const AT_ONCE = 500;

/** How a round of following ended. */
export interface Followed {
  /** Contacts that were looked at. */
  looked: number;
  /** There is more to do now. */
  more: boolean;
  /** When time alone may change the next one. */
  next?: Date;
}

/**
 * Looks anew at contacts that were touched, and at those whose time has come: takes them into the active segments whose
 * rule holds of them now, and out of the others. What was taken off the queue and what came of it are one transaction.
 */
export async function followOnce({ store, clock }: Needs, account: number): Promise<Followed> {
  const now = clock.now();
  return store.tx(async (trx) => {
    await lockSegments(trx, account);
    const { causes, taken } = await takeTouched(trx, account);
    if (causes.size < AT_ONCE) await takeDue(trx, account, now, causes);
    const active = causes.size === 0 ? undefined : await activeSegments(trx, account, store);
    if (active) await lookAt(trx, account, active, causes, now);
    // Of one contact there may be several touches.
    const more = taken >= AT_ONCE || causes.size >= AT_ONCE;
    const next = more ? undefined : await nextCheck(trx, account);
    return { looked: causes.size, more, ...(next && { next }) };
  });
}

/** Whoever still writes a touch keeps its row out of sight: it is taken once that has committed. */
async function takeTouched(
  trx: Transaction<Database>,
  account: number,
): Promise<{ causes: Map<string, string>; taken: number }> {
  const { rows } = await sql<{ contact: string; causes: string[]; n: number }>`
    with taken as (
      delete from contact_touches t using (
        select account_id, id from contact_touches where account_id = ${account}
        order by id limit ${AT_ONCE} for update skip locked) due
      where t.account_id = due.account_id and t.id = due.id returning t.contact_id, t.cause)
    select contact_id as contact, array_agg(distinct cause) as causes, count(*)::int as n
      from taken group by contact_id`.execute(trx);
  return {
    causes: new Map(rows.map(({ contact, causes }) => [contact, foremost(causes)])),
    taken: rows.reduce((sum, { n }) => sum + n, 0),
  };
}

async function takeDue(
  trx: Transaction<Database>,
  account: number,
  now: Date,
  causes: Map<string, string>,
): Promise<void> {
  const { rows } = await sql<{ contact: string }>`
    delete from segment_checks c using (
      select account_id, contact_id from segment_checks where account_id = ${account} and at <= ${now}
      order by at limit ${AT_ONCE - causes.size} for update) due
    where c.account_id = due.account_id and c.contact_id = due.contact_id returning c.contact_id as contact`.execute(
    trx,
  );
  for (const { contact } of rows) if (!causes.has(contact)) causes.set(contact, 'time');
}

async function nextCheck(trx: Transaction<Database>, account: number): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`
    select at from segment_checks where account_id = ${account} order by at limit 1`.execute(trx);
  return rows[0]?.at;
}

interface Move {
  contact: string;
  segment: string;
  why: string;
}

async function lookAt(
  trx: Transaction<Database>,
  account: number,
  { inOrder, needs }: ActiveSegments,
  causes: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> {
  const facts = await loadFacts(trx, account, [...causes.keys()], needs);
  const came: Move[] = [];
  const left: Move[] = [];
  const checks: { contact: string; at: Date | null }[] = [];
  for (const [contact, of] of facts) {
    const why = causes.get(contact) ?? 'property';
    const { moves, until } = standing(inOrder, of, now);
    for (const { segment, holds } of moves) (holds ? came : left).push({ contact, segment, why });
    checks.push({ contact, at: until });
  }
  await takeIn(trx, account, came, now);
  await takeOut(trx, account, left, now);
  const changed = [...new Set([...came, ...left].map(({ segment }) => segment))];
  if (changed.length > 0) {
    await sql`update segments set changed_at = ${now}
      where account_id = ${account} and id = any(${changed}::uuid[])`.execute(trx);
  }
  await setChecks(trx, account, checks);
}

/** Where a contact has to come in or leave, and when that may be otherwise. `memberOf` is then as it is to be. */
export function standing(
  inOrder: ActiveSegments['inOrder'],
  facts: LoadedFacts,
  now: Date,
): { moves: { segment: string; holds: boolean }[]; until: Date | null } {
  const moves: { segment: string; holds: boolean }[] = [];
  let until = Infinity;
  for (const { id, rule } of inOrder) {
    const said = evaluate(rule, facts, now);
    if (said.until) until = Math.min(until, said.until.getTime());
    if (said.holds === facts.memberOf.has(id)) continue;
    moves.push({ segment: id, holds: said.holds });
    if (said.holds) facts.memberOf.add(id);
    else facts.memberOf.delete(id);
  }
  return { moves, until: until === Infinity ? null : new Date(until) };
}

async function takeIn(
  trx: Transaction<Database>,
  account: number,
  moves: readonly Move[],
  now: Date,
): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    insert into segment_members (account_id, segment_id, contact_id, since, why)
    select ${account}, m.segment, m.contact, ${now}, m.why from ${rowsOf(moves)}
    on conflict do nothing`.execute(trx);
}

async function takeOut(
  trx: Transaction<Database>,
  account: number,
  moves: readonly Move[],
  now: Date,
): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    with gone as (
      delete from segment_members s using ${rowsOf(moves)}
      where s.account_id = ${account} and s.segment_id = m.segment and s.contact_id = m.contact
      returning s.segment_id, s.contact_id, s.since, s.why, m.why as why_ended)
    insert into segment_stays (account_id, segment_id, contact_id, since, why, ended_at, why_ended)
    select ${account}, segment_id, contact_id, since, why, ${now}, why_ended from gone`.execute(trx);
}

const rowsOf = (moves: readonly Move[]) => sql`unnest(
  ${moves.map(({ segment }) => segment)}::uuid[], ${moves.map(({ contact }) => contact)}::uuid[],
  ${moves.map(({ why }) => why)}::text[]) as m (segment, contact, why)`;

async function setChecks(
  trx: Transaction<Database>,
  account: number,
  checks: readonly { contact: string; at: Date | null }[],
): Promise<void> {
  const set = checks.flatMap(({ contact, at }) => (at === null ? [] : [{ contact, at }]));
  const none = checks.flatMap(({ contact, at }) => (at === null ? [contact] : []));
  if (set.length > 0) {
    await sql`
      insert into segment_checks (account_id, contact_id, at)
      select ${account}, contact, at from unnest(${set.map(({ contact }) => contact)}::uuid[],
        ${set.map(({ at }) => at)}::timestamptz[]) as c (contact, at)
      on conflict (account_id, contact_id) do update set at = excluded.at`.execute(trx);
  }
  if (none.length > 0) {
    await sql`delete from segment_checks
      where account_id = ${account} and contact_id = any(${none}::uuid[])`.execute(trx);
  }
}
