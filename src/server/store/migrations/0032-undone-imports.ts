import { type Kysely, sql } from 'kysely';

/** What taking an import back came to. */
const STATEMENTS = [
  `alter table contact_runs add column removed integer not null default 0`,
  `alter table contact_runs add column stayed integer not null default 0`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
