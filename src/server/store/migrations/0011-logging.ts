import { type Kysely, sql } from 'kysely';

/** What is logged, where it stands, and how that is taken back (L4, L7, L13, L14). */
const STATEMENTS = [
  // L13: what was reported and has not been proven yet, by how long it waits.
  `create index messages_on_their_way on messages (at) where state = 'sending'`,
  // L14: logged, with nobody on it who is a contact. A stale true does no harm: the list looks at the people themselves.
  `alter table messages add column needs_contact boolean not null default false`,
  `create index messages_without_contact on messages (account_id, at desc, id desc) where needs_contact`,
  `update messages m set needs_contact = true where m.logged and m.state <> 'undone'
    and not exists (select 1 from message_recipients r where r.account_id = m.account_id and r.message_id = m.id
      and r.contact_id is not null)
    and not exists (select 1 from message_senders s where s.account_id = m.account_id and s.message_id = m.id)`,
  // L14: what was kept of an address before it was a contact's.
  `create index messages_by_sender on messages (account_id, from_address, at desc) where direction = 'incoming'`,
  // L7: the contact on whose record it stood by its address; set, no later copy puts it back there.
  `alter table message_recipients add column moved_from uuid`,
  `alter table message_senders add column moved_from uuid`,
  // L7, L8: a person wants this mail logged, whatever the mailbox's rule says; gone once it is.
  `create table log_wishes (
    account_id bigint not null,
    message_id_hash text not null,
    direction text not null,
    by_user_id bigint not null,
    at timestamptz not null,
    primary key (account_id, message_id_hash, direction)
  )`,
  // L4: what is on the list already is taken away. user_id 0: the whole account's list.
  `create table purges (
    account_id bigint not null,
    id uuid not null,
    user_id bigint not null,
    kind text not null check (kind in ('address','domain')),
    value text not null,
    state text not null check (state in ('running','done')),
    cursor uuid,
    looked_at integer not null default 0,
    messages integer not null default 0,
    records integer not null default 0,
    total integer not null default 0,
    asked_by bigint not null,
    asked_at timestamptz not null,
    finished_at timestamptz,
    primary key (account_id, id)
  )`,
  // L14: what a merge moved, so that it can be undone; nothing else keeps the contact that is gone.
  `create table contact_merges (
    account_id bigint not null,
    id uuid not null,
    kept_id uuid not null,
    gone_id uuid not null,
    moved jsonb not null,
    by_user_id bigint not null,
    at timestamptz not null,
    undone_at timestamptz,
    primary key (account_id, id)
  )`,
  `create index contact_merges_of_kept on contact_merges (account_id, kept_id) where undone_at is null`,
  // A merge gives rows of the ledger to another contact, and its undoing gives them back; nothing else of them changes.
  `create or replace function refuse_change() returns trigger language plpgsql as $$
    declare why text := coalesce(current_setting('mailtrail.change', true), '');
    begin
      if tg_op = 'DELETE' and why in ('retention', 'closing') then return old; end if;
      if tg_op = 'UPDATE' and tg_table_name = 'events' then
        if why = 'erasure' then return new; end if;
        if why = 'merge' and to_jsonb(new) - 'contact_id' = to_jsonb(old) - 'contact_id' then return new; end if;
      end if;
      raise exception '% is append only', tg_table_name;
    end $$`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
