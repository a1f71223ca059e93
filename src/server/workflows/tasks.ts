import { type Kysely, sql, type Transaction } from 'kysely';
import type { TaskChange, TaskList, TaskView } from '../../core/api/workflows';
import type { Viewer } from '../crm/visibility';
import type { Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';

const MOST = 200;

interface Wanted {
  contact?: string | undefined;
  whose: 'mine' | 'all';
  done: boolean;
  /** Only this one, whatever its state. */
  id?: string;
}

/** Tasks: what is due first; done ones, the latest first. */
export async function tasksOf(
  db: Kysely<Database>,
  who: Viewer,
  wanted: Wanted,
  now: Date,
): Promise<TaskList> {
  const { contact, whose, done, id } = wanted;
  let query = db
    .selectFrom('tasks as t')
    .leftJoin('contacts as c', (join) =>
      join.onRef('c.account_id', '=', 't.account_id').onRef('c.id', '=', 't.contact_id'),
    )
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 't.account_id').onRef('u.id', '=', 't.owner_user_id'),
    )
    .leftJoin('workflows as w', (join) =>
      join.onRef('w.account_id', '=', 't.account_id').onRef('w.id', '=', 't.workflow_id'),
    )
    .select(['t.id', 't.title', 't.due_on', 't.done_at', 't.created_at'])
    .select(['c.id as contact', 'c.name as contact_name', 'u.id as owner', 'u.name as owner_name'])
    .select(['w.id as workflow', 'w.name as workflow_name'])
    .where('t.account_id', '=', who.account);
  if (id !== undefined) query = query.where('t.id', '=', id);
  else {
    query = query.where('t.removed_at', 'is', null).where('t.done_at', done ? 'is not' : 'is', null);
    if (contact !== undefined) query = query.where('t.contact_id', '=', contact);
    if (whose === 'mine') {
      query = query.where((eb) =>
        eb.or([eb('t.owner_user_id', '=', who.user), eb('t.owner_user_id', 'is', null)]),
      );
    }
  }
  const rows = await (
    done
      ? query.orderBy('t.done_at', 'desc')
      : query.orderBy(sql`t.due_on asc nulls last`).orderBy('t.created_at')
  )
    .orderBy('t.id')
    .limit(MOST + 1)
    .execute();
  const today = now.toISOString().slice(0, 10);
  return {
    more: rows.length > MOST,
    tasks: rows.slice(0, MOST).map((row): TaskView => ({
      id: row.id,
      title: row.title,
      ...(row.due_on !== null && { dueOn: row.due_on }),
      overdue: row.due_on !== null && row.done_at === null && row.due_on < today,
      ...(row.contact !== null && { contact: { id: row.contact, name: row.contact_name ?? '' } }),
      ...(row.owner !== null && { owner: { id: row.owner, name: row.owner_name ?? '' } }),
      ...(row.workflow !== null && { workflow: { id: row.workflow, name: row.workflow_name ?? '' } }),
      ...(row.done_at && { doneAt: row.done_at.toISOString() }),
      createdAt: row.created_at.toISOString(),
    })),
  };
}

type TaskRefusal = 'no-such-contact' | 'no-such-user' | 'no-such-task';

async function stands(
  trx: Transaction<Database>,
  account: number,
  { contact, owner }: { contact?: string | null | undefined; owner?: number | null | undefined },
): Promise<TaskRefusal | undefined> {
  if (contact != null) {
    const found = await trx
      .selectFrom('contacts')
      .select('id')
      .where('account_id', '=', account)
      .where('id', '=', contact)
      .executeTakeFirst();
    if (!found) return 'no-such-contact';
  }
  if (owner != null) {
    const found = await trx
      .selectFrom('users')
      .select('id')
      .where('account_id', '=', account)
      .where('id', '=', owner)
      .where('status', '=', 'active')
      .executeTakeFirst();
    if (!found) return 'no-such-user';
  }
  return undefined;
}

export async function makeTask(
  trx: Transaction<Database>,
  who: Viewer,
  given: { title: string; dueOn: string | null; contact: string | null; owner: number | null },
  now: Date,
): Promise<{ id: string } | TaskRefusal> {
  const refused = await stands(trx, who.account, given);
  if (refused) return refused;
  const id = uuidV7(now);
  await trx
    .insertInto('tasks')
    .values({
      account_id: who.account,
      id,
      title: given.title,
      due_on: given.dueOn,
      contact_id: given.contact,
      owner_user_id: given.owner ?? who.user,
      created_by: who.user,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return { id };
}

/** Changes a task, marks it as done or not, takes it off the list or puts it back. */
export async function changeTask(
  trx: Transaction<Database>,
  who: Viewer,
  id: string,
  { title, dueOn, owner, done, removed }: TaskChange,
  now: Date,
): Promise<'done' | TaskRefusal> {
  const refused = await stands(trx, who.account, { owner });
  if (refused) return refused;
  const row = await trx
    .updateTable('tasks')
    .set({
      updated_at: now,
      ...(title !== undefined && { title }),
      ...(dueOn !== undefined && { due_on: dueOn }),
      ...(owner !== undefined && { owner_user_id: owner }),
      ...(done !== undefined &&
        (done ? { done_at: now, done_by: who.user } : { done_at: null, done_by: null })),
      ...(removed !== undefined && { removed_at: removed ? now : null }),
    })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row ? 'done' : 'no-such-task';
}
