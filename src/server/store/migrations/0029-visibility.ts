import { type Kysely, sql } from 'kysely';

/**
 * The rare halves of who may see what (P7, S5, L5), asked row by row where the frequent ones say no. As functions: written
 * out in every query, they took PostgreSQL ten times as long to plan as a page takes to read. Their plans are kept for as
 * long as a connection lives, so they must not be those of tables that were small when it began: never a whole table.
 */
const STATEMENTS = [
  // S5: a user's number is the viewer's, or that of somebody who left and whose records were handed over to the viewer.
  `create function stands_for(account bigint, viewer bigint, of_user bigint) returns boolean
    language plpgsql stable parallel safe set enable_seqscan = off as $$
    begin
      return coalesce(of_user = viewer, false) or exists (
        select from handed_mail h join users u on u.account_id = h.account_id and u.id = h.from_user_id
        where h.account_id = account and h.from_user_id = of_user and h.to_user_id = viewer and u.status = 'disabled');
    end $$`,
  // A copy lies in a mailbox of the viewer's or of a team of theirs; bcc: one that shows to whom it went unseen.
  `create function holds_copy(account bigint, viewer bigint, message uuid, bcc boolean) returns boolean
    language plpgsql stable parallel safe set enable_seqscan = off as $$
    begin
      return exists (
        select from sightings s join mailboxes b on b.account_id = s.account_id and b.id = s.mailbox_id
        where s.account_id = account and s.message_id = message and (s.shows_bcc or not bcc)
          and (stands_for(account, viewer, b.owner_user_id) or exists (select from team_members t
            where t.account_id = account and t.team_id = b.team_id and t.user_id = viewer)));
    end $$`,
  `create function share_team(account bigint, viewer bigint, other bigint) returns boolean
    language plpgsql stable parallel safe set enable_seqscan = off as $$
    begin
      return exists (
        select from team_members mine join team_members theirs
          on theirs.account_id = mine.account_id and theirs.team_id = mine.team_id
        where mine.account_id = account and mine.user_id = viewer and theirs.user_id = other);
    end $$`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
