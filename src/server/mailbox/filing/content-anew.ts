import { granted, type Graph } from '../../../graph';
import { releaseFiles } from '../../messages/release-files';
import type { Services } from '../../services';
import type { WatchedMailbox } from '../mailboxes';
import { attachContent, storeContent } from './content';
import { fetchMail } from './fetched-mail';

/**
 * Copies the files of a filed mail once more, from its item, when one that waited is no longer listed: a scan is over,
 * until which list and MIME had stand-ins, without content ids and without what only the MIME has. False: the mail has
 * nothing in its place. Throws `GraphFailed`, `UnreadableMime`.
 */
export async function contentAnew(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  { item, message }: { item: string; message: string },
): Promise<boolean> {
  const { account } = mailbox;
  const found = granted(await graph.getMessage(mailbox.graphUser, item), 'reading an item');
  const mail = await fetchMail(graph, mailbox.graphUser, found);
  if (!mail) return false;
  const content = await storeContent(services, graph, mailbox, mail);
  return services.store.tx(async (trx) => {
    const row = await trx
      .selectFrom('messages')
      .select('mime_blob')
      .where('account_id', '=', account)
      .where('id', '=', message)
      .where('state', '!=', 'undone')
      .forUpdate()
      .executeTakeFirst();
    const before = await trx
      .selectFrom('attachments')
      .select(['graph_id', 'blob_key', 'state'])
      .where('account_id', '=', account)
      .where('message_id', '=', message)
      .execute();
    const known = new Set(before.map((file) => file.graph_id));
    const present = new Set(content.files.map((file) => file.graphId));
    const isGone = before.some(
      (file) => file.state === 'pending' && !present.has(file.graph_id ?? undefined),
    );
    if (!row || !isGone || content.files.every((file) => known.has(file.graphId ?? null))) return false;
    await attachContent(trx, account, message, content, services.clock.now());
    if (row.mime_blob !== null && content.mime) {
      await trx
        .updateTable('messages')
        .set({ mime_blob: content.mime.blob })
        .where('account_id', '=', account)
        .where('id', '=', message)
        .execute();
    }
    const old = [...before.map((file) => file.blob_key), row.mime_blob].filter((key) => key !== null);
    await releaseFiles(trx, account, old);
    return true;
  });
}
