import { sql } from 'kysely';
import type { Services } from '../../services';
import { uuidV7 } from '../../store/uuid-v7';
import { addressHash } from '../address-hash';
import { eraseNext } from './erase';
import { sealPerson } from './erasures';

type Needs = Pick<Services, 'store' | 'secrets' | 'clock' | 'blobs' | 'settings'>;

/** Somebody who was erased, and whom a restored backup has brought back. */
export interface ToEraseAgain {
  account: number;
  /** Null: they stand on mail, and on no record. */
  contact: string | null;
  /** Folded. */
  addresses: string[];
}

/** Every address that an account holds, on records and on mail, with its contact. */
async function addressesOf(
  { store }: Pick<Services, 'store'>,
  account: number,
): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ address: string; contact: string | null }>`
    select lower(address) as address, contact_id as contact from contact_addresses where account_id = ${account}
    union select lower(address), contact_id from message_recipients where account_id = ${account}
    union select lower(from_address), null from messages where account_id = ${account}`.execute(store.db);
  const found = new Map<string, string | null>();
  for (const { address, contact } of rows) {
    if (address !== '') found.set(address, contact ?? found.get(address) ?? null);
  }
  return found;
}

/** Of those who stand erased in a list, who is there (again); each with all of their addresses that are in the list. */
export async function foundAgain(
  services: Pick<Services, 'store' | 'secrets'>,
  erased: readonly { account: number; hash: string }[],
): Promise<ToEraseAgain[]> {
  const found = new Map<string, ToEraseAgain>();
  for (const account of new Set(erased.map((line) => line.account))) {
    const hashes = new Set(erased.filter((line) => line.account === account).map(({ hash }) => hash));
    for (const [address, contact] of await addressesOf(services, account)) {
      if (!hashes.has(addressHash(services.secrets, account, address))) continue;
      const key = `${account}|${contact ?? address}`;
      const before = found.get(key)?.addresses ?? [];
      found.set(key, { account, contact, addresses: [...before, address] });
    }
  }
  return [...found.values()];
}

/**
 * P5: erases those whom a restored backup has brought back, at once. `erased`: the whole list, whose hashes are put back
 * too, so that nobody on it is made again by themselves. Broken off, the same call goes on.
 */
export async function replayErasures(
  services: Needs,
  erased: readonly { account: number; hash: string }[],
): Promise<ToEraseAgain[]> {
  const { store, secrets, clock } = services;
  const again = await foundAgain(services, erased);
  const now = clock.now();
  const accounts = new Set(
    (await store.db.selectFrom('accounts').select('id').execute()).map(({ id }) => id),
  );
  for (const { account, hash } of erased) {
    if (!accounts.has(account)) continue;
    await store.db
      .insertInto('erased_addresses')
      .values({ account_id: account, address_hash: hash, erasure_id: uuidV7(now), at: now })
      .onConflict((c) => c.doNothing())
      .execute();
  }
  for (const { account, contact, addresses } of again) {
    const id = uuidV7(now);
    await store.db
      .insertInto('erasures')
      .values({
        account_id: account,
        id,
        contact_id: contact,
        state: 'scheduled',
        step: 'begin',
        sealed: sealPerson(secrets, { addresses, names: [] }),
        asked_by: null,
        asked_at: now,
        due_at: now,
      })
      .execute();
    for (let stand = await eraseNext(services, account, id); stand === 'go on';) {
      stand = await eraseNext(services, account, id);
    }
  }
  return again;
}
