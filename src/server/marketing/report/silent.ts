import type { Kysely } from 'kysely';
import { foldAddress } from '../../crm/contacts';
import { objectionsOf } from '../../privacy/objections';
import type { Database } from '../../store/schema';

interface Told {
  contact_id: string | null;
  address: string;
}

/** P3, P6: whose opens and clicks are told under no name any more: they have withdrawn, or object. Two queries. */
export async function silentAmong(
  db: Kysely<Database>,
  account: number,
  told: readonly Told[],
): Promise<(row: Told) => boolean> {
  if (told.length === 0) return () => false;
  const contacts = [...new Set(told.flatMap(({ contact_id: contact }) => contact ?? []))];
  const bases =
    contacts.length === 0
      ? []
      : await db
          .selectFrom('legal_bases')
          .select(['contact_id', 'basis'])
          .distinctOn('contact_id')
          .where('account_id', '=', account)
          .where('purpose', '=', 'marketing-tracking')
          .where('contact_id', 'in', contacts)
          .orderBy('contact_id')
          .orderBy('at', 'desc')
          .execute();
  const withdrawn = new Set(
    bases.filter(({ basis }) => basis === 'consent-withdrawn').map(({ contact_id: contact }) => contact),
  );
  const objections = await objectionsOf(db, account, [...new Set(told.map(({ address }) => address))]);
  return ({ contact_id: contact, address }) =>
    (contact !== null && withdrawn.has(contact)) ||
    (objections.get(foldAddress(address)) ?? []).some(({ until }) => until === undefined);
}
