import type { Kysely } from 'kysely';
import type { CopyValues } from '../../../core/marketing/fields';
import type { Database } from '../../store/schema';
import { companyValues, copyValuesOf, valuesOfNobody, type Sender } from '../content';

/** Who gets a copy, as the copy has it. */
export interface Addressee {
  contact: string | null;
  address: string;
}

/** What of a copy is the same for all of a message. */
export interface SharedValues {
  company: CopyValues;
  /** Who sends: `sender` of contacts without an owner. */
  sender: Sender;
}

export async function sharedValues(
  db: Kysely<Database>,
  account: number,
  user: number,
): Promise<SharedValues> {
  const sender = await db
    .selectFrom('users')
    .select(['name', 'email'])
    .where('account_id', '=', account)
    .where('id', '=', user)
    .executeTakeFirstOrThrow();
  return { company: await companyValues(db, account), sender };
}

/** What copies are filled with, in the order of `people`: one query for some hundred of them. */
export async function valuesOf(
  db: Kysely<Database>,
  account: number,
  people: readonly Addressee[],
  { company, sender }: SharedValues,
): Promise<CopyValues[]> {
  const contacts = people.flatMap(({ contact }) => contact ?? []);
  const known =
    contacts.length === 0 ? new Map<string, CopyValues>() : await copyValuesOf(db, account, contacts, sender);
  return people.map(({ contact, address }) => ({
    ...(known.get(contact ?? '') ?? valuesOfNobody(sender)),
    ...company,
    'contact.email': address,
  }));
}
