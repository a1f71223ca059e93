import type { Transaction } from 'kysely';
import { DEVELOPMENT_ID } from '../../../core/manifest';
import { customPropertiesOf, granted, graphTime, property, type Graph } from '../../../graph';
import type { Services } from '../../services';
import { isTaken } from '../../store/errors';
import type { Database } from '../../store/schema';
import { noteItem } from '../judged-items';
import type { WatchedMailbox } from '../mailboxes';
import { storeContent, type StoredContent } from './content';
import { fetchMail, UnreadableMime, type FetchedMail } from './fetched-mail';
import { trackingHostsOf } from '../../tracking/tickets';
import type { MarkKeys } from './marks';
import { foldAddress } from '../../crm/contacts';
import type { Plan } from './plan';
import { planReceived, readReceived } from './received';
import { inTurn } from './in-turn';
import { planSentCopy } from './sent-copy';
import { isAskedFor, refuseWish } from './wishes';

/** What tells the folders that matter to filing. */
export interface FilingFolders {
  sent: string | undefined;
  notWatched: ReadonlySet<string>;
}

export const markKeys = (services: Pick<Services, 'secrets' | 'urls'>): MarkKeys => ({
  masters: services.secrets.master,
  hostsOf: trackingHostsOf(services),
});

/** Graph gives whole seconds; what arrived in the second of connecting counts. */
export const beginning = (mailbox: Pick<WatchedMailbox, 'connectedAt'>): Date =>
  new Date(Math.floor(mailbox.connectedAt.getTime() / 1_000) * 1_000);

/**
 * Judges one item of a mailbox and files it, or leaves it. First everything from the network, then the files, then one
 * transaction: whenever the process is killed, the item is either filed whole or judged again. Throws `GraphFailed`.
 */
export async function fileItem(
  services: Services,
  graph: Graph,
  watched: WatchedMailbox,
  folders: FilingFolders,
  id: string,
): Promise<void> {
  const marks = customPropertiesOf(services.settings.addinId ?? DEVELOPMENT_ID);
  const answer = await graph.getMessage(watched.graphUser, id, [marks]);
  // Moved to an archive, deleted, recalled: there is nothing to judge any more.
  if (!answer.ok && answer.failure.kind === 'notFound') return;
  const item = granted(answer, 'reading an item');
  if (item.isDraft === true) return;
  const received = graphTime(item.receivedDateTime);
  // R1: what is older than the connection fills the timeline, and counts nowhere.
  const early = received !== undefined && received < beginning(watched);
  if (early || folders.notWatched.has(item.parentFolderId ?? '')) {
    // L8: a person may want a mail logged whenever it came and wherever it lies.
    if (!(await isAskedFor(services.store.db, watched.account, item.internetMessageId))) return;
  }
  const mailbox = early ? { ...watched, historic: true } : watched;

  let fetched: FetchedMail | undefined;
  try {
    fetched = await fetchMail(graph, mailbox.graphUser, item);
  } catch (error) {
    if (!(error instanceof UnreadableMime)) throw error;
    services.log.warn({ mailbox: mailbox.id }, 'An item whose MIME cannot be read was left');
    const at = received ?? services.clock.now();
    await noteItem(services.store.db, mailbox, { id, at, kind: 'unreadable', outcome: 'left' });
    return;
  }
  if (!fetched) return;
  const sent = isSentCopy(mailbox, folders, fetched);
  const custom = property(item, marks);
  const keys = markKeys(services);
  const mail = fetched;
  const content = oncePer((files) => storeContent(services, graph, mailbox, mail, files));
  const read = sent ? undefined : readReceived(mailbox.account, mail.mail, keys);
  await carryOut(services, mailbox, mail, content, sent, (db) => {
    const now = services.clock.now();
    return read
      ? planReceived(services, db, mailbox, mail, read, now)
      : planSentCopy(services, db, mailbox, mail, { keys, property: custom }, now);
  });
}

/**
 * A copy of what the owner sent has never travelled, so it bears no Received line. A mail that arrived under the owner's
 * own address (to oneself, or forged) does, and must not pass for a sent copy.
 */
export function isSentCopy(
  mailbox: Pick<WatchedMailbox, 'addresses'>,
  folders: Pick<FilingFolders, 'sent'>,
  { item, mail }: Pick<FetchedMail, 'item' | 'mail'>,
): boolean {
  const inSent = folders.sent !== undefined && item.parentFolderId === folders.sent;
  const own = [mail.from, mail.sender].some((a) => mailbox.addresses.includes(foldAddress(a?.address ?? '')));
  const travelled = mail.headers.some((h) => h.name.toLowerCase() === 'received');
  return travelled ? inSent && own : inSent || own;
}

/**
 * Plans and carries out in one transaction, since a report may come at any moment. Most mail is left, and done with; where
 * the plan wants files, they are stored outside, and it is made again.
 */
async function carryOut(
  services: Services,
  mailbox: WatchedMailbox,
  mail: FetchedMail,
  stored: (files: readonly string[] | undefined) => Promise<StoredContent>,
  sent: boolean,
  plan: (db: Services['store']['db']) => Promise<Plan>,
): Promise<void> {
  const { store, clock } = services;
  let content: Content | undefined;
  let failed = 0;
  for (;;) {
    try {
      const wanted = await store.tx(async (trx) => {
        await inTurn(store, trx, mailbox.account, sent);
        return fileWhole(trx, mailbox, mail, plan, content, clock.now());
      });
      if (wanted === 'done') return;
      content = { files: wanted.files, stored: await stored(wanted.files) };
    } catch (error) {
      if (error instanceof JudgedMeanwhile) return;
      // Another mailbox, or the add-in's report, made the same message or contact in this moment: now it is there.
      failed += 1;
      if (!isTaken(error) || failed >= MOST_ATTEMPTS) throw error;
    }
  }
}

/** Files as they were asked for, and as they are stored. */
interface Content {
  files: readonly string[] | undefined;
  stored: StoredContent;
}

/** What this transaction did is undone with it. */
class JudgedMeanwhile extends Error {
  override readonly name = 'JudgedMeanwhile';
}

/** Its result is kept for each choice of files: they are fetched once, however often the transaction is tried. */
function oncePer(
  run: (files: readonly string[] | undefined) => Promise<StoredContent>,
): (files: readonly string[] | undefined) => Promise<StoredContent> {
  const made = new Map<string, Promise<StoredContent>>();
  return (files) => {
    const key = JSON.stringify(files ?? null);
    const result = made.get(key) ?? run(files);
    made.set(key, result);
    return result;
  };
}

const MOST_ATTEMPTS = 5;

/** Files the mail, or says which files it has to come with. Throws `JudgedMeanwhile` where another did it before. */
async function fileWhole(
  trx: Transaction<Database>,
  mailbox: WatchedMailbox,
  mail: FetchedMail,
  plan: (db: Services['store']['db']) => Promise<Plan>,
  content: Content | undefined,
  at: Date,
): Promise<'done' | Pick<Content, 'files'>> {
  const now = await plan(trx);
  if (now.outcome === 'filed') {
    // What a person wants may have changed meanwhile.
    if (now.content && (!content || String(content.files) !== String(now.files))) return { files: now.files };
    await now.write(trx, now.content ? content?.stored : undefined);
  } else await now.write?.(trx);
  const { kind, outcome, refused } = now;
  if (refused) await refuseWish(trx, mailbox.account, refused.mail, refused.why, at);
  const noted = await noteItem(trx, mailbox, { id: mail.item.id, at: mail.receivedAt, kind, outcome });
  if (!noted) throw new JudgedMeanwhile('this item was judged before');
  return 'done';
}
