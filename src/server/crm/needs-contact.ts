import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../store/schema';
import { decodeCursor, encodeCursor } from './cursor';
import { messageVisibleTo, recipientVisibleTo, type Viewer } from './visibility';

/** L14: nobody on it is a contact. Of a message of `messages`. */
const withoutContact = sql<boolean>`(
  not exists (select 1 from message_recipients r where r.account_id = messages.account_id
    and r.message_id = messages.id and r.contact_id is not null)
  and not exists (select 1 from message_senders s where s.account_id = messages.account_id
    and s.message_id = messages.id))`;

/** Notes which of these messages wait for a contact, after their people were written or their contacts changed. */
export async function noteContactNeed(
  trx: Transaction<Database>,
  account: number,
  messages: readonly string[],
): Promise<void> {
  if (messages.length === 0) return;
  await trx
    .updateTable('messages')
    .set({ needs_contact: sql<boolean>`logged and state <> 'undone' and ${withoutContact}` })
    .where('account_id', '=', account)
    .where('id', 'in', [...messages])
    .execute();
}

/** L14: logged messages on which nobody is a contact, newest first, that the viewer may see. */
export async function waitingForContact(
  db: Kysely<Database>,
  viewer: Viewer,
  page: { cursor?: string; limit: number },
): Promise<{ ids: string[]; next?: string }> {
  const from = page.cursor === undefined ? undefined : decodeCursor(page.cursor);
  let query = db
    .selectFrom('messages')
    .select(['messages.id', 'messages.at'])
    .where(messageVisibleTo(viewer))
    .where('messages.needs_contact', '=', true)
    .where('messages.logged', '=', true)
    .where(withoutContact)
    // Whoever is there only by a bcc that the viewer may not see is not theirs to assign.
    .where(
      sql<boolean>`(messages.direction = 'incoming' or exists (select 1 from message_recipients r
        where r.account_id = messages.account_id and r.message_id = messages.id and ${recipientVisibleTo(viewer)}))`,
    )
    .orderBy('messages.at', 'desc')
    .orderBy('messages.id', 'desc')
    .limit(page.limit + 1);
  if (from) {
    query = query.where(
      sql<boolean>`(messages.at, messages.id) < (${new Date(from.at)}::timestamptz, ${from.id}::uuid)`,
    );
  }
  const rows = await query.execute();
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    ids: shown.map(({ id }) => id),
    ...(rows.length > page.limit &&
      last && { next: encodeCursor({ at: last.at.toISOString(), id: last.id }) }),
  };
}
