import type { Kysely, Transaction } from 'kysely';
import { uuidV7 } from '../store/uuid-v7';
import type { AccountSettings, Basis, Database } from '../store/schema';
import { recordBasis, WRITTEN_TO } from './legal-bases';

/** Addresses are kept and compared in this form. */
export const foldAddress = (address: string): string => address.trim().toLowerCase();

export interface Person {
  address: string;
  name: string;
}

/** The contacts that hold these addresses: folded address → contact id. */
export async function contactsByAddress(
  db: Kysely<Database>,
  account: number,
  addresses: readonly string[],
): Promise<Map<string, string>> {
  const folded = [...new Set(addresses.map(foldAddress))];
  if (folded.length === 0) return new Map();
  const rows = await db
    .selectFrom('contact_addresses')
    .select(['address', 'contact_id'])
    .where('account_id', '=', account)
    .where('address', 'in', folded)
    .execute();
  return new Map(rows.map((row) => [row.address, row.contact_id]));
}

const NO_REPLY = /^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?)(?:[+.-]|@)/i;
const LIST = /(?:-request|-owner|-bounces|-subscribe|-unsubscribe)@|^(?:listserv|majordomo)@/i;

/** Stands where somebody was erased (P5); RFC 2606 keeps the domain from ever being anybody's. */
export const erasedAddress = (n: number): string => `erased-${n}@erased.invalid`;
const ERASED = /@erased\.invalid$/i;

/** L3: no record is made for machines and lists, or of those who were erased. */
export const isNobody = (address: string): boolean =>
  NO_REPLY.test(address) || LIST.test(address) || ERASED.test(address);

const FREE_MAIL = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'yahoo.com',
  'icloud.com',
  'me.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'wp.pl',
  'o2.pl',
  'onet.pl',
  'proton.me',
  'protonmail.com',
  'aol.com',
  'mail.ru',
  'yandex.ru',
]);

/** The company's name from a work domain: `partner.example` → `Partner`. */
export function companyOf(address: string): string | null {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  if (FREE_MAIL.has(domain)) return null;
  const [label = ''] = domain.split('.').slice(-2);
  return label === '' ? null : label[0]?.toUpperCase() + label.slice(1);
}

/** "Lindqvist, Bob" and "bob@…" as display names become "Bob Lindqvist" and "Bob". */
function nameOf(person: Person): string {
  const given = person.name.trim().replace(/^["']|["']$/g, '');
  if (given !== '' && !given.includes('@')) {
    const [last, first, ...more] = given.split(',').map((part) => part.trim());
    return first !== undefined && more.length === 0 ? `${first} ${last}` : given;
  }
  const local = person.address.slice(0, person.address.lastIndexOf('@'));
  return local
    .split(/[._-]+/)
    .map((part) => (part[0] ?? '').toUpperCase() + part.slice(1))
    .join(' ');
}

/**
 * L3: the contacts of people one has written to, made where they are missing and the account allows it. Colleagues,
 * lists, no-reply addresses and the never-log list make none. Returns folded address → contact id.
 */
export async function ensureContacts(
  trx: Transaction<Database>,
  account: number,
  people: readonly Person[],
  owner: number | null,
  settings: AccountSettings,
  at: Date,
): Promise<Map<string, string>> {
  const known = await contactsByAddress(
    trx,
    account,
    people.map((person) => person.address),
  );
  if (settings.createContacts === false) return known;
  const own = new Set((settings.ownDomains ?? []).map((domain) => domain.toLowerCase()));
  for (const person of people) {
    const address = foldAddress(person.address);
    const domain = address.slice(address.lastIndexOf('@') + 1);
    if (known.has(address) || own.has(domain) || isNobody(address)) continue;
    if (await isNeverLogged(trx, account, owner, address)) continue;
    const id = await insertContact(trx, account, {
      name: nameOf({ ...person, address }),
      company: companyOf(address),
      addresses: [address],
      owner,
      source: 'written to',
      at,
    });
    if (settings.privacy !== false) {
      await setBasis(trx, account, id, settings.writtenToBasis ?? 'legitimate-interest', WRITTEN_TO, at);
    }
    known.set(address, id);
  }
  return known;
}

/** L4: on the account's or the user's never-log list, plus tags and subdomains included. */
export async function isNeverLogged(
  db: Kysely<Database>,
  account: number,
  user: number | null,
  address: string,
): Promise<boolean> {
  const folded = foldAddress(address).replace(/\+[^@]*@/, '@');
  const labels = folded.slice(folded.lastIndexOf('@') + 1).split('.');
  const domains = labels.map((_, i) => labels.slice(i).join('.'));
  const row = await db
    .selectFrom('never_log')
    .select('value')
    .where('account_id', '=', account)
    .where('user_id', 'in', user === null ? [0] : [0, user])
    .where((eb) =>
      eb.or([
        eb.and([eb('kind', '=', 'address'), eb('value', '=', folded)]),
        eb.and([eb('kind', '=', 'domain'), eb('value', 'in', domains)]),
      ]),
    )
    .executeTakeFirst();
  return row !== undefined;
}

export interface ContactToMake {
  name: string;
  company: string | null;
  /** Folded; the first is the primary one. */
  addresses: string[];
  owner: number | null;
  source: string;
  at: Date;
}

/** Makes a contact with its addresses; an address that another contact holds fails with the store's unique error. */
export async function insertContact(
  trx: Transaction<Database>,
  account: number,
  contact: ContactToMake,
): Promise<string> {
  const id = uuidV7(contact.at);
  await trx
    .insertInto('contacts')
    .values({
      account_id: account,
      id,
      name: contact.name,
      company: contact.company,
      owner_user_id: contact.owner,
      source: contact.source,
      last_activity_at: null,
      created_at: contact.at,
      updated_at: contact.at,
    })
    .execute();
  await trx
    .insertInto('contact_addresses')
    .values(
      contact.addresses.map((address, i) => ({
        account_id: account,
        address,
        contact_id: id,
        is_primary: i === 0,
        created_at: contact.at,
      })),
    )
    .execute();
  return id;
}

/** P1: the basis for one-to-one tracking; the newest is in force, the earlier ones are its history. */
export async function setBasis(
  trx: Transaction<Database>,
  account: number,
  contact: string,
  basis: Basis,
  source: string,
  at: Date,
  by?: number,
): Promise<void> {
  await recordBasis(
    trx,
    { account, contact, purpose: 'one-to-one-tracking' },
    { basis, source, ...(by !== undefined && { by }) },
    at,
  );
}

/** The basis in force for one-to-one tracking, per contact. */
export async function basesOf(
  db: Kysely<Database>,
  account: number,
  contacts: readonly string[],
): Promise<Map<string, Basis>> {
  if (contacts.length === 0) return new Map();
  const rows = await db
    .selectFrom('legal_bases')
    .select(['contact_id', 'basis'])
    .distinctOn('contact_id')
    .where('account_id', '=', account)
    .where('purpose', '=', 'one-to-one-tracking')
    .where('contact_id', 'in', [...contacts])
    .orderBy('contact_id')
    .orderBy('at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.contact_id, row.basis]));
}

/** P2, P3: with privacy on, hits of people without a basis belong to Someone; of those who withdrew, to nobody. */
export function mayBeNamed(basis: Basis | undefined, privacy: boolean): 'named' | 'someone' | 'silent' {
  if (basis === 'consent-withdrawn') return 'silent';
  if (!privacy) return 'named';
  return basis === undefined || basis === 'none' ? 'someone' : 'named';
}
