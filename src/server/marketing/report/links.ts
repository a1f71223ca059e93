import { sql, type Kysely } from 'kysely';
import type { MessageReport } from '../../../core/api/reports';
import type { Database } from '../../store/schema';

/** By link: how many of those who could be seen clicked on it, and how often. */
export async function linksOf(
  db: Kysely<Database>,
  account: number,
  id: string,
): Promise<MessageReport['links']> {
  const { rows } = await sql<{ n: number; target: string; text: string; clicked: number; clicks: number }>`
    select l.n, l.target, l.text, coalesce(k.clicked, 0)::integer as clicked, coalesce(k.clicks, 0)::integer as clicks
    from message_links l
    left join (
      select k.n, count(*) as clicked, sum(k.clicks) as clicks
      from marketing_link_clicks k
      join marketing_copies c on c.account_id = k.account_id and c.message_id = k.message_id and c.idx = k.recipient_idx
      where k.account_id = ${account} and k.message_id = ${id} and k.clicks > 0
        and c.links and c.delivery <> 'failed' and c.state in ('accepted', 'unclear')
      group by k.n) k on k.n = l.n
    where l.account_id = ${account} and l.message_id = ${id} and l.tracked
    order by l.n`.execute(db);
  return rows;
}
