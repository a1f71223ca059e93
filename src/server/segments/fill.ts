import { sql, type Transaction } from 'kysely';
import { followsTime, Rule } from '../../core/rules';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { lockSegments } from './lock';
import { ruleSql } from './rule-sql';

type Needs = Pick<Services, 'store' | 'clock'>;

/** Contacts that are gone through in one transaction: a good part of what a statement costs it costs for any number. */
const AT_ONCE = 20_000;
/** What began before the account had its first active segment left no touches; so long its end is waited for. */
const EARLIER_MS = 60_000;

export type Filled = 'done' | 'more' | 'wait';

/**
 * Takes the next contacts, in order of id, into a segment whose rule is new, and out of it where it no longer holds;
 * with the note of how far it is. What changes meanwhile is followed beside it.
 */
export async function fillOnce(
  { store, clock }: Needs,
  account: number,
  id: string,
  atOnce = AT_ONCE,
): Promise<Filled> {
  const now = clock.now();
  return store.tx(async (trx) => {
    await lockSegments(trx, account);
    const segment = await trx
      .selectFrom('segments')
      .select(['id', 'kind', 'rule', 'filled_upto', 'looked_at'])
      .where('account_id', '=', account)
      .where('id', '=', id)
      .where('state', '=', 'filling')
      .where('removed_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!segment) return 'done';
    if (segment.kind === 'active' && (await earlierRun(trx, account))) return 'wait';
    const { upto, n, total } = await nextRange(trx, account, segment.filled_upto, atOnce);
    const done = n < atOnce;
    const rule = Rule.parse(segment.rule);
    const moved = await fillRange(trx, { account, id, rule, now }, segment.filled_upto, done ? null : upto);
    await touchWhoNames(trx, account, id, moved);
    await trx
      .updateTable('segments')
      .set({
        ...(done ? { state: 'ready' as const } : { filled_upto: upto }),
        looked_at: segment.looked_at + n,
        total: Math.max(total, segment.looked_at + n),
        ...((moved.length > 0 || done) && { changed_at: now }),
      })
      .where('account_id', '=', account)
      .where('id', '=', id)
      .execute();
    return done ? 'done' : 'more';
  });
}

/** Transactions still run that were begun before changes of this account's contacts were noted. */
async function earlierRun(trx: Transaction<Database>, account: number): Promise<boolean> {
  const { rows } = await sql<{ earlier: boolean }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint <= since_xid
        and since > now() - make_interval(secs => ${EARLIER_MS / 1_000}) as earlier
      from segment_accounts where account_id = ${account}`.execute(trx);
  return rows[0]?.earlier === true;
}

async function nextRange(
  trx: Transaction<Database>,
  account: number,
  after: string | null,
  atOnce: number,
): Promise<{ upto: string | null; n: number; total: number }> {
  const { rows } = await sql<{ upto: string | null; n: number; total: number }>`
    select (array_agg(id order by id desc))[1] as upto, count(*) as n,
      (select count(*) from contacts where account_id = ${account}) as total
    from (select id from contacts where account_id = ${account} and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${atOnce}) next`.execute(trx);
  return rows[0] ?? { upto: null, n: 0, total: 0 };
}

/** Resolves to those who came or left. */
async function fillRange(
  trx: Transaction<Database>,
  { account, id, rule, now }: { account: number; id: string; rule: Rule; now: Date },
  after: string | null,
  upto: string | null,
): Promise<string[]> {
  const scope = { after: after ?? undefined, upto: upto ?? undefined };
  const { joins, holds, next } = ruleSql(account, rule, now, scope);
  const within = (column: string) => {
    const name = sql.raw(column);
    return sql`(${after}::uuid is null or ${name} > ${after}::uuid) and (${upto}::uuid is null or ${name} <= ${upto}::uuid)`;
  };
  const { rows } = await sql<{ contact: string }>`
    with holding as materialized (
      select c.id from contacts c ${joins} where c.account_id = ${account} and ${within('c.id')} and ${holds}
    ), gone as (
      delete from segment_members m where m.account_id = ${account} and m.segment_id = ${id} and ${within('m.contact_id')}
        and not exists (select 1 from holding h where h.id = m.contact_id)
      returning m.contact_id, m.since, m.why
    ), ended as (
      insert into segment_stays (account_id, segment_id, contact_id, since, why, ended_at, why_ended)
      select ${account}, ${id}, contact_id, since, why, ${now}, 'rule' from gone
    ), came as (
      insert into segment_members (account_id, segment_id, contact_id, since, why)
      select ${account}, ${id}, h.id, ${now}, 'rule' from holding h
      on conflict do nothing returning contact_id
    )
    select contact_id as contact from came union all select contact_id from gone`.execute(trx);
  if (followsTime(rule)) {
    await sql`
      insert into segment_checks (account_id, contact_id, at)
      select ${account}, id, next from (
        select c.id, ${next} as next from contacts c ${joins} where c.account_id = ${account} and ${within('c.id')}) due
      where next is not null
      on conflict (account_id, contact_id) do update set at = least(segment_checks.at, excluded.at)`.execute(
      trx,
    );
  }
  return rows.map(({ contact }) => contact);
}

/** Segments that name this one look again at whom it took or let go. */
async function touchWhoNames(
  trx: Transaction<Database>,
  account: number,
  id: string,
  contacts: readonly string[],
): Promise<void> {
  if (contacts.length === 0) return;
  await sql`
    select touch_contacts(array_agg(${account}::bigint), array_agg(contact), array_agg(${`list:${id}`}::text))
    from unnest(${[...contacts]}::uuid[]) contact
    where exists (select 1 from segments s where s.account_id = ${account} and s.kind = 'active' and s.removed_at is null
      and ${id}::uuid = any(s.uses)) having count(*) > 0`.execute(trx);
}
