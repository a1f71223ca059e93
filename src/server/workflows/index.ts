export { enrolByHand, leaveByHand, tryAgain } from './by-hand';
export { call, newSecret, signature } from './call';
export {
  changeWorkflow,
  makeSecret,
  makeWorkflow,
  removeWorkflow,
  switchWorkflow,
  type ChangeRefusal,
} from './change';
export { dryRun } from './dry-run';
export { follow } from './follow';
export { CALL_JOB, FOLLOW_JOB, RUN_JOB } from './job-types';
export { workflowJobs } from './jobs';
export { workflowChoices } from './known';
export { loadWorkflow } from './load';
export { runWorkflow } from './run';
export { changeTask, makeTask, tasksOf } from './tasks';
export {
  callsOf,
  enrolmentHistory,
  enrolmentPage,
  workflowLines,
  workflowsOfContact,
  workflowView,
} from './views';
