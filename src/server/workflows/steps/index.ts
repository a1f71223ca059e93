import type { Place } from '../../../core/workflows';
import type { Outcome, Round, Walker } from '../walker';
import { runBranch } from './branch';
import { runList } from './list';
import { runNotify } from './notify';
import { runSend } from './send';
import { runSet } from './set';
import { runTask } from './task';
import { runWait } from './wait';
import { runWebhook } from './webhook';

/** Runs a step for all who stand at it, in the round's transaction. Network calls are jobs that it enqueues. */
export async function runStep(
  round: Round,
  place: Place,
  group: readonly Walker[],
): Promise<readonly Outcome[]> {
  const { step } = place;
  switch (step.kind) {
    case 'wait':
      return runWait(round, step, group);
    case 'branch':
      return runBranch(round, step, place, group);
    case 'set':
      return runSet(round, step, group);
    case 'list':
      return runList(round, step, group);
    case 'notify':
      return runNotify(round, step, group);
    case 'task':
      return runTask(round, step, group);
    case 'send':
      return runSend(round, step, group);
    case 'webhook':
      return runWebhook(round, step, group);
    case 'goto':
    case 'end':
      return group.map(() => ({ go: 'on' }));
  }
}
