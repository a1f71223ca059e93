import { type Kysely, sql } from 'kysely';

/** P7: who saw a mail before somebody narrowed it: it is widened no further again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table messages add column narrowed_from text check (narrowed_from in ('everybody', 'team'))`.execute(
    db,
  );
}
