/** Signals are to be followed; enqueued by the store's triggers too (migrations/0047-workflows.ts). */
export const FOLLOW_JOB = 'workflows.follow';
/** Somebody is due in a workflow; its key is the workflow's id. */
export const RUN_JOB = 'workflows.run';
/** A webhook is to be called; its key is the call's id. */
export const CALL_JOB = 'workflows.call';
