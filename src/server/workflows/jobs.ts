import type { Ask } from '../checks/ask';
import type { JobHandlers } from '../jobs';
import type { Services } from '../services';
import { call } from './call';
import { follow } from './follow';
import { CALL_JOB, FOLLOW_JOB, RUN_JOB } from './job-types';
import { runWorkflow } from './run';

type Needs = Pick<Services, 'store' | 'clock' | 'log' | 'secrets'> & { ask?: Ask };

/** What follows events and moves people on. */
export function workflowJobs(services: Needs): JobHandlers {
  return {
    [FOLLOW_JOB]: ({ account, signal }) => follow(services, account, signal),
    [RUN_JOB]: ({ account, key, signal }) => runWorkflow(services, account, key, signal),
    [CALL_JOB]: ({ account, key, attempt }) => call(services, account, key, attempt),
  };
}
