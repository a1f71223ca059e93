import { type Kysely, sql } from 'kysely';

/** Marketing mail: whom a message goes to, and addresses that were proven by a test mail (docs/marketing.md). */
const STATEMENTS: readonly string[] = [];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
