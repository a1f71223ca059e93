import type { Kysely } from 'kysely';
import type { Feed } from '../../core/api/app';
import type { Database } from '../store/schema';
import { eventViews, type FeedReader } from './event-views';
import type { Viewer } from './visibility';

/** A page of the viewer's own feed, newest first, and how much of it they have not read. */
export async function feedPage(
  db: Kysely<Database>,
  viewer: FeedReader,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<Feed> {
  // The head first, and nothing beyond it: what is committed meanwhile comes by the stream, once.
  const head = await headOf(db, viewer);
  const [items, unread] = await Promise.all([
    eventViews(db, viewer, {
      user: viewer.user,
      before: Math.min(before ?? head + 1, head + 1),
      limit: limit + 1,
      order: 'desc',
    }),
    unreadOf(db, viewer),
  ]);
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, ...(items.length > limit && last && { next: last.seq }), head, unread };
}

async function headOf(db: Kysely<Database>, { account }: Viewer): Promise<number> {
  const row = await db
    .selectFrom('account_counters')
    .select('event_seq')
    .where('account_id', '=', account)
    .executeTakeFirstOrThrow();
  return row.event_seq;
}

async function unreadOf(db: Kysely<Database>, { account, user }: Viewer): Promise<number> {
  const row = await db
    .selectFrom('unread_counts')
    .select('unread')
    .where('account_id', '=', account)
    .where('user_id', '=', user)
    .executeTakeFirst();
  return row?.unread ?? 0;
}
