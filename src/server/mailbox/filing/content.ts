import type { Transaction } from 'kysely';
import type { MimeAttachment } from '../../../core/incoming';
import type { Services } from '../../services';
import { json, type Database } from '../../store/schema';
import type { FetchedMail } from './fetched-mail';

interface StoredFile {
  name: string;
  contentType: string;
  size: number;
  contentId: string | null;
  inline: boolean;
  /** Absent for a cloud link. */
  blob?: string;
}

/** A mail's MIME and files, on disk, not yet referred to: the sweep takes what no transaction came to claim. */
export interface StoredContent {
  mime: { blob: string; size: number };
  files: StoredFile[];
}

/** Names that Exchange or the sender left out. */
const UNNAMED: Record<string, string> = {
  'message/rfc822': 'message.eml',
  'text/calendar': 'invite.ics',
  'application/ics': 'invite.ics',
};

const nameOf = (file: MimeAttachment): string =>
  (file.filename ?? '').trim() || UNNAMED[file.contentType] || 'attachment';

/** The same bytes, not copied. */
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Writes the files of a mail byte for byte, before the transaction that files it; content-addressed, so twice is once. */
export async function storeContent(
  services: Pick<Services, 'blobs'>,
  account: number,
  mail: FetchedMail,
): Promise<StoredContent> {
  const files: StoredFile[] = [];
  for (const file of mail.files) {
    const { key, size } = await services.blobs.putBlob(account, bufferOf(file.content));
    files.push({
      name: nameOf(file),
      contentType: file.contentType,
      size,
      contentId: file.contentId ?? null,
      inline: file.inline,
      blob: key,
    });
  }
  for (const link of mail.links) {
    files.push({ name: link.name, contentType: link.contentType, size: 0, contentId: null, inline: false });
  }
  const { key, size } = await services.blobs.putBlob(account, bufferOf(mail.raw));
  return { mime: { blob: key, size }, files };
}

/** Ties stored content to its message; what a report had listed as "not copied" is replaced. */
export async function attachContent(
  trx: Transaction<Database>,
  account: number,
  message: string,
  content: StoredContent,
  at: Date,
): Promise<void> {
  const blobs = new Map([[content.mime.blob, content.mime.size]]);
  for (const file of content.files) if (file.blob !== undefined) blobs.set(file.blob, file.size);
  for (const [key, size] of blobs) {
    await trx
      .insertInto('blobs')
      .values({ account_id: account, key, size, created_at: at })
      .onConflict((c) => c.columns(['account_id', 'key']).doNothing())
      .execute();
  }
  await trx
    .deleteFrom('attachments')
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .execute();
  for (const [i, file] of content.files.entries()) {
    await trx
      .insertInto('attachments')
      .values({
        account_id: account,
        message_id: message,
        n: i + 1,
        name: file.name,
        content_type: file.contentType,
        size: file.size,
        content_id: file.contentId,
        inline: file.inline,
        blob_key: file.blob ?? null,
        state: file.blob === undefined ? 'link' : 'copied',
        reason: file.blob === undefined ? 'a link to a file in the cloud' : null,
      })
      .execute();
  }
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
