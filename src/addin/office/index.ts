export {
  callOffice,
  isRecord,
  readNothing,
  readOffice,
  readText,
  recordOf,
  valueOr,
  type OfficeFailure,
  type OfficeResult,
  type Reader,
} from './call';
export { hostTimers, inTime, makeGate, pause, type Gate, type Timers } from './gate';
export { composeItem, WAITS, type AttachedFile, type BodyType, type ComposeItem, type Person } from './item';
export {
  currentItem,
  mailboxUser,
  officeAccessToken,
  outlookClient,
  roamingSettings,
  type SignOnRuntime,
  type OutlookClient,
  type RoamingSettings,
} from './mailbox';
export { readItem, type ReadItem } from './read-item';
