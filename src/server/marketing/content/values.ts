import type { Kysely } from 'kysely';
import type { CopyValues } from '../../../core/marketing/fields';
import { customValues } from '../../crm/contact-fields';
import { nameParts } from '../../sending/field-values';
import type { Database } from '../../store/schema';

const PER_QUERY = 500;

/** Who stands in for the owner of a contact that has none. */
export interface Sender {
  name: string;
  email: string;
}

const senderOf = ({ name, email }: Sender): CopyValues => {
  const { first, whole } = nameParts(name);
  return {
    'sender.email': email,
    ...(first !== undefined && { 'sender.first_name': first }),
    ...(whole !== undefined && { 'sender.name': whole }),
  };
};

/** What the company puts into each of its copies. */
export async function companyValues(db: Kysely<Database>, account: number): Promise<CopyValues> {
  const { name, settings } = await db
    .selectFrom('accounts')
    .select(['name', 'settings'])
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  return {
    'company.name': name,
    ...(settings.postalAddress !== undefined && { 'company.address': settings.postalAddress }),
  };
}

/**
 * What is known of these contacts, by id; `sender.…` is the contact's owner, else `sender`. The address is the one that a
 * copy goes to: who makes copies puts `contact.email` in, the primary one stands here.
 */
export async function copyValuesOf(
  db: Kysely<Database>,
  account: number,
  contacts: readonly string[],
  sender: Sender,
): Promise<Map<string, CopyValues>> {
  const values = new Map<string, CopyValues>();
  for (let at = 0; at < contacts.length; at += PER_QUERY) {
    const rows = await db
      .selectFrom('contacts as c')
      .leftJoin('users as u', (join) =>
        join.onRef('u.account_id', '=', 'c.account_id').onRef('u.id', '=', 'c.owner_user_id'),
      )
      .leftJoin('contact_addresses as a', (join) =>
        join
          .onRef('a.account_id', '=', 'c.account_id')
          .onRef('a.contact_id', '=', 'c.id')
          .on('a.is_primary', '=', true),
      )
      .select(['c.id', 'c.name', 'c.company', 'c.properties', 'u.name as owner', 'u.email as owner_email'])
      .select('a.address')
      .where('c.account_id', '=', account)
      .where('c.id', 'in', contacts.slice(at, at + PER_QUERY))
      .execute();
    for (const row of rows) {
      const { first, last, whole } = nameParts(row.name);
      const owner =
        row.owner !== null && row.owner_email !== null
          ? { name: row.owner, email: row.owner_email }
          : undefined;
      const custom: CopyValues = Object.fromEntries(
        Object.entries(customValues(row.properties)).map(([key, value]) => [
          `contact.custom.${key}`,
          String(value),
        ]),
      );
      values.set(row.id, {
        ...custom,
        ...(row.address !== null && { 'contact.email': row.address }),
        ...(first !== undefined && { 'contact.first_name': first }),
        ...(last !== undefined && { 'contact.last_name': last }),
        ...(whole !== undefined && { 'contact.name': whole }),
        ...(row.company !== null && { 'contact.company': row.company }),
        ...(owner && { 'contact.owner': owner.name }),
        ...senderOf(owner ?? sender),
      });
    }
  }
  return values;
}

/** Of somebody of whom nothing is known. */
export const valuesOfNobody = (sender: Sender): CopyValues => senderOf(sender);
