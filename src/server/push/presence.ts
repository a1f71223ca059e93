import { sql, type Kysely } from 'kysely';
import type { Database } from '../store/schema';
import type { Presence } from './decide';

/** A page that is looked at says so every 15 seconds. */
const LOOKED_AT_MS = 20_000;

/** A page of this person is looked at, and has shown their feed up to `shown`. Several pages are one presence. */
export async function notePresence(
  db: Kysely<Database>,
  who: { account: number; user: number },
  shown: number,
  now: Date,
): Promise<void> {
  const until = new Date(now.getTime() + LOOKED_AT_MS);
  await db
    .insertInto('presences')
    .values({
      account_id: who.account,
      user_id: who.user,
      until,
      // A page that saw more than there is was open while an older copy of the store was put back.
      shown_seq: sql<number>`least(${shown}::bigint, (select event_seq from account_counters
        where account_id = ${who.account}))`,
    })
    .onConflict((c) =>
      c.columns(['account_id', 'user_id']).doUpdateSet({
        until,
        shown_seq: sql<number>`greatest(presences.shown_seq, excluded.shown_seq)`,
      }),
    )
    .execute();
}

export async function presenceOf(
  db: Kysely<Database>,
  who: { account: number; user: number },
): Promise<Presence | undefined> {
  const row = await db
    .selectFrom('presences')
    .select(['until', 'shown_seq'])
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .executeTakeFirst();
  return row && { until: row.until, shown: row.shown_seq };
}
