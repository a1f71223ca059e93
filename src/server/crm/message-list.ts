import { type Kysely, sql, type SqlBool } from 'kysely';
import type { MessageList, MessageListQuery } from '../../core/api/message-list';
import type { Database } from '../store/schema';
import { decodeCursor, encodeCursor } from './cursor';
import { messageViews } from './message-views';
import { messageVisibleTo, ownMessage, recipientVisibleTo, type Viewer } from './visibility';

/** All tracked and logged mail that the viewer may see, newest first, by keyset. */
export async function messageList(
  db: Kysely<Database>,
  viewer: Viewer,
  query: MessageListQuery,
): Promise<MessageList> {
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  let q = db
    .selectFrom('messages')
    .select(['messages.id', 'messages.at'])
    .where(messageVisibleTo(viewer))
    .orderBy('messages.at', 'desc')
    .orderBy('messages.id', 'desc')
    .limit(query.limit + 1);
  if (after) {
    q = q.where(sql<SqlBool>`(messages.at, messages.id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  }
  if (query.mine === true) q = q.where(ownMessage(viewer));
  if (query.direction !== undefined) q = q.where('messages.direction', '=', query.direction);
  if (query.kind !== undefined) q = q.where('messages.kind', '=', query.kind);
  if (query.state !== undefined) q = q.where('messages.state', '=', query.state);
  if (query.from !== undefined) q = q.where('messages.at', '>=', new Date(query.from));
  if (query.to !== undefined) q = q.where('messages.at', '<', new Date(query.to));
  if (query.tracked !== undefined) {
    const is = query.tracked;
    q = q.where(sql<SqlBool>`(messages.tracked_image or messages.links_tracked > 0) = ${is}`);
    // Received mail is neither tracked nor untracked.
    q = q.where('messages.direction', '=', 'outgoing');
  }
  if (query.met === 'unmatched') q = q.where(UNMATCHED);
  else if (query.met !== undefined) {
    q = q.where('messages.direction', '=', 'outgoing').where(MET[query.met]);
  }
  if (query.search !== undefined && query.search !== '') {
    const like = `%${query.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    q = q.where(
      sql<SqlBool>`(lower(messages.subject collate "und-x-icu") like ${like}
        or lower(messages.from_address || ' ' || messages.from_name collate "und-x-icu") like ${like}
        or messages.kind = 'one-to-one' and exists (select 1 from message_recipients r
          where r.account_id = messages.account_id and r.message_id = messages.id
          and lower(r.address || ' ' || r.name collate "und-x-icu") like ${like} and ${recipientVisibleTo(viewer)}))`,
    );
  }
  const rows = await q.execute();
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const views = await messageViews(
    db,
    viewer,
    shown.map(({ id }) => id),
    () => '',
  );
  return {
    messages: views,
    ...(rows.length > query.limit &&
      last && { next: encodeCursor({ at: last.at.toISOString(), id: last.id }) }),
  };
}

// Written out: a plan for any value could not use `messages_unmatched`.
const UNMATCHED = sql<SqlBool>`messages.matched_by = 'unmatched'`;
const proven = sql`messages.state in ('sent', 'received')`;

/**
 * What a sent mail has met with. O12: where nothing was put in, or the policy that was frozen on it lets nothing be told of
 * anybody on it, an open could not have been seen.
 */
const MET: Record<
  Exclude<NonNullable<MessageListQuery['met']>, 'unmatched'>,
  ReturnType<typeof sql<SqlBool>>
> = {
  replied: sql<SqlBool>`messages.replies > 0`,
  'no-reply': sql<SqlBool>`messages.replies = 0 and ${proven}`,
  opened: sql<SqlBool>`messages.opens > 0`,
  clicked: sql<SqlBool>`messages.clicks > 0`,
  'no-open-seen': sql<SqlBool>`messages.opens = 0 and messages.tracked_image and ${proven}
    and coalesce((messages.policy ->> 'image')::boolean, true)
    and (messages.kind = 'marketing' or not exists (select 1 from message_recipients u
      join legal_bases b on b.account_id = u.account_id and b.contact_id = u.contact_id and b.purpose = 'one-to-one-tracking'
      where u.account_id = messages.account_id and u.message_id = messages.id and b.basis = 'consent-withdrawn'
        and not exists (select 1 from legal_bases n where n.account_id = b.account_id and n.contact_id = b.contact_id
          and n.purpose = b.purpose and n.at > b.at)))
    and (messages.kind = 'marketing' or not exists (select 1 from message_recipients u
      join objections o on o.account_id = u.account_id and o.address = u.address
      where u.account_id = messages.account_id and u.message_id = messages.id and o.ended_at is null))`,
  'not-delivered': sql<SqlBool>`exists (select 1 from message_recipients f
    where f.account_id = messages.account_id and f.message_id = messages.id and f.delivery = 'failed')`,
};
