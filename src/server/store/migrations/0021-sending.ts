import { type Kysely, sql } from 'kysely';

/** Mail that is written here and sent through people's mailboxes (L11, O11), and the texts it is made from (A8). */
const STATEMENTS = [
  // A consent to send is another one than that to read, and is asked for apart (A10).
  `alter table mailbox_consents add column purpose text not null default 'read'`,
  `alter table mailbox_consents drop constraint mailbox_consents_pkey`,
  `alter table mailbox_consents add primary key (account_id, user_id, purpose)`,
  `create table outgoing_mails (
    account_id bigint not null,
    id uuid not null,
    user_id bigint not null,
    contact_id uuid,
    state text not null,
    version integer not null default 1,
    draft jsonb not null,
    mailbox_id uuid,
    send_at timestamptz,
    leave_unfilled boolean not null default false,
    token_key text,
    message_id uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account_id, id)
  )`,
  `create index outgoing_by_user on outgoing_mails (account_id, user_id, updated_at desc)`,
  `create index outgoing_by_token on outgoing_mails (account_id, token_key) where token_key is not null`,
  `create table outgoing_files (
    account_id bigint not null,
    mail_id uuid not null,
    n integer not null,
    name text not null,
    content_type text not null,
    size bigint not null,
    content_id text,
    inline boolean not null default false,
    blob_key text not null,
    primary key (account_id, mail_id, n)
  )`,
  `create index outgoing_files_by_blob on outgoing_files (account_id, blob_key)`,
  // What is sent, as it is sent: made once, before the first try.
  `create table outgoing_copies (
    account_id bigint not null,
    mail_id uuid not null,
    idx integer not null,
    address text not null,
    name text not null default '',
    token text,
    mark text not null,
    subject text,
    html text,
    state text not null,
    problem text,
    tried_at timestamptz,
    message_id_hash text,
    primary key (account_id, mail_id, idx)
  )`,
  `create index outgoing_copies_by_hash on outgoing_copies (account_id, message_id_hash) where message_id_hash is not null`,
  `create table templates (
    account_id bigint not null,
    id uuid not null,
    owner_user_id bigint not null,
    shared boolean not null default false,
    name text not null,
    subject text not null default '',
    html text not null default '',
    removed_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account_id, id)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
