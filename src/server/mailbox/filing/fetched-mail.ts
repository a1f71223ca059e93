import { randomUUID } from 'node:crypto';
import { fromMime, type IncomingMail, type MimeAttachment } from '../../../core/incoming';
import {
  granted,
  GraphFailed,
  graphTime,
  IN_REPLY_TO,
  MESSAGE_CLASS,
  property,
  REFERENCES,
  SENSITIVITY,
  type Graph,
  type GraphFailure,
  type Message,
} from '../../../graph';
import { readMime, type ReadMime } from './read-mime';

/** One item of a mailbox with everything that was asked of Graph about it; from here on no network is needed. */
export interface FetchedMail {
  item: Message;
  mail: IncomingMail;
  /** Their contents too, but of large ones in a large mail (`isLeftOut`). */
  files: MimeAttachment[];
  /** The MIME as Exchange made it; of a large mail, its outline. */
  raw: Uint8Array;
  /** Stands for what the outline leaves out. */
  mark?: string;
  receivedAt: Date;
  sentAt: Date;
  sensitivity: string | undefined;
}

export class UnreadableMime extends Error {
  override readonly name = 'UnreadableMime';
}

/**
 * The rest of an item that `getMessage` gave, within a few megabytes of memory whatever its size. Undefined when it is
 * gone meanwhile. Throws `GraphFailed`, or `UnreadableMime` when the bytes are no mail that can be read.
 */
export async function fetchMail(graph: Graph, user: string, item: Message): Promise<FetchedMail | undefined> {
  const stream = await graph.getMime(user, item.id);
  if (!stream.ok && stream.failure.kind === 'notFound') return undefined;
  const { raw, mark } = await mimeOf(granted(stream, 'reading the MIME of an item'));
  const read = await fromMime(raw).catch(() => undefined);
  if (!read) throw new UnreadableMime('The MIME of an item cannot be read');
  const receivedAt = graphTime(item.receivedDateTime) ?? graphTime(item.createdDateTime);
  if (!receivedAt) throw new UnreadableMime('An item has no time');
  return {
    item,
    mail: withGraphFacts(read.mail, item),
    files: read.attachments,
    raw,
    ...(mark !== undefined && { mark }),
    receivedAt,
    sentAt: graphTime(item.sentDateTime) ?? graphTime(read.mail.date) ?? receivedAt,
    sensitivity: property(item, SENSITIVITY),
  };
}

async function mimeOf(stream: ReadableStream<Uint8Array>): Promise<ReadMime> {
  try {
    return await readMime(stream, `left-out-${randomUUID()}`);
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableMime('The MIME of an item has no end of headers');
    const failure: GraphFailure = { kind: 'failed', status: 0, code: 'broken off', retry: true };
    throw new GraphFailed(failure, 'reading the MIME of an item');
  }
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
