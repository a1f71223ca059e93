import { type Kysely, sql } from 'kysely';

/** R11: "remind me if no reply in N days". */
const STATEMENTS = [
  `create table reminders (
    account_id bigint not null,
    id uuid not null,
    user_id bigint not null,
    token_key text,
    message_id uuid,
    days integer not null,
    due_at timestamptz,
    away_until timestamptz,
    state text not null,
    round integer not null default 1,
    event_seq bigint,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account_id, id)
  )`,
  `create unique index reminders_of_message on reminders (account_id, user_id, message_id) where message_id is not null`,
  `create unique index reminders_of_token on reminders (account_id, user_id, token_key) where token_key is not null`,
  `create index reminders_by_due on reminders (account_id, user_id, due_at) where state in ('waiting', 'due')`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
