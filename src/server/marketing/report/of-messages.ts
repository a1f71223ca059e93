import { sql, type Kysely } from 'kysely';
import type { ReportNumbers } from '../../../core/api/reports';
import type { Database } from '../../store/schema';
import { COUNT_SUMS, numbersOf, type CountSums } from './numbers';

/** The numbers of some messages, for lists of them; without those of which nothing has left. */
export async function numbersOfMessages(
  db: Kysely<Database>,
  account: number,
  messages: readonly string[],
): Promise<Map<string, ReportNumbers>> {
  if (messages.length === 0) return new Map();
  const { rows } = await sql<CountSums & { id: string }>`select c.message_id as id, ${COUNT_SUMS}
    from marketing_counts c where c.account_id = ${account} and c.message_id = any(${[...messages]}::uuid[])
    group by 1 having sum(c.sent) > 0`.execute(db);
  return new Map(rows.map((row) => [row.id, numbersOf(row)]));
}
