import type { Kysely } from 'kysely';
import { granted, withFoldersIn, type Graph } from '../../graph';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import type { WatchedMailbox } from './mailboxes';

/** Folders whose mail is not ours to judge, nor that of the folders in them: not sent yet, or thrown away. */
const NOT_WATCHED = ['drafts', 'outbox', 'deleteditems'];
/** Watched where the account says so. */
const JUNK = 'junkemail';
const SENT = 'sentitems';
/**
 * A folder's changes are not asked for again so soon: new mail is found by the listing, and a mailbox of hundreds of
 * folders that hears of new mail every few seconds would use up what Exchange allows (10,000 requests in 10 minutes).
 */
const FRESH_MS = 5 * 60_000;
/** The row that holds the link of the round over the folders themselves. */
const ALL = '*';

export interface FolderMap {
  sent: string | undefined;
  notWatched: Set<string>;
  /** With the link of the last round, if there was one. */
  watched: { id: string; link: string | null; readAt: Date }[];
}

/** Its changes are to be asked for: not read yet, or not lately. */
export const isDue = (folder: { link: string | null; readAt: Date }, now: Date): boolean =>
  folder.link === null || Math.abs(now.getTime() - folder.readAt.getTime()) >= FRESH_MS;

type Key = Pick<WatchedMailbox, 'account' | 'id'>;
type KeyWithSettings = Key & Pick<WatchedMailbox, 'settings'>;
type StoreAndClock = Pick<Services, 'store' | 'clock'>;

/** What is stored of a mailbox's folders. Their display names are not: they are the owner's. */
export async function storedFolders(services: StoreAndClock, mailbox: KeyWithSettings): Promise<FolderMap> {
  const rows = await services.store.db
    .selectFrom('mailbox_folders')
    .select(['folder_id', 'name', 'parent_id', 'delta_link', 'updated_at'])
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    // Least lately read first: what a run did not get to comes first in the next.
    .orderBy('updated_at')
    .orderBy('folder_id')
    .execute();
  const left = mailbox.settings.watchJunk === true ? NOT_WATCHED : [...NOT_WATCHED, JUNK];
  const folders = rows.map((r) => ({ id: r.folder_id, parent: r.parent_id }));
  const top = rows.filter((r) => left.includes(r.name)).map((r) => r.folder_id);
  const notWatched = withFoldersIn(top, folders);
  return {
    sent: rows.find((r) => r.name === SENT)?.folder_id,
    notWatched,
    watched: rows
      .filter((r) => r.folder_id !== ALL && !notWatched.has(r.folder_id))
      .map((r) => ({ id: r.folder_id, link: r.delta_link, readAt: r.updated_at })),
  };
}

/** Learns, once, which ids the well-known folders have. */
export async function learnWellKnown(
  services: StoreAndClock,
  graph: Graph,
  mailbox: WatchedMailbox,
): Promise<void> {
  for (const name of [...NOT_WATCHED, JUNK, SENT]) {
    const answer = await graph.getFolder(mailbox.graphUser, name);
    if (!answer.ok && answer.failure.kind === 'notFound') continue;
    await putFolder(services, mailbox, granted(answer, 'reading a well-known folder').id, { name });
  }
}

/** Brings the stored folders up to date; a lost round begins anew. */
export async function syncFolders(
  services: StoreAndClock,
  graph: Graph,
  mailbox: WatchedMailbox,
): Promise<void> {
  const stored = await services.store.db
    .selectFrom('mailbox_folders')
    .select(['delta_link as link', 'updated_at as readAt'])
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .where('folder_id', '=', ALL)
    .executeTakeFirst();
  if (stored && !isDue(stored, services.clock.now())) return;
  let link = stored?.link ?? undefined;
  let begunAnew = link === undefined;
  const there = new Set<string>();
  for (;;) {
    const answer = await graph.foldersDelta(mailbox.graphUser, link);
    if (!answer.ok && answer.failure.kind === 'gone' && !begunAnew) {
      begunAnew = true;
      link = undefined;
      continue;
    }
    const page = granted(answer, 'reading the folders');
    for (const folder of page.items) {
      if (folder['@removed']) await dropFolder(services, mailbox, folder.id);
      else {
        there.add(folder.id);
        await putFolder(services, mailbox, folder.id, { parent_id: folder.parentFolderId ?? undefined });
      }
    }
    const next = page.next === link ? undefined : page.next;
    link = next ?? page.delta;
    if (next === undefined) break;
  }
  // Begun anew, a round names what there is, and not what has gone since the lost one.
  if (begunAnew) await dropOthers(services, mailbox, there);
  await putFolder(services, mailbox, ALL, { name: ALL });
  await saveLink(services, mailbox, ALL, link ?? null);
}

/**
 * Where a folder's round stands: the next page, or the changes after the last one. Null: enumerate again. A round that
 * is under way is gone on with in the next run, before any other.
 */
export async function saveLink(
  services: StoreAndClock,
  mailbox: Key,
  folder: string,
  link: string | null,
  underWay = false,
): Promise<void> {
  await services.store.db
    .updateTable('mailbox_folders')
    .set({ delta_link: link, updated_at: underWay ? new Date(0) : services.clock.now() })
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .where('folder_id', '=', folder)
    .execute();
}

/** Notifications may have been lost: the next run asks for every folder's changes, however lately they were read. */
export async function readAllAgain(db: Kysely<Database>, mailbox: Key): Promise<void> {
  await db
    .updateTable('mailbox_folders')
    .set({ updated_at: new Date(0) })
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .execute();
}

/** What is known of a folder already, and not told now, stays. */
async function putFolder(
  services: StoreAndClock,
  mailbox: Key,
  id: string,
  told: { name?: string; parent_id?: string | undefined },
): Promise<void> {
  await services.store.db
    .insertInto('mailbox_folders')
    .values({
      account_id: mailbox.account,
      mailbox_id: mailbox.id,
      folder_id: id,
      name: '',
      parent_id: null,
      ...told,
      delta_link: null,
      updated_at: services.clock.now(),
    })
    .onConflict((c) => {
      const same = c.columns(['account_id', 'mailbox_id', 'folder_id']);
      const isNews = told.name !== undefined || told.parent_id !== undefined;
      return isNews ? same.doUpdateSet(told) : same.doNothing();
    })
    .execute();
}

async function dropOthers(
  services: StoreAndClock,
  mailbox: KeyWithSettings,
  there: ReadonlySet<string>,
): Promise<void> {
  const { sent, watched } = await storedFolders(services, mailbox);
  const gone = watched.filter(({ id }) => id !== sent && !there.has(id));
  for (const { id } of gone) await dropFolder(services, mailbox, id);
}

async function dropFolder(services: StoreAndClock, mailbox: Key, id: string): Promise<void> {
  await services.store.db
    .deleteFrom('mailbox_folders')
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .where('folder_id', '=', id)
    .execute();
}
