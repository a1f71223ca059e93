export { connectMailbox } from './connect';
export { makeGraphAccess, type GraphAccess } from './graph-access';
export { fileAgain } from './judged-items';
export { mailboxJobs } from './mailbox-jobs';
export { mailboxViews } from './mailboxes';
export { applyGraphNotification, GRAPH_NOTIFICATION, graphRoutes } from './notifications';
export { wakeAllMailboxes } from './wake-all';
