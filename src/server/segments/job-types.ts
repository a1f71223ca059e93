/** Store channel: an account's number, sent when contacts of it are to be looked at anew. */
export const SEGMENTS_CHANNEL = 'segments';
/** Takes contacts whose facts or time changed into segments and out of them; one per account. */
export const FOLLOW_JOB = 'segments.follow';
/** Goes through all contacts for a segment whose rule is new. */
export const FILL_JOB = 'segments.fill';
/** Finds what a lost notification left, and forgets what was removed long ago. */
export const SWEEP_JOB = 'segments.sweep';
