import { sql, type Kysely } from 'kysely';
import type { Database } from '../../store/schema';

/**
 * P5: what marketing mail keeps of a contact: each copy of theirs with what became of it, what they took themselves off,
 * the lists and segments that they stand in, and the workflows that they went through.
 */
export async function marketingOf(db: Kysely<Database>, account: number, contact: string) {
  const copies = await db
    .selectFrom('marketing_copies as c')
    .leftJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 'c.account_id').onRef('m.id', '=', 'c.message_id'),
    )
    .select([
      'c.message_id as message',
      'm.subject',
      'c.address',
      'c.state',
      'c.reason',
      'c.left_at as leftAt',
    ])
    .select([
      'c.image',
      'c.links',
      'c.delivery',
      'c.bounced_at as bouncedAt',
      'c.complained_at as complainedAt',
    ])
    .select(['c.opens', 'c.clicks', 'c.replies', 'c.machine_opens as machineOpens'])
    .select(['c.machine_clicks as machineClicks', 'c.unsubscribed_at as unsubscribedAt'])
    .select(['c.first_open_at as firstOpen', 'c.last_open_at as lastOpen'])
    .select(['c.first_click_at as firstClick', 'c.last_click_at as lastClick'])
    .select(['c.first_reply_at as firstReply', 'c.last_reply_at as lastReply'])
    .where('c.account_id', '=', account)
    .where('c.contact_id', '=', contact)
    .orderBy('c.message_id')
    .orderBy('c.idx')
    .execute();
  const { rows: unsubscribed } = await sql`
    select u.address, k.name as kind, u.way, u.at, u.ended_at as until
    from unsubscribes u join contact_addresses a on a.account_id = u.account_id and a.address = u.address
      left join mail_kinds k on k.account_id = u.account_id and k.id = u.kind_id
    where u.account_id = ${account} and a.contact_id = ${contact} order by u.at`.execute(db);
  const { rows: segments } = await sql`
    select g.name, g.kind, s.since, s.why, null::timestamptz as until
      from segment_members s join segments g on g.account_id = s.account_id and g.id = s.segment_id
      where s.account_id = ${account} and s.contact_id = ${contact}
    union all select g.name, g.kind, s.since, s.why, s.ended_at
      from segment_stays s join segments g on g.account_id = s.account_id and g.id = s.segment_id
      where s.account_id = ${account} and s.contact_id = ${contact}
    order by since`.execute(db);
  const { rows: workflows } = await sql`
    select w.name, e.begun_at as begun, e.ended_at as ended, e.state, e.why,
      (select coalesce(json_agg(json_build_object('step', d.kind, 'at', d.at, 'result', d.result) order by d.n), '[]')
        from workflow_steps_done d where d.account_id = e.account_id and d.enrolment_id = e.id) as steps
    from workflow_enrolments e join workflows w on w.account_id = e.account_id and w.id = e.workflow_id
    where e.account_id = ${account} and e.contact_id = ${contact} order by e.begun_at`.execute(db);
  return { copies, unsubscribed, segments, workflows };
}
