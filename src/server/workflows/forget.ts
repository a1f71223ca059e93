import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../store/schema';

/** P5: what is to be done about somebody who is erased goes with them; that they were in a workflow stays, without them. */
export async function forgetInWorkflows(
  trx: Transaction<Database>,
  account: number,
  contact: string,
): Promise<void> {
  await trx.deleteFrom('tasks').where('account_id', '=', account).where('contact_id', '=', contact).execute();
  await trx
    .deleteFrom('workflow_signals')
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .execute();
  await sql`
    update workflow_enrolments set contact_id = null, merged_from = null, watches = false,
      why = case when state in ('in', 'failed') then 'contact-gone' else why end,
      ended_at = coalesce(ended_at, moved_at), due_at = null,
      state = case when state in ('in', 'failed') then 'left' else state end
    where account_id = ${account} and contact_id = ${contact}`.execute(trx);
}

/** P5: what is kept of a contact here: which workflows they were in, what was done there, and tasks about them. */
export async function keptInWorkflows(db: Kysely<Database>, account: number, contact: string) {
  const enrolments = await db
    .selectFrom('workflow_enrolments as e')
    .innerJoin('workflows as w', (join) =>
      join.onRef('w.account_id', '=', 'e.account_id').onRef('w.id', '=', 'e.workflow_id'),
    )
    .select(['e.id', 'w.name', 'e.cause', 'e.state', 'e.why', 'e.begun_at', 'e.ended_at'])
    .where('e.account_id', '=', account)
    .where('e.contact_id', '=', contact)
    .orderBy('e.id')
    .execute();
  const steps =
    enrolments.length === 0
      ? []
      : await db
          .selectFrom('workflow_steps_done')
          .select(['enrolment_id', 'kind', 'at', 'result'])
          .where('account_id', '=', account)
          .where(
            'enrolment_id',
            'in',
            enrolments.map(({ id }) => id),
          )
          .orderBy('enrolment_id')
          .orderBy('n')
          .execute();
  const tasks = await db
    .selectFrom('tasks')
    .select(['title', 'due_on', 'created_at', 'done_at', 'removed_at'])
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .orderBy('id')
    .execute();
  return {
    workflows: enrolments.map(({ id, name, cause, state, why, begun_at: begun, ended_at: ended }) => ({
      ...{ name, cause, state, why, begun, ended },
      steps: steps
        .filter((step) => step.enrolment_id === id)
        .map(({ kind, at, result }) => ({ kind, at, result })),
    })),
    tasks,
  };
}
