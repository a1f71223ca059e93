import { type Kysely, sql } from 'kysely';

/** Objections (P6), erasures (P5), retention and the closed account (P8). */
const STATEMENTS = [
  // P6. By keyed hash, so that an objection outlives the erasure of the address; one stands per address at most.
  `create table objections (
    account_id bigint not null,
    id uuid not null,
    address_hash text not null,
    address text,
    way text not null check (way in ('link','mail')),
    at timestamptz not null,
    ended_at timestamptz,
    primary key (account_id, id)
  )`,
  `create unique index objections_standing on objections (account_id, address_hash) where ended_at is null`,
  `create index objections_by_address on objections (account_id, address) where address is not null`,
  // A person asks by their address alone, whichever account wrote to it.
  `create index message_recipients_by_address on message_recipients (address, account_id, at desc)`,
  `create index contact_addresses_by_address on contact_addresses (address)`,
  // P5. What an erasure still needs to know of the person is sealed, and gone when it is over.
  `create table erasures (
    account_id bigint not null,
    id uuid not null,
    contact_id uuid,
    state text not null check (state in ('scheduled','running','done','undone')),
    step text not null,
    cursor uuid,
    sealed text,
    files jsonb not null default '[]',
    counts jsonb not null default '{}',
    asked_by bigint,
    asked_at timestamptz not null,
    due_at timestamptz not null,
    finished_at timestamptz,
    primary key (account_id, id)
  )`,
  `create unique index erasures_of_contact on erasures (account_id, contact_id)
    where contact_id is not null and state in ('scheduled','running')`,
  `create table erased_addresses (
    account_id bigint not null,
    address_hash text not null,
    erasure_id uuid not null,
    at timestamptz not null,
    primary key (account_id, address_hash)
  )`,
  // Whether a file has another reason to stay.
  `create index messages_by_mime on messages (account_id, mime_blob) where mime_blob is not null`,
  // P8: a closed account only leads links on.
  `alter table accounts add column closed_at timestamptz, add column emptied_at timestamptz`,
  `create index messages_logged on messages (account_id, at) where logged`,
  `create index audit_log_by_time on audit_log (account_id, at)`,
  // What is append only gives way to erasure and retention alone, each named for its own transaction.
  `create or replace function refuse_change() returns trigger language plpgsql as $$
    declare why text := coalesce(current_setting('mailtrail.change', true), '');
    begin
      if tg_op = 'DELETE' and why in ('retention', 'closing') then return old; end if;
      if tg_op = 'UPDATE' and tg_table_name = 'events' and why = 'erasure' then return new; end if;
      raise exception '% is append only', tg_table_name;
    end $$`,
  `create trigger audit_log_never_emptied before truncate on audit_log execute function refuse_change()`,
  `create trigger events_never_emptied before truncate on events execute function refuse_change()`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
