import { type Kysely, sql } from 'kysely';

/** What could not be read or copied at first, and is tried again. */
const STATEMENTS = [
  // Items that could not be judged. R10: nothing of the item but its id.
  `create table mailbox_problems (
    account_id bigint not null,
    mailbox_id uuid not null,
    item_id text not null,
    reason text not null,
    attempts integer not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    retry_at timestamptz,
    primary key (account_id, mailbox_id, item_id)
  )`,
  // L10. Where the file lies, and when it is tried again; no time: it is copied, or given up.
  `alter table attachments
    add column graph_id text,
    add column mailbox_id uuid,
    add column item_id text,
    add column attempts integer not null default 0,
    add column first_tried_at timestamptz,
    add column retry_at timestamptz`,
  // What Exchange told one process to wait holds for all of them.
  `alter table mailboxes
    add column quiet_until timestamptz,
    add column subscription_renewed_at timestamptz`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
