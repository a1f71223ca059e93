import {
  type Expression,
  expressionBuilder,
  type ExpressionBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { Database } from '../store/schema';

/** Whose eyes a query serves. */
export interface Viewer {
  account: number;
  user: number;
}

// What is rare stands in functions of the store (migration 0029): a query with it written out takes longer to plan than
// to run. It comes after what is frequent, so it is seldom called.

/**
 * Of a column with a user's number: it is the viewer's, or that of somebody who left and whose records were handed over
 * to the viewer (S5).
 */
export const standsFor = (viewer: Viewer, user: RawBuilder<unknown>): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${user} = ${viewer.user} or stands_for(${viewer.account}, ${viewer.user}, ${user}))`;

/** All whom `standsFor` is true of, the viewer first: for queries that find rows by their user. */
export async function stoodFor(db: Kysely<Database>, viewer: Viewer): Promise<number[]> {
  const rows = await db
    .selectFrom('handed_mail as h')
    .innerJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'h.account_id').onRef('u.id', '=', 'h.from_user_id'),
    )
    .select('h.from_user_id')
    .distinct()
    .where('h.account_id', '=', viewer.account)
    .where('h.to_user_id', '=', viewer.user)
    .where('u.status', '=', 'disabled')
    .execute();
  return [...new Set([viewer.user, ...rows.map((row) => row.from_user_id)])];
}

/**
 * P7, the one predicate on `messages` that every query with people behind it uses: same account, not undone, worth
 * showing, and open to this viewer by the account's visibility or by taking part.
 */
export function messageVisibleTo(viewer: Viewer) {
  return (eb: ExpressionBuilder<Database, 'messages'>): Expression<SqlBool> =>
    eb.and([
      eb('messages.account_id', '=', viewer.account),
      eb('messages.state', '!=', 'undone'),
      eb.or([
        eb('messages.logged', '=', true),
        eb('messages.tracked_image', '=', true),
        eb('messages.links_tracked', '>', 0),
      ]),
      eb.or([
        eb('messages.visibility', '=', 'everybody'),
        ownMessage(viewer),
        sql<SqlBool>`(messages.visibility = 'team' and share_team(${viewer.account}, ${viewer.user}, messages.user_id))`,
      ]),
    ]);
}

/**
 * The viewer took part in this row of `messages`: sent it (or stands for who did and has left, S5), or it lies in a
 * mailbox of theirs or their team's.
 */
export function ownMessage(viewer: Viewer): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${standsFor(viewer, sql`messages.user_id`)}
    or holds_copy(messages.account_id, ${viewer.user}, messages.id, false))`;
}

/**
 * A9: whether a line that stands in another's feed, or in nobody's, is the viewer's to see too, now: its message and whom
 * it names; R9: or the answer came to their mailbox, or their team's. Of a row of `events` by this name.
 */
export function sharedLineVisibleTo(viewer: Viewer, events: string): RawBuilder<SqlBool> {
  const line = sql.id(events);
  // Each a look-up by key and no join, so that a page of lines is found by its own index.
  return sql<SqlBool>`coalesce((
    select ${messageVisibleTo(viewer)(expressionBuilder<Database, 'messages'>())}
        and coalesce((select ${recipientVisibleTo(viewer)} from message_recipients r
          where r.account_id = ${line}.account_id and r.message_id = ${line}.message_id
            and r.idx = ${line}.recipient_idx), true)
      or messages.kind = 'marketing' and messages.state <> 'undone' and coalesce((
        select b.owner_user_id = ${viewer.user} or exists (select from team_members t
            where t.account_id = b.account_id and t.team_id = b.team_id and t.user_id = ${viewer.user})
          from events o join mailboxes b on b.account_id = o.account_id
            and b.id = substring(o.cause from '^item:([0-9a-f]{8}-[0-9a-f-]{27}):')::uuid
          where o.account_id = ${line}.account_id and o.seq = coalesce(${line}.retracts, ${line}.seq)), false)
    from messages where messages.account_id = ${line}.account_id and messages.id = ${line}.message_id), false)`;
}

/**
 * L5: a bcc row of `message_recipients` (aliased `r`) is shown only to the sender and to holders of a sighting that
 * shows it: in timeline, search, counts, API and export alike.
 */
export function recipientVisibleTo(viewer: Viewer): RawBuilder<SqlBool> {
  return sql<SqlBool>`(r.via <> 'bcc'
    or coalesce((select stands_for(r.account_id, ${viewer.user}, m.user_id) from messages m
      where m.account_id = r.account_id and m.id = r.message_id), false)
    or holds_copy(r.account_id, ${viewer.user}, r.message_id, true))`;
}
