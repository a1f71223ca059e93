import { type Kysely, sql, type Transaction } from 'kysely';
import { evaluate, needsOf, type Rule } from '../../core/rules';
import type { Database } from '../store/schema';
import { loadFacts } from './load-facts';
import type { Why } from './why';

type Trx = Transaction<Database>;

/** There is no such list, or it is a segment, whose members its rule says. */
export class NoSuchList extends Error {
  override readonly name = 'NoSuchList';
}

async function mustBeList(trx: Trx, account: number, list: string): Promise<void> {
  const found = await trx
    .selectFrom('segments')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', list)
    .where('kind', '=', 'list')
    .where('removed_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst();
  if (!found) throw new NoSuchList('There is no such list.');
}

/** There is such a list, kept by hand. */
export const isList = async (db: Kysely<Database>, account: number, list: string): Promise<boolean> =>
  (await db
    .selectFrom('segments')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', list)
    .where('kind', '=', 'list')
    .where('removed_at', 'is', null)
    .executeTakeFirst()) !== undefined;

/** Puts contacts of the account on a list; resolves to those who were not on it. Throws NoSuchList. */
export async function addToList(
  trx: Trx,
  account: number,
  list: string,
  contacts: readonly string[],
  cause: Why,
  now: Date,
): Promise<string[]> {
  await mustBeList(trx, account, list);
  const { rows } = await sql<{ contact: string }>`
    insert into segment_members (account_id, segment_id, contact_id, since, why)
    select c.account_id, ${list}, c.id, ${now}, ${cause} from contacts c
    where c.account_id = ${account} and c.id = any(${[...contacts]}::uuid[])
    on conflict do nothing returning contact_id as contact`.execute(trx);
  if (rows.length > 0) await noteChanged(trx, account, list, now);
  return rows.map(({ contact }) => contact);
}

/** Takes contacts off a list; resolves to those who were on it. Throws NoSuchList. */
export async function removeFromList(
  trx: Trx,
  account: number,
  list: string,
  contacts: readonly string[],
  cause: Why,
  now: Date,
): Promise<string[]> {
  await mustBeList(trx, account, list);
  const { rows } = await sql<{ contact: string }>`
    with gone as (
      delete from segment_members where account_id = ${account} and segment_id = ${list}
        and contact_id = any(${[...contacts]}::uuid[]) returning contact_id, since, why)
    insert into segment_stays (account_id, segment_id, contact_id, since, why, ended_at, why_ended)
    select ${account}, ${list}, contact_id, since, why, ${now}, ${cause} from gone
    returning contact_id as contact`.execute(trx);
  if (rows.length > 0) await noteChanged(trx, account, list, now);
  return rows.map(({ contact }) => contact);
}

async function noteChanged(trx: Trx, account: number, list: string, now: Date): Promise<void> {
  await trx
    .updateTable('segments')
    .set({ changed_at: now })
    .where('account_id', '=', account)
    .where('id', '=', list)
    .execute();
}

/** Contacts of whom facts are loaded at once. */
const AT_ONCE = 500;

/** Whether a rule holds of these contacts now; who is no contact of this account is not in the answer. */
export async function holdsFor(
  db: Kysely<Database>,
  account: number,
  rule: Rule,
  contacts: readonly string[],
  now: Date,
): Promise<Map<string, { holds: boolean; until?: Date }>> {
  const needs = needsOf([rule]);
  const said = new Map<string, { holds: boolean; until?: Date }>();
  for (let i = 0; i < contacts.length; i += AT_ONCE) {
    const facts = await loadFacts(db, account, contacts.slice(i, i + AT_ONCE), needs);
    for (const [contact, of] of facts) said.set(contact, evaluate(rule, of, now));
  }
  return said;
}
