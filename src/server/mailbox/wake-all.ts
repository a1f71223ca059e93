import { enqueue } from '../jobs';
import type { Services } from '../services';
import { FOREVER, SYNC } from './job-types';

/** R7: at a start every watched mailbox is looked through at once; what arrived meanwhile may have told nobody. */
export async function wakeAllMailboxes({ store }: Pick<Services, 'store'>): Promise<void> {
  const watched = await store.db
    .selectFrom('mailboxes')
    .select(['account_id', 'id'])
    .where('state', 'in', ['watching', 'failing'])
    .execute();
  for (const mailbox of watched) {
    await enqueue(store.db, {
      account: mailbox.account_id,
      type: SYNC,
      key: mailbox.id,
      maxAttempts: FOREVER,
    });
  }
}
