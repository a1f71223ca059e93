import { type Kysely, sql } from 'kysely';

/** Marketing mail: pictures of marketing messages, saved blocks (docs/marketing.md). */
const STATEMENTS: readonly string[] = [];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
