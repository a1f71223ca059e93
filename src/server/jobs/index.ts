export { AT_ONCE, enqueue, enqueueAll, type NewJob } from './enqueue';
export { takeBackAll } from './queue';
export {
  type Job,
  type JobAlarm,
  type JobHandler,
  type JobHandlers,
  type JobsOptions,
  type RunningJobs,
  startJobs,
} from './run-jobs';
