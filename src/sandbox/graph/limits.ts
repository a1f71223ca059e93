import type { Clock } from '../clock';
import { GraphRefusal } from './exchange';

/** Outlook's limits for one application and one mailbox. */
const AT_ONCE = 4;
const IN_TEN_MINUTES = 10_000;
const MINUTE = 60_000;
/** Seconds that the refused are told to wait. */
const WAIT_BUSY = 1;
const WAIT_MANY = 60;

export interface MailboxLimits {
  /**
   * Counts a request in; the returned function counts it out.
   *
   * @throws GraphRefusal 429; a refused request counts all the same
   */
  enter(app: string, mailbox: string): () => void;
}

export function mailboxLimits(clock: Clock): MailboxLimits {
  const busy = new Map<string, number>();
  /** Requests by minute. */
  const minutes = new Map<string, Map<number, number>>();

  function lately(key: string): number {
    const minute = Math.floor(clock.now().getTime() / MINUTE);
    const counts = minutes.get(key) ?? new Map<number, number>();
    minutes.set(key, counts);
    for (const old of counts.keys()) if (old <= minute - 10) counts.delete(old);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
    return [...counts.values()].reduce((all, each) => all + each, 0);
  }

  return {
    enter(app, mailbox) {
      const key = `${app} ${mailbox}`;
      const refused = (message: string, seconds: number): GraphRefusal =>
        new GraphRefusal(429, 'ApplicationThrottled', message, { 'retry-after': String(seconds) });
      if (lately(key) > IN_TEN_MINUTES)
        throw refused('Application is over its request limit for the mailbox.', WAIT_MANY);
      const now = busy.get(key) ?? 0;
      if (now >= AT_ONCE) throw refused('Application is over its MailboxConcurrency limit.', WAIT_BUSY);
      busy.set(key, now + 1);
      return () => {
        const left = (busy.get(key) ?? 1) - 1;
        if (left === 0) busy.delete(key);
        else busy.set(key, left);
      };
    },
  };
}
