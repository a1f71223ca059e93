import { type Kysely, sql } from 'kysely';

/** What users say of hits, what is theirs, and what contacts did last. */
const STATEMENTS = [
  // V3. One row per word of a user; `ended_at`: taken back, or replaced by a later word.
  `create table overrules (
    account_id bigint not null,
    id uuid not null,
    message_id uuid not null,
    hit_id uuid not null,
    user_id bigint not null,
    verdict text not null check (verdict in ('person','machine','self')),
    source_hash text not null,
    family text not null,
    at timestamptz not null,
    ended_at timestamptz,
    ended_by bigint,
    primary key (account_id, id)
  )`,
  `create index overrules_by_message on overrules (account_id, message_id) where ended_at is null`,
  // A hit follows one word at most.
  `create table overruled_hits (
    account_id bigint not null,
    hit_id uuid not null,
    overrule_id uuid not null,
    primary key (account_id, hit_id)
  )`,
  `create index overruled_hits_by_overrule on overruled_hits (account_id, overrule_id)`,
  // O7. The source hash changes its key every 30 days: a device lives in the epoch it was learnt in and the next.
  `create table own_devices (
    account_id bigint not null,
    user_id bigint not null,
    id uuid not null,
    family text not null,
    platform text not null,
    agent_name text not null,
    source_hash text not null,
    next_source_hash text,
    learnt_from text not null check (learnt_from in ('report','web','pane','word')),
    learnt_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (account_id, id),
    unique (account_id, user_id, source_hash, family, platform)
  )`,
  `create table viewings (
    account_id bigint not null,
    message_id uuid not null,
    user_id bigint not null,
    source_hash text not null,
    at timestamptz not null,
    primary key (account_id, message_id, source_hash, at, user_id)
  )`,
  `create index viewings_by_time on viewings (account_id, at)`,
  // Contact properties: the value now on the contact, how it came about beside it.
  `alter table contacts
    add column last_open_at timestamptz,
    add column last_click_at timestamptz,
    add column last_reply_at timestamptz,
    add column last_engagement_at timestamptz`,
  `create table contact_property_changes (
    account_id bigint not null,
    contact_id uuid not null,
    property text not null check (property in ('lastOpen','lastClick','lastReply','lastEngagement')),
    seq bigint not null,
    value timestamptz,
    event_seq bigint,
    changed_at timestamptz not null,
    primary key (account_id, contact_id, property, seq)
  )`,
  `create index events_last_of_contact on events (account_id, contact_id, kind, at desc)
    where contact_id is not null and kind in ('open','click','reply') and not historic`,
  // A run of the rules over what is kept, resumed by its cursor.
  `create table rejudgements (
    account_id bigint not null,
    id uuid not null,
    rules_version integer not null,
    apply boolean not null,
    asked_by bigint,
    cursor uuid,
    upto uuid,
    report jsonb not null,
    started_at timestamptz not null,
    updated_at timestamptz not null,
    finished_at timestamptz,
    primary key (account_id, id)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
