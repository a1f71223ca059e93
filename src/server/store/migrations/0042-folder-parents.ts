import { type Kysely, sql } from 'kysely';

/** What lies in a folder that is not watched is not watched either; the round over the folders tells it all anew. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table mailbox_folders add column parent_id text`.execute(db);
  await sql`update mailbox_folders set delta_link = null, updated_at = 'epoch' where folder_id = '*'`.execute(
    db,
  );
}
