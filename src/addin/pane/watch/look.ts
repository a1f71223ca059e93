import {
  LARGEST_HANDED,
  type PaneItem,
  type PaneLeft,
  type PaneLooked,
  type PaneWatch,
} from '../../../core/api/mailboxes';
import type { Folder, Graph, GraphAnswer } from '../../../graph';
// Not the whole folder: its client is a hundred kilobytes, loaded only where the pane watches.
import { granted, GraphFailed } from '../../../graph/failure';
import { withFoldersIn } from '../../../graph/folder-tree';

/** The server's side of the watch; every call rejects where it was not taken. */
export interface WatchApi {
  paneWatch(): Promise<PaneWatch>;
  wanted(mailbox: string, ids: string[]): Promise<string[]>;
  handOver(mailbox: string, item: PaneItem, mime: Blob): Promise<void>;
  /** Says that an item is not handed over. */
  leave(mailbox: string, left: PaneLeft): Promise<void>;
  looked(mailbox: string, look: PaneLooked): Promise<void>;
}

/** What has come of a mail is put away in parts of this size: browsers keep large blobs on the disk. */
const PART = 4 * 1024 * 1024;
const AT_ONCE = 200;
const NOT_WATCHED = ['drafts', 'outbox', 'deleteditems'];
const JUNK = 'junkemail';

/** What tells the folders that matter. */
interface Folders {
  sent: string | undefined;
  notWatched: ReadonlySet<string>;
}

/**
 * Looks once through what came into the user's mailbox since the last time, and hands over what the server has not
 * looked at. Reads only (R8). Resolves to how many items were handed over; undefined: there is nothing to watch. Throws
 * `GraphFailed` and what the API throws; then the next round begins where this one did.
 */
export async function lookThrough(
  graph: Graph,
  api: WatchApi,
  now: () => Date,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { mailbox } = await api.paneWatch();
  if (!mailbox) return undefined;
  const startedAt = now();
  const user = mailbox.graphUser;
  const folders: Folders = {
    sent: await sentFolderOf(graph, user),
    notWatched: await notWatched(graph, user, mailbox.watchJunk === true),
  };

  let handed = 0;
  const take = async (ids: readonly string[], missing?: 'gone'): Promise<void> => {
    for (const id of ids) {
      if (signal.aborted) return;
      let outcome: HandedOverItem;
      try {
        outcome = await handOverItem(graph, api, mailbox, id, folders);
      } catch (error) {
        // Noted, so that the next round passes it by.
        if (looksLikeLoad(error)) await api.leave(mailbox.id, { id, why: 'not-read' });
        throw error;
      }
      const why = outcome === 'not-found' ? missing : outcome;
      if (why === 'done') handed += 1;
      else if (why !== undefined) await api.leave(mailbox.id, { id, why });
    }
  };
  await take(mailbox.again ?? [], 'gone');
  let link: string | undefined;
  do {
    const page = granted(await graph.listMessages(user, new Date(mailbox.since), link), 'listing new mail');
    const ids = page.items
      .filter((item) => item.isDraft !== true && !folders.notWatched.has(item.parentFolderId ?? ''))
      .map(({ id }) => id);
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      if (signal.aborted) return handed;
      await take(await api.wanted(mailbox.id, ids.slice(from, from + AT_ONCE)));
    }
    link = page.next;
  } while (link !== undefined && !signal.aborted);
  const { watermark } = mailbox;
  if (!signal.aborted) await api.looked(mailbox.id, { startedAt: startedAt.toISOString(), watermark });
  return handed;
}

async function folderOf(graph: Graph, user: string, name: string): Promise<string | undefined> {
  const answer = await graph.getFolder(user, name);
  if (!answer.ok && answer.failure.kind === 'notFound') return undefined;
  return granted(answer, 'reading a well-known folder').id;
}

/** Folders whose mail is not to be judged, with all folders in them. */
async function notWatched(graph: Graph, user: string, watchJunk: boolean): Promise<Set<string>> {
  const top: string[] = [];
  for (const name of watchJunk ? NOT_WATCHED : [...NOT_WATCHED, JUNK]) {
    const id = await folderOf(graph, user, name);
    if (id !== undefined) top.push(id);
  }
  const folders: Folder[] = [];
  let link: string | undefined;
  do {
    const page = granted(await graph.foldersDelta(user, link), 'reading the folders');
    folders.push(...page.items);
    link = page.next === link ? undefined : page.next;
  } while (link !== undefined);
  return withFoldersIn(
    top,
    folders.map(({ id, parentFolderId }) => ({ id, parent: parentFolderId })),
  );
}

export type HandedOverItem = 'done' | 'not-found' | 'too-large' | 'not-read';

export const sentFolderOf = (graph: Graph, user: string): Promise<string | undefined> =>
  folderOf(graph, user, 'sentitems');

/**
 * Hands over one item of the mailbox, whole. `not-read`: Microsoft does not give this one, and may later. Throws
 * `GraphFailed` where the mailbox or the network is at fault, and what the API throws.
 */
export async function handOverItem(
  graph: Graph,
  api: Pick<WatchApi, 'handOver'>,
  mailbox: NonNullable<PaneWatch['mailbox']>,
  id: string,
  folders: Folders,
): Promise<HandedOverItem> {
  const user = mailbox.graphUser;
  const found = await graph.getMessage(user, id, mailbox.properties);
  if (isOfItem(found)) return 'not-read';
  if (!found.ok && found.failure.kind === 'notFound') return 'not-found';
  const item = granted(found, 'reading an item');
  const stream = await graph.getMime(user, id);
  if (isOfItem(stream)) return 'not-read';
  if (!stream.ok && stream.failure.kind === 'notFound') return 'not-found';
  const mime = await blobOf(granted(stream, 'reading the MIME of an item'));
  if (!mime) return 'too-large';
  const { sent, notWatched: left } = folders;
  const place = {
    ...(sent !== undefined && { sentFolder: sent }),
    ...(left.has(item.parentFolderId ?? '') && { notWatched: true }),
  };
  await api.handOver(mailbox.id, { item, ...place }, mime);
  return 'done';
}

/** An answer came, and was about nothing but this item. */
const isOfItem = (answer: GraphAnswer<unknown>): boolean =>
  !answer.ok && answer.failure.kind === 'failed' && answer.failure.status !== 0;

/** A mailbox under load, or a network that is down; or this one item's doing, each time anew. */
const looksLikeLoad = (error: unknown): boolean =>
  error instanceof GraphFailed &&
  (error.failure.status === 0 || (error.failure.kind === 'throttled' && error.failure.status !== 429));

/** Undefined when it is too large to be handed over; the doctor names it. */
async function blobOf(stream: ReadableStream<Uint8Array>): Promise<Blob | undefined> {
  const reader = stream.getReader();
  const parts: Blob[] = [];
  let chunks: BlobPart[] = [];
  let held = 0;
  let size = 0;
  for (let read = await next(reader); !read.done; read = await next(reader)) {
    chunks.push(read.value.slice());
    held += read.value.length;
    size += read.value.length;
    if (size > LARGEST_HANDED) {
      await reader.cancel();
      return undefined;
    }
    if (held < PART) continue;
    parts.push(new Blob(chunks));
    chunks = [];
    held = 0;
  }
  return new Blob([...parts, ...chunks]);
}

async function next(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch {
    const failure = { kind: 'failed', status: 0, code: 'broken off', retry: true } as const;
    throw new GraphFailed(failure, 'reading the MIME of an item');
  }
}
