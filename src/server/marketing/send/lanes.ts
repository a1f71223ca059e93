import { type Transaction, sql } from 'kysely';
import type { Database } from '../../store/schema';

/** One run of one lane of a message (docs/marketing.md). */
export interface Lane {
  lane: number;
  run: string;
}

/**
 * Makes a lane this run's, and settles what an earlier run of it left: what it was trying may have left. Where doubles are
 * dropped it waits again, else it stays unclear.
 */
export async function takeLane(
  trx: Transaction<Database>,
  account: number,
  message: string,
  { lane, run }: Lane,
  { dropsDoubles, now }: { dropsDoubles: boolean; now: Date },
): Promise<void> {
  await trx
    .insertInto('marketing_lanes')
    .values({ account_id: account, message_id: message, lane, run, at: now })
    .onConflict((c) => c.columns(['account_id', 'message_id', 'lane']).doUpdateSet({ run, at: now }))
    .execute();
  await sql`
    update marketing_copies set state = ${dropsDoubles ? 'waiting' : 'unclear'}, retry_at = null, lane = null, run = null,
        reason = ${dropsDoubles ? null : 'process-ended'}
      where account_id = ${account} and message_id = ${message} and state = 'trying' and lane = ${lane}
        and run is distinct from ${run}::uuid`.execute(trx);
}
