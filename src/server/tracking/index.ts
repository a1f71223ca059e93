export { recipientAnswers, senderOf, type Sender } from './answers';
export { issueBook, readBook, revokeBooks, type Book, type BookHolder } from './books';
export { applyIngested, type IngestHandler } from './drain';
export { HIT_MONTHS_JOB } from './hit-retention';
export { hitViews } from './hit-views';
export { openDoor, type Door, type DoorCounts } from './door';
export { trackingRoutes } from './image-and-redirect';
export { trackingJobs } from './jobs';
export { launchRoutes } from './launch-routes';
export { makeDeviceLearner, ownDevices, removeDevice, restoreDevice } from './own-devices';
export { overruleHit, type Overruled, type Word } from './overrule';
export {
  beginRejudgement,
  enqueueRejudgement,
  REJUDGE_JOB,
  rejudgeBatch,
  rejudgements,
  reportOf,
  type Rejudgement,
} from './rejudge';
export { revocationValue, revoke, type RevocationKind } from './revocations';
export { adoptHits, AWAIT_MESSAGE_JOB } from './settle';
export { SOURCE_KEYS_JOB } from './source-keys';
export { whyNothing } from './why-nothing';
export { markViewing } from './viewing';
export { testsOf } from './tests-of';
export { DOMAINS_JOB, domainsJob, openTrackingHosts } from './domains';
export { takeSpares, takeTicket, trackingHostsOf } from './tickets';
