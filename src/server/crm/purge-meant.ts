import { type Kysely, sql } from 'kysely';
import type { NeverLogEntry } from '../../core/api/logs';
import type { Database } from '../store/schema';

export type Entry = Pick<NeverLogEntry, 'kind' | 'value'>;

/** Of folded addresses: those that an entry means by themselves. Aliases are found by `addressesMeant`. */
export const meant = (column: string, entry: Entry) => {
  const address = sql.ref(column);
  const bare = sql`regexp_replace(${address}, '\\+[^@]*@', '@')`;
  return entry.kind === 'address'
    ? sql<boolean>`${bare} = ${entry.value}`
    : sql<boolean>`(${address} like ${`%@${entry.value}`} or ${address} like ${`%.${entry.value}`})`;
};

/** Every other address of the contacts that the entry means (L4: aliases). */
export async function aliasesMeant(db: Kysely<Database>, account: number, entry: Entry): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select b.address from contact_addresses a join contact_addresses b
      on b.account_id = a.account_id and b.contact_id = a.contact_id
      where a.account_id = ${account} and ${meant('a.address', entry)}`.execute(db);
  return rows.map(({ address }) => address);
}

/** Over `messages m`: those that the entry may mean. `user` 0: of everybody; else that person's own. */
export const meantMessage = (
  account: number,
  user: number,
  entry: Entry,
  aliases: readonly string[],
) => sql<boolean>`(
  m.account_id = ${account} and m.state <> 'undone' and (${user} = 0 or m.user_id = ${user})
  and ((m.direction = 'incoming' and (${meant('m.from_address', entry)} or m.from_address = any(${aliases}::text[])))
    or exists (select 1 from message_recipients r where r.account_id = m.account_id and r.message_id = m.id
      and (${meant('r.address', entry)} or r.address = any(${aliases}::text[])))))`;

/** The next of them after a place. */
export async function messagesMeant(
  db: Kysely<Database>,
  account: number,
  user: number,
  entry: Entry,
  after: string,
  most: number,
): Promise<string[]> {
  const aliases = await aliasesMeant(db, account, entry);
  const { rows } = await sql<{ id: string }>`
    select m.id from messages m where ${meantMessage(account, user, entry, aliases)} and m.id > ${after}::uuid
      order by m.id limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}
