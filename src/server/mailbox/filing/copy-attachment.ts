import { Readable } from 'node:stream';
import type { Graph, GraphFailure } from '../../../graph';
import type { Services } from '../../services';
import { itemFile, type ListedKind } from './listed-attachment';
import { FileRefused, NoVerdict, virusScanOf } from './virus-scan';

/** What came of copying one attachment (L10). `reason`: in words for the timeline. */
export type Copied =
  | { state: 'copied'; blob: string; size: number; name: string; contentType: string }
  /** May work later; `after`: not before so many seconds. */
  | { state: 'pending'; reason: string; after?: number }
  /** Will not work again by itself. */
  | { state: 'failed'; reason: string }
  | { state: 'link'; reason: string };

export const IN_THE_CLOUD = 'a link to a file in the cloud';
export const BEING_SCANNED = 'Microsoft is still scanning this file';

/** One attachment of an item, as it was listed. */
export interface ToCopy {
  id: string;
  name: string;
  contentType: string;
  kind: ListedKind;
  /** As listed: larger than the bytes. */
  size: number;
}

type Parts = Pick<Services, 'blobs' | 'settings'>;

class BrokenStream extends Error {
  override readonly name = 'BrokenStream';
}

/** MAPI's own bytes about an attachment; a file listed as larger than this has content. */
const LARGEST_EMPTY = 4_096;

/**
 * Streams one attachment from Graph into the blobs, past the virus scanner, holding no more of it than a chunk. Nothing
 * is left of what broke off. Throws only what is the fault of our own disk.
 */
export async function copyAttachment(
  services: Parts,
  graph: Graph,
  mailbox: { account: number; graphUser: string },
  item: string,
  file: ToCopy,
): Promise<Copied> {
  if (file.kind === 'link') return { state: 'link', reason: IN_THE_CLOUD };
  if (file.kind === 'scanning') return { state: 'pending', reason: BEING_SCANNED };
  const answer = await graph.attachmentBytes(mailbox.graphUser, item, file.id);
  if (!answer.ok) return ofFailure(answer.failure);
  const told = { beginning: '' };
  const chunks = noted(chunksOf(answer.value), told);
  const copied = await copyStream(services, mailbox.account, file, chunks).finally(
    () => void giveUp(answer.value),
  );
  if (copied.state !== 'copied') return copied;
  if (copied.size === 0 && file.size > LARGEST_EMPTY) return { state: 'pending', reason: BEING_SCANNED };
  return file.kind === 'item' ? { ...copied, ...itemFile(file.name, told.beginning) } : copied;
}

/** Keeps what comes as the content of a file. Throws what is neither the scanner's word nor a connection that broke. */
export async function copyStream(
  services: Parts,
  account: number,
  { name, contentType }: { name: string; contentType: string },
  content: AsyncIterable<Uint8Array> | Buffer,
): Promise<Copied> {
  try {
    const { key, size } = await services.blobs.putBlob(
      account,
      Buffer.isBuffer(content) ? content : Readable.from(content),
      virusScanOf(services.settings.virusScan),
    );
    return { state: 'copied', blob: key, size, name, contentType };
  } catch (error) {
    const refused = ofRefusal(error);
    if (refused) return refused;
    if (error instanceof BrokenStream)
      return { state: 'pending', reason: 'The connection to Microsoft broke' };
    throw error;
  }
}

/** What the scanner's refusal means for a file; undefined: the error is another's. */
export function ofRefusal(error: unknown): Extract<Copied, { reason: string }> | undefined {
  if (error instanceof FileRefused) {
    return { state: 'failed', reason: `Refused by the virus scanner: ${error.reason}` };
  }
  return error instanceof NoVerdict ? { state: 'pending', reason: error.message } : undefined;
}

/** Ends a stream that nobody began to read; one that was read ends with its reader. */
export const giveUp = (stream: ReadableStream): Promise<void> => stream.cancel().catch(() => undefined);

/** The same chunks, with the first characters written down. */
async function* noted(
  chunks: AsyncIterable<Uint8Array>,
  told: { beginning: string },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (told.beginning.length < 64) told.beginning += new TextDecoder().decode(chunk.subarray(0, 64));
    yield chunk;
  }
}

/** A stream of Graph's, cancelled where it is not read to its end; throws `BrokenStream`. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const read = await reader.read().catch(() => {
        throw new BrokenStream('An attachment broke off');
      });
      if (read.done) return;
      yield read.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

export function ofFailure(failure: GraphFailure): Copied {
  if (failure.status === 405) return { state: 'link', reason: IN_THE_CLOUD };
  switch (failure.kind) {
    case 'notFound':
      return { state: 'failed', reason: 'The mail, or this file of it, is no longer in the mailbox' };
    case 'throttled':
      return {
        state: 'pending',
        reason: 'Microsoft asked us to wait before copying this file',
        after: failure.retryAfter,
      };
    case 'denied':
    case 'unauthorized':
    case 'mailboxUnavailable':
      return { state: 'pending', reason: 'Mailtrail is not allowed to read this file' };
    case 'gone':
    case 'exists':
    case 'tooLong':
    case 'failed':
      return {
        state: 'pending',
        reason: failure.status === 0 ? 'Microsoft did not answer' : `Microsoft answered ${failure.status}`,
      };
  }
}
