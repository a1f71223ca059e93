import { sql, type Insertable, type Transaction } from 'kysely';
import { enqueue } from '../../jobs';
import { json, type Database } from '../../store/schema';
import { COPY_FILES, FOREVER } from '../job-types';
import type { FetchedMail } from './fetched-mail';
import type { StoredContent, StoredFile } from './store-content';

export { storeContent, type StoredContent } from './store-content';

/** A picture up to here may be a logo of a signature. */
const LARGEST_LOGO = 64 * 1024;
const PER_STATEMENT = 200;

/** Ties stored content to its message; what a report had listed as "not copied" is replaced. */
export async function attachContent(
  trx: Transaction<Database>,
  account: number,
  message: string,
  content: StoredContent,
  at: Date,
): Promise<void> {
  await nameBlobs(
    trx,
    account,
    [
      ...(content.mime ? [{ key: content.mime.blob, size: content.mime.size }] : []),
      ...content.files.flatMap(({ copied, size }) =>
        copied.state === 'copied' ? [{ key: copied.blob, size }] : [],
      ),
    ],
    at,
  );
  await trx
    .deleteFrom('attachments')
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .execute();
  const rows = [];
  for (const [i, file] of content.files.entries()) {
    rows.push(await rowOf(trx, { account, message, n: i + 1 }, file, content, at));
  }
  for (let from = 0; from < rows.length; from += PER_STATEMENT) {
    await trx
      .insertInto('attachments')
      .values(rows.slice(from, from + PER_STATEMENT))
      .execute();
  }
  if (rows.some(({ state }) => state === 'pending')) await copyLater(trx, account, message);
}

/** One file of a message, with what came of copying it. */
async function rowOf(
  trx: Transaction<Database>,
  { account, message, n }: { account: number; message: string; n: number },
  file: StoredFile,
  from: { mailbox: string; item: string },
  at: Date,
): Promise<Insertable<Database['attachments']>> {
  const { copied } = file;
  const blob = copied.state === 'copied' ? copied.blob : null;
  const after = copied.state === 'pending' ? (copied.after ?? 0) * 1_000 : 0;
  const again = file.graphId !== undefined && (copied.state === 'pending' || copied.state === 'failed');
  return {
    account_id: account,
    message_id: message,
    n,
    name: file.name,
    content_type: file.contentType,
    size: file.size,
    content_id: file.contentId,
    inline: file.inline || (await isLogo(trx, { account, message }, file, blob)),
    blob_key: blob,
    state: copied.state,
    reason: copied.state === 'copied' ? null : copied.reason,
    graph_id: again || copied.state === 'copied' ? (file.graphId ?? null) : null,
    mailbox_id: again ? from.mailbox : null,
    item_id: again ? from.item : null,
    first_tried_at: again ? at : null,
    retry_at: again && copied.state === 'pending' ? new Date(at.getTime() + after) : null,
  };
}

/** The rows that keep files from the sweep. */
export async function nameBlobs(
  trx: Transaction<Database>,
  account: number,
  blobs: readonly { key: string; size: number }[],
  at: Date,
): Promise<void> {
  for (let from = 0; from < blobs.length; from += PER_STATEMENT) {
    await trx
      .insertInto('blobs')
      .values(
        blobs
          .slice(from, from + PER_STATEMENT)
          .map(({ key, size }) => ({ account_id: account, key, size, created_at: at })),
      )
      .onConflict((c) => c.columns(['account_id', 'key']).doNothing())
      .execute();
  }
}

/** L10: what waits to be copied is copied by a job, when the first of it is due. */
export async function copyLater(trx: Transaction<Database>, account: number, message: string): Promise<void> {
  const next = await trx
    .selectFrom('attachments')
    .select(({ fn }) => fn.min('retry_at').as('at'))
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('state', '=', 'pending')
    .where('retry_at', 'is not', null)
    .executeTakeFirst();
  // A full disk may stay full for longer than a job is tried; what is given up is a file, after seven days.
  if (next?.at) {
    await enqueue(trx, {
      ...{ account, type: COPY_FILES, key: message, maxAttempts: FOREVER },
      runAt: next.at,
    });
  }
}

/**
 * L10: a small picture that is meant to stand in the text, stands in none, and came before from the same sender is a
 * logo of their signature: it is kept once and not listed, in neither mail.
 */
async function isLogo(
  trx: Transaction<Database>,
  { account, message }: { account: number; message: string },
  file: StoredFile,
  blob: string | null,
): Promise<boolean> {
  if (!file.aside || blob === null || !file.contentType.startsWith('image/') || file.size > LARGEST_LOGO) {
    return false;
  }
  const { rows } = await sql<{ message: string }>`
    select a.message_id as message from attachments a
      join messages m on m.account_id = a.account_id and m.id = a.message_id
      join messages own on own.account_id = a.account_id and own.id = ${message}
    where a.account_id = ${account} and a.blob_key = ${blob} and a.message_id <> ${message}
      and lower(m.from_address) = lower(own.from_address) and m.state <> 'undone'
    limit 50`.execute(trx);
  if (rows.length === 0) return false;
  await trx
    .updateTable('attachments')
    .set({ inline: true })
    .where('account_id', '=', account)
    .where('blob_key', '=', blob)
    .where(
      'message_id',
      'in',
      rows.map((row) => row.message),
    )
    .execute();
  return true;
}

/** The header fields that say something to a reader of a logged mail; routing and filter verdicts are in the MIME. */
const KEPT_HEADERS = new Set([
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'date',
  'subject',
  'message-id',
  'in-reply-to',
  'references',
  'importance',
  'x-priority',
  'auto-submitted',
  'list-id',
  'list-unsubscribe',
]);

/** The columns of a message that hold its text. */
export function textColumns(mail: FetchedMail): {
  html: string | null;
  text: string | null;
  headers: string;
} {
  return {
    html: mail.mail.html ?? null,
    text: mail.mail.text ?? null,
    headers: json(mail.mail.headers.filter((h) => KEPT_HEADERS.has(h.name.toLowerCase()))),
  };
}
