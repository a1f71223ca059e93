import { type Kysely, sql } from 'kysely';

/** Marketing mail: kinds of marketing mail, who took themselves off them, and the state of running sends (docs/marketing.md). */
const STATEMENTS: readonly string[] = [
  `create table mail_kinds (
    account_id bigint not null,
    id uuid not null,
    name text not null,
    description text not null default '',
    position integer not null default 0,
    created_at timestamptz not null default now(),
    removed_at timestamptz,
    primary key (account_id, id)
  )`,
  // kind_id null: of all marketing mail. The address goes with its contact; the hash stays, so that no import revives it.
  `create table unsubscribes (
    account_id bigint not null,
    id uuid not null,
    address text,
    address_hash text not null,
    kind_id uuid,
    way text not null,
    message_id uuid,
    recipient_idx integer,
    at timestamptz not null,
    ended_at timestamptz,
    primary key (account_id, id)
  )`,
  `create unique index unsubscribes_standing on unsubscribes
    (account_id, address_hash, (coalesce(kind_id, '00000000-0000-0000-0000-000000000000'))) where ended_at is null`,
  `create index unsubscribes_by_address on unsubscribes (account_id, address) where address is not null`,
  `create index unsubscribes_by_copy on unsubscribes (account_id, message_id, recipient_idx) where message_id is not null`,
  // What is sent, frozen as sending begins; also of a test, and of a message that workflows send one by one.
  `create table marketing_sends (
    account_id bigint not null,
    message_id uuid not null,
    kind text not null,
    user_id bigint not null,
    content jsonb not null,
    settings jsonb not null,
    ticket text not null,
    nonce text not null,
    mail_from text not null,
    next_idx integer not null default 1,
    cursor uuid,
    copied boolean not null default false,
    next_at timestamptz,
    quiet_until timestamptz,
    quiet_count integer not null default 0,
    checked_at timestamptz,
    test_of uuid,
    created_at timestamptz not null,
    primary key (account_id, message_id)
  )`,
  `create index marketing_sends_tests on marketing_sends (account_id, test_of, created_at desc) where test_of is not null`,
  // Which run has a lane of a message: what an earlier one still had is nobody's.
  `create table marketing_lanes (
    account_id bigint not null,
    message_id uuid not null,
    lane integer not null,
    run uuid not null,
    at timestamptz not null,
    primary key (account_id, message_id, lane)
  )`,
  `alter table marketing_copies add column lane integer`,
  `alter table marketing_copies add column run uuid`,
  // A single copy that a workflow asked for: once for each key.
  `create table marketing_singles (
    account_id bigint not null,
    key text not null,
    message_id uuid not null,
    idx integer not null,
    at timestamptz not null,
    primary key (account_id, key)
  )`,
  `create index marketing_singles_by_copy on marketing_singles (account_id, message_id, idx)`,
  `create table dkim_keys (
    account_id bigint not null,
    domain text not null,
    selector text not null,
    sealed text not null,
    public_key text not null,
    created_at timestamptz not null,
    primary key (account_id, domain)
  )`,
  // Segments by what somebody has unsubscribed from.
  `create trigger unsubscribes_touch after insert or update or delete on unsubscribes
    for each row execute function touch_by_address('mail')`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
