import { GraphFailed, type Graph } from '../../graph';
import type { Job, JobHandler, JobHandlers } from '../jobs';
import type { Services } from '../services';
import { countDay, makeCheck, repairMailbox } from './doctor';
import type { GraphAccess } from './graph-access';
import { CHECK, COUNT, LEAVE, LOOK_BACK, REPAIR } from './job-types';
import { leaveMailbox } from './leave';
import { lookBack } from './look-back';
import { loadMailbox, type WatchedMailbox } from './mailboxes';

const READABLE: readonly WatchedMailbox['state'][] = ['watching', 'connecting', 'failing'];
/** A look back waits for its mailbox to be watched again. */
const WAIT_MS = 10 * 60_000;

type Run = (graph: Graph, mailbox: WatchedMailbox, job: Job) => ReturnType<JobHandler>;

/** What is done about a mailbox beside watching it: counted, repaired, looked back at, taken leave of, checked. */
export function lifeJobs(services: Services, access: GraphAccess): JobHandlers {
  const later = (ms: number): { again: Date } => ({ again: new Date(services.clock.now().getTime() + ms) });
  /** `otherwise`: when the mailbox cannot be read now. */
  const reading =
    (run: Run, otherwise?: () => { again: Date }): JobHandler =>
    async (job) => {
      const mailbox = await loadMailbox(services.store.db, job.account, job.key);
      if (!mailbox || mailbox.access === 'pane') return undefined;
      if (!mailbox.ownerActive || !READABLE.includes(mailbox.state)) return otherwise?.();
      try {
        return await run(access.graph(mailbox), mailbox, job);
      } catch (error) {
        if (!(error instanceof GraphFailed)) throw error;
        const { failure } = error;
        services.log.warn({ mailbox: mailbox.id, failure: failure.kind }, error.message);
        if (failure.kind === 'throttled') return later(failure.retryAfter * 1_000);
        return failure.kind === 'failed' ? later(60_000) : otherwise?.();
      }
    };
  return {
    [COUNT]: reading(async (graph, mailbox) => void (await countDay(services, graph, mailbox))),
    [REPAIR]: reading((_graph, mailbox) => repairMailbox(services, mailbox)),
    [LOOK_BACK]: reading(
      async (graph, mailbox, { signal }) => (await lookBack(services, graph, mailbox, signal)) ?? undefined,
      () => later(WAIT_MS),
    ),
    [LEAVE]: async (job) => {
      const mailbox = await loadMailbox(services.store.db, job.account, job.key);
      return mailbox && leaveMailbox(services, access.graph(mailbox), mailbox, job.payload);
    },
    [CHECK]: makeCheck(services, access),
  };
}
