import { sql, type Kysely } from 'kysely';
import type { Database } from '../store/schema';

/**
 * From when on the ledger tells everything; what is older is kept no longer (P8), so that nobody can say any more what a
 * hit of then was told as. The beginning of time while nothing has gone.
 */
export async function ledgerBeginsAt(db: Kysely<Database>, account: number, now: Date): Promise<Date> {
  const { rows } = await sql<{ last: number; oldest: number | null; at: Date | null }>`
    select c.event_seq as last, e.seq as oldest, e.recorded_at as at from account_counters c
      left join lateral (select seq, recorded_at from events where account_id = c.account_id order by seq limit 1) e on true
      where c.account_id = ${account}`.execute(db);
  const [ledger] = rows;
  if (!ledger || ledger.last === 0 || ledger.oldest === 1) return new Date(0);
  return ledger.at ?? now;
}
