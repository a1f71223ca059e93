import type { Transaction } from 'kysely';
import { enqueue } from '../jobs';
import type { Database } from '../store/schema';
import { SEND_JOB } from './job-types';
import { forgetNotSent, leaveOpen } from './outcome';
import { copiesOf, lockedRow } from './outgoing';

/**
 * A copy that this server sent was found in Sent Items: whatever became of the answer to its sending, it has left. `hash`
 * is that of its Message-ID, by which answers to it are known.
 */
export async function noteLeft(
  trx: Transaction<Database>,
  account: number,
  sent: { mail: string; idx: number },
  hash: string,
  now: Date,
): Promise<void> {
  // The mail before its copies, as everybody who changes both takes them.
  const row = await lockedRow(trx, account, sent.mail);
  if (!row) return;
  await trx
    .updateTable('outgoing_copies')
    .set({ state: 'accepted', problem: null, message_id_hash: hash, subject: null, html: null })
    .where('account_id', '=', account)
    .where('mail_id', '=', sent.mail)
    .where('idx', '=', sent.idx)
    .execute();
  if (row.message_id !== null) await forgetNotSent(trx, account, row.message_id, [sent]);
  // Its writer had left it alone as one of which nobody could tell, and its text is gone: the other copies stay left.
  if (row.state === 'discarded') {
    await leaveOpen(trx, row, await copiesOf(trx, account, sent.mail), now);
    return;
  }
  if (row.state !== 'sending' && row.state !== 'unclear') return;
  if (row.state === 'unclear') {
    await trx
      .updateTable('outgoing_mails')
      .set({ state: 'sending', updated_at: now })
      .where('account_id', '=', account)
      .where('id', '=', sent.mail)
      .execute();
  }
  // It looks what is left to do.
  await enqueue(trx, { account, type: SEND_JOB, key: sent.mail });
}
