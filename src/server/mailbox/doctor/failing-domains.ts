import type { Kysely } from 'kysely';
import type { Database } from '../../store/schema';

/** C7: the tracking domains in use that fail, by account. */
export async function failingDomains(db: Kysely<Database>): Promise<Map<number, string[]>> {
  const rows = await db
    .selectFrom('tracking_domains')
    .select(['account_id', 'host'])
    .where('state', '=', 'failing')
    .where('removed_at', 'is', null)
    .orderBy('account_id')
    .orderBy('host')
    .execute();
  const byAccount = new Map<number, string[]>();
  for (const { account_id: account, host } of rows) {
    byAccount.set(account, [...(byAccount.get(account) ?? []), host]);
  }
  return byAccount;
}
