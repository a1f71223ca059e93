import { type Kysely, sql } from 'kysely';

/**
 * Hits in parts by time, so that old ones go by dropping a table, and counts that are kept where the rows are written, so
 * that no page counts. Which months have a part of their own is seen to by `hit-months.ts`; until then, and for hits whose
 * clock was wrong, there is the default part.
 */
const STATEMENTS = [
  `create table hits_in_months (like hits including defaults including constraints) partition by range (at)`,
  `create table hits_default partition of hits_in_months default`,
  `insert into hits_in_months select * from hits`,
  `drop table hits`,
  `alter table hits_in_months rename to hits`,
  // `at` is in every key, as PostgreSQL wants it; a record of the log always has the same, and so has an id, which begins
  // with it: they are as unique as before.
  `alter table hits add primary key (account_id, id, at)`,
  `create unique index hits_by_record on hits (account_id, log, segment, "offset", at)`,
  `create index hits_by_token on hits (account_id, token_key, at)`,
  `create index hits_by_source on hits (account_id, source_hash, at)`,

  // How many notifications a person has not read; a row is made with the first.
  `create table unread_counts (
    account_id bigint not null,
    user_id bigint not null,
    unread integer not null,
    primary key (account_id, user_id)
  )`,
  `insert into unread_counts select account_id, user_id, count(*) from notifications where read_at is null group by 1, 2`,
  // Triggers, so that whoever writes notifications, one or many at once, keeps the count in the same transaction.
  `create function count_unread() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        insert into unread_counts as u (account_id, user_id, unread)
          select account_id, user_id, count(*) from added where read_at is null group by 1, 2 order by 1, 2
          on conflict (account_id, user_id) do update set unread = u.unread + excluded.unread;
      elsif tg_op = 'UPDATE' then
        update unread_counts u set unread = u.unread + change.n from (
          select account_id, user_id, sum(n) as n from (
            select account_id, user_id, 1 as n from added where read_at is null
            union all select account_id, user_id, -1 from gone where read_at is null) each
          group by 1, 2 having sum(n) <> 0) change
        where u.account_id = change.account_id and u.user_id = change.user_id;
      else
        update unread_counts u set unread = u.unread - change.n from (
          select account_id, user_id, count(*) as n from gone where read_at is null group by 1, 2) change
        where u.account_id = change.account_id and u.user_id = change.user_id;
      end if;
      return null;
    end $$`,
  `create trigger notifications_added after insert on notifications
    referencing new table as added for each statement execute function count_unread()`,
  `create trigger notifications_changed after update on notifications
    referencing old table as gone new table as added for each statement execute function count_unread()`,
  `create trigger notifications_gone after delete on notifications
    referencing old table as gone for each statement execute function count_unread()`,
  `create index notifications_unread on notifications (account_id, user_id, seq) where read_at is null`,

  // What each recipient's events that stand count up to; those of a look back (R1) are left out. 0: Someone.
  `create table recipient_counts (
    account_id bigint not null,
    message_id uuid not null,
    recipient_idx integer not null,
    opens integer not null,
    clicks integer not null,
    replies integer not null,
    primary key (account_id, message_id, recipient_idx)
  )`,
  `create function count_by_recipient() returns trigger language plpgsql as $$
    begin
      insert into recipient_counts as c (account_id, message_id, recipient_idx, opens, clicks, replies)
        select account_id, message_id, coalesce(recipient_idx, 0),
          coalesce(sum(n) filter (where kind = 'open'), 0),
          coalesce(sum(n) filter (where kind = 'click'), 0),
          coalesce(sum(n) filter (where kind = 'reply'), 0)
        from (
          select account_id, message_id, recipient_idx, kind, historic, 1 as n from added
          union all
          select t.account_id, t.message_id, t.recipient_idx, t.kind, t.historic, -1
            from added b join events t on t.account_id = b.account_id and t.seq = b.retracts
            where b.kind = 'retracted') each
        where kind in ('open', 'click', 'reply') and not historic and message_id is not null
        group by 1, 2, 3 order by 1, 2, 3
        on conflict (account_id, message_id, recipient_idx) do update set
          opens = c.opens + excluded.opens, clicks = c.clicks + excluded.clicks, replies = c.replies + excluded.replies;
      return null;
    end $$`,
  `create trigger events_counted after insert on events
    referencing new table as added for each statement execute function count_by_recipient()`,
  `insert into recipient_counts
    select account_id, message_id, coalesce(recipient_idx, 0),
      count(*) filter (where kind = 'open'), count(*) filter (where kind = 'click'), count(*) filter (where kind = 'reply')
    from events e
    where kind in ('open', 'click', 'reply') and not historic and message_id is not null
      and not exists (select 1 from events b where b.account_id = e.account_id and b.retracts = e.seq)
    group by 1, 2, 3`,
  // A timeline is read in the order of these, so they are the message's own.
  `update message_recipients r set at = m.at from messages m
    where m.account_id = r.account_id and m.id = r.message_id and r.at <> m.at`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
