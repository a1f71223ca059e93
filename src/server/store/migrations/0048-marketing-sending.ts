import { type Kysely, sql } from 'kysely';

/** Marketing mail: kinds of marketing mail, who took themselves off them, and the state of running sends (docs/marketing.md). */
const STATEMENTS: readonly string[] = [];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
