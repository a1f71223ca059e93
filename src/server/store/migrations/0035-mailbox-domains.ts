import { type Kysely, sql } from 'kysely';

/** C7: the tracking domain of a mailbox's own mail; null: the account's default. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table mailboxes add column tracking_host text`.execute(db);
}
