import type { Transaction } from 'kysely';
import { SMALL_MAIL_BYTES, type OutgoingState } from '../../core/api/sending';
import { contactsByAddress, foldAddress } from '../crm/contacts';
import { enqueue } from '../jobs';
import { makesNoRecord } from '../messages/confirm';
import { dropFilesSoon } from '../messages/release-files';
import { withdraw } from '../messages/report-rows';
import { json, type Database } from '../store/schema';
import { DROP_DRAFT_JOB } from './job-types';
import { copiesOf, filesOf, lockedRow, type CopyRow, type CopyText, type OutgoingRow } from './outgoing';

/** What stands on a recipient to whom no copy left; a bounce has words of its own. */
const NOT_SENT = 'It was not sent to this address.';

/** What became of the mail, from what became of its copies. */
export function stateOf(copies: readonly Pick<CopyRow, 'state'>[]): OutgoingState {
  const any = (...states: CopyRow['state'][]): boolean => copies.some(({ state }) => states.includes(state));
  if (any('waiting', 'trying')) return 'sending';
  if (any('unclear')) return 'unclear';
  return any('refused') ? 'refused' : 'sent';
}

/** L13: who got no copy has it on no timeline, and a mail of which nothing left stands nowhere. */
export async function settle(
  trx: Transaction<Database>,
  account: number,
  id: string,
  now: Date,
): Promise<void> {
  const row = await lockedRow(trx, account, id);
  if (!row) return;
  const copies = await copiesOf(trx, account, id);
  const state = stateOf(copies);
  // Since when it is in this state is what the time for putting it together is counted from.
  if (state !== row.state) await setState(trx, row, state, now);
  if (state === 'sent') await forgetWritten(trx, row);
  const refused = copies.filter((copy) => copy.state === 'refused');
  if (row.message_id === null || refused.length === 0) return;
  if (refused.length === copies.length) await withdraw(trx, account, row.message_id, now);
  else await noteNotSent(trx, account, row.message_id, refused);
}

/**
 * Whoever wrote it sends the open copies no more: nothing of them is kept. Of a mail of which no copy is known to have left,
 * nothing is; whether it did, its message is told by time (L13).
 */
export async function leaveOpen(
  trx: Transaction<Database>,
  row: OutgoingRow,
  copies: readonly CopyRow[],
  now: Date,
): Promise<void> {
  const open = copies.filter(({ state }) => state !== 'accepted');
  await dropDraftsSoon(trx, row, open);
  await setCopies(trx, row, open, { state: 'refused', problem: null, subject: null, html: null });
  const anyLeft = open.length < copies.length;
  await setState(trx, row, anyLeft ? 'sent' : 'discarded', now);
  await forgetWritten(trx, row);
  if (anyLeft && row.message_id !== null) await noteNotSent(trx, row.account_id, row.message_id, open);
}

/** Takes the drafts of these copies out of the mailbox, where any were made: to be asked while the mail has its files. */
export async function dropDraftsSoon(
  trx: Transaction<Database>,
  row: OutgoingRow,
  copies: readonly CopyRow[],
): Promise<void> {
  if (row.mailbox_id === null || copies.length === 0) return;
  const files = await filesOf(trx, row.account_id, row.id);
  if (files.reduce((sum, { size }) => sum + size, 0) <= SMALL_MAIL_BYTES) return;
  const payload = { mailbox: row.mailbox_id };
  for (const { mark } of copies) {
    await enqueue(trx, { account: row.account_id, type: DROP_DRAFT_JOB, key: mark, payload });
  }
}

/** The open copies are to be tried again, as they were made: they stand on the timelines of whom they are for. */
export async function reopen(
  trx: Transaction<Database>,
  row: OutgoingRow,
  open: readonly CopyRow[],
  now: Date,
): Promise<void> {
  await setCopies(trx, row, open, { state: 'waiting', problem: null });
  await setState(trx, row, 'sending', now);
  if (row.message_id !== null) await forgetNotSent(trx, row.account_id, row.message_id, open);
}

/**
 * What has left stands in Sent Items, and on the message as far as that is logged: what was written is kept nowhere else, so
 * that undoing, erasing and keeping times find all of it. Of mail that is neither tracked nor logged, not even to whom.
 */
async function forgetWritten(trx: Transaction<Database>, row: OutgoingRow): Promise<void> {
  const { account_id: account, id } = row;
  await trx
    .updateTable('outgoing_mails')
    .set({ draft: json({}) })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
  await dropFilesOf(trx, account, id);
  if (row.message_id !== null) return;
  await trx
    .updateTable('outgoing_copies')
    .set({ address: '', name: '' })
    .where('account_id', '=', account)
    .where('mail_id', '=', id)
    .execute();
}

export async function dropFilesOf(trx: Transaction<Database>, account: number, id: string): Promise<void> {
  const files = await trx
    .deleteFrom('outgoing_files')
    .where('account_id', '=', account)
    .where('mail_id', '=', id)
    .returning('blob_key')
    .execute();
  await dropFilesSoon(
    trx,
    account,
    id,
    files.map(({ blob_key: key }) => key),
  );
}

async function noteNotSent(
  trx: Transaction<Database>,
  account: number,
  message: string,
  copies: readonly Pick<CopyRow, 'idx'>[],
): Promise<void> {
  if (copies.length === 0) return;
  await trx
    .updateTable('message_recipients')
    .set({ contact_id: null, delivery: 'failed', delivery_detail: NOT_SENT })
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where(
      'idx',
      'in',
      copies.map(({ idx }) => idx),
    )
    .execute();
}

/** Undoes `noteNotSent`, where that was said of them. */
export async function forgetNotSent(
  trx: Transaction<Database>,
  account: number,
  message: string,
  copies: readonly Pick<CopyRow, 'idx'>[],
): Promise<void> {
  if (copies.length === 0) return;
  const back = await trx
    .updateTable('message_recipients')
    .set({ delivery: 'unknown', delivery_detail: null })
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('delivery', '=', 'failed')
    .where('delivery_detail', '=', NOT_SENT)
    .where(
      'idx',
      'in',
      copies.map(({ idx }) => idx),
    )
    .returning(['idx', 'address', 'no_record'])
    .execute();
  if (back.length === 0) return;
  const { policy } = await trx
    .selectFrom('messages')
    .select('policy')
    .where('account_id', '=', account)
    .where('id', '=', message)
    .executeTakeFirstOrThrow();
  const addresses = back.map(({ address }) => address);
  const contacts = await contactsByAddress(trx, account, addresses);
  const none = makesNoRecord(policy);
  for (const { idx, address, no_record: off } of back) {
    const contact = contacts.get(foldAddress(address));
    if (contact === undefined || off || none(address)) continue;
    await trx
      .updateTable('message_recipients')
      .set({ contact_id: contact })
      .where('account_id', '=', account)
      .where('message_id', '=', message)
      .where('idx', '=', idx)
      .execute();
  }
}

async function setCopies(
  trx: Transaction<Database>,
  { account_id: account, id }: OutgoingRow,
  copies: readonly CopyRow[],
  set: Partial<Pick<CopyRow & CopyText, 'state' | 'problem' | 'subject' | 'html'>>,
): Promise<void> {
  if (copies.length === 0) return;
  await trx
    .updateTable('outgoing_copies')
    .set(set)
    .where('account_id', '=', account)
    .where('mail_id', '=', id)
    .where(
      'idx',
      'in',
      copies.map(({ idx }) => idx),
    )
    .execute();
}

async function setState(
  trx: Transaction<Database>,
  { account_id: account, id }: OutgoingRow,
  state: OutgoingState,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('outgoing_mails')
    .set({ state, updated_at: at })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
}
