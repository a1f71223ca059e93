import { type Kysely, sql } from 'kysely';

/** P1: when a legal basis was given, and who recorded it; null: the server itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `alter table legal_bases
        add column given_on text check (given_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
        add column by_user_id bigint`,
    )
    .execute(db);
}
