import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { enqueue, type JobHandlers } from '../jobs';
import type { Services } from '../services';
import type { Database } from '../store/schema';

/** Removes files that nothing names any more; the key is what they belonged to. */
export const DROP_FILES_JOB = 'files.drop';
/** A file that was put again so shortly before may belong to mail that is being filed. */
export const FILE_AGE_MS = 10 * 60_000;

const Payload = z.object({ keys: z.array(z.string()) });

/** Lets go of the rows of files that no mail, draft or import names any more. Resolves to their keys. */
export async function releaseFiles(
  trx: Transaction<Database>,
  account: number,
  keys: readonly string[],
): Promise<string[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ key: string }>`
    delete from blobs b where b.account_id = ${account} and b.key = any(${[...new Set(keys)]}::text[])
    and not exists (select 1 from attachments a where a.account_id = b.account_id and a.blob_key = b.key)
    and not exists (select 1 from messages m where m.account_id = b.account_id and m.mime_blob = b.key)
    and not exists (select 1 from outgoing_files o where o.account_id = b.account_id and o.blob_key = b.key)
    and not exists (select 1 from marketing_pictures p where p.account_id = b.account_id and p.blob_key = b.key)
    and not exists (select 1 from contact_runs i where i.account_id = b.account_id and i.blob_key = b.key)
    returning b.key`.execute(trx);
  return rows.map(({ key }) => key);
}

/** `releaseFiles`, with the files themselves removed soon and not by the daily sweep. `of`: whose they were. */
export async function dropFilesSoon(
  trx: Transaction<Database>,
  account: number,
  of: string,
  keys: readonly string[],
): Promise<void> {
  const released = await releaseFiles(trx, account, keys);
  if (released.length > 0)
    await enqueue(trx, { account, type: DROP_FILES_JOB, key: of, payload: { keys: released } });
}

/** Removes files that still nothing names. Resolves to how many, and to those that are too young to be sure of. */
export async function removeReleased(
  { store, blobs, clock }: Pick<Services, 'store' | 'blobs' | 'clock'>,
  account: number,
  keys: readonly string[],
): Promise<{ removed: number; young: string[] }> {
  const before = new Date(clock.now().getTime() - FILE_AGE_MS);
  let removed = 0;
  const young: string[] = [];
  for (const key of keys) {
    const named = await store.db
      .selectFrom('blobs')
      .select('key')
      .where('account_id', '=', account)
      .where('key', '=', key)
      .executeTakeFirst();
    if (named) continue;
    if (await blobs.removeBlob(account, key, before)) removed += 1;
    else young.push(key);
  }
  return { removed, young };
}

export function fileJobs(services: Pick<Services, 'store' | 'blobs' | 'clock'>): JobHandlers {
  return {
    [DROP_FILES_JOB]: async ({ account, payload }) => {
      const { young } = await removeReleased(services, account, Payload.parse(payload).keys);
      if (young.length > 0) return { again: new Date(services.clock.now().getTime() + FILE_AGE_MS) };
      return undefined;
    },
  };
}
