import { type Kysely, sql } from 'kysely';

/** Marketing mail: lists and segments, their members, and what changed in them (docs/marketing.md). */
const STATEMENTS: readonly string[] = [];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
