import type { Transaction } from 'kysely';
import { enqueue } from '../jobs';
import type { Database } from '../store/schema';
import { CHECK, FOREVER, LEAVE, SUBSCRIBE } from './job-types';

/** The reason that stands at a mailbox whose owner was disabled; by it, who is enabled again finds it going on. */
export const OWNER_DISABLED = 'Its owner is disabled. What was filed stays.';

/**
 * S5: a disabled user's own mailbox is read no more from the moment this commits. Subscription and consent go by a job.
 * What they had paused or disconnected themselves stays theirs to take up.
 */
export async function leaveOwned(
  trx: Transaction<Database>,
  account: number,
  owner: number,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('mailboxes')
    .set({ state: 'paused', state_reason: OWNER_DISABLED })
    .where('account_id', '=', account)
    .where('owner_user_id', '=', owner)
    .where('state', 'not in', ['paused', 'disconnected'])
    .execute();
  const left = await trx
    .selectFrom('mailboxes')
    .select('id')
    .where('account_id', '=', account)
    .where('owner_user_id', '=', owner)
    .where('state', '=', 'paused')
    .execute();
  for (const { id } of left) await enqueueLeaving(trx, { account, id }, now);
}

/** The same for one of their mailboxes, found watched still. */
export async function leaveOne(
  trx: Transaction<Database>,
  mailbox: { account: number; id: string },
  now: Date,
): Promise<void> {
  await trx
    .updateTable('mailboxes')
    .set({ state: 'paused', state_reason: OWNER_DISABLED })
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    .where('state', 'not in', ['paused', 'disconnected'])
    .execute();
  await enqueueLeaving(trx, mailbox, now);
}

/** Takes leave at Microsoft, and has the doctor look. */
async function enqueueLeaving(
  trx: Transaction<Database>,
  { account, id }: { account: number; id: string },
  now: Date,
): Promise<void> {
  const job = { account, key: id, maxAttempts: FOREVER };
  await enqueue(trx, { ...job, type: LEAVE, payload: { since: now.toISOString() } });
  await enqueue(trx, { ...job, type: CHECK });
}

/** The owner is let in again: the watch goes on where it was, and what came meanwhile is found. */
export async function takeUpOwned(trx: Transaction<Database>, account: number, owner: number): Promise<void> {
  const taken = await trx
    .updateTable('mailboxes')
    .set({ state: 'connecting', state_reason: null })
    .where('account_id', '=', account)
    .where('owner_user_id', '=', owner)
    .where('state', '=', 'paused')
    .where('state_reason', '=', OWNER_DISABLED)
    .returning(['id', 'access'])
    .execute();
  for (const { id, access } of taken) {
    if (access !== 'pane') await enqueue(trx, { account, type: SUBSCRIBE, key: id, maxAttempts: FOREVER });
    await enqueue(trx, { account, type: CHECK, key: id });
  }
}

/** Has the doctor look at once at what a user owns. */
export async function checkOwned(trx: Transaction<Database>, account: number, owner: number): Promise<void> {
  const owned = await trx
    .selectFrom('mailboxes')
    .select('id')
    .where('account_id', '=', account)
    .where('owner_user_id', '=', owner)
    .execute();
  for (const { id } of owned) await enqueue(trx, { account, type: CHECK, key: id });
}
