import { sql } from 'kysely';
import type { Store } from '../store';

/** So long a removed segment can be taken back. */
export const UNDO_MS = 86_400_000;
const AT_ONCE = 5_000;

/** Segments that were removed a day ago go, with their members, some at a time. */
export async function forgetRemoved(store: Store, now: Date): Promise<void> {
  const before = new Date(now.getTime() - UNDO_MS);
  const gone = await store.db
    .selectFrom('segments')
    .select(['account_id', 'id'])
    .where('removed_at', '<', before)
    .limit(20)
    .execute();
  for (const { account_id: account, id } of gone) {
    const of = sql`account_id = ${account} and segment_id = ${id}`;
    const [members, stays] = await store.tx(async (trx) => [
      await sql`delete from segment_members where ${of} and contact_id in
        (select contact_id from segment_members where ${of} limit ${AT_ONCE})`.execute(trx),
      await sql`delete from segment_stays where account_id = ${account} and id in
        (select id from segment_stays where ${of} limit ${AT_ONCE})`.execute(trx),
    ]);
    const rest = [members, stays].some((done) => Number(done?.numAffectedRows ?? 0) >= AT_ONCE);
    if (rest) continue;
    await store.db
      .deleteFrom('segments')
      .where('account_id', '=', account)
      .where('id', '=', id)
      .where('removed_at', '<', before)
      .execute();
  }
}
