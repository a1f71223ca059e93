import { createHash } from 'node:crypto';
import type { CloudFile, MailAttachment, MailContent, MailItem } from '../mailboxes';
import { graphTime, idOf } from './exchange';
import type { Preferences } from './exchange';

/** Bytes that Exchange keeps about an attachment besides its content. */
const OVERHEAD = 156;
/** Size that is told of a file which lies elsewhere. */
const CLOUD_SIZE = 1024;

/** A file of the mail, or a pointer to one in the cloud. */
export type Attached =
  { kind: 'file'; index: number; file: MailAttachment } | { kind: 'cloud'; index: number; file: CloudFile };

export function attachmentsOf(item: MailItem, content: MailContent): Attached[] {
  const files = content.attachments.map((file): Attached => ({ kind: 'file', index: file.index, file }));
  const cloud = (item.cloudFiles ?? []).map((file, n): Attached => ({
    kind: 'cloud',
    index: content.attachments.length + n,
    file,
  }));
  return [...files, ...cloud];
}

type IdForm = Pick<Preferences, 'immutableIds'>;

function attachmentId(item: MailItem, index: number, prefer: IdForm): string {
  const own = idOf(item, prefer);
  const digest = createHash('sha256').update(`${own} ${index}`).digest('base64');
  return `${own.slice(0, 40)}BEgAQ${digest.replaceAll('/', '-').replaceAll('+', '_')}`;
}

/** The attachment that an id names, in whichever form of ids it was listed. */
export function findAttachment(item: MailItem, content: MailContent, id: string): Attached | undefined {
  return attachmentsOf(item, content).find(({ index }) =>
    [true, false].some((immutableIds) => attachmentId(item, index, { immutableIds }) === id),
  );
}

function properties(item: MailItem, attached: Attached): Record<string, unknown> {
  const { name, contentType } = attached.file;
  if (attached.kind === 'cloud') return { name, contentType, size: CLOUD_SIZE, isInline: false };
  const { content, contentId, isInline } = attached.file;
  // The size in the store, not that of the decoded bytes.
  const common = { name, size: content.length + OVERHEAD + name.length * 2, isInline };
  if (typeOf(attached) === 'itemAttachment') return { ...common, contentType: null };
  return {
    ...common,
    contentType,
    contentId: contentId ?? null,
    contentLocation: null,
    contentBytes: content.toString('base64'),
  };
}

/** Whether a file is a mail: what Graph calls an item. */
export const isMail = ({ contentType }: Pick<MailAttachment, 'contentType'>): boolean =>
  contentType === 'message/rfc822';

const typeOf = (attached: Attached): string =>
  attached.kind === 'cloud'
    ? 'referenceAttachment'
    : isMail(attached.file)
      ? 'itemAttachment'
      : 'fileAttachment';

/** An attachment as JSON. `contentBytes` is there unless `$select` leaves it out, as the service does. */
export function attachmentJson(
  item: MailItem,
  attached: Attached,
  prefer: Preferences,
  select?: string[],
): Record<string, unknown> {
  const all: Record<string, unknown> = {
    id: attachmentId(item, attached.index, prefer),
    lastModifiedDateTime: graphTime(item.createdAt),
    ...properties(item, attached),
  };
  const wanted = select?.map((name) =>
    name.replace(/^microsoft\.graph\.fileAttachment\//i, '').toLowerCase(),
  );
  return {
    '@odata.type': `#microsoft.graph.${typeOf(attached)}`,
    '@odata.mediaContentType': attached.file.contentType,
    ...Object.fromEntries(
      Object.entries(all).filter(
        ([name]) => name === 'id' || wanted === undefined || wanted.includes(name.toLowerCase()),
      ),
    ),
  };
}
