import type { Step } from '../../../core/workflows';
import { changeList } from '../ports';
import type { RunStep } from '../walker';

/** Adds to a list, or takes off it. */
export const runList: RunStep<Extract<Step, { kind: 'list' }>> = async (
  { trx, workflow, now },
  { action, list },
  group,
) => {
  const contacts = [...new Set(group.map(({ contact }) => contact))];
  const changed = await changeList(
    trx,
    { account: workflow.account_id, workflow: workflow.id, list, action },
    contacts,
    now,
  );
  return group.map(({ contact }) => ({ go: 'on', result: { changed: changed.delete(contact) } }));
};
