import { type Kysely, sql } from 'kysely';
import { can, type Role } from '../../core/access';
import type {
  Calls,
  ContactWorkflows,
  EnrolmentHistory,
  EnrolmentPage,
  EnrolmentQuery,
  EnrolmentView,
  WorkflowLine,
  WorkflowView,
} from '../../core/api/workflows';
import { Definition } from '../../core/workflows';
import type { Store } from '../store/port';
import type { Database } from '../store/schema';
import { problemsWith } from './change';

type Db = Kysely<Database>;

const MOST_CALLS = 100;
const MOST_OF_CONTACT = 50;
const MOST_DONE = 500;

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** The account's workflows by name; `id`: only that one. */
export async function workflowLines(db: Db, account: number, id?: string): Promise<WorkflowLine[]> {
  const rows = await db
    .selectFrom('workflows as w')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'w.account_id').onRef('u.id', '=', 'w.updated_by'),
    )
    .select(['w.id', 'w.name', 'w.state', 'w.updated_at', 'u.name as by'])
    .where('w.account_id', '=', account)
    .where('w.removed_at', 'is', null)
    .$if(id !== undefined, (q) => q.where('w.id', '=', id ?? ''))
    .orderBy('w.name')
    .orderBy('w.id')
    .execute();
  const counted = await db
    .selectFrom('workflow_enrolments')
    .select(['workflow_id', 'state', ({ fn }) => fn.countAll<number>().as('n')])
    .where('account_id', '=', account)
    .$if(id !== undefined, (q) => q.where('workflow_id', '=', id ?? ''))
    .groupBy(['workflow_id', 'state'])
    .execute();
  return rows.map(({ updated_at: at, by, ...row }) => {
    const of = (state: string): number =>
      counted.find((one) => one.workflow_id === row.id && one.state === state)?.n ?? 0;
    return {
      ...row,
      updatedAt: at.toISOString(),
      ...(by !== null && { by }),
      counts: { in: of('in'), finished: of('finished'), left: of('left'), failed: of('failed') },
    };
  });
}

/** One workflow with what it does, and what keeps it from being switched on. */
export async function workflowView(
  store: Pick<Store, 'db' | 'tx'>,
  who: { account: number; role: Role },
  id: string,
): Promise<WorkflowView | undefined> {
  const [line] = await workflowLines(store.db, who.account, id);
  if (!line) return undefined;
  return store.tx(async (trx) => {
    const row = await trx
      .selectFrom('workflows')
      .selectAll()
      .where('account_id', '=', who.account)
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const { n } = await trx
      .selectFrom('workflow_enrolments')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('account_id', '=', who.account)
      .where('workflow_id', '=', id)
      .where('state', 'in', ['in', 'failed'])
      .where('version', '<', row.version)
      .executeTakeFirstOrThrow();
    return {
      ...line,
      version: row.version,
      definition: asRecord(row.definition),
      problems: await problemsWith(trx, row, Definition.parse(row.definition)),
      inEarlier: n,
      hasSecret: row.sealed_secret !== null,
      canChange: can(who.role, 'change', 'workflow'),
    };
  });
}

const enrolmentsOf = (db: Db, account: number) =>
  db
    .selectFrom('workflow_enrolments as e')
    .innerJoin('workflows as w', (join) =>
      join.onRef('w.account_id', '=', 'e.account_id').onRef('w.id', '=', 'e.workflow_id'),
    )
    .leftJoin('contacts as c', (join) =>
      join.onRef('c.account_id', '=', 'e.account_id').onRef('c.id', '=', 'e.contact_id'),
    )
    .selectAll('e')
    .select(['w.name', 'w.state as workflow_state', 'w.version as newest'])
    .select(['c.id as contact', 'c.name as contact_name'])
    .where('e.account_id', '=', account);

type Row = Awaited<ReturnType<ReturnType<typeof enrolmentsOf>['execute']>>[number];

const CAUSES = ['event', 'property', 'segment', 'hand'] as const;

function viewOf(row: Row): EnrolmentView {
  const isIn = row.state === 'in' || row.state === 'failed';
  return {
    id: row.id,
    workflow: { id: row.workflow_id, name: row.name, state: row.workflow_state },
    ...(row.contact !== null && { contact: { id: row.contact, name: row.contact_name ?? '' } }),
    version: row.version,
    earlier: row.version < row.newest,
    state: row.state,
    ...(row.why !== null && { why: row.why }),
    ...(row.error !== null && { error: row.error }),
    by: CAUSES.find((cause) => row.cause.startsWith(`${cause}:`)) ?? 'event',
    ...(isIn && row.step !== null && { step: row.step }),
    waiting: row.waiting,
    ...(isIn && (row.until ?? row.due_at) && { dueAt: (row.until ?? row.due_at)?.toISOString() }),
    begunAt: row.begun_at.toISOString(),
    movedAt: row.moved_at.toISOString(),
    ...(row.ended_at && { endedAt: row.ended_at.toISOString() }),
    done: row.done,
  };
}

/** Who is or was in a workflow, begun last first; ids grow with time. */
export async function enrolmentPage(
  db: Db,
  account: number,
  workflow: string,
  { state, search, cursor, limit }: EnrolmentQuery,
): Promise<EnrolmentPage> {
  const rows = await enrolmentsOf(db, account)
    .where('e.workflow_id', '=', workflow)
    .$if(state !== undefined, (q) => q.where('e.state', '=', state ?? 'in'))
    .$if(search !== undefined && search !== '', (q) =>
      q.where(sql<boolean>`position(lower(${search ?? ''}) in lower(c.name)) > 0`),
    )
    .$if(cursor !== undefined, (q) => q.where('e.id', '<', cursor ?? ''))
    .orderBy('e.id', 'desc')
    .limit(limit + 1)
    .execute();
  const last = rows[limit - 1];
  return {
    enrolments: rows.slice(0, limit).map(viewOf),
    ...(rows.length > limit && last && { next: last.id }),
  };
}

/** What somebody did in a workflow, by the version that they are in. */
export async function enrolmentHistory(
  db: Db,
  account: number,
  id: string,
): Promise<EnrolmentHistory | undefined> {
  const row = await enrolmentsOf(db, account).where('e.id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const [version, done] = await Promise.all([
    db
      .selectFrom('workflow_versions')
      .select('definition')
      .where('account_id', '=', account)
      .where('workflow_id', '=', row.workflow_id)
      .where('version', '=', row.version)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('workflow_steps_done')
      .select(['n', 'step', 'kind', 'at', 'result'])
      .where('account_id', '=', account)
      .where('enrolment_id', '=', id)
      .orderBy('n', 'desc')
      .limit(MOST_DONE)
      .execute(),
  ]);
  return {
    enrolment: viewOf(row),
    definition: asRecord(version.definition),
    done: done.reverse().map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
  };
}

/** Which workflows a contact is or was in, the latest first, and into which one may put them. */
export async function workflowsOfContact(
  db: Db,
  account: number,
  contact: string,
): Promise<ContactWorkflows | undefined> {
  const there = await db
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .executeTakeFirst();
  if (!there) return undefined;
  const rows = await enrolmentsOf(db, account)
    .where('e.contact_id', '=', contact)
    .orderBy('e.id', 'desc')
    .limit(MOST_OF_CONTACT)
    .execute();
  const open = await db
    .selectFrom('workflows')
    .select(['id', 'name'])
    .where('account_id', '=', account)
    .where('state', '=', 'on')
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
  return { enrolments: rows.map(viewOf), open };
}

/** The latest calls of a workflow's webhooks. */
export async function callsOf(db: Db, account: number, workflow: string): Promise<Calls> {
  const rows = await db
    .selectFrom('workflow_calls as k')
    .innerJoin('workflow_enrolments as e', (join) =>
      join.onRef('e.account_id', '=', 'k.account_id').onRef('e.id', '=', 'k.enrolment_id'),
    )
    .leftJoin('contacts as c', (join) =>
      join.onRef('c.account_id', '=', 'e.account_id').onRef('c.id', '=', 'e.contact_id'),
    )
    .select(['k.id', 'k.url', 'k.state', 'k.attempts', 'k.status', 'k.error', 'k.at'])
    .select(['c.id as contact', 'c.name'])
    .where('k.account_id', '=', account)
    .where('k.workflow_id', '=', workflow)
    .orderBy('k.at', 'desc')
    .orderBy('k.id')
    .limit(MOST_CALLS)
    .execute();
  return {
    calls: rows.map(({ at, status, error, contact, name, ...row }) => ({
      ...row,
      at: at.toISOString(),
      ...(status !== null && { status }),
      ...(error !== null && { error }),
      ...(contact !== null && { contact: { id: contact, name: name ?? '' } }),
    })),
  };
}
