import { LARGEST_HANDED, PaneItem } from '../../core/api/mailboxes';
import { Message, type Graph, type GraphAnswer } from '../../graph';
import type { Services } from '../services';
import type { FilingFolders } from './filing';
import { isAskedFor } from './filing/wishes';
import { copyHanded } from './handed-files';
import { takeIn, type HandedMail } from './handed-mail';
import { ItemRun } from './item-run';
import { forgetItems, judgedItems } from './judged-items';
import type { WatchedMailbox } from './mailboxes';

/**
 * Takes in an item that a pane hands over, of any size that Exchange bears, and judges and files it, as the watch does
 * one that it fetched; the copy counts as reported by a signed-in client. One that cannot be judged is noted, and keeps
 * no other one waiting. Of one that was filed before, the files that are still wanting are kept. `not-an-item`: it is
 * not as Graph tells of items.
 */
export async function takeHandedOver(
  services: Services,
  mailbox: WatchedMailbox,
  body: AsyncIterable<unknown>,
): Promise<'taken' | 'too-large' | 'not-an-item'> {
  const mail = await takeIn(services, body, LARGEST_HANDED);
  if (mail === 'too-large') return mail;
  if (mail === 'no-head') return 'not-an-item';
  try {
    const given = PaneItem.safeParse(parsed(mail.head));
    const item = given.success ? Message.safeParse(given.data.item) : given;
    if (!given.success || !item.success) return 'not-an-item';
    const { sentFolder, notWatched } = given.data;
    await fileHanded(services, mailbox, item.data, mail, {
      sent: sentFolder,
      notWatched: new Set(notWatched === true ? [item.data.parentFolderId ?? ''] : []),
    });
    return 'taken';
  } finally {
    await mail.end();
  }
}

async function fileHanded(
  services: Services,
  mailbox: WatchedMailbox,
  item: Message,
  mail: HandedMail,
  folders: FilingFolders,
): Promise<void> {
  const { db } = services.store;
  const { id, internetMessageId } = item;
  // L8: what was left before is looked at anew.
  if (await isAskedFor(db, mailbox.account, internetMessageId)) await forgetItems(db, mailbox, [id]);
  const graph = handedGraph(item, mail);
  if ((await judgedItems(db, mailbox, [id])).size === 0) {
    const run = await ItemRun.begin(services, graph, mailbox);
    await run.file(id, folders);
  }
  await copyHanded(services, graph, mailbox, id);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const NOT_HERE: GraphAnswer<never> = {
  ok: false,
  failure: { kind: 'notFound', status: 404, code: 'not handed over' },
};

/** Graph, as far as one handed-over item tells: its files are those of its MIME. */
function handedGraph(item: Message, { mime }: HandedMail): Graph {
  const nothing = (): Promise<GraphAnswer<never>> => Promise.resolve(NOT_HERE);
  return {
    createSubscription: nothing,
    renewSubscription: nothing,
    deleteSubscription: nothing,
    listSubscriptions: nothing,
    listMessages: nothing,
    surveyMessages: nothing,
    findMessages: nothing,
    findSent: nothing,
    foldersDelta: nothing,
    messagesDelta: nothing,
    getFolder: nothing,
    listAttachments: nothing,
    attachmentBytes: nothing,
    getUser: nothing,
    getMessage: (_user, id) => (id === item.id ? Promise.resolve({ ok: true, value: item }) : nothing()),
    getMime: () => Promise.resolve({ ok: true, value: mime() }),
  };
}
