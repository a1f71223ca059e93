import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { addressBytes, addressPrefix, type HitFeatures } from '../../core/hits';
import type { Services } from '../services';
import type { Database } from '../store/schema';

/** Destroys the keys whose time is over. */
export const SOURCE_KEYS_JOB = 'tracking.source-keys';
/** A key serves so long. */
export const EPOCH_MS = 30 * 86_400_000;
/** And is kept through the next: for what is judged again, and for devices learnt under it (O7). */
const KEPT_EPOCHS = 2;
const EVERY_MS = 3_600_000;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

type Needs = Pick<Services, 'store' | 'secrets' | 'clock' | 'log'>;

/** The hash of a source, and the time in which its key holds: hashes of two epochs cannot be compared. */
export interface Source {
  hash: string;
  epoch: number;
}

const epochOf = (at: Date): number => Math.floor(at.getTime() / EPOCH_MS);
const oldestKept = (now: Date): number => epochOf(now) - KEPT_EPOCHS + 1;

/** Keys that are committed, per store. */
const committed = new WeakMap<object, Map<string, Buffer>>();
/** Keys that a transaction made and may still lose. */
const made = new WeakMap<object, Map<string, Buffer>>();

/**
 * Where a request came from, as a keyed hash: equal means the same network, and nobody can read which (P4). The key is
 * random, the account's own, and changes every 30 days; what comes after its key was destroyed gets a hash that equals
 * no other. `db`: the caller's transaction where there is one.
 */
export async function sourceOf(
  db: Kysely<Database>,
  services: Needs,
  account: number,
  ip: string,
  at: Date,
): Promise<Source> {
  const epoch = epochOf(at);
  return { hash: await hashOf(db, services, account, epoch, addressPrefix(ip) ?? 'unknown'), epoch };
}

/**
 * The whole address, hashed likewise: who is at it. Undefined for what tells of no device: a machine, a proxy, no address,
 * and a phone's IPv4 address, which its carrier gives to thousands at a time (O7).
 */
export async function placeOf(
  db: Kysely<Database>,
  services: Needs,
  account: number,
  { ip, agent, platform }: { ip: string } & Pick<HitFeatures, 'agent' | 'platform'>,
  at: Date,
): Promise<string | undefined> {
  const bytes = addressBytes(ip);
  const isPhone = platform === 'ios' || platform === 'android';
  if (!bytes || (agent !== 'browser' && agent !== 'mail-program') || (isPhone && bytes.length === 4))
    return undefined;
  return hashOf(db, services, account, epochOf(at), `address ${bytes.join('.')}`);
}

async function hashOf(
  db: Kysely<Database>,
  services: Needs,
  account: number,
  epoch: number,
  text: string,
): Promise<string> {
  const key =
    epoch < oldestKept(services.clock.now())
      ? randomBytes(KEY_BYTES)
      : await keyOf(db, services, account, epoch);
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);
}

async function keyOf(db: Kysely<Database>, services: Needs, account: number, epoch: number): Promise<Buffer> {
  const name = `${account}|${epoch}`;
  const cache = cacheOf(services);
  const known = cache.get(name) ?? made.get(db)?.get(name);
  if (known) return known;
  // Few at a time are used; nothing that was destroyed may live on here.
  const oldest = oldestKept(services.clock.now());
  for (const other of cache.keys()) if (Number(other.split('|')[1]) < oldest) cache.delete(other);

  const found = await readKey(db, services, account, epoch);
  if (found) return found;
  const fresh = randomBytes(KEY_BYTES);
  const inserted = await db
    .insertInto('source_keys')
    .values({ account_id: account, epoch, sealed: seal(services, name, fresh) })
    .onConflict((c) => c.columns(['account_id', 'epoch']).doNothing())
    .returning('epoch')
    .executeTakeFirst();
  if (!inserted) {
    const others = await readKey(db, services, account, epoch);
    if (!others) throw new Error('A key of source hashes was destroyed while it was asked for');
    return others;
  }
  keep(db, services, name, fresh);
  return fresh;
}

function cacheOf({ store }: Needs): Map<string, Buffer> {
  const cache = committed.get(store) ?? new Map<string, Buffer>();
  committed.set(store, cache);
  return cache;
}

/** What a transaction wrote may be lost with it: only it may use that meanwhile. */
function keep(db: Kysely<Database>, { store }: Needs, name: string, key: Buffer): void {
  const keys = db.isTransaction ? made : committed;
  const handle = db.isTransaction ? db : store;
  keys.set(handle, (keys.get(handle) ?? new Map<string, Buffer>()).set(name, key));
}

async function readKey(
  db: Kysely<Database>,
  services: Needs,
  account: number,
  epoch: number,
): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('source_keys')
    .select('sealed')
    .where('account_id', '=', account)
    .where('epoch', '=', epoch)
    .executeTakeFirst();
  if (!row) return undefined;
  const name = `${account}|${epoch}`;
  const key = open(services, name, row.sealed);
  if (key) {
    cacheOf(services).set(name, key);
    return key;
  }
  // Other secrets than it was sealed under: what it hashed cannot be compared any more, and hits go on.
  services.log.error(
    { account, epoch },
    'A key of source hashes cannot be opened; a new one takes its place',
  );
  const fresh = randomBytes(KEY_BYTES);
  await db
    .updateTable('source_keys')
    .set({ sealed: seal(services, name, fresh) })
    .where('account_id', '=', account)
    .where('epoch', '=', epoch)
    .execute();
  keep(db, services, name, fresh);
  return fresh;
}

const sealingKey = (services: Needs): Buffer => services.secrets.deriveKey('source-keys/1');

function seal(services: Needs, name: string, key: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(services), nonce);
  cipher.setAAD(Buffer.from(name));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

function open(services: Needs, name: string, sealed: string): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length !== NONCE_BYTES + KEY_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(services), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(name));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** Destroys the keys of all epochs but this, the one before and those to come; resolves to when to look again. */
export async function destroySourceKeys(services: Pick<Needs, 'store' | 'clock'>): Promise<{ again: Date }> {
  const now = services.clock.now();
  await services.store.db.deleteFrom('source_keys').where('epoch', '<', oldestKept(now)).execute();
  return { again: new Date(now.getTime() + EVERY_MS) };
}
