import { type Kysely, sql } from 'kysely';

/**
 * The first schema. Every table that belongs to an account has `account_id` as the first part of its key: it is
 * the unit of isolation. Times are timestamptz in UTC; ids are UUIDv7 made by the caller, but accounts and users
 * carry short numbers, never reused, since they travel inside tickets (docs/token.md).
 */
const STATEMENTS = [
  // --- who -------------------------------------------------------------------------------------------------
  `create table accounts (
    id bigint generated always as identity primary key,
    tenant_id text not null unique,
    name text not null,
    settings jsonb not null default '{}',
    created_at timestamptz not null
  )`,
  // One row per account, locked by whoever takes a number: event order is therefore commit order.
  `create table account_counters (
    account_id bigint primary key references accounts(id),
    event_seq bigint not null default 0,
    audit_seq bigint not null default 0,
    user_number bigint not null default 0
  )`,
  `create table users (
    account_id bigint not null references accounts(id),
    id bigint not null,
    oid text not null,
    name text not null,
    email text not null,
    role text not null check (role in ('member','marketer','admin')),
    seat text not null check (seat in ('free','paid')),
    status text not null default 'active' check (status in ('active','disabled')),
    preferences jsonb not null default '{}',
    ticket_serial bigint not null default 0,
    created_at timestamptz not null,
    primary key (account_id, id),
    unique (account_id, oid)
  )`,
  `create table teams (
    account_id bigint not null references accounts(id),
    id uuid not null,
    name text not null,
    primary key (account_id, id)
  )`,
  `create table team_members (
    account_id bigint not null,
    team_id uuid not null,
    user_id bigint not null,
    primary key (account_id, team_id, user_id)
  )`,
  `create table sessions (
    account_id bigint not null,
    id_hash text not null,
    user_id bigint not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (account_id, id_hash)
  )`,
  `create table ticket_books (
    account_id bigint not null,
    user_id bigint not null,
    serial bigint not null,
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    primary key (account_id, user_id, serial)
  )`,
  `create table revocations (
    account_id bigint not null,
    kind text not null check (kind in ('ticket','user','message','key')),
    value text not null,
    at timestamptz not null,
    primary key (account_id, kind, value)
  )`,
  // --- people outside --------------------------------------------------------------------------------------
  `create table contacts (
    account_id bigint not null references accounts(id),
    id uuid not null,
    name text not null,
    company text,
    owner_user_id bigint,
    source text not null,
    properties jsonb not null default '{}',
    last_activity_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account_id, id)
  )`,
  `create index contacts_by_activity on contacts (account_id, coalesce(last_activity_at, '0001-01-01 00:00:00+00'::timestamptz) desc, id desc)`,
  `create table contact_addresses (
    account_id bigint not null,
    address text not null,
    contact_id uuid not null,
    is_primary boolean not null default false,
    created_at timestamptz not null,
    primary key (account_id, address)
  )`,
  `create index contact_addresses_by_contact on contact_addresses (account_id, contact_id)`,
  `create table legal_bases (
    account_id bigint not null,
    contact_id uuid not null,
    purpose text not null check (purpose in ('one-to-one-tracking','marketing-tracking','marketing-mail')),
    at timestamptz not null,
    basis text not null check (basis in ('legitimate-interest','consent-given','consent-withdrawn','contract','not-applicable','none')),
    source text not null,
    proof text,
    primary key (account_id, contact_id, purpose, at)
  )`,
  `create table tracking_limits (
    account_id bigint not null,
    scope text not null check (scope in ('address','domain','contact')),
    value text not null,
    level text not null check (level in ('all','links')),
    source text not null,
    at timestamptz not null,
    primary key (account_id, scope, value)
  )`,
  // user_id 0: the whole account's list
  `create table never_log (
    account_id bigint not null,
    user_id bigint not null default 0,
    kind text not null check (kind in ('address','domain')),
    value text not null,
    at timestamptz not null,
    primary key (account_id, user_id, kind, value)
  )`,
  // --- mailboxes -------------------------------------------------------------------------------------------
  `create table mailboxes (
    account_id bigint not null references accounts(id),
    id uuid not null,
    kind text not null check (kind in ('personal','team')),
    owner_user_id bigint,
    team_id uuid,
    address text not null,
    aliases jsonb not null default '[]',
    graph_user text not null,
    access text not null check (access in ('application','delegated','pane')),
    state text not null check (state in ('connecting','watching','paused','not-allowed','failing','disconnected')),
    state_reason text,
    log_rule jsonb not null default '{}',
    connected_at timestamptz not null,
    watermark timestamptz not null,
    subscription_id text,
    subscription_expires_at timestamptz,
    last_notification_at timestamptz,
    last_sync_at timestamptz,
    primary key (account_id, id),
    unique (account_id, address)
  )`,
  `create index mailboxes_by_subscription on mailboxes (subscription_id) where subscription_id is not null`,
  `create table mailbox_folders (
    account_id bigint not null,
    mailbox_id uuid not null,
    folder_id text not null,
    name text not null,
    delta_link text,
    updated_at timestamptz not null,
    primary key (account_id, mailbox_id, folder_id)
  )`,
  // R10: of mail that is not ours, no more than this is kept.
  `create table mailbox_items (
    account_id bigint not null,
    mailbox_id uuid not null,
    item_id text not null,
    at timestamptz not null,
    kind text not null,
    outcome text not null check (outcome in ('filed','left')),
    primary key (account_id, mailbox_id, item_id)
  )`,
  // What was left is judged again when the message that it may answer is found late.
  `create index mailbox_items_left on mailbox_items (account_id, at) where outcome = 'left'`,
  // --- messages --------------------------------------------------------------------------------------------
  `create table messages (
    account_id bigint not null references accounts(id),
    id uuid not null,
    direction text not null check (direction in ('outgoing','incoming')),
    kind text not null check (kind in ('one-to-one','marketing')),
    state text not null check (state in ('sending','sent-reported','sent','received','not-confirmed','undone')),
    token_key text,
    user_id bigint,
    mailbox_id uuid,
    subject text not null default '',
    from_address text not null default '',
    from_name text not null default '',
    at timestamptz not null,
    internet_message_id text,
    message_id_hash text,
    variant integer not null default 0,
    in_reply_to text,
    references_ids jsonb not null default '[]',
    conversation_id text,
    logged boolean not null default false,
    tracked_image boolean not null default false,
    links_total integer not null default 0,
    links_tracked integer not null default 0,
    content_version integer not null default 1,
    policy jsonb not null default '{}',
    judged_kind text,
    evidence jsonb not null default '[]',
    reply_to_message uuid,
    matched_by text,
    historic boolean not null default false,
    visibility text not null default 'everybody' check (visibility in ('everybody','team','participants')),
    html text,
    text text,
    new_html text,
    quoted_html text,
    new_text text,
    headers jsonb not null default '[]',
    mime_blob text,
    opens integer not null default 0,
    clicks integer not null default 0,
    replies integer not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account_id, id)
  )`,
  `create unique index messages_by_token on messages (account_id, token_key) where token_key is not null`,
  `create unique index messages_by_message_id on messages (account_id, message_id_hash, direction, variant) where message_id_hash is not null`,
  `create index messages_by_conversation on messages (account_id, conversation_id) where conversation_id is not null`,
  `create index messages_by_parent on messages (account_id, reply_to_message) where reply_to_message is not null`,
  `create index messages_by_time on messages (account_id, at desc, id desc)`,
  // idx starts at 1; 0 is Someone and has no row. A bcc row is shown only to holders of a sighting that shows it.
  `create table message_recipients (
    account_id bigint not null,
    message_id uuid not null,
    idx integer not null,
    address text not null,
    name text not null default '',
    via text not null check (via in ('to','cc','bcc')),
    contact_id uuid,
    token text,
    delivery text not null default 'unknown' check (delivery in ('unknown','delayed','delivered','failed','complaint')),
    delivery_detail text,
    unsubscribed_at timestamptz,
    at timestamptz not null,
    primary key (account_id, message_id, idx),
    unique (account_id, message_id, via, address)
  )`,
  `create index message_recipients_by_contact on message_recipients (account_id, contact_id, at desc, message_id desc) where contact_id is not null`,
  // The sender of an incoming message stands on the timeline like a recipient of an outgoing one.
  `create table message_senders (
    account_id bigint not null,
    message_id uuid not null,
    contact_id uuid not null,
    at timestamptz not null,
    primary key (account_id, message_id)
  )`,
  `create index message_senders_by_contact on message_senders (account_id, contact_id, at desc, message_id desc)`,
  `create table message_links (
    account_id bigint not null,
    message_id uuid not null,
    n integer not null,
    target text not null,
    text text not null,
    tracked boolean not null,
    reason text not null,
    primary key (account_id, message_id, n)
  )`,
  `create table sent_reports (
    account_id bigint not null,
    token text not null,
    user_id bigint not null,
    message_id uuid not null,
    received_at timestamptz not null,
    report jsonb not null,
    primary key (account_id, token)
  )`,
  `create table sightings (
    account_id bigint not null,
    mailbox_id uuid not null,
    item_id text not null,
    message_id uuid not null,
    trust text not null check (trust in ('server','client','ticket')),
    shows_bcc boolean not null default false,
    at timestamptz not null,
    primary key (account_id, mailbox_id, item_id)
  )`,
  `create index sightings_by_message on sightings (account_id, message_id)`,
  `create table attachments (
    account_id bigint not null,
    message_id uuid not null,
    n integer not null,
    name text not null,
    content_type text not null,
    size bigint not null,
    content_id text,
    inline boolean not null default false,
    blob_key text,
    state text not null check (state in ('copied','pending','failed','link')),
    reason text,
    primary key (account_id, message_id, n)
  )`,
  `create index attachments_by_blob on attachments (account_id, blob_key) where blob_key is not null`,
  `create table blobs (
    account_id bigint not null,
    key text not null,
    size bigint not null,
    created_at timestamptz not null,
    primary key (account_id, key)
  )`,
  `create table tombstones (
    account_id bigint not null,
    message_id_hash text not null,
    direction text not null,
    by_user_id bigint not null,
    at timestamptz not null,
    primary key (account_id, message_id_hash, direction)
  )`,
  // --- hits and what follows -------------------------------------------------------------------------------
  // No raw address, no raw user agent: features only (P4).
  `create table hits (
    account_id bigint not null,
    id uuid not null,
    log uuid not null,
    segment bigint not null,
    "offset" bigint not null,
    kind text not null check (kind in ('open','click')),
    at timestamptz not null,
    token_key text not null,
    recipient_idx integer not null,
    link_n integer,
    target text,
    message_id uuid,
    features jsonb not null,
    source_hash text not null,
    key_epoch integer not null,
    verdict text check (verdict in ('person','machine','self','unsure')),
    via text,
    reasons jsonb not null default '[]',
    rules_version integer,
    settled_at timestamptz,
    overruled_by bigint,
    primary key (account_id, id),
    unique (account_id, log, segment, "offset")
  )`,
  `create index hits_by_token on hits (account_id, token_key, at)`,
  `create index hits_unsettled on hits (account_id, at) where settled_at is null`,
  `create index hits_by_source on hits (account_id, source_hash, at)`,
  `create table events (
    account_id bigint not null,
    seq bigint not null,
    kind text not null,
    at timestamptz not null,
    recorded_at timestamptz not null,
    user_id bigint,
    message_id uuid,
    recipient_idx integer,
    contact_id uuid,
    cause text not null,
    rules_version integer,
    inferred boolean not null default false,
    historic boolean not null default false,
    retracts bigint,
    detail jsonb not null default '{}',
    primary key (account_id, seq)
  )`,
  `create unique index events_by_cause on events (account_id, cause, kind)`,
  `create index events_by_retracted on events (account_id, retracts) where retracts is not null`,
  `create index events_by_user on events (account_id, user_id, seq desc) where user_id is not null`,
  `create index events_by_message on events (account_id, message_id, seq)`,
  `create index events_by_contact on events (account_id, contact_id, seq desc) where contact_id is not null`,
  `create table effects (
    account_id bigint not null,
    seq bigint not null,
    kind text not null,
    at timestamptz not null,
    primary key (account_id, seq, kind)
  )`,
  `create table notifications (
    account_id bigint not null,
    user_id bigint not null,
    seq bigint not null,
    kind text not null,
    created_at timestamptz not null,
    read_at timestamptz,
    primary key (account_id, user_id, seq)
  )`,
  // Append only: the application never updates or deletes here, and the store refuses it.
  `create table audit_log (
    account_id bigint not null,
    seq bigint not null,
    at timestamptz not null,
    actor_user_id bigint,
    action text not null,
    object_kind text not null,
    object_id text not null,
    detail jsonb not null default '{}',
    primary key (account_id, seq)
  )`,
  `create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception '% is append only', tg_table_name; end $$`,
  `create trigger audit_log_append_only before update or delete on audit_log for each row execute function refuse_change()`,
  `create trigger events_append_only before update or delete on events for each row execute function refuse_change()`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
