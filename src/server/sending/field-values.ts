import type { Kysely } from 'kysely';
import type { FieldValues } from '../../core/fields';
import { contactsByAddress, foldAddress } from '../crm/contacts';
import type { Database } from '../store/schema';

/** First and last word of a name; "Lindqvist, Bob" is Bob Lindqvist. */
export function nameParts(name: string): { first?: string; last?: string; whole?: string } {
  const [family = '', given] = name.split(',').map((part) => part.trim());
  const whole = given === undefined || given === '' ? name.trim() : `${given} ${family}`;
  if (whole === '' || whole.includes('@')) return {};
  const words = whole.split(/\s+/);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return { whole, ...(words[0] !== undefined && { first: words[0] }), ...(last !== undefined && { last }) };
}

/** What is known of who writes. */
export async function senderValues(
  db: Kysely<Database>,
  account: number,
  user: number,
): Promise<FieldValues> {
  const row = await db
    .selectFrom('users')
    .select(['name', 'email'])
    .where('account_id', '=', account)
    .where('id', '=', user)
    .executeTakeFirstOrThrow();
  const { first, whole } = nameParts(row.name);
  return {
    'sender.email': row.email,
    ...(first !== undefined && { 'sender.first_name': first }),
    ...(whole !== undefined && { 'sender.name': whole }),
  };
}

/**
 * What is known of people who are written to, by folded address: what their contact says, else the name they are written
 * under.
 */
export async function contactValues(
  db: Kysely<Database>,
  account: number,
  people: readonly { address: string; name: string }[],
): Promise<Map<string, FieldValues>> {
  const contacts = await contactsByAddress(
    db,
    account,
    people.map(({ address }) => address),
  );
  const ids = [...new Set(contacts.values())];
  const rows =
    ids.length === 0
      ? []
      : await db
          .selectFrom('contacts as c')
          .leftJoin('users as u', (join) =>
            join.onRef('u.account_id', '=', 'c.account_id').onRef('u.id', '=', 'c.owner_user_id'),
          )
          .select(['c.id', 'c.name', 'c.company', 'u.name as owner'])
          .where('c.account_id', '=', account)
          .where('c.id', 'in', ids)
          .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    people.map(({ address, name }) => {
      const folded = foldAddress(address);
      const contact = byId.get(contacts.get(folded) ?? '');
      const { first, last, whole } = nameParts(contact?.name ?? name);
      return [
        folded,
        {
          'contact.email': folded,
          ...(first !== undefined && { 'contact.first_name': first }),
          ...(last !== undefined && { 'contact.last_name': last }),
          ...(whole !== undefined && { 'contact.name': whole }),
          ...(contact?.company != null && { 'contact.company': contact.company }),
          ...(contact?.owner != null && { 'contact.owner': contact.owner }),
        },
      ];
    }),
  );
}
