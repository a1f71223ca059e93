import { type Kysely, sql } from 'kysely';

/** O3: the first open of a recipient is found without reading all opens of a mail. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index events_opens on events (account_id, message_id, (coalesce(recipient_idx, -1)), at, seq)
    where kind = 'open' and not historic`.execute(db);
}
