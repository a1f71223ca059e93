import type { Kysely, Selectable } from 'kysely';
import type { z } from 'zod';
import { DraftMail, SendApart, type OutgoingMail } from '../../core/api/sending';
import type { Database } from '../store/schema';

export type OutgoingRow = Selectable<Database['outgoing_mails']>;
/** A copy without its text: those of many may be too much to hold at once. */
export type CopyRow = Omit<Selectable<Database['outgoing_copies']>, keyof CopyText>;
/** Null once it has left. */
export type CopyText = Pick<Selectable<Database['outgoing_copies']>, 'subject' | 'html'>;
export type FileRow = Selectable<Database['outgoing_files']>;

/** A draft as it is kept: what came with one of Outlook's, its writer is not shown. */
export const StoredDraft = DraftMail.extend(SendApart.pick({ filedAs: true, inReplyTo: true }).shape);
export type StoredDraft = z.infer<typeof StoredDraft>;

/** Whose it is: everything of a mail that is written here is its writer's alone. */
export interface Writer {
  account: number;
  user: number;
}

export async function outgoingRow(
  db: Kysely<Database>,
  who: Writer,
  id: string,
): Promise<OutgoingRow | undefined> {
  return db
    .selectFrom('outgoing_mails')
    .selectAll()
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** `outgoingRow`, for whoever is to change it. */
export async function lockedRow(
  trx: Kysely<Database>,
  account: number,
  id: string,
): Promise<OutgoingRow | undefined> {
  return trx
    .selectFrom('outgoing_mails')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function filesOf(db: Kysely<Database>, account: number, id: string): Promise<FileRow[]> {
  return db
    .selectFrom('outgoing_files')
    .selectAll()
    .where('account_id', '=', account)
    .where('mail_id', '=', id)
    .orderBy('n')
    .execute();
}

export async function copiesOf(db: Kysely<Database>, account: number, id: string): Promise<CopyRow[]> {
  return db
    .selectFrom('outgoing_copies')
    .select([
      'account_id',
      'mail_id',
      'idx',
      'address',
      'name',
      'token',
      'mark',
      'state',
      'problem',
      'tried_at',
      'message_id_hash',
    ])
    .where('account_id', '=', account)
    .where('mail_id', '=', id)
    .orderBy('idx')
    .execute();
}

/** The text of one copy. */
export async function textOf(
  db: Kysely<Database>,
  copy: Pick<CopyRow, 'account_id' | 'mail_id' | 'idx'>,
): Promise<CopyText> {
  return db
    .selectFrom('outgoing_copies')
    .select(['subject', 'html'])
    .where('account_id', '=', copy.account_id)
    .where('mail_id', '=', copy.mail_id)
    .where('idx', '=', copy.idx)
    .executeTakeFirstOrThrow();
}

/** Mails as their writer sees them, in the order of the rows. */
export async function outgoingViews(
  db: Kysely<Database>,
  rows: readonly OutgoingRow[],
): Promise<OutgoingMail[]> {
  const [first] = rows;
  if (!first) return [];
  const ids = rows.map(({ id }) => id);
  const [files, copies] = await Promise.all([
    db
      .selectFrom('outgoing_files')
      .select(['mail_id', 'n', 'name', 'content_type', 'size', 'inline'])
      .where('account_id', '=', first.account_id)
      .where('mail_id', 'in', ids)
      .orderBy('n')
      .execute(),
    db
      .selectFrom('outgoing_copies')
      .select(['mail_id', 'idx', 'address', 'state', 'problem'])
      .where('account_id', '=', first.account_id)
      .where('mail_id', 'in', ids)
      .orderBy('idx')
      .execute(),
  ]);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    state: row.state,
    draft: DraftMail.parse(row.draft),
    files: files
      .filter((file) => file.mail_id === row.id && !file.inline)
      .map(({ n, name, content_type: contentType, size }) => ({ n, name, contentType, size })),
    ...(row.contact_id !== null && { contactId: row.contact_id }),
    ...(row.answers !== null && { answers: row.answers }),
    updatedAt: row.updated_at.toISOString(),
    ...(row.state === 'waiting' && row.send_at && { sendAt: row.send_at.toISOString() }),
    ...(row.message_id !== null && { messageId: row.message_id }),
    copies: copies
      .filter((copy) => copy.mail_id === row.id)
      .map(({ idx, address, state, problem }) => ({ idx, address, state, ...(problem && { problem }) })),
  }));
}
