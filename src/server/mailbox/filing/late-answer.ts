import type { Transaction } from 'kysely';
import { contactsByAddress } from '../../crm/contacts';
import { confirmMessage } from '../../messages/confirm';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import type { WatchedMailbox } from '../mailboxes';
import { answererOf } from './answerer';
import { applyAnswer } from './answers';
import type { FetchedMail } from './fetched-mail';
import { addSighting, type MessageRow } from './message-rows';
import type { Received } from './received-rows';
import { grantWish, type Wish } from './wishes';

/** A received mail that stands already, with the message of ours that it turned out to answer. */
export interface LateAnswer extends Received {
  original: MessageRow;
  id: string;
  /** Folded address of its writer. */
  from: string;
  /** L4: folded addresses that get no record of it. */
  listed: ReadonlySet<string>;
  wish: Wish | undefined;
}

/**
 * R7: a mail that a rule logged as new, before the message that it answers was seen, becomes its answer, and counts as
 * one now. Text, files and records stay as they are; of two copies judged at once one does it.
 */
export async function writeLateAnswer(
  services: Services,
  trx: Transaction<Database>,
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  { judged, match, original, id, from, listed, wish }: LateAnswer,
  now: Date,
): Promise<void> {
  const { account, settings } = mailbox;
  await addSighting(trx, mailbox, { item: copy.item.id, message: id, showsBcc: false, at: now });
  if (wish) await grantWish(trx, account, wish.mail, id, now);
  const late = await trx
    .updateTable('messages')
    .set({
      kind: original.kind,
      judged_kind: judged.kind,
      reply_to_message: original.id,
      matched_by: match.by,
      // A reply is shown to no more people than what it answers.
      visibility: original.visibility,
      updated_at: now,
    })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('reply_to_message', 'is', null)
    .returning('historic')
    .executeTakeFirst();
  if (!late) return;
  const { historic } = late;
  if (!historic) await confirmMessage(trx, services, account, original.id, { answer: id });
  await applyAnswer(trx, {
    account,
    settings,
    original,
    incoming: id,
    answerer: await answererOf(
      trx,
      account,
      { address: from, name: copy.mail.from?.name ?? '' },
      await recordOf(trx, account, id, listed.has(from) ? undefined : from),
      original,
      match.copy,
    ),
    copy: match.copy,
    judged,
    mailbox: mailbox.id,
    cause: `item:${mailbox.id}:${copy.item.id}`,
    at: copy.receivedAt,
    now,
    historic,
  });
}

/** The record it stands on as written by them: what was moved by hand stays there (L7); else whose address it is. */
async function recordOf(
  trx: Transaction<Database>,
  account: number,
  message: string,
  from: string | undefined,
): Promise<string | undefined> {
  const sender = await trx
    .selectFrom('message_senders')
    .select('contact_id')
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('by_hand', '=', false)
    .executeTakeFirst();
  if (sender || from === undefined) return sender?.contact_id;
  return (await contactsByAddress(trx, account, [from])).get(from);
}
