import { type Kysely, sql } from 'kysely';

/** On whose records a mail is to stand, as its writer chose in Outlook (A1). */
const STATEMENTS = [
  // Taken off by its writer: neither a later copy nor a contact made later puts it there.
  `alter table message_recipients add column no_record boolean not null default false`,
  // Beside who wrote it, records that a person added.
  `alter table message_senders add column by_hand boolean not null default false`,
  `alter table message_senders drop constraint message_senders_pkey`,
  `alter table message_senders add primary key (account_id, message_id, contact_id)`,
  `create unique index message_senders_written on message_senders (account_id, message_id) where not by_hand`,
  // kind 'draft': by the key of its token; 'conversation': by a hash of its id. Addresses are kept as hashes.
  `create table record_choices (
    account_id bigint not null,
    user_id bigint not null,
    kind text not null,
    key text not null,
    without jsonb not null,
    added jsonb not null,
    at timestamptz not null,
    primary key (account_id, user_id, kind, key)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
