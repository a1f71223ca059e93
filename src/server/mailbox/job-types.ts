/** Job types; the key of each is the mailbox id, so that one run per mailbox and type is under way at a time. */
export const SUBSCRIBE = 'mailbox.subscribe';
export const SYNC = 'mailbox.sync';
export const RENEW = 'mailbox.renew';
/** Copies the files of a message that were not copied as it was filed (L10). Its key is the message id. */
export const COPY_FILES = 'mailbox.copy-files';

/** Watching is never given up as dead: handlers say themselves when they are to run again. */
export const FOREVER = 1_000_000_000;
