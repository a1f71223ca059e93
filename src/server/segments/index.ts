export { type RuleTrouble, troubleWithRule } from './check-rule';
export { FILL_JOB, FOLLOW_JOB, SWEEP_JOB } from './job-types';
export { segmentJobs } from './jobs';
export { addToList, holdsFor, isList, NoSuchList, removeFromList } from './lists';
export { membersIn } from './members-in';
export { namesIn } from './names';
export { ruleSql } from './rule-sql';
export { followTouched } from './wake';
export type { Why } from './why';
