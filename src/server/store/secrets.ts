import { hkdfSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import { makePrivateDirectory, syncDirectory } from './files';
import type { Store, StoreMode } from './port';
import { codeOf } from './errors';

const KEY_BYTES = 32;
/** A token has 5 bits for the key's number. */
const LARGEST_KID = 31;

/** Keys that tickets are made from, by number; new tickets use `current`, old ones keep theirs. */
export interface MasterKeys {
  current: number;
  keys: Map<number, Buffer>;
}

export interface Secrets {
  readonly master: MasterKeys;
  /** 32 bytes for one purpose: HKDF-SHA-256 with the label as info. One label per purpose, such as "cookie/1". */
  deriveKey(label: string): Buffer;
  /** 32 bytes that name an account's blobs. */
  blobKey(account: number): Buffer;
}

const key = z
  .base64url()
  .refine((text) => Buffer.from(text, 'base64url').length === KEY_BYTES, '32 bytes, base64url');

const secretsFile = z
  .object({
    current: z.int().min(0).max(LARGEST_KID),
    master: z.record(z.string().regex(/^([0-9]|[12][0-9]|3[01])$/), key),
    blobs: key,
    web: key,
  })
  .refine(({ current, master }) => String(current) in master, 'the current master key is missing');

type SecretsFile = z.infer<typeof secretsFile>;

const newKey = (): string => randomBytes(KEY_BYTES).toString('base64url');

function makeSecrets(): SecretsFile {
  return { current: 0, master: { '0': newKey() }, blobs: newKey(), web: newKey() };
}

/** The text of a new secrets file, as `SECRETS` takes it too. */
export const newSecretsText = (): string => `${JSON.stringify(makeSecrets(), undefined, 2)}\n`;

const derive = (ikm: string, label: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(ikm, 'base64url'), Buffer.alloc(0), label, KEY_BYTES));

/** A derivation costs as much as a statement of the store, and filing asks for the same key with every address. */
function remembered<K>(make: (key: K) => Buffer): (key: K) => Buffer {
  const made = new Map<K, Buffer>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}

function parse(text: string, where: string): Secrets {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${where} is not JSON: bring back the one that was made with this store`);
  }
  const parsed = secretsFile.safeParse(json);
  if (!parsed.success) {
    const problem = parsed.error.issues
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .join('; ');
    throw new Error(`${where} cannot be used (${problem})`);
  }
  const { current, master, blobs, web } = parsed.data;
  const keys = new Map(
    Object.entries(master).map(([kid, text]) => [Number(kid), Buffer.from(text, 'base64url')] as const),
  );
  return {
    master: { current, keys },
    deriveKey: remembered((label) => derive(web, label)),
    blobKey: remembered((account) => derive(blobs, `blobs/1|${account}`)),
  };
}

async function hasMessages(store: Store): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`select exists (select 1 from messages) as some`.execute(
    store.db,
  );
  return rows[0]?.some ?? false;
}

export interface SecretsOptions {
  dataDir: string;
  env: Readonly<Record<string, string | undefined>>;
  mode: StoreMode;
  store: Store;
}

/**
 * Reads the secrets: `SECRETS` in the environment, else `DATA_DIR/secrets`, which is made (0600) at the first start.
 * Never in the database. A live start without them is refused once there are messages: with new keys every link
 * already sent would stop working.
 */
export async function openSecrets({ dataDir, env, mode, store }: SecretsOptions): Promise<Secrets> {
  if (env.SECRETS !== undefined && env.SECRETS !== '') return parse(env.SECRETS, 'SECRETS');
  const file = path.join(dataDir, 'secrets');
  if (!fs.existsSync(file)) {
    if (mode === 'live' && (await hasMessages(store))) {
      throw new Error(
        `${file} is missing, but the store has messages whose links need it: bring it back from the backup`,
      );
    }
    makeFile(file);
  }
  if (process.platform !== 'win32') fs.chmodSync(file, 0o600);
  return parse(fs.readFileSync(file, 'utf8'), file);
}

/** Whole or not at all, and never over one that another process made meanwhile. */
function makeFile(file: string): void {
  makePrivateDirectory(path.dirname(file));
  const temporary = `${file}.${process.pid}.new`;
  const fd = fs.openSync(temporary, 'w', 0o600);
  try {
    fs.writeFileSync(fd, newSecretsText());
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  try {
    fs.linkSync(temporary, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(temporary);
  }
  syncDirectory(path.dirname(file));
}
