import type { Transaction } from 'kysely';
import { enqueue } from '../jobs/enqueue';
import type { Database } from '../store/schema';
import { SEND_PUSH_JOB, sendKey, TELL_USER_JOB } from './job-types';

/**
 * In the transaction of events that people are told of: which of these people, all of one account, have a browser to
 * tell. Their jobs look at what waits once it is committed.
 */
export async function pushLater(
  trx: Transaction<Database>,
  told: readonly { account_id: number; user_id: number }[],
): Promise<Set<number>> {
  const [first] = told;
  if (!first) return new Set();
  const rows = await trx
    .selectFrom('push_subscriptions')
    .select('user_id')
    .distinct()
    .where('account_id', '=', first.account_id)
    .where('user_id', 'in', [...new Set(told.map((row) => row.user_id))])
    .orderBy('user_id')
    .execute();
  for (const { user_id: user } of rows) {
    await enqueue(trx, { account: first.account_id, type: TELL_USER_JOB, key: String(user) });
  }
  return new Set(rows.map((row) => row.user_id));
}

/**
 * In the transaction that takes an event back: what waits is dropped, and browsers that were told are told again; a
 * send that has not happened yet finds that nothing is left to say.
 */
export async function takeBackPush(trx: Transaction<Database>, account: number, seq: number): Promise<void> {
  const rows = await trx
    .selectFrom('notifications')
    .select(['push', 'notice_id'])
    .where('account_id', '=', account)
    .where('seq', '=', seq)
    .where('push', 'is not', null)
    .execute();
  for (const { push, notice_id: notice } of rows) {
    if (push === 'waiting') {
      await trx
        .updateTable('notifications')
        .set({ push: 'dropped' })
        .where('account_id', '=', account)
        .where('seq', '=', seq)
        .execute();
    }
    if (notice === null) continue;
    const told = await trx
      .selectFrom('notice_deliveries')
      .select('subscription_id')
      .where('account_id', '=', account)
      .where('notice_id', '=', notice)
      .execute();
    for (const { subscription_id: browser } of told) {
      await enqueue(trx, { account, type: SEND_PUSH_JOB, key: sendKey(notice, browser) });
    }
  }
}
