/** One per user: makes notices of what waits. */
export const TELL_USER_JOB = 'push.tell';
/** One per notice and browser. */
export const SEND_PUSH_JOB = 'push.send';

export const sendKey = (notice: string, subscription: string): string => `${notice}:${subscription}`;
