import { GraphFailed, type Graph } from '../../graph';
import { enqueue, type Job, type JobHandler, type JobHandlers } from '../jobs';
import type { Services } from '../services';
import { makeGraphAccess, type GraphAccess } from './graph-access';
import { FOREVER, RENEW, SUBSCRIBE, SYNC } from './job-types';
import { loadMailbox, setState, type WatchedMailbox } from './mailboxes';
import { POLLED, renew, stateOfFailure, subscribe } from './subscribe';
import { syncMailbox } from './sync';

/** R7: how often a mailbox is looked at though nothing was notified. */
const SAFETY_MS = 10 * 60_000;
const FAILED_RETRY_MS = 60_000;

/** What watches the mailboxes: subscribing, renewing, and finding what is new. */
export function mailboxJobs(
  services: Services,
  access: GraphAccess = makeGraphAccess(services),
): JobHandlers {
  // Retry-After, by mailbox: a notification must not bring us back earlier. Lost with the process, which costs one 429.
  const throttled = new Map<string, Date>();
  const forMailbox =
    (run: (graph: Graph, mailbox: WatchedMailbox, job: Job) => ReturnType<JobHandler>): JobHandler =>
    async (job) => {
      const mailbox = await loadMailbox(services.store.db, job.account, job.key);
      if (!mailbox || mailbox.state === 'disconnected' || mailbox.state === 'paused') return undefined;
      const graph = access.graph(mailbox);
      if (!mailbox.ownerActive) return stopWatching(services, graph, mailbox);
      const until = throttled.get(mailbox.id);
      if (until && until > services.clock.now()) return { again: until };
      throttled.delete(mailbox.id);
      return run(graph, mailbox, job);
    };
  return {
    [SUBSCRIBE]: forMailbox((graph, mailbox) => subscribe(services, graph, mailbox)),
    [RENEW]: forMailbox((graph, mailbox) => renew(services, graph, mailbox)),
    [SYNC]: forMailbox((graph, mailbox, job) => sync(services, graph, mailbox, job.signal, throttled)),
  };
}

/** S5: the owner is disabled; what was filed stays. */
async function stopWatching(services: Services, graph: Graph, mailbox: WatchedMailbox): Promise<void> {
  if (mailbox.subscription !== null) await graph.deleteSubscription(mailbox.subscription);
  await services.store.db
    .updateTable('mailboxes')
    .set({
      state: 'paused',
      state_reason: 'Its owner is disabled',
      subscription_id: null,
      subscription_expires_at: null,
    })
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    .execute();
}

async function sync(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  signal: AbortSignal,
  throttled: Map<string, Date>,
): Promise<void | { again: Date }> {
  // The subscribing job asks whether reading is allowed again, and sends us back here.
  if (mailbox.state === 'not-allowed') return undefined;
  const { db } = services.store;
  const later = (ms: number): { again: Date } => ({ again: new Date(services.clock.now().getTime() + ms) });
  try {
    await syncMailbox(services, graph, mailbox, signal);
  } catch (error) {
    if (!(error instanceof GraphFailed)) {
      // S4: whatever the cause, nobody is told "watching" while mail is not being found.
      await setState(db, mailbox, 'failing', 'Mail could not be filed; tried again');
      throw error;
    }
    return afterFailure(services, mailbox, error, throttled);
  }
  if (signal.aborted) return later(0);
  await setState(db, mailbox, 'watching', mailbox.subscription === null ? POLLED : null);
  return later(SAFETY_MS);
}

async function afterFailure(
  services: Services,
  mailbox: WatchedMailbox,
  { failure, message }: GraphFailed,
  throttled: Map<string, Date>,
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
    const until = new Date(now.getTime() + failure.retryAfter * 1_000);
    throttled.set(mailbox.id, until);
    return { again: until };
  }
  await setState(db, mailbox, 'failing', 'Graph does not answer as it should; tried again every minute');
  return { again: new Date(now.getTime() + FAILED_RETRY_MS) };
}
