export { connectMailbox } from './connect';
export { copyAgain } from './copy-files';
export { makeGraphAccess, type GraphAccess } from './graph-access';
export { fileAgain } from './judged-items';
export { mailboxJobs } from './mailbox-jobs';
export { mailboxViews } from './mailboxes';
export { problemsOf, retryProblems, type MailboxProblem } from './problems';
export { applyGraphNotification, GRAPH_NOTIFICATION, graphRoutes } from './notifications';
export { wakeAllMailboxes } from './wake-all';
