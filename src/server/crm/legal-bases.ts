import { sql, type Kysely, type Transaction } from 'kysely';
import { Purpose, type LegalBases, type PurposeBasis } from '../../core/api/legal-bases';
import type { AccountSettings, Basis, Database } from '../store/schema';

const MOST_ENTRIES = 100;

export interface BasisOf {
  account: number;
  contact: string;
  purpose: Purpose;
}

export interface BasisToRecord {
  basis: Basis;
  source: string;
  /** YYYY-MM-DD; absent: the day of `at`. */
  givenOn?: string;
  proof?: string;
  /** The user who says so; absent: the server. */
  by?: number;
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/**
 * P1: puts a basis into force and keeps the earlier ones. False: it was in force already, with the same source, day and
 * proof. Of two at the same moment, both stay, in the order in which they came.
 */
export async function recordBasis(
  trx: Transaction<Database>,
  { account, contact, purpose }: BasisOf,
  given: BasisToRecord,
  at: Date,
): Promise<boolean> {
  // Two at once would each take the other's place for the newest.
  await trx
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .forUpdate()
    .executeTakeFirst();
  const before = await trx
    .selectFrom('legal_bases')
    .select(['basis', 'source', 'proof', 'given_on', 'at'])
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .where('purpose', '=', purpose)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const proof = given.proof === undefined || given.proof === '' ? null : given.proof;
  if (
    before?.basis === given.basis &&
    before.source === given.source &&
    before.proof === proof &&
    (given.givenOn === undefined || given.givenOn === (before.given_on ?? dayOf(before.at)))
  ) {
    return false;
  }
  await trx
    .insertInto('legal_bases')
    .values({
      account_id: account,
      contact_id: contact,
      purpose,
      // What JavaScript reads of it is the moment itself: it has no microseconds.
      at: sql<Date>`greatest(${at}::timestamptz, (select max(b.at) + interval '1 microsecond' from legal_bases b
        where b.account_id = ${account} and b.contact_id = ${contact} and b.purpose = ${purpose}))`,
      basis: given.basis,
      source: given.source,
      proof,
      given_on: given.givenOn ?? dayOf(at),
      by_user_id: given.by ?? null,
    })
    .execute();
  return true;
}

/** What the server records of people one writes to. */
export const WRITTEN_TO = 'written to';
/** What is recorded of contacts who are made in another way, while nobody has chosen a basis. */
export const MADE_BY_HAND = 'made by hand';
export const IMPORTED = 'import';
const MAKINGS: readonly string[] = [MADE_BY_HAND, IMPORTED];

export interface PastBasis {
  basis: Basis;
  at: Date;
  /** Recorded by the server as it made the contact, since they were written to. */
  byWriting: boolean;
  /** Recorded as the contact was made otherwise: nobody chose it. */
  byMaking: boolean;
}

/** The bases for a purpose that were ever in force, per contact, oldest first. */
export async function basisHistories(
  db: Kysely<Database>,
  account: number,
  contacts: readonly string[],
  purpose: Purpose = 'one-to-one-tracking',
): Promise<Map<string, PastBasis[]>> {
  const histories = new Map<string, PastBasis[]>();
  if (contacts.length === 0) return histories;
  const rows = await db
    .selectFrom('legal_bases as b')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.account_id', '=', 'b.account_id').onRef('c.id', '=', 'b.contact_id'),
    )
    .select(['b.contact_id', 'b.basis', 'b.at', 'b.source', 'b.by_user_id', 'c.created_at'])
    .where('b.account_id', '=', account)
    .where('b.purpose', '=', purpose)
    .where('b.contact_id', 'in', [...contacts])
    .orderBy('b.contact_id')
    .orderBy('b.at')
    .execute();
  for (const { contact_id: contact, basis, at, source, by_user_id: by, created_at: made } of rows) {
    const entry = {
      basis,
      at,
      byWriting: source === WRITTEN_TO && by === null && at <= made,
      // An import names who ran it.
      byMaking: basis === 'none' && MAKINGS.includes(source) && (by === null || at <= made),
    };
    histories.set(contact, [...(histories.get(contact) ?? []), entry]);
  }
  return histories;
}

/** P1: what the account gives contacts one writes to; undefined: with privacy off, nothing is recorded. */
export const basisByWriting = ({ privacy, writtenToBasis }: AccountSettings): Basis | undefined =>
  privacy === false ? undefined : (writtenToBasis ?? 'legitimate-interest');

/** P1: nobody chose a basis for this contact, neither did an import: the next mail to them gives the account's. */
const isUnchosen = (history: readonly PastBasis[]): boolean => history.every(({ byMaking }) => byMaking);

/** The basis that a contact has once a mail to them is sent. */
export const basisOnceWritten = (
  history: readonly PastBasis[],
  settings: AccountSettings,
): Basis | undefined => (isUnchosen(history) ? basisByWriting(settings) : undefined) ?? history.at(-1)?.basis;

/** A basis that writing gives a contact who was there before. */
export interface GivenBasis {
  contact: string;
  basis: Basis;
  /** When the mail was sent. */
  at: Date;
}

/** What a mail that was sent then gives to these contacts, by their histories. */
export function givenByWriting(
  histories: ReadonlyMap<string, readonly PastBasis[]>,
  contacts: Iterable<string>,
  settings: AccountSettings,
  at: Date,
): GivenBasis[] {
  const basis = basisByWriting(settings);
  if (basis === undefined) return [];
  return [...new Set(contacts)]
    .filter((contact) => isUnchosen(histories.get(contact) ?? []))
    .map((contact) => ({ contact, basis, at }));
}

/** Records what writing gives, but to those for whom somebody has chosen meanwhile. */
export async function giveByWriting(
  trx: Transaction<Database>,
  account: number,
  given: readonly GivenBasis[],
): Promise<void> {
  if (given.length === 0) return;
  const contacts = [...new Set(given.map(({ contact }) => contact))];
  await trx
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', account)
    .where('id', 'in', contacts)
    .orderBy('id')
    .forUpdate()
    .execute();
  const histories = await basisHistories(trx, account, contacts);
  for (const { contact, basis, at } of given) {
    if (!isUnchosen(histories.get(contact) ?? [])) continue;
    const of = { account, contact, purpose: 'one-to-one-tracking' as const };
    await recordBasis(trx, of, { basis, source: WRITTEN_TO }, at);
  }
}

/**
 * The basis in force at a moment. A contact is made by the first sign that the mail to them was sent, often a hit itself
 * (L13): for mail that was `written` to them, the basis that writing gave holds from before.
 */
export function basisAt(history: readonly PastBasis[], at: Date, written: boolean): Basis | undefined {
  const then = history.findLast((entry) => entry.at <= at);
  if (then) return then.basis;
  const [first] = history;
  return written && first?.byWriting === true ? first.basis : undefined;
}

/** The contact's basis per purpose, with history, newest first. Undefined: no such contact. */
export async function legalBases(
  db: Kysely<Database>,
  account: number,
  contact: string,
): Promise<LegalBases | undefined> {
  const found = await db
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .executeTakeFirst();
  if (!found) return undefined;
  return {
    purposes: await Promise.all(
      Purpose.options.map((purpose) => purposeBasis(db, { account, contact, purpose })),
    ),
  };
}

async function purposeBasis(
  db: Kysely<Database>,
  { account, contact, purpose }: BasisOf,
): Promise<PurposeBasis> {
  const rows = await db
    .selectFrom('legal_bases as b')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'b.account_id').onRef('u.id', '=', 'b.by_user_id'),
    )
    .select(['b.basis', 'b.source', 'b.proof', 'b.given_on', 'b.at', 'u.name as by_name'])
    .where('b.account_id', '=', account)
    .where('b.contact_id', '=', contact)
    .where('b.purpose', '=', purpose)
    .orderBy('b.at', 'desc')
    .limit(MOST_ENTRIES + 1)
    .execute();
  return {
    purpose,
    basis: rows[0]?.basis ?? 'none',
    history: rows.slice(0, MOST_ENTRIES).map((row) => ({
      basis: row.basis,
      source: row.source,
      givenOn: row.given_on ?? dayOf(row.at),
      ...(row.proof !== null && { proof: row.proof }),
      recordedAt: row.at.toISOString(),
      ...(row.by_name !== null && { recordedBy: row.by_name }),
    })),
    more: rows.length > MOST_ENTRIES,
  };
}
