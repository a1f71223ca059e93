import { type Kysely, sql } from 'kysely';

/** Marketing mail: lists and segments, their members, and what changed in them (docs/marketing.md). */
const STATEMENTS: readonly string[] = [
  // rule: of `active` and `static`; of a list null. uses: the segments and lists that its rule names.
  `create table segments (
    account_id bigint not null,
    id uuid not null,
    name text not null,
    kind text not null check (kind in ('active','static','list')),
    rule jsonb,
    uses uuid[] not null default '{}',
    version integer not null default 1,
    state text not null default 'ready' check (state in ('ready','filling')),
    filled_upto uuid,
    looked_at integer not null default 0,
    total integer not null default 0,
    count integer not null default 0,
    created_by bigint,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    changed_at timestamptz,
    removed_at timestamptz,
    primary key (account_id, id)
  )`,
  `create unique index segments_by_name on segments (account_id, lower(name)) where removed_at is null`,
  // why: what made the contact a member; see server/segments/why.ts.
  `create table segment_members (
    account_id bigint not null,
    segment_id uuid not null,
    contact_id uuid not null,
    since timestamptz not null,
    why text not null,
    primary key (account_id, segment_id, contact_id)
  )`,
  `create index segment_members_by_contact on segment_members (account_id, contact_id, segment_id)`,
  `create index segment_members_by_time on segment_members (account_id, segment_id, since desc, contact_id)`,
  // A stay that is over; one that lasts is a row of segment_members.
  `create table segment_stays (
    account_id bigint not null,
    id bigint generated always as identity,
    segment_id uuid not null,
    contact_id uuid not null,
    since timestamptz not null,
    why text not null,
    ended_at timestamptz not null,
    why_ended text not null,
    primary key (account_id, id)
  )`,
  `create index segment_stays_by_time on segment_stays (account_id, segment_id, ended_at desc, id desc)`,
  `create index segment_stays_by_contact on segment_stays (account_id, contact_id, ended_at desc)`,
  // When time alone may change what a contact is a member of: one row for all segments of the account.
  `create table segment_checks (
    account_id bigint not null,
    contact_id uuid not null,
    at timestamptz not null,
    primary key (account_id, contact_id)
  )`,
  `create index segment_checks_due on segment_checks (account_id, at)`,
  // Which accounts have active segments; since_xid: the transaction by which they came to have one.
  `create table segment_accounts (
    account_id bigint primary key,
    active integer not null default 0,
    since timestamptz not null default now(),
    since_xid bigint not null default 0
  )`,
  // Contacts to be looked at anew. Rows are only ever added: one for both of two writers would be taken before the
  // second has committed.
  `create table contact_touches (
    account_id bigint not null,
    id bigint generated always as identity,
    contact_id uuid not null,
    cause text not null,
    primary key (account_id, id)
  )`,
  `create function touch_contacts(accounts bigint[], contacts uuid[], causes text[]) returns void language plpgsql as $$
    declare one bigint;
    begin
      insert into contact_touches (account_id, contact_id, cause)
        select t.account, t.contact, max(t.cause) from unnest(accounts, contacts, causes) as t (account, contact, cause)
          join segment_accounts s on s.account_id = t.account and s.active > 0
        where t.contact is not null group by t.account, t.contact;
      if found then
        for one in select distinct a from unnest(accounts) a loop
          perform pg_notify('segments', one::text);
        end loop;
      end if;
    end $$`,

  // What is read of events, in order of time, without their rows.
  `create index events_of_contacts on events (account_id, kind, at) include (contact_id, message_id, seq)
    where contact_id is not null and not historic and kind in ('open', 'click', 'reply', 'bounce')`,

  `create index marketing_copies_bounced on marketing_copies (account_id, bounced_at) where bounced_at is not null`,
  `create index marketing_copies_complained on marketing_copies (account_id, complained_at) where complained_at is not null`,

  `create function touch_by_contacts_made() returns trigger language plpgsql as $$
    begin
      perform touch_contacts(array_agg(account_id), array_agg(id), array_agg('property'::text)) from made having count(*) > 0;
      return null;
    end $$`,
  `create trigger contacts_made_touch after insert on contacts
    referencing new table as made for each statement execute function touch_by_contacts_made()`,
  `create function touch_by_contact() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        delete from segment_members where account_id = old.account_id and contact_id = old.id;
        delete from segment_stays where account_id = old.account_id and contact_id = old.id;
        delete from segment_checks where account_id = old.account_id and contact_id = old.id;
      else
        perform touch_contacts(array[new.account_id], array[new.id], array['property']);
      end if;
      return null;
    end $$`,
  // Whatever column there is or will be, but for the one that changes with every other.
  `create trigger contacts_changed_touch after update on contacts for each row
    when (to_jsonb(old) - 'updated_at' is distinct from to_jsonb(new) - 'updated_at')
    execute function touch_by_contact()`,
  `create trigger contacts_gone_touch after delete on contacts for each row execute function touch_by_contact()`,

  // Rows that name their contact in contact_id; the cause is the trigger's argument.
  `create function touch_by_rows_made() returns trigger language plpgsql as $$
    begin
      perform touch_contacts(array_agg(account_id), array_agg(contact_id), array_agg(tg_argv[0])) from made
        where contact_id is not null having count(*) > 0;
      return null;
    end $$`,
  `create function touch_by_row() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' then
        perform touch_contacts(array[old.account_id], array[old.contact_id], array[tg_argv[0]]);
      end if;
      if tg_op = 'INSERT' or tg_op = 'UPDATE' and new.contact_id is distinct from old.contact_id then
        perform touch_contacts(array[new.account_id], array[new.contact_id], array[tg_argv[0]]);
      end if;
      return null;
    end $$`,
  `create trigger contact_addresses_made_touch after insert on contact_addresses
    referencing new table as made for each statement execute function touch_by_rows_made('address')`,
  `create trigger contact_addresses_changed_touch after update of address, contact_id or delete on contact_addresses
    for each row execute function touch_by_row('address')`,
  `create trigger legal_bases_made_touch after insert on legal_bases
    referencing new table as made for each statement execute function touch_by_rows_made('basis')`,
  `create trigger legal_bases_changed_touch after update or delete on legal_bases
    for each row execute function touch_by_row('basis')`,

  `create function touch_by_events() returns trigger language plpgsql as $$
    begin
      perform touch_contacts(array_agg(account_id), array_agg(contact_id), array_agg('event:' || seq)) from made
        where contact_id is not null and not historic and kind in ('open', 'click', 'reply', 'bounce', 'retracted')
        having count(*) > 0;
      return null;
    end $$`,
  `create trigger events_made_touch after insert on events
    referencing new table as made for each statement execute function touch_by_events()`,
  `create trigger events_moved_touch after update of contact_id on events for each row
    when (old.contact_id is distinct from new.contact_id) execute function touch_by_row('event')`,
  `create trigger events_gone_touch after delete on events
    referencing old table as made for each statement execute function touch_by_rows_made('event')`,

  // What was received, and what became of it: of marketing mail the copies, of other mail its recipients.
  `create trigger marketing_copies_made_touch after insert on marketing_copies for each row
    when (new.contact_id is not null and new.state = 'accepted') execute function touch_by_row('mail')`,
  `create trigger marketing_copies_changed_touch after update on marketing_copies for each row
    when (row(old.contact_id, old.state = 'accepted', old.left_at, old.delivery, old.bounced_at, old.complained_at, old.unsubscribed_at)
      is distinct from row(new.contact_id, new.state = 'accepted', new.left_at, new.delivery, new.bounced_at, new.complained_at, new.unsubscribed_at))
    execute function touch_by_row('mail')`,
  `create trigger marketing_copies_gone_touch after delete on marketing_copies for each row
    when (old.contact_id is not null) execute function touch_by_row('mail')`,
  `create trigger message_recipients_made_touch after insert on message_recipients
    referencing new table as made for each statement execute function touch_by_rows_made('mail')`,
  `create trigger message_recipients_changed_touch after update of contact_id, delivery on message_recipients for each row
    when (row(old.contact_id, old.delivery) is distinct from row(new.contact_id, new.delivery)) execute function touch_by_row('mail')`,
  `create trigger message_recipients_gone_touch after delete on message_recipients for each row
    when (old.contact_id is not null) execute function touch_by_row('mail')`,
  `create function touch_by_message() returns trigger language plpgsql as $$
    begin
      perform touch_contacts(array_agg(account_id), array_agg(contact_id), array_agg('mail'::text)) from message_recipients
        where account_id = new.account_id and message_id = new.id and contact_id is not null having count(*) > 0;
      return null;
    end $$`,
  `create trigger messages_changed_touch after update of state on messages for each row
    when (old.kind = 'one-to-one' and old.state is distinct from new.state) execute function touch_by_message()`,

  // Who can be seen (O12).
  `create function touch_by_limit() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' and old.scope = 'contact' then
        perform touch_contacts(array[old.account_id], array[old.value::uuid], array['basis']);
      end if;
      if tg_op <> 'DELETE' and new.scope = 'contact' then
        perform touch_contacts(array[new.account_id], array[new.value::uuid], array['basis']);
      end if;
      return null;
    end $$`,
  `create trigger tracking_limits_touch after insert or update or delete on tracking_limits
    for each row execute function touch_by_limit()`,
  `create function touch_by_address() returns trigger language plpgsql as $$
    begin
      perform touch_contacts(array_agg(account_id), array_agg(contact_id), array_agg(tg_argv[0])) from contact_addresses
        where account_id = coalesce(new.account_id, old.account_id) and address in (old.address, new.address) having count(*) > 0;
      return null;
    end $$`,
  `create trigger objections_touch after insert or update or delete on objections
    for each row execute function touch_by_address('basis')`,
  `create function touch_by_account() returns trigger language plpgsql as $$
    begin
      perform touch_contacts(array_agg(account_id), array_agg(id), array_agg('basis'::text)) from contacts
        where account_id = new.id having count(*) > 0;
      return null;
    end $$`,
  `create trigger accounts_privacy_touch after update of settings on accounts for each row
    when (old.settings -> 'privacy' is distinct from new.settings -> 'privacy') execute function touch_by_account()`,

  // Counts are exact whoever writes members; a list or a frozen segment that an active one names touches whom it took.
  `create function segment_members_changed() returns trigger language plpgsql as $$
    begin
      update segments s set count = s.count + (case tg_op when 'INSERT' then 1 else -1 end) * n
        from (select account_id, segment_id, count(*) as n from moved group by account_id, segment_id) m
        where s.account_id = m.account_id and s.id = m.segment_id;
      perform touch_contacts(array_agg(m.account_id), array_agg(m.contact_id), array_agg('list:' || m.segment_id)) from moved m
        join segments s on s.account_id = m.account_id and s.id = m.segment_id and s.kind <> 'active'
        where exists (select 1 from segments u where u.account_id = m.account_id and u.kind = 'active'
          and u.removed_at is null and m.segment_id = any(u.uses)) having count(*) > 0;
      return null;
    end $$`,
  `create trigger segment_members_in after insert on segment_members
    referencing new table as moved for each statement execute function segment_members_changed()`,
  `create trigger segment_members_out after delete on segment_members
    referencing old table as moved for each statement execute function segment_members_changed()`,
  `create function segments_counted() returns trigger language plpgsql as $$
    declare who bigint := coalesce(new.account_id, old.account_id);
    begin
      insert into segment_accounts as a (account_id, active, since_xid)
        select who, count(*), pg_current_xact_id()::text::bigint from segments
          where account_id = who and kind = 'active' and removed_at is null
        on conflict (account_id) do update set active = excluded.active,
          since = case when a.active = 0 then excluded.since else a.since end,
          since_xid = case when a.active = 0 then excluded.since_xid else a.since_xid end;
      return null;
    end $$`,
  `create trigger segments_counted after insert or delete or update of kind, removed_at on segments
    for each row execute function segments_counted()`,
  // A change to many may be to put them on a list.
  `alter table contact_runs drop constraint contact_runs_kind_check`,
  `alter table contact_runs add constraint contact_runs_kind_check check (kind in ('edit','erase','import','list'))`,
  `create index segment_stays_by_cause on segment_stays (account_id, why_ended) where why_ended like 'run:%'`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
