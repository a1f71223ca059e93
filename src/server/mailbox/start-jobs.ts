import { startJobs, type RunningJobs } from '../jobs';
import type { Services } from '../services';
import { copyingJobs, watchJobs } from './mailbox-jobs';

/** Mailboxes mostly wait for Microsoft, and a few slow ones must keep no other waiting. */
const MAILBOXES_AT_ONCE = 16;
/** Films: one mailbox may have thousands to be copied, and lets three requests through. */
const COPIES_AT_ONCE = 4;

/** Works on all that mailboxes need, with hands of their own; copying files has its own again, so that no mail waits for it. */
export async function startMailboxJobs(services: Services): Promise<RunningJobs> {
  const { store, clock, log } = services;
  const own = { store, clock, log };
  const watching = await startJobs({
    ...own,
    handlers: watchJobs(services),
    concurrency: MAILBOXES_AT_ONCE,
  });
  const copying = await startJobs({ ...own, handlers: copyingJobs(services), concurrency: COPIES_AT_ONCE });
  return {
    wake: () => {
      watching.wake();
      copying.wake();
    },
    idle: async () => {
      await watching.idle();
      await copying.idle();
    },
    stop: async () => {
      await Promise.all([watching.stop(), copying.stop()]);
    },
  };
}
