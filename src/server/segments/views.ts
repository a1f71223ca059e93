import { type Kysely, sql } from 'kysely';
import type { RuleCount, SegmentDetail, SegmentView } from '../../core/api/segments';
import { Rule } from '../../core/rules';
import type { Database } from '../store/schema';
import { namesIn } from './names';
import { ruleSql } from './rule-sql';
import type { SegmentRow } from './segments';

interface Row extends SegmentRow {
  by_name: string | null;
  in_segments: number;
  in_messages: number;
  in_workflows: number;
}

/** Segments and lists by name, or one of them. */
async function rowsOf(db: Kysely<Database>, account: number, id?: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.*, u.name as by_name,
      (select count(*) from segments k where k.account_id = s.account_id and k.removed_at is null and s.id = any(k.uses)) as in_segments,
      (select count(*) from marketing_messages m where m.account_id = s.account_id and m.removed_at is null
        and m.state in ('draft', 'scheduled', 'sending', 'paused')
        and (m.settings -> 'to' ? s.id::text or m.settings -> 'exclude' ? s.id::text)) as in_messages,
      (select count(*) from workflows w where w.account_id = s.account_id and w.removed_at is null
        and w.definition::text like '%' || s.id || '%') as in_workflows
    from segments s left join users u on u.account_id = s.account_id and u.id = s.created_by
    where s.account_id = ${account} and s.removed_at is null
      and ${id === undefined ? sql`true` : sql`s.id = ${id}`}
    order by s.name collate "und-x-icu", s.id`.execute(db);
  return rows;
}

const viewOf = (row: Row): SegmentView => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  count: row.count,
  ...(row.state === 'filling' && { filling: { lookedAt: row.looked_at, total: row.total } }),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  ...(row.changed_at && { changedAt: row.changed_at.toISOString() }),
  usedIn: { segments: row.in_segments, messages: row.in_messages, workflows: row.in_workflows },
});

export const segmentViews = async (db: Kysely<Database>, account: number): Promise<SegmentView[]> =>
  (await rowsOf(db, account)).map(viewOf);

export async function segmentDetail(
  db: Kysely<Database>,
  account: number,
  id: string,
): Promise<Omit<SegmentDetail, 'canChange'> | undefined> {
  const [row] = await rowsOf(db, account, id);
  if (!row) return undefined;
  const rule = row.rule === null ? undefined : Rule.parse(row.rule);
  return {
    ...viewOf(row),
    ...(rule && { rule }),
    names: await namesIn(db, account, rule ? [rule] : []),
    ...(row.by_name !== null && { createdBy: row.by_name }),
  };
}

const SAMPLE = 5;

/** How many contacts a rule means now, and some of them. */
export async function countRule(
  db: Kysely<Database>,
  account: number,
  rule: Rule,
  now: Date,
): Promise<RuleCount> {
  const { joins, holds } = ruleSql(account, rule, now);
  const { rows } = await sql<{
    count: number;
    id: string | null;
    name: string | null;
    address: string | null;
  }>`
    with meant as materialized (select c.id from contacts c ${joins} where c.account_id = ${account} and ${holds}),
      few as (select id from meant order by id desc limit ${SAMPLE})
    select (select count(*) from meant) as count, c.id, c.name, (select a.address from contact_addresses a
        where a.account_id = c.account_id and a.contact_id = c.id order by a.is_primary desc, a.address limit 1) as address
    from (select 1) one left join few on true
      left join contacts c on c.account_id = ${account} and c.id = few.id`.execute(db);
  return {
    count: rows[0]?.count ?? 0,
    sample: rows.flatMap(({ id, name, address }) =>
      id === null || name === null ? [] : [{ id, name, ...(address !== null && { address }) }],
    ),
    names: await namesIn(db, account, [rule]),
  };
}
