import { createHmac, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { makePrivateDirectory, syncDirectory } from './files';
import type { Store } from './port';
import type { Secrets } from './secrets';

const DAY_MS = 86_400_000;
const KEY = /^[0-9a-f]{64}$/;
const PER_QUERY = 500;
/** A file being removed; found later, the removal was interrupted and it is put back. */
const REMOVED = '.removed';

export interface Blobs {
  /**
   * Keeps the content once, however often it is put, and holds no more of it than a chunk. Resolves when it is on the
   * disk. `inspect` sees the whole file before it is kept; where it or the stream throws, nothing is left of it.
   */
  putBlob(
    account: number,
    content: Readable | Buffer,
    inspect?: (file: string) => Promise<void>,
  ): Promise<{ key: string; size: number }>;
  /** For what is needed while it is worked on: a file without a name, of which nothing stays once it is closed. */
  unnamedFile(): Promise<fs.promises.FileHandle>;
  /** The key that this content has, or would have. */
  keyOf(account: number, content: Buffer): string;
  /** The content as a stream, `from` a byte of it; a blob that is not there comes as the stream's error (ENOENT). */
  openBlob(account: number, key: string, from?: number): Readable;
  /** Removes a file that nothing names any more; false: it was put again since `before`, and stays. */
  removeBlob(account: number, key: string, before: Date): Promise<boolean>;
  /** Removes files older than a day that no row of `blobs` names; resolves to their number. */
  removeUnreferenced(store: Store, now: Date): Promise<number>;
}

/**
 * Attachments and MIME as files: `DATA_DIR/blobs/accounts/<account>/<HMAC-SHA-256 of the content under the account's
 * key>`. The key keeps one account from learning by its name whether another has the same file.
 *
 * Put the blob first, then commit the row that names it: what is left without a row goes after a day.
 */
export function openBlobs({
  dataDir,
  secrets,
}: {
  dataDir: string;
  secrets: Pick<Secrets, 'blobKey'>;
}): Blobs {
  const root = path.join(dataDir, 'blobs', 'accounts');
  const incoming = path.join(dataDir, 'blobs', 'incoming');
  makePrivateDirectory(root);
  makePrivateDirectory(incoming);

  const folderOf = (account: number): string => {
    if (!Number.isSafeInteger(account) || account < 0)
      throw new RangeError(`no account has the number ${account}`);
    return path.join(root, String(account));
  };
  const fileOf = (account: number, key: string): string => {
    if (!KEY.test(key)) throw new RangeError('not the key of a blob');
    return path.join(folderOf(account), key);
  };

  return {
    async putBlob(account, content, inspect) {
      const folder = folderOf(account);
      const temporary = path.join(incoming, randomUUID());
      try {
        const { key, size } = await write(temporary, secrets.blobKey(account), content);
        await inspect?.(temporary);
        if (!fs.existsSync(folder)) {
          makePrivateDirectory(folder);
          syncDirectory(root);
        }
        const file = path.join(folder, key);
        if (await touch(file)) await fs.promises.rm(temporary);
        else {
          await fs.promises.rename(temporary, file);
          syncDirectory(folder);
        }
        return { key, size };
      } catch (error) {
        await fs.promises.rm(temporary, { force: true });
        throw error;
      }
    },

    async unnamedFile() {
      const name = path.join(incoming, randomUUID());
      const file = await fs.promises.open(name, 'wx+', 0o600);
      try {
        await fs.promises.rm(name);
      } catch (error) {
        await file.close();
        throw error;
      }
      return file;
    },

    keyOf: (account, content) => createHmac('sha256', secrets.blobKey(account)).update(content).digest('hex'),

    openBlob: (account, key, from = 0) => fs.createReadStream(fileOf(account, key), { start: from }),

    async removeBlob(account, key, before) {
      const file = fileOf(account, key);
      return !fs.existsSync(file) || removeIfOld(file, before.getTime());
    },

    async removeUnreferenced(store, now) {
      let removed = 0;
      // What a killed process was writing.
      for (const name of await fs.promises.readdir(incoming)) {
        const file = path.join(incoming, name);
        if (fs.statSync(file).mtimeMs < now.getTime() - DAY_MS) fs.rmSync(file);
      }
      for (const account of await fs.promises.readdir(root)) {
        const old = await olderThan(path.join(root, account), now.getTime() - DAY_MS);
        for (let at = 0; at < old.length; at += PER_QUERY) {
          const some = old.slice(at, at + PER_QUERY);
          const rows = await store.db
            .selectFrom('blobs')
            .select('key')
            .where('account_id', '=', Number(account))
            .where('key', 'in', some)
            .execute();
          const named = new Set(rows.map(({ key }) => key));
          for (const key of some) {
            if (!named.has(key) && removeIfOld(path.join(root, account, key), now.getTime() - DAY_MS))
              removed += 1;
          }
        }
      }
      return removed;
    },
  };
}

async function write(
  file: string,
  key: Buffer,
  content: Readable | Buffer,
): Promise<{ key: string; size: number }> {
  const hmac = createHmac('sha256', key);
  let size = 0;
  const handle = await fs.promises.open(file, 'wx', 0o600);
  try {
    for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
      const bytes = toBytes(chunk);
      hmac.update(bytes);
      size += bytes.length;
      await handle.writeFile(bytes);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { key: hmac.digest('hex'), size };
}

function toBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk === 'string') return Buffer.from(chunk);
  throw new TypeError('a blob is made of bytes');
}

/** Makes a file young, so that it is not taken for left over; false = there is none. */
async function touch(file: string): Promise<boolean> {
  const now = new Date();
  try {
    await fs.promises.utimes(file, now, now);
    return true;
  } catch {
    return false;
  }
}

async function olderThan(folder: string, limit: number): Promise<string[]> {
  const old: string[] = [];
  for (const name of await fs.promises.readdir(folder)) {
    if (name.endsWith(REMOVED))
      fs.renameSync(path.join(folder, name), path.join(folder, name.slice(0, -REMOVED.length)));
    if (!KEY.test(name)) continue;
    const found = await fs.promises.stat(path.join(folder, name));
    if (found.mtimeMs < limit) old.push(name);
  }
  return old;
}

/** Takes the file aside first, so that one which is put again in this moment is either kept or written anew. */
function removeIfOld(file: string, limit: number): boolean {
  const aside = `${file}${REMOVED}`;
  fs.renameSync(file, aside);
  if (fs.statSync(aside).mtimeMs >= limit) {
    fs.renameSync(aside, file);
    return false;
  }
  fs.rmSync(aside);
  return true;
}
