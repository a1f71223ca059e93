import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely';
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

  const most = page.limit + 1;
  const behind = (at: string, id: string): RawBuilder<SqlBool> =>
    from
      ? sql<SqlBool>`(${sql.ref(at)}, ${sql.ref(id)}) < (${new Date(from.at)}::timestamptz, ${from.id}::uuid)`
      : sql<SqlBool>`true`;

  // Each half is read from an index in the order of the page, and no further than the page goes, however much was ever
  // written to the contact. A mail to two addresses of theirs stands in it once.
  const received = db
    .selectFrom('message_recipients as r')
    .innerJoin('messages', (join) =>
      join.onRef('messages.account_id', '=', 'r.account_id').onRef('messages.id', '=', 'r.message_id'),
    )
    .select(['r.at', 'r.message_id as id'])
    .distinct()
    .where('r.account_id', '=', viewer.account)
    .where('r.contact_id', '=', contact)
    // L13: what nothing has proven within seven days was most likely never sent; it stands in its sender's feed alone.
    .where('messages.state', '!=', 'not-confirmed')
    .where(recipientVisibleTo(viewer))
    .where(messageVisibleTo(viewer))
    .where(behind('r.at', 'r.message_id'))
    .orderBy('r.at', 'desc')
    .orderBy('r.message_id', 'desc')
    .limit(most);
  const written = db
    .selectFrom('message_senders as s')
    .innerJoin('messages', (join) =>
      join.onRef('messages.account_id', '=', 's.account_id').onRef('messages.id', '=', 's.message_id'),
    )
    .select(['s.at', 's.message_id as id'])
    .where('s.account_id', '=', viewer.account)
    .where('s.contact_id', '=', contact)
    .where(messageVisibleTo(viewer))
    .where(behind('s.at', 's.message_id'))
    .orderBy('s.at', 'desc')
    .orderBy('s.message_id', 'desc')
    .limit(most);
  const rows = await db
    .selectFrom(
      db
        .selectFrom(received.as('received'))
        .selectAll()
        .union(db.selectFrom(written.as('written')).selectAll())
        .as('page'),
    )
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
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
