/** Job types; the key of each is the mailbox id, so that one run per mailbox and type is under way at a time. */
export const SUBSCRIBE = 'mailbox.subscribe';
export const SYNC = 'mailbox.sync';
export const RENEW = 'mailbox.renew';
/** Copies the files of a message that were not copied as it was filed (L10). Its key is the message id. */
export const COPY_FILES = 'mailbox.copy-files';
/** Logs a mail that a person wants logged (L7, L8). Its key is the id of their wish. */
export const LOG_BY_HAND_JOB = 'mailbox.log-by-hand';
/** Takes leave at Microsoft of a mailbox that is paused or disconnected. */
export const LEAVE = 'mailbox.leave';
export const COUNT = 'mailbox.count';
export const REPAIR = 'mailbox.repair';
export const LOOK_BACK = 'mailbox.look-back';
/** Whether mailboxes are alive. Key `all`, or the one mailbox in which something has just failed. */
export const CHECK = 'mailbox.check';
export const CHECK_ALL = 'all';

/** Watching is never given up as dead: handlers say themselves when they are to run again. */
export const FOREVER = 1_000_000_000;
