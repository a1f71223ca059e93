/** Sends a mail that was written here; its key is the mail's id. */
export const SEND_JOB = 'sending.send';

/** Takes a draft with large files out of a mailbox, which nobody sends any more; the key is the copy's mark. */
export const DROP_DRAFT_JOB = 'sending.drop-draft';
