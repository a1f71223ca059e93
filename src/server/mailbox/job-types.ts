/** Job types; the key of each is the mailbox id, so that one run per mailbox and type is under way at a time. */
export const SUBSCRIBE = 'mailbox.subscribe';
export const SYNC = 'mailbox.sync';
export const RENEW = 'mailbox.renew';

/** Watching is never given up as dead: handlers say themselves when they are to run again. */
export const FOREVER = 1_000_000_000;
