import type { Kysely, Transaction } from 'kysely';
import type { IncomingKind } from '../../core/incoming';
import type { Database } from '../store/schema';
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
