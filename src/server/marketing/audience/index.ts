export { audiencePeople, countAudience } from './count';
export type { ToAudience } from './load';
export { type LeavingCopy, type MayGet, mayGetNow, trackingOf } from './may-get';
export { type AudienceRow, audienceRows } from './rows';
