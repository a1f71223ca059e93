import { type Kysely, sql } from 'kysely';

/** L10: files that wait are looked for each time a pane or a mailbox is; almost all there are wait for nothing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index attachments_waiting on attachments (account_id, mailbox_id, item_id)
    where state = 'pending'`.execute(db);
}
