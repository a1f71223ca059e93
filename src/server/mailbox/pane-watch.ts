import { DEVELOPMENT_ID } from '../../core/manifest';
import type { PaneItem, PaneWatch } from '../../core/api/mailboxes';
import { customPropertiesOf, Message, type Graph, type GraphAnswer } from '../../graph';
import type { Services } from '../services';
import { fileItem } from './filing';
import { isAskedFor } from './filing/wishes';
import { forgetItems, judgedItems } from './judged-items';
import { loadMailbox, type WatchedMailbox } from './mailboxes';

/** Clocks differ, and Exchange shows mail late. */
const OVERLAP_MS = 10 * 60_000;

interface Person {
  account: number;
  user: number;
}

/** What the pane of this person is to watch: their own mailbox, where nothing was granted to the server. */
export async function paneWatch(
  services: Pick<Services, 'store' | 'settings'>,
  who: Person,
): Promise<PaneWatch> {
  const row = await services.store.db
    .selectFrom('mailboxes')
    .select(['id', 'graph_user', 'connected_at', 'watermark'])
    .where('account_id', '=', who.account)
    .where('owner_user_id', '=', who.user)
    .where('access', '=', 'pane')
    .where('state', 'in', ['connecting', 'watching', 'failing'])
    .executeTakeFirst();
  if (!row) return {};
  const since = Math.max(row.connected_at.getTime(), row.watermark.getTime() - OVERLAP_MS);
  return {
    mailbox: {
      id: row.id,
      graphUser: row.graph_user,
      since: new Date(since).toISOString(),
      properties: [customPropertiesOf(services.settings.addinId ?? DEVELOPMENT_ID)],
    },
  };
}

/** The mailbox, if this person's pane may hand over what lies in it. */
export async function paneMailbox(
  { store }: Pick<Services, 'store'>,
  who: Person,
  id: string,
): Promise<WatchedMailbox | undefined> {
  const mailbox = await loadMailbox(store.db, who.account, id);
  const isTheirs = mailbox?.owner === who.user && mailbox.access === 'pane';
  const watched = mailbox && ['connecting', 'watching', 'failing'].includes(mailbox.state);
  return isTheirs && watched ? { ...mailbox, trust: 'client' } : undefined;
}

/** Of these items, those that were not looked at yet. */
export async function wantedItems(
  { store }: Pick<Services, 'store'>,
  mailbox: WatchedMailbox,
  ids: readonly string[],
): Promise<string[]> {
  const judged = await judgedItems(store.db, mailbox, ids);
  return ids.filter((id) => !judged.has(id));
}

/**
 * Judges and files an item that a pane has handed over, as the watch does one that it fetched; the copy counts as
 * reported by a signed-in client. False: it is not as Graph tells of items.
 */
export async function fileHandedOver(
  services: Services,
  mailbox: WatchedMailbox,
  given: PaneItem,
): Promise<boolean> {
  const item = Message.safeParse(given.item);
  if (!item.success) return false;
  const graph = handedGraph(item.data, Buffer.from(given.mime, 'base64'));
  const { id, internetMessageId } = item.data;
  // L8: what was left before is looked at anew.
  if (await isAskedFor(services.store.db, mailbox.account, internetMessageId)) {
    await forgetItems(services.store.db, mailbox, [id]);
  }
  await fileItem(services, graph, mailbox, { sent: given.sentFolder, notWatched: new Set() }, id);
  return true;
}

/** S4: the pane has looked through the mailbox; that is its proof. */
export async function paneLooked(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  mailbox: WatchedMailbox,
  startedAt: Date,
): Promise<void> {
  const now = clock.now();
  await store.db
    .updateTable('mailboxes')
    .set({
      state: 'watching',
      state_reason: null,
      last_sync_at: now,
      watermark: new Date(
        Math.max(mailbox.watermark.getTime(), Math.min(startedAt.getTime(), now.getTime())),
      ),
    })
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    .where('state', 'in', ['connecting', 'watching', 'failing'])
    .execute();
}

const NOT_HERE: GraphAnswer<never> = {
  ok: false,
  failure: { kind: 'notFound', status: 404, code: 'not handed over' },
};

const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes);
      controller.close();
    },
  });

/** Graph, as far as one handed-over item tells: its files are those of its MIME. */
function handedGraph(item: Message, mime: Uint8Array): Graph {
  const nothing = (): Promise<GraphAnswer<never>> => Promise.resolve(NOT_HERE);
  return {
    createSubscription: nothing,
    renewSubscription: nothing,
    deleteSubscription: nothing,
    listSubscriptions: nothing,
    listMessages: nothing,
    surveyMessages: nothing,
    findMessages: nothing,
    foldersDelta: nothing,
    messagesDelta: nothing,
    getFolder: nothing,
    listAttachments: nothing,
    attachmentBytes: nothing,
    getUser: nothing,
    getMessage: (_user, id) => (id === item.id ? Promise.resolve({ ok: true, value: item }) : nothing()),
    getMime: () => Promise.resolve({ ok: true, value: streamOf(mime) }),
  };
}
