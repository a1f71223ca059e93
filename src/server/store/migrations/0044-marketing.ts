import { type Kysely, sql } from 'kysely';

/** Marketing messages, their versions, and a row for each copy (docs/marketing.md). */
const STATEMENTS = [
  `create table marketing_messages (
    account_id bigint not null,
    id uuid not null,
    name text not null,
    state text not null,
    version integer not null default 1,
    content jsonb not null,
    settings jsonb not null,
    send_at timestamptz,
    time_zone text,
    begun_at timestamptz,
    ended_at timestamptz,
    pause jsonb,
    created_by bigint not null,
    updated_by bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    removed_at timestamptz,
    primary key (account_id, id)
  )`,
  `create index marketing_messages_by_time on marketing_messages (account_id, updated_at desc, id)`,
  `create table marketing_versions (
    account_id bigint not null,
    message_id uuid not null,
    version integer not null,
    content jsonb not null,
    settings jsonb not null,
    by_user_id bigint not null,
    at timestamptz not null,
    primary key (account_id, message_id, version)
  )`,
  `create table marketing_copies (
    account_id bigint not null,
    message_id uuid not null,
    idx integer not null,
    contact_id uuid,
    address text not null,
    name text not null default '',
    state text not null,
    reason text,
    reply_to text,
    image boolean not null default false,
    links boolean not null default false,
    attempts integer not null default 0,
    tried_at timestamptz,
    retry_at timestamptz,
    left_at timestamptz,
    delivery text not null default 'unknown',
    opens integer not null default 0,
    clicks integer not null default 0,
    replies integer not null default 0,
    machine_opens integer not null default 0,
    machine_clicks integer not null default 0,
    first_open_at timestamptz,
    last_open_at timestamptz,
    first_click_at timestamptz,
    last_click_at timestamptz,
    first_reply_at timestamptz,
    last_reply_at timestamptz,
    bounced_at timestamptz,
    complained_at timestamptz,
    unsubscribed_at timestamptz,
    primary key (account_id, message_id, idx)
  )`,
  `create index marketing_copies_by_contact on marketing_copies (account_id, contact_id, message_id)
    where contact_id is not null`,
  `create index marketing_copies_to_send on marketing_copies (account_id, message_id, idx)
    where state in ('waiting', 'trying')`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
