import type { Kysely, Transaction } from 'kysely';
import { foldAddress, type Person } from '../crm/contacts';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { addressHash } from './address-hash';

type Keys = Services['secrets'];

/** Which of these addresses were erased (P5), folded. Known by their keyed hash alone. */
export async function erasedAmong(
  db: Kysely<Database>,
  secrets: Keys,
  account: number,
  addresses: readonly string[],
): Promise<Set<string>> {
  const folded = [...new Set(addresses.map(foldAddress))];
  if (folded.length === 0) return new Set();
  const byHash = new Map(folded.map((address) => [addressHash(secrets, account, address), address]));
  const rows = await db
    .selectFrom('erased_addresses')
    .select('address_hash')
    .where('account_id', '=', account)
    .where('address_hash', 'in', [...byHash.keys()])
    .execute();
  return new Set(rows.flatMap(({ address_hash: hash }) => byHash.get(hash) ?? []));
}

/** Those of whom a contact may be made by itself: erased people are not made again. */
export async function notErased<T extends Pick<Person, 'address'>>(
  db: Kysely<Database>,
  secrets: Keys,
  account: number,
  people: readonly T[],
): Promise<T[]> {
  const erased = await erasedAmong(
    db,
    secrets,
    account,
    people.map(({ address }) => address),
  );
  return people.filter(({ address }) => !erased.has(foldAddress(address)));
}

/** A person decided to keep these addresses again; resolves to how many had been erased. */
export async function forgetErasure(
  trx: Transaction<Database>,
  secrets: Keys,
  account: number,
  addresses: readonly string[],
): Promise<number> {
  if (addresses.length === 0) return 0;
  const gone = await trx
    .deleteFrom('erased_addresses')
    .where('account_id', '=', account)
    .where(
      'address_hash',
      'in',
      addresses.map((address) => addressHash(secrets, account, address)),
    )
    .returning('address_hash')
    .execute();
  return gone.length;
}
