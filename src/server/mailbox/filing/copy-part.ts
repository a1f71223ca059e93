import { granted, GraphFailed, type Graph } from '../../../graph';
import type { Services } from '../../services';
import { chunksOf, copyStream, giveUp, ofFailure, type Copied } from './copy-attachment';
import { fetchMail, UnreadableMime, type FetchedMail } from './fetched-mail';
import { NoSuchPart, partOf } from './mime-part';
import { leftOutAt } from './read-mime';

/** Ids of Graph's have no colon. */
const PART = /^part:(\d+)$/;

/** The id, in place of Graph's, of a file that only the MIME has: its number among the files of the mail. */
export const partId = (index: number): string => `part:${index}`;

/** Whether a file is only in the MIME, and which. */
export function partOfId(id: string | null): number | undefined {
  const index = PART.exec(id ?? '')?.[1];
  return index === undefined ? undefined : Number(index);
}

const GONE: Copied = { state: 'failed', reason: 'This file is no longer in the mail' };

/**
 * Copies files that only the MIME of an item has (the parts of a signed mail, a calendar part), each streamed. Answers
 * in the order asked. Throws only what is the fault of our own disk.
 */
export async function copyParts(
  services: Pick<Services, 'blobs' | 'settings'>,
  graph: Graph,
  mailbox: { account: number; graphUser: string },
  item: string,
  files: readonly { index: number; name: string; contentType: string }[],
): Promise<Copied[]> {
  try {
    const found = await graph.getMessage(mailbox.graphUser, item);
    const mail = found.ok ? await fetchMail(graph, mailbox.graphUser, found.value) : undefined;
    if (!found.ok) return files.map(() => ofFailure(found.failure));
    const copied: Copied[] = [];
    for (const file of files) {
      copied.push(mail ? await copyPart(services, graph, mailbox, mail, file) : GONE);
    }
    return copied;
  } catch (error) {
    if (error instanceof UnreadableMime) return files.map(() => GONE);
    if (!(error instanceof GraphFailed)) throw error;
    const { failure } = error;
    return files.map(() => ofFailure(failure));
  }
}

async function copyPart(
  services: Pick<Services, 'blobs' | 'settings'>,
  graph: Graph,
  mailbox: { account: number; graphUser: string },
  mail: FetchedMail,
  file: { index: number; name: string; contentType: string },
): Promise<Copied> {
  const part = mail.files[file.index];
  if (part?.contentType !== file.contentType) return GONE;
  const place = leftOutAt(part.content, mail.mark);
  if (place === undefined) {
    const { buffer, byteOffset, byteLength } = part.content;
    return copyStream(services, mailbox.account, file, Buffer.from(buffer, byteOffset, byteLength));
  }
  const mime = granted(await graph.getMime(mailbox.graphUser, mail.item.id), 'reading the MIME of an item');
  try {
    return await copyStream(services, mailbox.account, file, partOf(chunksOf(mime), place));
  } catch (error) {
    if (error instanceof NoSuchPart) return GONE;
    throw error;
  } finally {
    await giveUp(mime);
  }
}
