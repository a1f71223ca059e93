import { type Kysely, sql } from 'kysely';

/** Browsers that are told with no page of ours open (O2), and what they were told. */
const STATEMENTS = [
  // The endpoint is a capability: whoever has it can reach the browser. Known by its keyed hash, kept sealed.
  `create table push_subscriptions (
    account_id bigint not null,
    id uuid not null,
    user_id bigint not null,
    endpoint_hash text not null,
    sealed text not null,
    browser text not null,
    created_at timestamptz not null,
    primary key (account_id, id),
    unique (endpoint_hash)
  )`,
  `create index push_subscriptions_by_user on push_subscriptions (account_id, user_id)`,
  // One row per thing a person is told: an event, or several as one.
  `create table notices (
    account_id bigint not null,
    id uuid not null,
    user_id bigint not null,
    created_at timestamptz not null,
    primary key (account_id, id)
  )`,
  `create index notices_by_user on notices (account_id, user_id, created_at)`,
  `create table notice_deliveries (
    account_id bigint not null,
    notice_id uuid not null,
    subscription_id uuid not null,
    delivered_at timestamptz not null,
    standing integer not null,
    primary key (account_id, notice_id, subscription_id),
    foreign key (account_id, notice_id) references notices (account_id, id) on delete cascade
  )`,
  `create table muted_messages (
    account_id bigint not null,
    user_id bigint not null,
    message_id uuid not null,
    at timestamptz not null,
    primary key (account_id, user_id, message_id)
  )`,
  // Null: there was no browser to tell.
  `alter table notifications
    add column push text check (push in ('waiting','told','dropped')),
    add column notice_id uuid`,
  `create index notifications_waiting on notifications (account_id, user_id, seq) where push = 'waiting'`,
  `create index notifications_by_notice on notifications (account_id, notice_id) where notice_id is not null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
