export { enqueue, enqueueAll, type NewJob } from './enqueue';
export {
  type Job,
  type JobAlarm,
  type JobHandler,
  type JobHandlers,
  type JobsOptions,
  type RunningJobs,
  startJobs,
} from './run-jobs';
