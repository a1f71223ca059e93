import { startJobs, type JobHandlers, type RunningJobs } from '../../jobs';
import type { Services } from '../../services';
import { beginScheduled } from './control';
import { BEGIN_JOB, LANE_JOB } from './job-types';
import { runLane } from './lane-job';
import { smtpMarketingTransport, type MarketingSmtp, type MarketingTransport } from './transport';

/** Messages that leave at the same time: each has the transport's connections with the others. */
const AT_ONCE = 4;

/** The relay of marketing mail, if there is one. */
export const marketingSmtpOf = ({
  marketingSmtp,
  settings,
}: Pick<Services, 'marketingSmtp' | 'settings'>): MarketingSmtp | undefined =>
  marketingSmtp ?? settings.marketingSmtp;

const opened = new WeakMap<object, MarketingTransport>();

/** One pool of connections for all that a process sends; undefined: there is no relay. */
export function openMarketingTransport(services: Services): MarketingTransport | undefined {
  const known = opened.get(services.settings);
  if (known) return known;
  const smtp = marketingSmtpOf(services);
  if (!smtp) return undefined;
  const made = smtpMarketingTransport(smtp);
  opened.set(services.settings, made);
  return made;
}

export function closeMarketingTransport(services: Services): void {
  opened.get(services.settings)?.close();
  opened.delete(services.settings);
}

/** What sends marketing mail. Without a relay nothing begins, so nothing is to be done. */
export function marketingSendJobs(
  services: Services,
  transport: MarketingTransport | undefined = openMarketingTransport(services),
): JobHandlers {
  return {
    [BEGIN_JOB]: (job) => beginScheduled(services, job.account, job.key).then((again) => again),
    ...(transport && { [LANE_JOB]: (job) => runLane(services, transport, job).then((again) => again) }),
  };
}

/** With hands of its own: a send that takes hours keeps nobody else waiting. */
export async function startMarketingJobs(services: Services): Promise<RunningJobs> {
  const { store, clock, log } = services;
  const jobs = await startJobs({
    store,
    clock,
    log,
    handlers: marketingSendJobs(services),
    concurrency: AT_ONCE,
  });
  return {
    ...{ wake: () => jobs.wake(), idle: () => jobs.idle() },
    stop: async () => {
      await jobs.stop();
      closeMarketingTransport(services);
    },
  };
}
