import type { Step } from '../../../core/workflows';
import { enqueueAll } from '../../jobs';
import { uuidV7 } from '../../store/uuid-v7';
import { CALL_ATTEMPTS } from '../call';
import { CALL_JOB } from '../job-types';
import { turnOf, type RunStep } from '../walker';

/** Has a job call an address outside, which is no part of this transaction; whoever is on their way does not wait for it. */
export const runWebhook: RunStep<Extract<Step, { kind: 'webhook' }>> = async (
  { trx, workflow, now },
  { url },
  group,
) => {
  const account = workflow.account_id;
  const calls = group.map((walker) => ({
    account_id: account,
    id: uuidV7(now),
    workflow_id: workflow.id,
    enrolment_id: walker.row.id,
    n: turnOf(walker),
    url,
    state: 'waiting' as const,
    at: now,
    updated_at: now,
  }));
  await trx.insertInto('workflow_calls').values(calls).execute();
  await enqueueAll(
    trx,
    calls.map(({ id }) => ({ account, type: CALL_JOB, key: id, maxAttempts: CALL_ATTEMPTS })),
  );
  return calls.map(({ id }) => ({ go: 'on', result: { call: id } }));
};
