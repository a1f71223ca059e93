import { fromMime, type IncomingMail, type MimeAttachment } from '../../../core/incoming';
import {
  granted,
  IN_REPLY_TO,
  MESSAGE_CLASS,
  property,
  REFERENCES,
  SENSITIVITY,
  type Graph,
  type Message,
} from '../../../graph';

/** A file that the mail only points at (OneDrive, SharePoint). */
export interface CloudLink {
  name: string;
  contentType: string;
}

/** One item of a mailbox with everything that was asked of Graph about it; from here on no network is needed. */
export interface FetchedMail {
  item: Message;
  mail: IncomingMail;
  files: MimeAttachment[];
  links: CloudLink[];
  /** The MIME as Exchange made it. */
  raw: Uint8Array;
  receivedAt: Date;
  sentAt: Date;
  sensitivity: string | undefined;
}

export class UnreadableMime extends Error {
  override readonly name = 'UnreadableMime';
}

/**
 * The rest of an item that `getMessage` gave. Undefined when it is gone meanwhile. Throws `GraphFailed`, or
 * `UnreadableMime` when the bytes are no mail that can be read.
 */
export async function fetchMail(graph: Graph, user: string, item: Message): Promise<FetchedMail | undefined> {
  const bytes = await graph.getMime(user, item.id);
  if (!bytes.ok && bytes.failure.kind === 'notFound') return undefined;
  const raw = granted(bytes, 'reading the MIME of an item');
  const read = await fromMime(raw).catch(() => undefined);
  if (!read) throw new UnreadableMime('The MIME of an item cannot be read');
  const receivedAt = timeOf(item.receivedDateTime) ?? timeOf(item.createdDateTime);
  if (!receivedAt) throw new UnreadableMime('An item has no time');
  return {
    item,
    mail: withGraphFacts(read.mail, item),
    files: read.attachments,
    links: item.hasAttachments === true ? await cloudLinks(graph, user, item.id) : [],
    raw,
    receivedAt,
    sentAt: timeOf(item.sentDateTime) ?? timeOf(read.mail.date) ?? receivedAt,
    sensitivity: property(item, SENSITIVITY),
  };
}

/** What only Graph knows, and what Exchange may have lost when it made the MIME anew. */
export function withGraphFacts(mail: IncomingMail, item: Message): IncomingMail {
  const ids = (id: string): string[] => property(item, id)?.match(/<[^<>\s]+>/g) ?? [];
  const internetMessageId = item.internetMessageId ?? mail.internetMessageId;
  const inReplyTo = mail.inReplyTo ?? ids(IN_REPLY_TO)[0];
  const messageClass = property(item, MESSAGE_CLASS) ?? mail.messageClass;
  return {
    ...mail,
    references: mail.references.length > 0 ? mail.references : ids(REFERENCES),
    ...(internetMessageId && { internetMessageId }),
    ...(inReplyTo !== undefined && { inReplyTo }),
    ...(messageClass !== undefined && { messageClass }),
    ...(item['@odata.type'] && { graphType: item['@odata.type'] }),
    ...(item.meetingMessageType && { meetingMessageType: item.meetingMessageType }),
    ...(item.conversationId && { conversationId: item.conversationId }),
  };
}

/** Reference attachments have no bytes and no place in the MIME. */
async function cloudLinks(graph: Graph, user: string, id: string): Promise<CloudLink[]> {
  const answer = await graph.listAttachments(user, id);
  if (!answer.ok && answer.failure.kind === 'notFound') return [];
  return granted(answer, 'listing attachments')
    .filter((a) => a['@odata.type']?.toLowerCase() === '#microsoft.graph.referenceattachment')
    .map((a) => ({ name: a.name ?? 'link', contentType: a.contentType ?? 'application/octet-stream' }));
}

function timeOf(text: string | null | undefined): Date | undefined {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms);
}
