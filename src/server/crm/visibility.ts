import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../store/schema';

/** Whose eyes a query serves. */
export interface Viewer {
  account: number;
  user: number;
}

/**
 * Of a column with a user's number: it is the viewer's, or that of somebody who left and whose records were handed over
 * to the viewer (S5).
 */
export const standsFor = (viewer: Viewer, user: RawBuilder<unknown>): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${user} = ${viewer.user}
    or coalesce((select true from handed_mail hm join users hu on hu.account_id = hm.account_id and hu.id = hm.from_user_id
      where hm.account_id = ${viewer.account} and hm.from_user_id = ${user} and hm.to_user_id = ${viewer.user}
        and hu.status = 'disabled' limit 1), false))`;

/** Of a mailbox aliased `b`: it is the viewer's own, or a mailbox of a team of theirs. */
const mailboxOf = (viewer: Viewer): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${standsFor(viewer, sql`b.owner_user_id`)} or exists (select 1 from team_members t
    where t.account_id = b.account_id and t.team_id = b.team_id and t.user_id = ${viewer.user}))`;

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
        sql<SqlBool>`(messages.visibility = 'team' and exists (select 1 from team_members mine
          join team_members theirs on theirs.account_id = mine.account_id and theirs.team_id = mine.team_id
          where mine.account_id = ${viewer.account} and mine.user_id = ${viewer.user} and theirs.user_id = messages.user_id))`,
      ]),
    ]);
}

// Looked up row by row: an "exists" may be answered by reading the whole table once, where the planner expects many rows.

/** The viewer took part in this row of `messages`: sent it, or it lies in a mailbox of theirs. */
export function ownMessage(viewer: Viewer): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${standsFor(viewer, sql`messages.user_id`)}
    or coalesce((select true from sightings s join mailboxes b on b.account_id = s.account_id and b.id = s.mailbox_id
      where s.account_id = messages.account_id and s.message_id = messages.id and ${mailboxOf(viewer)} limit 1), false))`;
}

/**
 * L5: a bcc row of `message_recipients` (aliased `r`) is shown only to the sender and to holders of a sighting that
 * shows it: in timeline, search, counts, API and export alike.
 */
export function recipientVisibleTo(viewer: Viewer): RawBuilder<SqlBool> {
  return sql<SqlBool>`(r.via <> 'bcc'
    or coalesce((select ${standsFor(viewer, sql`m.user_id`)} from messages m where m.account_id = r.account_id and m.id = r.message_id), false)
    or coalesce((select true from sightings s join mailboxes b on b.account_id = s.account_id and b.id = s.mailbox_id
      where s.account_id = r.account_id and s.message_id = r.message_id and s.shows_bcc and ${mailboxOf(viewer)} limit 1), false))`;
}
