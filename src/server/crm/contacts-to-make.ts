import { sql, type Kysely, type Transaction } from 'kysely';
import { json, type AccountSettings, type Basis, type Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { companiesOf } from './companies';
import {
  companyOf,
  contactsByAddress,
  foldAddress,
  isNobody,
  type ContactToMake,
  type Person,
} from './contacts';
import { basisByWriting, basisHistories, giveByWriting, givenByWriting, WRITTEN_TO } from './legal-bases';

/** What tells of which people one has written to contacts are made. */
export interface ContactGround {
  settings: AccountSettings;
  /** Folded address → contact id. */
  known: Map<string, string>;
  /** As `neverLoggedAmong` names them. */
  neverLogged: ReadonlySet<string>;
}

export interface NewContact extends ContactToMake {
  id: string;
  /** For one-to-one tracking; absent: none is recorded. */
  basis?: Basis;
}

/** Who is written to, and by whom; `owner` null: a mailbox of nobody's. */
export interface WrittenTo {
  owner: number | null;
  address: string;
}

const nameOfAsked = ({ owner, address }: WrittenTo): string => `${owner ?? 0} ${foldAddress(address)}`;

/** Addresses are compared without their plus tags. */
const listedAs = (address: string): string => foldAddress(address).replace(/\+[^@]*@/, '@');

/** The domain of an address and those above it. */
function domainsOf(address: string): string[] {
  const labels = address.slice(address.lastIndexOf('@') + 1).split('.');
  return labels.map((_, i) => labels.slice(i).join('.'));
}

/** Every other address of the contacts that hold these: folded address → aliases. */
async function aliasesOf(
  db: Kysely<Database>,
  account: number,
  addresses: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('contact_addresses as a')
    .innerJoin('contact_addresses as b', (join) =>
      join.onRef('b.account_id', '=', 'a.account_id').onRef('b.contact_id', '=', 'a.contact_id'),
    )
    .select(['a.address', 'b.address as alias'])
    .where('a.account_id', '=', account)
    .where('a.address', 'in', [...addresses])
    .whereRef('b.address', '!=', 'a.address')
    .execute();
  const aliases = new Map<string, string[]>();
  for (const { address, alias } of rows) aliases.set(address, [...(aliases.get(address) ?? []), alias]);
  return aliases;
}

/** What the never-log lists of an account say of some addresses. */
export interface NeverLogRows {
  /** Folded address → the other addresses of its contact. */
  aliases: ReadonlyMap<string, readonly string[]>;
  /** User 0: the account's own list. */
  entries: readonly { user: number; kind: 'address' | 'domain'; value: string }[];
}

/** The addresses under which a contact that holds one of these may be found. */
export const heldAs = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.flatMap((address) => [foldAddress(address), listedAs(address)])),
];

/** What stands on a list for one of these addresses: itself, and the domains above it. */
export function listedUnder(addresses: readonly string[]): { addresses: string[]; domains: string[] } {
  const names = [...new Set(addresses.map(listedAs))];
  return { addresses: names, domains: [...new Set(names.flatMap(domainsOf))] };
}

const namesOf = ({ aliases }: Pick<NeverLogRows, 'aliases'>, address: string): string[] => [
  listedAs(address),
  ...[...(aliases.get(foldAddress(address)) ?? []), ...(aliases.get(listedAs(address)) ?? [])].map(listedAs),
];

/** The entries for these addresses on the account's list and on those of these users. */
export async function neverLogEntries(
  db: Kysely<Database>,
  account: number,
  users: readonly (number | null)[],
  names: readonly string[],
): Promise<NeverLogRows['entries']> {
  const { addresses, domains } = listedUnder(names);
  const lists = [...new Set([0, ...users.map((user) => user ?? 0)])];
  return db
    .selectFrom('never_log')
    .select(['user_id as user', 'kind', 'value'])
    .where('account_id', '=', account)
    .where('user_id', '=', sql<number>`any(${lists}::bigint[])`)
    .where((eb) =>
      eb.or([
        eb.and([eb('kind', '=', 'address'), eb('value', '=', sql<string>`any(${addresses}::text[])`)]),
        eb.and([eb('kind', '=', 'domain'), eb('value', '=', sql<string>`any(${domains}::text[])`)]),
      ]),
    )
    .execute();
}

/**
 * L4: which of these are on the account's or the owner's never-log list: by themselves, without their plus tags, by any
 * other address of the same contact, or by a domain above. Two queries.
 */
export async function neverLoggedAmong(
  db: Kysely<Database>,
  account: number,
  asked: readonly WrittenTo[],
): Promise<Set<string>> {
  if (asked.length === 0) return new Set();
  const aliases = await aliasesOf(db, account, heldAs(asked.map(({ address }) => address)));
  const names = asked.flatMap(({ address }) => namesOf({ aliases }, address));
  const owners = asked.map(({ owner }) => owner);
  const entries = await neverLogEntries(db, account, owners, names);
  return new Set(asked.filter((one) => isListed({ aliases, entries }, one)).map(nameOfAsked));
}

function isListed(list: NeverLogRows, { owner, address }: WrittenTo): boolean {
  const names = listedUnder(namesOf(list, address));
  return list.entries.some(
    ({ user, kind, value }) =>
      (user === 0 || user === owner) &&
      (kind === 'address' ? names.addresses : names.domains).includes(value),
  );
}

/** "Lindqvist, Bob" and "bob@…" as display names become "Bob Lindqvist" and "Bob". */
export function nameOf(person: Person): string {
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
 * L3: the contacts to be made of people one has written to: those who are missing, where the account allows it.
 * Colleagues, lists, no-reply addresses and the never-log list make none. From then on `ground` knows them.
 */
export function contactsToMake(
  { settings, known, neverLogged }: ContactGround,
  people: readonly Person[],
  owner: number | null,
  at: Date,
): NewContact[] {
  if (settings.createContacts === false) return [];
  const own = new Set((settings.ownDomains ?? []).map((domain) => domain.toLowerCase()));
  const basis = basisByWriting(settings);
  return people.flatMap((person): NewContact[] => {
    const address = foldAddress(person.address);
    const domain = address.slice(address.lastIndexOf('@') + 1);
    if (known.has(address) || own.has(domain) || isNobody(address)) return [];
    if (neverLogged.has(nameOfAsked({ owner, address }))) return [];
    const id = uuidV7(at);
    known.set(address, id);
    return [
      {
        id,
        name: nameOf({ ...person, address }),
        company: companyOf(address),
        addresses: [address],
        owner,
        source: WRITTEN_TO,
        at,
        ...(basis !== undefined && { basis }),
      },
    ];
  });
}

/** Writes contacts with their addresses and bases; an address that another holds fails with the store's unique error. */
export async function insertContacts(
  trx: Transaction<Database>,
  account: number,
  contacts: readonly NewContact[],
): Promise<void> {
  if (contacts.length === 0) return;
  const companies = await companiesOf(
    trx,
    account,
    contacts.map(({ company, addresses, at }) => ({ name: company, address: addresses[0], at })),
  );
  await trx
    .insertInto('contacts')
    .values(
      contacts.map(({ id, name, phone, properties, owner, source, at }, i) => ({
        account_id: account,
        id,
        name,
        company: companies[i]?.name ?? null,
        company_id: companies[i]?.id ?? null,
        phone: phone ?? null,
        ...(properties && { properties: json(properties) }),
        owner_user_id: owner,
        source,
        last_activity_at: null,
        created_at: at,
        updated_at: at,
      })),
    )
    .execute();
  await trx
    .insertInto('contact_addresses')
    .values(
      contacts.flatMap(({ id, addresses, at }) =>
        addresses.map((address, i) => ({
          account_id: account,
          address,
          contact_id: id,
          is_primary: i === 0,
          created_at: at,
        })),
      ),
    )
    .execute();
  const bases = contacts.flatMap(({ id, basis, at }) =>
    basis === undefined
      ? []
      : [
          {
            account_id: account,
            contact_id: id,
            purpose: 'one-to-one-tracking' as const,
            at,
            basis,
            source: WRITTEN_TO,
            proof: null,
            given_on: at.toISOString().slice(0, 10),
          },
        ],
  );
  if (bases.length > 0) await trx.insertInto('legal_bases').values(bases).execute();
}

/** Makes one contact with its addresses, by hand or by a seed, without a basis; resolves to its id. */
export async function insertContact(
  trx: Transaction<Database>,
  account: number,
  contact: ContactToMake,
): Promise<string> {
  const id = uuidV7(contact.at);
  await insertContacts(trx, account, [{ ...contact, id }]);
  return id;
}

/**
 * The contacts of people one has written to, made where `contactsToMake` says so; those who were there get the basis that
 * writing gives (P1). `sentAt`: when the mail was sent. Folded address → contact id.
 */
export async function ensureContacts(
  trx: Transaction<Database>,
  account: number,
  people: readonly Person[],
  owner: number | null,
  settings: AccountSettings,
  { sentAt, now }: { sentAt: Date; now: Date },
): Promise<Map<string, string>> {
  const known = await contactsByAddress(
    trx,
    account,
    people.map(({ address }) => address),
  );
  const histories = await basisHistories(trx, account, [...new Set(known.values())]);
  await giveByWriting(trx, account, givenByWriting(histories, known.values(), settings, sentAt));
  const unknown = people.filter(({ address }) => !known.has(foldAddress(address)));
  const neverLogged = await neverLoggedAmong(
    trx,
    account,
    unknown.map(({ address }) => ({ owner, address })),
  );
  await insertContacts(trx, account, contactsToMake({ settings, known, neverLogged }, people, owner, now));
  return known;
}

/** L4: those of these addresses, folded, that are on the account's or the user's never-log list. */
export async function listedAmong(
  db: Kysely<Database>,
  account: number,
  user: number | null,
  addresses: readonly string[],
): Promise<Set<string>> {
  const asked = [...new Set(addresses.map(foldAddress))].map((address) => ({ owner: user, address }));
  const listed = await neverLoggedAmong(db, account, asked);
  return new Set(asked.flatMap((one) => (listed.has(nameOfAsked(one)) ? [one.address] : [])));
}

/** The same, by what was read of the lists. */
export const listedIn = (
  list: NeverLogRows,
  user: number | null,
  addresses: readonly string[],
): Set<string> =>
  new Set(addresses.map(foldAddress).filter((address) => isListed(list, { owner: user, address })));
