import { sql, type Transaction } from 'kysely';
import type { Store } from '../../store';
import type { Database } from '../../store/schema';

/** Any number that nobody else locks by. */
const FILING_LOCK = 7_265_002;

/**
 * R7: an answer that is judged while the sent copy of its message is being filed from another mailbox must see that copy,
 * or be seen by it, which has judged again what was left (`judgeAgainSince`): so within an account a sent copy is filed
 * alone, from before the store is asked until the commit. The embedded store runs one transaction at a time anyway.
 */
export async function inTurn(
  { kind }: Pick<Store, 'kind'>,
  trx: Transaction<Database>,
  account: number,
  sent: boolean,
): Promise<void> {
  if (kind === 'embedded') return;
  const lock = sql.raw(sent ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared');
  await sql`select ${lock}(${FILING_LOCK}::int, ${account}::int)`.execute(trx);
}
