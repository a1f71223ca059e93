import {
  granted,
  GraphFailed,
  graphTime,
  type Graph,
  type GraphFailure,
  type ListedMessage,
} from '../../graph';
import type { Services } from '../services';
import { beginning } from './filing';
import { isDue, learnWellKnown, saveLink, storedFolders, syncFolders, type FolderMap } from './folders';
import { ItemRun } from './item-run';
import { forgetLeft, judgedItems } from './judged-items';
import { bears } from './log-rules';
import type { WatchedMailbox } from './mailboxes';

/** Clocks differ, and Exchange shows mail late: the quick look reaches back this far before the last one. */
const OVERLAP_MS = 10 * 60_000;
/** After this long, other mailboxes have their turn, and the rest is done in the next run. */
const TURN_MS = 20_000;
/** So many folders that cannot be read are no longer the folders' fault. */
const MOST_BAD_FOLDERS = 3;

export interface SyncOutcome {
  /** False: the server is stopping, or others have their turn; there is more to do. */
  complete: boolean;
  /** Folders whose changes could not be read this time. */
  unreadFolders: number;
}

interface Run {
  services: Services;
  graph: Graph;
  mailbox: WatchedMailbox;
  items: ItemRun;
  isOver: () => boolean;
  /** Something was done that the next run need not do again. */
  gotOn: () => void;
}

/**
 * Finds what is new in a mailbox and files it: first what was received lately, for speed, then every folder's changes,
 * for completeness. One run per mailbox at a time, over all nodes (the job's key). Reads only (R8). What is done stays
 * done: each item is its own transaction, and a folder's link moves on only past items that were judged, or are noted
 * to be tried again. Throws `GraphFailed`.
 */
export async function syncMailbox(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  signal: AbortSignal,
  turnMs = TURN_MS,
): Promise<SyncOutcome> {
  const end = performance.now() + turnMs;
  const items = await ItemRun.begin(services, graph, mailbox);
  // However slow Microsoft is, each run gets on by something.
  let steps = 0;
  const isOver = (): boolean => signal.aborted || (steps > 0 && performance.now() > end);
  const run: Run = { services, graph, mailbox, items, isOver, gotOn: () => (steps += 1) };
  const more: SyncOutcome = { complete: false, unreadFolders: 0 };

  let folders = await storedFolders(services, mailbox);
  if (folders.sent === undefined) {
    await learnWellKnown(services, graph, mailbox);
    folders = await storedFolders(services, mailbox);
  }
  if (!(await recentMail(run, folders))) return more;
  for (const item of items.due) {
    if (isOver()) return more;
    if (!items.isHeld(item)) await items.file(item, folders);
    run.gotOn();
  }

  await syncFolders(services, graph, mailbox);
  folders = await storedFolders(services, mailbox);
  const bad: unknown[] = [];
  for (const folder of folders.watched.filter((f) => isDue(f, services.clock.now()))) {
    const read = await folderChanges(run, folders, folder, bad);
    if (!read) return more;
  }
  if (bad.length > 0 && bad.length >= Math.min(MOST_BAD_FOLDERS, folders.watched.length)) throw bad[0];
  await services.store.db
    .updateTable('mailboxes')
    .set({ last_sync_at: services.clock.now() })
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    .execute();
  return { complete: true, unreadFolders: bad.length };
}

/** Another question to this mailbox may well be answered. */
const isAboutThis = (failure: GraphFailure): boolean =>
  failure.kind === 'gone' || (failure.kind === 'failed' && failure.status > 0);

/**
 * False when the run is over before the end was reached; what was done of it is not listed again. Where Graph lists
 * nothing (it has refused such filters for weeks), the folders' changes tell all the same.
 */
async function recentMail(run: Run, folders: FolderMap): Promise<boolean> {
  const { services, graph, mailbox } = run;
  const startedAt = services.clock.now();
  const since = new Date(Math.max(mailbox.watermark.getTime() - OVERLAP_MS, beginning(mailbox).getTime()));
  let watermark = mailbox.watermark;
  let link: string | undefined;
  do {
    const answer = await graph.listMessages(mailbox.graphUser, since, link);
    if (!answer.ok && isAboutThis(answer.failure)) {
      services.log.warn(
        { mailbox: mailbox.id, status: answer.failure.status },
        'New mail could not be listed',
      );
      return true;
    }
    const page = granted(answer, 'listing new mail');
    if (!(await fileListed(run, folders, page.items))) return false;
    const next = page.next === link ? undefined : page.next;
    const reached =
      next === undefined ? startedAt : (graphTime(page.items.at(-1)?.receivedDateTime) ?? watermark);
    if (reached > watermark) watermark = await moveWatermark(run, watermark, reached);
    link = next;
  } while (link !== undefined);
  return true;
}

/** Leaves it where it was set back meanwhile (judgeAgainSince): the next run, already in the queue, begins there. */
async function moveWatermark({ services, mailbox }: Run, from: Date, to: Date): Promise<Date> {
  const moved = await services.store.db
    .updateTable('mailboxes')
    .set({ watermark: to })
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    .where('watermark', '=', from)
    .returning('watermark')
    .executeTakeFirst();
  return moved?.watermark ?? from;
}

/**
 * One folder's round, page by page; false when the run is over before its end. A token that Graph no longer knows
 * begins the folder anew, once in a run; ids tell what is new. A folder that cannot be read goes among the `bad`, and
 * keeps the others not waiting.
 */
async function folderChanges(
  { services, graph, mailbox, ...run }: Run,
  folders: FolderMap,
  folder: { id: string; link: string | null },
  bad: unknown[],
): Promise<boolean> {
  let link = folder.link ?? undefined;
  let begunAnew = link === undefined;
  for (;;) {
    const answer = await graph.messagesDelta(mailbox.graphUser, folder.id, link);
    // Deleted between the round over the folders and this one: the next round says so.
    if (!answer.ok && answer.failure.kind === 'notFound') return true;
    if (!answer.ok && answer.failure.kind === 'gone' && !begunAnew) {
      begunAnew = true;
      link = undefined;
      await saveLink(services, mailbox, folder.id, null);
      continue;
    }
    if (!answer.ok) {
      // Its turn is last in the next run, so that one folder that is too much for Exchange stops no other for good.
      await saveLink(services, mailbox, folder.id, answer.failure.kind === 'gone' ? null : (link ?? null));
      const error = new GraphFailed(answer.failure, 'reading the changes of a folder');
      if (!isAboutThis(answer.failure)) throw error;
      services.log.warn({ mailbox: mailbox.id }, error.message);
      bad.push(error);
      return true;
    }
    const page = answer.value;
    const filed = await fileListed({ services, graph, mailbox, ...run }, folders, page.items);
    if (!filed) return false;
    // A page that leads to itself would never end.
    const next = page.next === link ? undefined : page.next;
    link = next ?? page.delta;
    await saveLink(services, mailbox, folder.id, link ?? null, next !== undefined);
    if (next === undefined) return true;
    run.gotOn();
    if (run.isOver()) return false;
  }
}

/**
 * Files what of these rows was not judged before, oldest first, so that a message comes before its answers; of one
 * second, which is all that Graph tells, what was sent comes first. False when the run is over before the last.
 */
async function fileListed(
  { services, mailbox, items, isOver, gotOn }: Run,
  folders: FolderMap,
  rows: readonly ListedMessage[],
): Promise<boolean> {
  const start = beginning(mailbox).getTime();
  const candidates = new Map<string, { at: number; received: 0 | 1 }>();
  for (const row of rows) {
    if (row['@removed'] || row.isDraft === true || folders.notWatched.has(row.parentFolderId ?? '')) continue;
    // A partial row does not say when its item came; the item itself will.
    const at = graphTime(row.receivedDateTime)?.getTime() ?? Number.MAX_SAFE_INTEGER;
    if (at < start || items.isHeld(row.id)) continue;
    candidates.set(row.id, { at, received: row.parentFolderId === folders.sent ? 0 : 1 });
  }
  await forgetLeft(services.store.db, mailbox, categorised(mailbox, folders, rows));
  const judged = await judgedItems(services.store.db, mailbox, [...candidates.keys()]);
  const fresh = [...candidates]
    .filter(([id]) => !judged.has(id))
    .sort(([, a], [, b]) => a.at - b.at || a.received - b.received);
  for (const [id] of fresh) {
    if (isOver() || (await isLeft(services, mailbox))) return false;
    await items.file(id, folders);
    gotOn();
  }
  return true;
}

/** L12: what bears the category of the rule; people give one after the mail has come. */
function categorised(mailbox: WatchedMailbox, folders: FolderMap, rows: readonly ListedMessage[]): string[] {
  const { sent, received, sentCategory, receivedCategory } = mailbox.rule;
  const wanted = (row: ListedMessage): string | undefined =>
    row.parentFolderId === folders.sent
      ? sent === 'category'
        ? sentCategory
        : undefined
      : received === 'category'
        ? receivedCategory
        : undefined;
  return rows.filter((row) => bears(row.categories ?? [], wanted(row))).map(({ id }) => id);
}

/** From the moment its owner pauses or disconnects it, nothing more of a mailbox is read. */
async function isLeft({ store }: Pick<Services, 'store'>, mailbox: WatchedMailbox): Promise<boolean> {
  const row = await store.db
    .selectFrom('mailboxes')
    .select('state')
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    .executeTakeFirst();
  return row === undefined || row.state === 'paused' || row.state === 'disconnected';
}
