import { buffer } from 'node:stream/consumers';
import type { Kysely } from 'kysely';
import { SMALL_MAIL_BYTES } from '../../core/api/sending';
import type { MailFile, NewMail, UploadedFile } from '../../graph';
import type { WatchedMailbox } from '../mailbox/mailboxes';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { recipientsOf } from './compose';
import { filesOf, StoredDraft, type CopyRow, type CopyText, type OutgoingRow } from './outgoing';

/** Longer chains are cut at their old end, as mail programs do. */
const MOST_REFERENCES = 20;
const TOKEN_HEADER = 'X-Mailtrail-Token';

/** A stored copy as it is handed to Exchange; `uploads` are its files where they are too large for one request. */
export interface MadeMail {
  mail: NewMail;
  uploads?: UploadedFile[];
}

/** Makes a stored copy ready to be handed to Exchange. */
export async function newMail(
  { store, blobs }: Pick<Services, 'store' | 'blobs'>,
  mail: OutgoingRow,
  copy: CopyRow & CopyText,
  mailbox: WatchedMailbox,
): Promise<MadeMail> {
  if (copy.html === null || copy.subject === null) throw new Error('the copy has left already');
  const draft = StoredDraft.parse(mail.draft);
  const everybody = recipientsOf(draft);
  const people =
    copy.idx === 0 ? everybody : [{ address: copy.address, name: copy.name, via: 'to' as const }];
  const line = (via: 'to' | 'cc' | 'bcc') =>
    people.filter((one) => one.via === via).map(({ address, name }) => ({ address, name }));
  const attached = await filesOf(store.db, mail.account_id, mail.id);
  const large = attached.reduce((sum, { size }) => sum + size, 0) > SMALL_MAIL_BYTES;
  const uploads = attached.map((file): UploadedFile => ({
    name: file.name,
    contentType: file.content_type,
    size: file.size,
    inline: file.inline,
    ...(file.content_id !== null && { contentId: file.content_id }),
    open: (from) => blobs.openBlob(mailbox.account, file.blob_key, from),
  }));
  const files: MailFile[] = [];
  for (const file of large ? [] : attached) {
    files.push({
      name: file.name,
      contentType: file.content_type,
      content: await buffer(blobs.openBlob(mailbox.account, file.blob_key)),
      inline: file.inline,
      ...(file.content_id !== null && { contentId: file.content_id }),
    });
  }
  const made: NewMail = {
    to: line('to'),
    cc: line('cc'),
    bcc: line('bcc'),
    subject: copy.subject,
    html: copy.html,
    headers: copy.token === null ? [] : [{ name: TOKEN_HEADER, value: copy.token }],
    mark: copy.mark,
    files,
    ...(await answeredBy(store.db, mail, draft)),
  };
  return large ? { mail: made, uploads } : { mail: made };
}

/** The headers by which mail programs put it into the conversation of what it answers. */
async function answeredBy(
  db: Kysely<Database>,
  { account_id: account, answers }: OutgoingRow,
  { inReplyTo }: StoredDraft,
): Promise<Pick<NewMail, 'answers'>> {
  if (inReplyTo !== undefined) return { answers: { messageId: inReplyTo, references: [] } };
  if (answers === null) return {};
  const row = await db
    .selectFrom('messages')
    .select(['internet_message_id', 'references_ids'])
    .where('account_id', '=', account)
    .where('id', '=', answers)
    .where('state', '!=', 'undone')
    .executeTakeFirst();
  if (row?.internet_message_id == null) return {};
  return {
    answers: { messageId: row.internet_message_id, references: row.references_ids.slice(-MOST_REFERENCES) },
  };
}
