import { sql, type Kysely, type Transaction } from 'kysely';
import type { IncomingKind } from '../../core/incoming';
import { enqueue } from '../jobs';
import type { Database } from '../store/schema';
import { FOREVER, SYNC } from './job-types';
import type { WatchedMailbox } from './mailboxes';

/**
 * What an item turned out to be. `sent`: a copy of what the owner sent; `unreadable`: its MIME could not be taken apart.
 */
export type ItemKind = IncomingKind | 'sent' | 'unreadable';

type Key = Pick<WatchedMailbox, 'account' | 'id'>;

/** Those of these items that were judged before; an item is judged once. */
export async function judgedItems(
  db: Kysely<Database>,
  mailbox: Key,
  items: readonly string[],
): Promise<Set<string>> {
  const judged = new Set<string>();
  for (let from = 0; from < items.length; from += 500) {
    const rows = await db
      .selectFrom('mailbox_items')
      .select('item_id')
      .where('account_id', '=', mailbox.account)
      .where('mailbox_id', '=', mailbox.id)
      .where('item_id', 'in', items.slice(from, from + 500))
      .execute();
    for (const row of rows) judged.add(row.item_id);
  }
  return judged;
}

/** Those of these items that were left, or filed without text, are judged again: something about them has changed. */
export async function forgetLeft(
  db: Kysely<Database>,
  mailbox: Key,
  items: readonly string[],
): Promise<void> {
  if (items.length === 0) return;
  await db
    .deleteFrom('mailbox_items')
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .where('item_id', 'in', [...items])
    .where('outcome', '=', 'left')
    .execute();
  // An answer stands by what it answers; its text and files wait for who wants them.
  await db
    .deleteFrom('mailbox_items as i')
    .using('sightings as s')
    .using('messages as m')
    .whereRef('i.account_id', '=', 's.account_id')
    .whereRef('i.mailbox_id', '=', 's.mailbox_id')
    .whereRef('i.item_id', '=', 's.item_id')
    .whereRef('m.account_id', '=', 's.account_id')
    .whereRef('m.id', '=', 's.message_id')
    .where('i.account_id', '=', mailbox.account)
    .where('i.mailbox_id', '=', mailbox.id)
    .where('i.item_id', 'in', [...items])
    .where('i.outcome', '=', 'filed')
    .where('m.direction', '=', 'incoming')
    .where('m.state', '=', 'received')
    .where('m.logged', '=', false)
    .execute();
}

/** These items are judged anew, filed or not. */
export async function forgetItems(
  db: Kysely<Database>,
  mailbox: Key,
  items: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('mailbox_items')
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .where('item_id', 'in', [...items])
    .execute();
}

/** R10: all that is kept of an item that is not ours. Returns false when it was noted before. */
export async function noteItem(
  trx: Kysely<Database> | Transaction<Database>,
  mailbox: Key,
  item: { id: string; at: Date; kind: ItemKind; outcome: 'filed' | 'left' },
): Promise<boolean> {
  const written = await trx
    .insertInto('mailbox_items')
    .values({
      account_id: mailbox.account,
      mailbox_id: mailbox.id,
      item_id: item.id,
      at: item.at,
      kind: item.kind,
      outcome: item.outcome,
    })
    .onConflict((c) => c.columns(['account_id', 'mailbox_id', 'item_id']).doNothing())
    .returning('item_id')
    .executeTakeFirst();
  return written !== undefined;
}

/**
 * R7: a message of ours was found only now (its sent copy came late), and an answer may have been left meanwhile, or
 * logged by a rule as an answer to nothing. What was since it was sent is judged again, in whichever of the account's
 * mailboxes it lies.
 */
export async function judgeAgainSince(
  trx: Transaction<Database>,
  account: number,
  since: Date,
): Promise<void> {
  const from = new Date(Math.floor(since.getTime() / 1_000) * 1_000);
  const forgotten = await trx
    .deleteFrom('mailbox_items')
    .where('account_id', '=', account)
    .where('outcome', '=', 'left')
    .where('at', '>=', from)
    .where('kind', 'not in', ['sent', 'unreadable'])
    .returning('mailbox_id')
    .execute();
  const logged = await trx
    .deleteFrom('mailbox_items as i')
    .using('sightings as s')
    .using('messages as m')
    .whereRef('i.account_id', '=', 's.account_id')
    .whereRef('i.mailbox_id', '=', 's.mailbox_id')
    .whereRef('i.item_id', '=', 's.item_id')
    .whereRef('m.account_id', '=', 's.account_id')
    .whereRef('m.id', '=', 's.message_id')
    .where('i.account_id', '=', account)
    .where('i.outcome', '=', 'filed')
    .where('i.at', '>=', from)
    .where('m.direction', '=', 'incoming')
    .where('m.reply_to_message', 'is', null)
    .returning('i.mailbox_id')
    .execute();
  const mailboxes = [...forgotten, ...logged].map((row) => row.mailbox_id);
  await lookBackTo(trx, account, new Set(mailboxes), from);
}

/**
 * A report came later than its copy, which had nothing to be known or kept by: copies that were left since the mail was
 * sent are judged again.
 */
export async function judgeSentAgainSince(
  trx: Transaction<Database>,
  account: number,
  since: Date,
): Promise<void> {
  // Exchange's clock and the client's.
  const from = new Date(since.getTime() - 60_000);
  const forgotten = await trx
    .deleteFrom('mailbox_items')
    .where('account_id', '=', account)
    .where('outcome', '=', 'left')
    .where('at', '>=', from)
    .where('kind', '=', 'sent')
    .returning('mailbox_id')
    .execute();
  await lookBackTo(trx, account, new Set(forgotten.map((row) => row.mailbox_id)), from);
}

/** The copies of this message are filed anew: what was not to be logged at first now is. */
export async function fileAgain(trx: Transaction<Database>, account: number, message: string): Promise<void> {
  const copies = await trx
    .deleteFrom('mailbox_items as i')
    .using('sightings as s')
    .whereRef('i.account_id', '=', 's.account_id')
    .whereRef('i.mailbox_id', '=', 's.mailbox_id')
    .whereRef('i.item_id', '=', 's.item_id')
    .where('s.account_id', '=', account)
    .where('s.message_id', '=', message)
    .returning(['i.mailbox_id', 'i.at'])
    .execute();
  for (const copy of copies) await lookBackTo(trx, account, new Set([copy.mailbox_id]), copy.at);
}

async function lookBackTo(
  trx: Transaction<Database>,
  account: number,
  mailboxes: ReadonlySet<string>,
  from: Date,
): Promise<void> {
  for (const mailbox of mailboxes) {
    await trx
      .updateTable('mailboxes')
      // Always a change, so that a run under way does not move it on again.
      .set({ watermark: sql<Date>`least(watermark, ${from}) - interval '1 millisecond'` })
      .where('account_id', '=', account)
      .where('id', '=', mailbox)
      .execute();
    await enqueue(trx, { account, type: SYNC, key: mailbox, maxAttempts: FOREVER });
  }
}
