import { sql, type Kysely } from 'kysely';
import type { Tests } from '../../core/api/hits';
import type { Database } from '../store/schema';

const MOST_TESTS = 20;

/** The newest mails that a user tracked as a test with themself (O13). */
export async function testsOf(
  db: Kysely<Database>,
  who: { account: number; user: number },
): Promise<Tests['tests']> {
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'subject', 'at'])
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where(sql<boolean>`(policy ->> 'test') = 'true'`)
    .where('state', '!=', 'undone')
    .orderBy('at', 'desc')
    .limit(MOST_TESTS)
    .execute();
  return rows.map(({ id, subject, at }) => ({ id, subject, at: at.toISOString() }));
}
