import { startJobs, type RunningJobs } from '../jobs';
import type { Services } from '../services';
import { makeGraphAccess } from './graph-access';
import { copyingJobs, watchJobs } from './mailbox-jobs';

/** Mailboxes mostly wait for Microsoft, and a few slow ones must keep no other waiting. */
const MAILBOXES_AT_ONCE = 16;
/** So many hands more while as many wait for a Microsoft that says nothing: a request hangs for two minutes. */
const MOST_SPARE = 240;
/** Of the hands, so many may be held by requests that hang; the others are for mailboxes that answer. */
const MOST_HANGING = 200;
/** Films: one mailbox may have thousands to be copied, and lets three requests through. */
const COPIES_AT_ONCE = 4;

/** Works on all that mailboxes need, with hands of their own; copying files has its own again, so that no mail waits for it. */
export async function startMailboxJobs(services: Services): Promise<RunningJobs> {
  const { store, clock, log } = services;
  const access = makeGraphAccess(services);
  const own = { store, clock, log };
  const watching = await startJobs({
    ...own,
    handlers: watchJobs(services),
    concurrency: MAILBOXES_AT_ONCE,
    spare: () => {
      access.letHang(MOST_HANGING);
      return Math.min(access.silent(), MOST_SPARE);
    },
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
