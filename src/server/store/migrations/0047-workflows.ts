import { type Kysely, sql } from 'kysely';

/** Marketing mail: workflows, who is in them, and what each step did (docs/marketing.md). */
const STATEMENTS: readonly string[] = [];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
