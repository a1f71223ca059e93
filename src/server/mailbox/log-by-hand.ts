import type { Job, JobHandlers } from '../jobs';
import { recordAudit } from '../audit';
import { takeAway } from '../messages/take-away';
import type { Services } from '../services';
import { fileItem } from './filing';
import { grantWish, isWished, type MailKey } from './filing/wishes';
import { storedFolders } from './folders';
import type { GraphAccess } from './graph-access';
import { LOG_BY_HAND_JOB } from './job-types';
import { loadMailbox } from './mailboxes';

const NEVER = new Date(0);

/**
 * L7: files a message again whose log was undone and is wanted back, from the first copy that is still there. Where none
 * is, or the never-log list forbids it (L4), it is undone again.
 */
async function logByHand(services: Services, access: GraphAccess, { account, key: id }: Job): Promise<void> {
  const { store, clock } = services;
  const message = await store.db
    .selectFrom('messages')
    .select(['direction', 'message_id_hash', 'historic'])
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!message?.message_id_hash) return;
  const mail: MailKey = { hash: message.message_id_hash, direction: message.direction };
  const copies = await store.db
    .selectFrom('sightings')
    .select(['mailbox_id', 'item_id'])
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .orderBy('at')
    .execute();
  for (const { mailbox_id: mailboxId, item_id: item } of copies) {
    if (!(await isWished(store.db, account, mail))) return;
    const mailbox = await loadMailbox(store.db, account, mailboxId);
    if (!mailbox?.ownerActive || mailbox.access === 'pane') continue;
    if (!['connecting', 'watching', 'failing'].includes(mailbox.state)) continue;
    const folders = await storedFolders(services, mailbox);
    // R1: what a look back had found is older than the connection, and counts as little as then.
    const { historic } = message;
    const asThen = historic ? { ...mailbox, connectedAt: NEVER, historic } : mailbox;
    await fileItem(services, access.graph(mailbox), asThen, folders, item);
  }
  await store.tx(async (trx) => {
    if (!(await isWished(trx, account, mail))) return;
    await grantWish(trx, account, mail);
    await takeAway(trx, account, id, { by: 0, at: clock.now() });
    await recordAudit(trx, { account, user: null }, clock.now(), 'message.log-again-failed', {
      kind: 'message',
      id,
    });
  });
}

export const logByHandJobs = (services: Services, access: GraphAccess): JobHandlers => ({
  [LOG_BY_HAND_JOB]: (job) => logByHand(services, access, job),
});
