import { type Kysely, sql } from 'kysely';

/** A mail that is written here may answer another. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table outgoing_mails add column answers uuid`).execute(db);
}
