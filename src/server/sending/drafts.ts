import type { Transaction } from 'kysely';
import { MOST_FILE_BYTES, MOST_FILES, type DraftMail } from '../../core/api/sending';
import { recordAudit } from '../audit';
import { enqueue } from '../jobs';
import { nameBlobs } from '../mailbox/filing/content';
import { dropFilesSoon } from '../messages/release-files';
import { json, type Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { SEND_JOB } from './job-types';
import { dropDraftsSoon, dropFilesOf, leaveOpen, reopen } from './outcome';
import { copiesOf, filesOf, lockedRow, type OutgoingRow, type StoredDraft, type Writer } from './outgoing';

/** Undo instead of "are you sure": so long a mail that was told to leave can be taken back. */
export const UNDO_SEND_MS = 8_000;

/** Begins a draft; `key` makes a second beginning under it the same one. Resolves to its id. */
export async function beginDraft(
  trx: Transaction<Database>,
  who: Writer,
  made: { draft: StoredDraft; contact?: string | undefined; answers?: string | undefined; key?: string },
  now: Date,
): Promise<{ id: string; begun: boolean }> {
  const id = made.key ?? uuidV7(now);
  await dropDiscarded(trx, who, now);
  const row = await trx
    .insertInto('outgoing_mails')
    .values({
      account_id: who.account,
      id,
      user_id: who.user,
      contact_id: made.contact ?? null,
      answers: made.answers ?? null,
      state: 'draft',
      draft: json(made.draft),
      created_at: now,
      updated_at: now,
    })
    .onConflict((c) => c.columns(['account_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return { id, begun: row !== undefined };
}

/** So long a draft that was put away can be brought back. */
const DISCARDED_MS = 30 * 86_400_000;

async function dropDiscarded(trx: Transaction<Database>, who: Writer, now: Date): Promise<void> {
  const old = await trx
    .selectFrom('outgoing_mails')
    .select('id')
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('state', '=', 'discarded')
    .where('updated_at', '<', new Date(now.getTime() - DISCARDED_MS))
    .execute();
  for (const { id } of old) await dropMail(trx, who.account, id);
}

/** Takes a mail that was written here out of the tables, with its files. */
export async function dropMail(trx: Transaction<Database>, account: number, id: string): Promise<void> {
  await dropFilesOf(trx, account, id);
  await trx
    .deleteFrom('outgoing_copies')
    .where('account_id', '=', account)
    .where('mail_id', '=', id)
    .execute();
  await trx.deleteFrom('outgoing_mails').where('account_id', '=', account).where('id', '=', id).execute();
}

/** `saved`, or why not: somebody (another tab) saved a newer one, or it is no draft any more. */
export async function saveDraft(
  trx: Transaction<Database>,
  who: Writer,
  id: string,
  given: { version: number; draft: DraftMail },
  now: Date,
): Promise<'saved' | 'absent' | 'newer' | 'left'> {
  const row = await lockedRow(trx, who.account, id);
  if (row?.user_id !== who.user) return 'absent';
  if (row.state !== 'draft') return 'left';
  if (row.version !== given.version) return 'newer';
  await trx
    .updateTable('outgoing_mails')
    .set({ draft: json(given.draft), version: row.version + 1, updated_at: now })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  return 'saved';
}

/** Puts a draft away, or (`restore`) brings it back. */
export async function discardDraft(
  trx: Transaction<Database>,
  who: Writer,
  id: string,
  restore: boolean,
  now: Date,
): Promise<boolean> {
  const row = await trx
    .updateTable('outgoing_mails')
    .set({ state: restore ? 'draft' : 'discarded', updated_at: now })
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('id', '=', id)
    .where('state', '=', restore ? 'discarded' : 'draft')
    // What was ever tried is no draft.
    .where('token_key', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('outgoing_copies as c')
            .select('c.idx')
            .whereRef('c.account_id', '=', 'outgoing_mails.account_id')
            .whereRef('c.mail_id', '=', 'outgoing_mails.id'),
        ),
      ),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Tells a draft to leave: at once, or after the time in which it can be taken back. */
export async function sendLater(
  trx: Transaction<Database>,
  row: OutgoingRow,
  how: { mailbox: string; leaveUnfilled: boolean; at: Date; now: Date },
): Promise<void> {
  await trx
    .updateTable('outgoing_mails')
    .set({
      state: 'waiting',
      mailbox_id: how.mailbox,
      leave_unfilled: how.leaveUnfilled,
      send_at: how.at,
      updated_at: how.now,
    })
    .where('account_id', '=', row.account_id)
    .where('id', '=', row.id)
    .execute();
  await enqueue(trx, { account: row.account_id, type: SEND_JOB, key: row.id, runAt: how.at });
}

/** Takes back what has not left yet. */
export async function cancelSend(
  trx: Transaction<Database>,
  who: Writer,
  id: string,
  now: Date,
): Promise<boolean> {
  const row = await trx
    .updateTable('outgoing_mails')
    .set({ state: 'draft', send_at: null, updated_at: now })
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * What the sender says of copies that did not leave, or of which nobody can tell. A mail of which nothing left becomes a
 * draft again, to be corrected; else those copies are sent again, as they were made.
 */
export async function settleByHand(
  trx: Transaction<Database>,
  who: Writer,
  id: string,
  answer: 'again' | 'leave',
  now: Date,
): Promise<boolean> {
  const row = await lockedRow(trx, who.account, id);
  if (row?.user_id !== who.user || (row.state !== 'unclear' && row.state !== 'refused')) return false;
  const copies = await copiesOf(trx, who.account, id);
  const open = copies.filter(({ state }) => state === 'unclear' || state === 'refused');
  const nothingLeft = copies.every(({ state }) => state === 'refused');
  if (nothingLeft) {
    await dropDraftsSoon(trx, row, copies);
    await trx
      .deleteFrom('outgoing_copies')
      .where('account_id', '=', who.account)
      .where('mail_id', '=', id)
      .execute();
    await trx
      .updateTable('outgoing_mails')
      .set({ state: 'draft', token_key: null, message_id: null, send_at: null, updated_at: now })
      .where('account_id', '=', who.account)
      .where('id', '=', id)
      .execute();
    return true;
  }
  if (answer === 'again') {
    await reopen(trx, row, open, now);
    await enqueue(trx, { account: who.account, type: SEND_JOB, key: id });
  } else await leaveOpen(trx, row, copies, now);
  await recordAudit(trx, who, now, `sending.${answer}`, { kind: 'outgoing', id });
  return true;
}

export interface NewFile {
  name: string;
  contentType: string;
  blob: string;
  size: number;
  inline?: boolean;
  contentId?: string | undefined;
}

/**
 * Adds a file, whose bytes are a blob already, to a draft. Resolves to its number; `left`: it is no draft any more, and
 * `too-large`, `too-many`: with what others have added meanwhile it is more than may be sent.
 */
export async function addFile(
  trx: Transaction<Database>,
  who: Writer,
  id: string,
  file: NewFile,
  now: Date,
): Promise<number | 'left' | 'too-large' | 'too-many'> {
  const row = await lockedRow(trx, who.account, id);
  if (row?.user_id !== who.user || row.state !== 'draft') return 'left';
  const files = await filesOf(trx, who.account, id);
  if (files.reduce((sum, { size }) => sum + size, file.size) > MOST_FILE_BYTES) return 'too-large';
  if (files.length >= MOST_FILES) return 'too-many';
  const n = files.reduce((most, one) => Math.max(most, one.n), 0) + 1;
  await nameBlobs(trx, who.account, [{ key: file.blob, size: file.size }], now);
  await trx
    .insertInto('outgoing_files')
    .values({
      account_id: who.account,
      mail_id: id,
      n,
      name: file.name,
      content_type: file.contentType,
      size: file.size,
      content_id: file.contentId ?? null,
      inline: file.inline ?? false,
      blob_key: file.blob,
    })
    .execute();
  return n;
}

/** `removed`, or why not: there is no such file, or it is no draft any more. */
export async function removeFile(
  trx: Transaction<Database>,
  who: Writer,
  id: string,
  n: number,
): Promise<'removed' | 'absent' | 'left'> {
  const mail = await lockedRow(trx, who.account, id);
  if (mail?.user_id !== who.user) return 'absent';
  if (mail.state !== 'draft') return 'left';
  const row = await trx
    .deleteFrom('outgoing_files')
    .where('account_id', '=', who.account)
    .where('mail_id', '=', id)
    .where('n', '=', n)
    .returning('blob_key')
    .executeTakeFirst();
  if (row) await dropFilesSoon(trx, who.account, id, [row.blob_key]);
  return row ? 'removed' : 'absent';
}
