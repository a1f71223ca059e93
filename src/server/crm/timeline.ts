import { type Kysely, sql } from 'kysely';
import type { Timeline } from '../../core/api/app';
import type { Database } from '../store/schema';
import { decodeCursor, encodeCursor } from './cursor';
import { messageViews, type FileUrl } from './message-views';
import { messageVisibleTo, recipientVisibleTo, type Viewer } from './visibility';

/**
 * L2: what was written to and by one contact, newest first, by keyset. Undefined when the account has no such contact.
 */
export async function contactTimeline(
  db: Kysely<Database>,
  viewer: Viewer,
  contact: string,
  page: { cursor?: string; limit: number },
  fileUrl: FileUrl,
): Promise<Timeline | undefined> {
  const exists = await db
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', viewer.account)
    .where('id', '=', contact)
    .executeTakeFirst();
  if (!exists) return undefined;
  const from = page.cursor === undefined ? undefined : decodeCursor(page.cursor);

  // A union that names the contact in both halves, so that only their own rows are read, however large the account.
  let query = db
    .selectFrom('messages')
    .select(['messages.id', 'messages.at'])
    .where(messageVisibleTo(viewer))
    .where(
      'messages.id',
      'in',
      db
        .selectFrom('message_recipients as r')
        .select('r.message_id')
        .where('r.account_id', '=', viewer.account)
        .where('r.contact_id', '=', contact)
        .where(recipientVisibleTo(viewer))
        .union(
          db
            .selectFrom('message_senders as s')
            .select('s.message_id')
            .where('s.account_id', '=', viewer.account)
            .where('s.contact_id', '=', contact),
        ),
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
  const messages = await messageViews(
    db,
    viewer,
    shown.map((row) => row.id),
    fileUrl,
  );
  return {
    messages,
    ...(rows.length > page.limit &&
      last && { next: encodeCursor({ at: last.at.toISOString(), id: last.id }) }),
  };
}
