import { enqueue } from '../../jobs';
import type { Services } from '../../services';
import { COUNT, FOREVER, SUBSCRIBE, SYNC } from '../job-types';
import type { WatchedMailbox } from '../mailboxes';
import { retryProblems } from '../problems';

/** Time for the round through all folders, before the day is counted again. */
const ROUND_MS = 60_000;

/**
 * S4: subscribes anew, and has every folder listed from its beginning. Each item is judged once, so that nothing counts
 * twice; what was missed is found, and what was given up is tried for seven days more.
 */
export async function repairMailbox(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  mailbox: WatchedMailbox,
): Promise<void> {
  const now = clock.now();
  await store.tx(async (trx) => {
    await trx
      .updateTable('mailbox_folders')
      .set({ delta_link: null, updated_at: now })
      .where('account_id', '=', mailbox.account)
      .where('mailbox_id', '=', mailbox.id)
      .execute();
    await trx
      .updateTable('mailboxes')
      .set({ repaired_at: now, watermark: mailbox.connectedAt })
      .where('account_id', '=', mailbox.account)
      .where('id', '=', mailbox.id)
      .execute();
    await retryProblems(trx, mailbox, now);
    const job = { account: mailbox.account, key: mailbox.id, maxAttempts: FOREVER };
    await enqueue(trx, { ...job, type: SUBSCRIBE });
    await enqueue(trx, { ...job, type: SYNC });
    await enqueue(trx, { ...job, type: COUNT, runAt: new Date(now.getTime() + ROUND_MS) });
  });
}
