import { type Kysely, sql } from 'kysely';

/** R1: what a look back could not judge is tried again as what it is, older than the connection. */
const STATEMENTS = [`alter table mailbox_problems add column look_back boolean not null default false`];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
