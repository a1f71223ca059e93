import { type Kysely, sql } from 'kysely';

/** How mailboxes are reached, whether they are alive, and what an admin had looked back for. */
const STATEMENTS = [
  // An owner's consent: the token cache of the sign-in library, sealed under the secrets.
  `create table mailbox_consents (
    account_id bigint not null,
    user_id bigint not null,
    sealed text not null,
    granted_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account_id, user_id)
  )`,
  // S4: what is wrong with a mailbox, or, without one, with the server's own access.
  `create table mailbox_alerts (
    account_id bigint not null,
    id uuid not null,
    mailbox_id uuid,
    kind text not null,
    note text not null,
    since timestamptz not null,
    told_at timestamptz,
    ended_at timestamptz,
    primary key (account_id, id)
  )`,
  `create unique index mailbox_alerts_standing on mailbox_alerts (account_id, coalesce(mailbox_id::text, ''), kind)
    where ended_at is null`,
  // A day's mail as Graph lists it, against what was judged here.
  `create table mailbox_counts (
    account_id bigint not null,
    mailbox_id uuid not null,
    since timestamptz not null,
    upto timestamptz not null,
    listed int not null,
    judged int not null,
    missing int not null,
    counted_at timestamptz not null,
    primary key (account_id, mailbox_id)
  )`,
  // R1: one look back for each mailbox.
  `create table mailbox_look_backs (
    account_id bigint not null,
    mailbox_id uuid not null,
    asked_by bigint not null,
    asked_at timestamptz not null,
    since timestamptz not null,
    upto timestamptz not null,
    state text not null check (state in ('running','done','stopped')),
    cursor text,
    reached timestamptz not null,
    seen int not null default 0,
    added int not null default 0,
    ended_at timestamptz,
    primary key (account_id, mailbox_id)
  )`,
  `alter table mailboxes add column repaired_at timestamptz`,
  `create index mailbox_items_by_time on mailbox_items (account_id, mailbox_id, at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
