import { type Kysely, sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit';
import { foldAddress } from '../crm/contacts';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { addressHash } from './address-hash';

/** From when to when somebody objected to being tracked; `until` absent: they still do. */
export interface Objection {
  from: Date;
  until?: Date;
}

/** How the recipient showed that the address is theirs. */
export type ObjectionWay = 'link' | 'mail';

type Needs = Pick<Services, 'secrets' | 'clock'>;

/**
 * P6: the recipient objects to all tracking by this account, of mail sent and to come. False: they had already.
 * `address`: folded.
 */
export async function object(
  trx: Transaction<Database>,
  { secrets, clock }: Needs,
  account: number,
  address: string,
  way: ObjectionWay,
): Promise<boolean> {
  const at = clock.now();
  const id = uuidV7(at);
  const made = await trx
    .insertInto('objections')
    .values({
      account_id: account,
      id,
      address_hash: addressHash(secrets, account, address),
      address,
      way,
      at,
    })
    .onConflict((c) => c.columns(['account_id', 'address_hash']).where('ended_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return false;
  await recordAudit(trx, { account, user: null }, at, 'objection.made', { kind: 'objection', id }, { way });
  return true;
}

/** The recipient takes their objection back. False: none stood. */
export async function withdrawObjection(
  trx: Transaction<Database>,
  { secrets, clock }: Needs,
  account: number,
  address: string,
): Promise<boolean> {
  const at = clock.now();
  const ended = await trx
    .updateTable('objections')
    .set({ ended_at: at })
    .where('account_id', '=', account)
    .where('address_hash', '=', addressHash(secrets, account, address))
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!ended) return false;
  await recordAudit(trx, { account, user: null }, at, 'objection.withdrawn', {
    kind: 'objection',
    id: ended.id,
  });
  return true;
}

/**
 * The objections that concern these folded addresses, oldest first: their own, and those of the other addresses of the
 * same contact, since it is a person who objects. Folded address → objections.
 */
export async function objectionsOf(
  db: Kysely<Database>,
  account: number,
  addresses: readonly string[],
): Promise<Map<string, Objection[]>> {
  const found = new Map<string, Objection[]>();
  if (addresses.length === 0) return found;
  const folded = [...new Set(addresses.map(foldAddress))];
  const { rows } = await sql<{ about: string; at: Date; ended_at: Date | null }>`
    with persons as (
      select address as about, address from (values ${sql.join(folded.map((one) => sql`(${one}::text)`))}) as asked (address)
      union
      select a.address, b.address from contact_addresses a
        join contact_addresses b on b.account_id = a.account_id and b.contact_id = a.contact_id
        where a.account_id = ${account} and a.address in (${sql.join(folded)}))
    select p.about, o.at, o.ended_at from persons p
      join objections o on o.account_id = ${account} and o.address = p.address
      order by o.at`.execute(db);
  for (const { about, at, ended_at: until } of rows) {
    found.set(about, [...(found.get(about) ?? []), { from: at, ...(until && { until }) }]);
  }
  return found;
}

/** True when an objection stands now, or stood at that moment: what was made in silence is told by nobody later. */
export const silences = (objections: readonly Objection[] | undefined, at: Date): boolean =>
  objections?.some(({ from, until }) => until === undefined || (from <= at && at < until)) ?? false;

/** Of these addresses, those whose objection stands, found by hash: an erased address's too. */
export async function standingObjections(
  db: Kysely<Database>,
  secrets: Services['secrets'],
  account: number,
  addresses: readonly string[],
): Promise<Set<string>> {
  const folded = [...new Set(addresses.map(foldAddress))];
  if (folded.length === 0) return new Set();
  const byHash = new Map(folded.map((address) => [addressHash(secrets, account, address), address]));
  const rows = await db
    .selectFrom('objections')
    .select('address_hash')
    .where('account_id', '=', account)
    .where('address_hash', 'in', [...byHash.keys()])
    .where('ended_at', 'is', null)
    .execute();
  const standing = new Set(rows.flatMap(({ address_hash: hash }) => byHash.get(hash) ?? []));
  const ofPerson = await objectionsOf(db, account, folded);
  for (const [address, objections] of ofPerson) {
    if (objections.some(({ until }) => until === undefined)) standing.add(address);
  }
  return standing;
}

/** Since when each of these contacts objects, where they do. */
export async function objectingContacts(
  db: Kysely<Database>,
  account: number,
  contacts: readonly string[],
): Promise<Map<string, Date>> {
  if (contacts.length === 0) return new Map();
  const rows = await db
    .selectFrom('objections as o')
    .innerJoin('contact_addresses as a', (join) =>
      join.onRef('a.account_id', '=', 'o.account_id').onRef('a.address', '=', 'o.address'),
    )
    .select(['a.contact_id', 'o.at'])
    .where('o.account_id', '=', account)
    .where('o.ended_at', 'is', null)
    .where('a.contact_id', 'in', [...contacts])
    .orderBy('o.at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.contact_id, row.at]));
}
