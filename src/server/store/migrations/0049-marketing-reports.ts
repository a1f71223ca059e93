import { type Kysely, sql } from 'kysely';

/** Marketing mail: roll-ups that reports read (docs/marketing.md). */
const STATEMENTS: readonly string[] = [];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
