import type { Kysely } from 'kysely';
import type { AuditPage, AuditQuery } from '../../../core/api/audit';
import type { Database } from '../../store/schema';

const CSV_AT_ONCE = 1_000;

type Filter = Omit<AuditQuery, 'limit' | 'before'>;

function lines(db: Kysely<Database>, account: number, { action, actor, from, to }: Filter) {
  let query = db
    .selectFrom('audit_log as a')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'a.account_id').onRef('u.id', '=', 'a.actor_user_id'),
    )
    .select([
      'a.seq',
      'a.at',
      'a.action',
      'a.object_kind',
      'a.object_id',
      'a.detail',
      'a.actor_user_id',
      'u.name as actor',
    ])
    .where('a.account_id', '=', account)
    .orderBy('a.seq', 'desc');
  if (action !== undefined) query = query.where('a.action', 'like', `${action.replace(/[\\%_]/g, '\\$&')}%`);
  if (actor !== undefined)
    query = query.where('a.actor_user_id', actor === 0 ? 'is' : '=', actor === 0 ? null : actor);
  if (from !== undefined) query = query.where('a.at', '>=', new Date(from));
  if (to !== undefined) query = query.where('a.at', '<', new Date(to));
  return query;
}

type Row = Awaited<ReturnType<ReturnType<typeof lines>['execute']>>[number];

const lineOf = (row: Row): AuditPage['lines'][number] => ({
  seq: row.seq,
  at: row.at.toISOString(),
  action: row.action,
  object: { kind: row.object_kind, id: row.object_id },
  ...(row.actor_user_id !== null && {
    by: { id: row.actor_user_id, name: row.actor ?? 'a former colleague' },
  }),
  detail: row.detail,
});

/** P8: who did what, newest first. */
export async function auditPage(
  db: Kysely<Database>,
  account: number,
  { limit, before, ...filter }: AuditQuery,
): Promise<AuditPage> {
  let query = lines(db, account, filter).limit(limit + 1);
  if (before !== undefined) query = query.where('a.seq', '<', before);
  const rows = await query.execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { lines: shown.map(lineOf), ...(rows.length > limit && last && { next: last.seq }) };
}

/** RFC 4180; a cell that a spreadsheet would take for a formula is told to be text. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The same as CSV, with a first line of names, page by page as it is read. */
export async function* auditCsv(
  db: Kysely<Database>,
  account: number,
  filter: Filter,
): AsyncGenerator<string> {
  yield 'number,at,by,action,kind,id,detail\r\n';
  for (let before: number | undefined; ;) {
    let query = lines(db, account, filter).limit(CSV_AT_ONCE);
    if (before !== undefined) query = query.where('a.seq', '<', before);
    const rows = await query.execute();
    yield rows
      .map((row) => {
        const line = lineOf(row);
        const cells = [
          String(line.seq),
          line.at,
          line.by?.name ?? 'Mailtrail',
          line.action,
          line.object.kind,
          line.object.id,
          JSON.stringify(line.detail),
        ];
        return `${cells.map(cell).join(',')}\r\n`;
      })
      .join('');
    const last = rows.at(-1);
    if (!last || rows.length < CSV_AT_ONCE) return;
    before = last.seq;
  }
}
