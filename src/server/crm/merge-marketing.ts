import { sql, type Transaction } from 'kysely';
import { refreshMarketingReplies } from '../events';
import type { MergedParts } from '../store/log-tables';
import { json, type Database } from '../store/schema';

type Trx = Transaction<Database>;
type Marketing = Required<Pick<MergedParts, 'copies' | 'lists'>>;

/**
 * L14: what the other contact got of marketing mail, and the lists they stand on, go to the one that stays. Active segments
 * see for themselves. Workflows move by a trigger of theirs.
 */
export async function moveMarketing(
  trx: Trx,
  account: number,
  { kept, gone }: { kept: string; gone: string },
): Promise<Marketing> {
  const copies = await trx
    .updateTable('marketing_copies')
    .set({ contact_id: kept })
    .where('account_id', '=', account)
    .where('contact_id', '=', gone)
    .returning(['message_id as message', 'idx'])
    .execute();
  const { rows: lists } = await sql<Marketing['lists'][number]>`
    with theirs as (
      select s.segment_id, s.since, s.why from segment_members s
        join segments g on g.account_id = s.account_id and g.id = s.segment_id and g.kind <> 'active'
        where s.account_id = ${account} and s.contact_id = ${gone}),
    joined as (
      insert into segment_members (account_id, segment_id, contact_id, since, why)
        select ${account}, segment_id, ${kept}, since, why from theirs
        on conflict do nothing returning segment_id)
    select t.segment_id as segment, to_json(t.since)#>>'{}' as since, t.why,
      exists (select from joined j where j.segment_id = t.segment_id) as joined from theirs t`.execute(trx);
  return { copies, lists };
}

/** What the merge moved goes back, as far as it still is where the merge put it. The other contact is there again. */
export async function restoreMarketing(
  trx: Trx,
  account: number,
  { kept, gone }: { kept: string; gone: string },
  { copies = [], lists = [] }: Pick<MergedParts, 'copies' | 'lists'>,
): Promise<void> {
  await sql`
    update marketing_copies c set contact_id = ${gone}
    from jsonb_to_recordset(${json(copies)}::jsonb) as b (message uuid, idx integer)
    where c.account_id = ${account} and c.contact_id = ${kept} and c.message_id = b.message and c.idx = b.idx`.execute(
    trx,
  );
  await sql`
    insert into segment_members (account_id, segment_id, contact_id, since, why)
      select ${account}, b.segment, ${gone}, b.since, b.why
      from jsonb_to_recordset(${json(lists)}::jsonb) as b (segment uuid, since timestamptz, why text)
      join segments g on g.account_id = ${account} and g.id = b.segment and g.removed_at is null
      on conflict do nothing`.execute(trx);
  await sql`
    delete from segment_members s using jsonb_to_recordset(${json(lists)}::jsonb) as b (segment uuid, joined boolean)
    where b.joined and s.account_id = ${account} and s.contact_id = ${kept} and s.segment_id = b.segment`.execute(
    trx,
  );
  for (const contact of [kept, gone]) await refreshMarketingReplies(trx, account, contact);
}
