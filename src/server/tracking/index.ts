export { recipientAnswers, senderOf, type Sender } from './answers';
export { issueBook, readBook, revokeBooks, type Book, type BookHolder } from './books';
export { applyIngested, type IngestHandler } from './drain';
export { trackingRoutes, type DoorCounts } from './image-and-redirect';
export { trackingJobs } from './jobs';
export { launchRoutes } from './launch-routes';
export { revocationValue, revoke, type RevocationKind } from './revocations';
export { adoptHits, AWAIT_MESSAGE_JOB } from './settle';
export { takeSpares, takeTicket, trackingHostsOf } from './tickets';
