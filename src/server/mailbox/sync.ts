import { granted, GraphFailed, type Graph, type ListedMessage } from '../../graph';
import type { Services } from '../services';
import { beginning, fileItem } from './filing';
import { learnWellKnown, saveLink, storedFolders, syncFolders, type FolderMap } from './folders';
import { judgedItems } from './judged-items';
import type { WatchedMailbox } from './mailboxes';

/** Clocks differ, and Exchange shows mail late: the quick look reaches back this far before the last one. */
const OVERLAP_MS = 10 * 60_000;
/** So many bad items on one page are no longer the items' fault. */
const MOST_BAD_ITEMS = 5;

/**
 * Finds what is new in a mailbox and files it: first what was received lately, for speed, then every folder's changes,
 * for completeness. One run per mailbox at a time (the job's key). Reads only (R8). What is done stays done: each item
 * is its own transaction, and a folder's link moves on only past items that were judged. Throws `GraphFailed`.
 */
export async function syncMailbox(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  signal: AbortSignal,
): Promise<void> {
  let folders = await storedFolders(services, mailbox);
  if (folders.sent === undefined) {
    await learnWellKnown(services, graph, mailbox);
    folders = await storedFolders(services, mailbox);
  }
  const startedAt = services.clock.now();
  if (!(await recentMail(services, graph, mailbox, folders, signal))) return;
  await services.store.db
    .updateTable('mailboxes')
    .set({ watermark: startedAt })
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    // Set back meanwhile (judgeAgainSince): the next run, already in the queue, begins there.
    .where('watermark', '=', mailbox.watermark)
    .execute();

  await syncFolders(services, graph, mailbox);
  folders = await storedFolders(services, mailbox);
  for (const folder of folders.watched) {
    if (!(await folderChanges(services, graph, mailbox, folders, folder, signal))) return;
  }
  await services.store.db
    .updateTable('mailboxes')
    .set({ last_sync_at: services.clock.now() })
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    .execute();
}

/** False when the server is stopping. */
async function recentMail(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  folders: FolderMap,
  signal: AbortSignal,
): Promise<boolean> {
  const since = new Date(Math.max(mailbox.watermark.getTime() - OVERLAP_MS, beginning(mailbox).getTime()));
  let link: string | undefined;
  do {
    const page = granted(await graph.listMessages(mailbox.graphUser, since, link), 'listing new mail');
    if (!(await fileListed(services, graph, mailbox, folders, page.items, signal))) return false;
    link = page.next;
  } while (link !== undefined);
  return true;
}

/** One folder's round, page by page. A token that Graph no longer knows begins the folder anew; ids tell what is new. */
async function folderChanges(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  folders: FolderMap,
  folder: { id: string; link: string | null },
  signal: AbortSignal,
): Promise<boolean> {
  let link = folder.link ?? undefined;
  for (;;) {
    const answer = await graph.messagesDelta(mailbox.graphUser, folder.id, link);
    if (!answer.ok && answer.failure.kind === 'gone' && link !== undefined) {
      link = undefined;
      await saveLink(services, mailbox, folder.id, null);
      continue;
    }
    // Deleted between the round over the folders and this one: the next round says so.
    if (!answer.ok && answer.failure.kind === 'notFound') return true;
    const page = granted(answer, 'reading the changes of a folder');
    if (!(await fileListed(services, graph, mailbox, folders, page.items, signal))) return false;
    link = page.next ?? page.delta;
    await saveLink(services, mailbox, folder.id, link ?? null);
    if (page.next === undefined) return true;
  }
}

/**
 * Files what of these rows was not judged before, oldest first, so that a message comes before its answers; of one
 * second, which is all that Graph tells, what was sent comes first. An item that cannot be filed keeps no other one
 * waiting; what it threw is thrown at the end, so that it is tried again.
 */
async function fileListed(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  folders: FolderMap,
  items: readonly ListedMessage[],
  signal: AbortSignal,
): Promise<boolean> {
  const start = beginning(mailbox).getTime();
  const candidates = new Map<string, { at: number; received: 0 | 1 }>();
  for (const item of items) {
    if (item['@removed'] || item.isDraft === true || folders.notWatched.has(item.parentFolderId ?? ''))
      continue;
    // A partial row does not say when its item came; the item itself will.
    const at = Date.parse(item.receivedDateTime ?? '');
    if (at < start) continue;
    candidates.set(item.id, {
      at: Number.isNaN(at) ? Number.MAX_SAFE_INTEGER : at,
      received: item.parentFolderId === folders.sent ? 0 : 1,
    });
  }
  const judged = await judgedItems(services.store.db, mailbox, [...candidates.keys()]);
  const fresh = [...candidates]
    .filter(([id]) => !judged.has(id))
    .sort(([, a], [, b]) => a.at - b.at || a.received - b.received);
  const thrown: unknown[] = [];
  for (const [id] of fresh) {
    if (signal.aborted) return false;
    try {
      await fileItem(services, graph, mailbox, folders, id);
    } catch (error) {
      thrown.push(error);
      if (!isOfOneItem(error) || thrown.length >= MOST_BAD_ITEMS) break;
    }
  }
  if (thrown.length > 0) throw thrown.at(-1);
  return true;
}

/** Throttled, not allowed, no answer at all: the next item would fare no better. */
const isOfOneItem = (error: unknown): boolean =>
  !(error instanceof GraphFailed) || (error.failure.kind === 'failed' && error.failure.status > 0);
