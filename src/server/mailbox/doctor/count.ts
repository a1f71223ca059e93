import { granted, type Graph } from '../../../graph';
import type { Services } from '../../services';
import { beginning } from '../filing';
import { learnWellKnown, storedFolders } from '../folders';
import { judgedItems } from '../judged-items';
import type { WatchedMailbox } from '../mailboxes';

const DAY_MS = 86_400_000;
/** Mail is shown late by Exchange, and judged some seconds after it came: what is younger is not counted. */
const SETTLED_MS = 10 * 60_000;

/**
 * S4: a day's mail as Graph lists it in all watched folders, against what was judged here, item by item. Reads ids and
 * times alone, and keeps numbers. Throws `GraphFailed`.
 */
export async function countDay(
  services: Pick<Services, 'store' | 'clock'>,
  graph: Graph,
  mailbox: WatchedMailbox,
): Promise<{ listed: number; judged: number; missing: number }> {
  const settled = services.clock.now().getTime() - SETTLED_MS;
  const since = new Date(Math.max(settled - DAY_MS, beginning(mailbox).getTime()));
  const upto = new Date(Math.max(settled, since.getTime()));
  let folders = await storedFolders(services, mailbox);
  if (folders.sent === undefined) {
    await learnWellKnown(services, graph, mailbox);
    folders = await storedFolders(services, mailbox);
  }
  let listed = 0;
  let judged = 0;
  let link: string | undefined;
  do {
    const page = granted(await graph.listMessages(mailbox.graphUser, since, link), 'counting a day');
    const ids = page.items.flatMap((item) => {
      const at = Date.parse(item.receivedDateTime ?? '');
      const counts = item.isDraft !== true && !folders.notWatched.has(item.parentFolderId ?? '');
      return counts && at >= since.getTime() && at <= upto.getTime() ? [item.id] : [];
    });
    listed += ids.length;
    judged += (await judgedItems(services.store.db, mailbox, ids)).size;
    const last = Date.parse(page.items.at(-1)?.receivedDateTime ?? '');
    link = last > upto.getTime() ? undefined : page.next;
  } while (link !== undefined);
  const missing = listed - judged;
  const row = { since, upto, listed, judged, missing, counted_at: services.clock.now() };
  await services.store.db
    .insertInto('mailbox_counts')
    .values({ account_id: mailbox.account, mailbox_id: mailbox.id, ...row })
    .onConflict((c) => c.columns(['account_id', 'mailbox_id']).doUpdateSet(row))
    .execute();
  return { listed, judged, missing };
}
