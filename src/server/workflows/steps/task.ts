import type { Step } from '../../../core/workflows';
import { uuidV7 } from '../../store/uuid-v7';
import { dayAfter } from '../day-after';
import { turnOf, type RunStep } from '../walker';

/** Gives the contact's owner, or a user, something to do. Without an owner it is nobody's, and whoever sees it may take it. */
export const runTask: RunStep<Extract<Step, { kind: 'task' }>> = async (
  { trx, workflow, now, standing },
  { title, days, user },
  group,
) => {
  const rows = group.map((walker) => ({
    account_id: workflow.account_id,
    id: uuidV7(now),
    title,
    due_on: days === null ? null : dayAfter(now, days, walker.version.definition.timeZone),
    contact_id: walker.contact,
    owner_user_id: user ?? standing.get(walker.contact)?.owner ?? null,
    workflow_id: workflow.id,
    enrolment_id: walker.row.id,
    n: turnOf(walker),
    created_at: now,
    updated_at: now,
  }));
  await trx.insertInto('tasks').values(rows).execute();
  return rows.map(({ id }) => ({ go: 'on', result: { task: id } }));
};
