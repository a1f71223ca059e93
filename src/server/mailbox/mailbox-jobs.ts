import { GraphFailed, type Graph } from '../../graph';
import { AT_ONCE, enqueue, type Job, type JobHandler, type JobHandlers } from '../jobs';
import type { Services } from '../services';
import { makeGraphAccess, type GraphAccess } from './graph-access';
import { copyFiles } from './copy-files';
import { COPY_FILES, FOREVER, RENEW, SUBSCRIBE, SYNC } from './job-types';
import { lifeJobs } from './life-jobs';
import { logByHandJobs } from './log-by-hand';
import { loadMailbox, setState, type WatchedMailbox } from './mailboxes';
import { leaveOne } from './owned';
import { problemsOf } from './problems';
import { stateOfFailure } from './state-of-failure';
import { POLLED, renew, subscribe } from './subscribe';
import { syncMailbox, type SyncOutcome } from './sync';

/** R7: how often a mailbox is looked at though nothing was notified. */
const SAFETY_MS = 10 * 60_000;
const FAILED_RETRY_MS = 60_000;

/** Everything about mailboxes. */
export const mailboxJobs = (
  services: Services,
  access: GraphAccess = makeGraphAccess(services),
): JobHandlers => ({ ...watchJobs(services, access), ...copyingJobs(services, access) });

/** Copies what is not copied as a mail is filed. */
export const copyingJobs = (
  services: Services,
  access: GraphAccess = makeGraphAccess(services),
): JobHandlers => ({ [COPY_FILES]: (job) => copyFiles(services, access, job) });

/** What watches the mailboxes: subscribing, renewing, and finding what is new. */
export function watchJobs(services: Services, access: GraphAccess = makeGraphAccess(services)): JobHandlers {
  const forMailbox =
    (run: (graph: Graph, mailbox: WatchedMailbox, job: Job) => ReturnType<JobHandler>): JobHandler =>
    async (job) => {
      const mailbox = await loadMailbox(services.store.db, job.account, job.key);
      if (!mailbox || mailbox.access === 'pane') return undefined;
      if (mailbox.state === 'disconnected' || mailbox.state === 'paused') return undefined;
      if (!mailbox.ownerActive) {
        await services.store.tx((trx) => leaveOne(trx, mailbox, services.clock.now()));
        return undefined;
      }
      // A notification must not bring us back earlier.
      const until = mailbox.quietUntil;
      if (until && until > services.clock.now()) return { again: until };
      return run(access.graph(mailbox), mailbox, job);
    };
  return {
    ...lifeJobs(services, access),
    [SUBSCRIBE]: forMailbox((graph, mailbox) => subscribe(services, graph, mailbox)),
    [RENEW]: forMailbox((graph, mailbox) => renew(services, graph, mailbox)),
    [SYNC]: forMailbox((graph, mailbox, job) => sync(services, graph, mailbox, job.signal)),
    ...logByHandJobs(services, access),
  };
}

async function sync(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  signal: AbortSignal,
): Promise<void | { again: Date }> {
  // The subscribing job asks whether reading is allowed again, and sends us back here.
  if (mailbox.state === 'not-allowed') return undefined;
  const { db } = services.store;
  let outcome: SyncOutcome;
  try {
    outcome = await syncMailbox(services, graph, mailbox, signal);
  } catch (error) {
    if (!(error instanceof GraphFailed)) {
      // S4: whatever the cause, nobody is told "watching" while mail is not being found.
      await setState(db, mailbox, 'failing', 'Mail could not be filed; tried again');
      throw error;
    }
    return afterFailure(services, mailbox, error);
  }
  if (!outcome.complete) return { again: AT_ONCE };
  const problems = await problemsOf(db, mailbox);
  await setState(db, mailbox, 'watching', watchingBut(mailbox, outcome, problems.length));
  const retryAt = Math.min(...problems.map((p) => p.retryAt?.getTime() ?? Infinity));
  const now = services.clock.now().getTime();
  return { again: new Date(Math.min(now + SAFETY_MS, Math.max(now, retryAt))) };
}

/** S4: what is less than it seems while all else is found. */
function watchingBut(
  mailbox: WatchedMailbox,
  { unreadFolders }: SyncOutcome,
  problems: number,
): string | null {
  const said = [
    ...(mailbox.subscription === null ? [POLLED] : []),
    ...(unreadFolders > 0
      ? [
          `Microsoft does not tell the changes of ${countOf(unreadFolders, 'folder')}; new mail in it is found all the same`,
        ]
      : []),
    ...(problems > 0 ? [`${countOf(problems, 'mail')} could not be read; tried again for seven days`] : []),
  ];
  return said.length === 0 ? null : said.join('. ');
}

const countOf = (n: number, what: string): string => (n === 1 ? `1 ${what}` : `${n} ${what}s`);

async function afterFailure(
  services: Services,
  mailbox: WatchedMailbox,
  { failure, message }: GraphFailed,
): Promise<void | { again: Date }> {
  const { db } = services.store;
  const now = services.clock.now();
  const told = stateOfFailure(failure);
  services.log.warn({ mailbox: mailbox.id, failure: failure.kind }, message);
  if (told) {
    await setState(db, mailbox, told.state, told.reason);
    if (told.state === 'not-allowed') {
      const runAt = new Date(now.getTime() + SAFETY_MS);
      const job = { account: mailbox.account, type: SUBSCRIBE, key: mailbox.id, maxAttempts: FOREVER, runAt };
      await enqueue(db, job);
    }
    return undefined;
  }
  if (failure.kind === 'throttled') {
    return { again: new Date(now.getTime() + failure.retryAfter * 1_000) };
  }
  await setState(db, mailbox, 'failing', 'Graph does not answer as it should; tried again every minute');
  return { again: new Date(now.getTime() + FAILED_RETRY_MS) };
}
