export { addressTestJobs, askForTest } from './address-tests';
export { audiencePeople, countAudience } from './count';
export { type ToAudience, settingsOf } from './load';
export { type LeavingCopy, type MayGet, mayGetNow, trackingOf } from './may-get';
export { neededReplyTo, replyToAnswer, replyToOptions, replyToStillWatched } from './reply-to';
export { changeSettings, settingsView } from './settings';
export { addressesOf, settleGap, type Looked } from './reply-watch';
export { type AudienceRow, audienceRows } from './rows';
