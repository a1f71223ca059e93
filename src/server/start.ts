import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import type { MicrosoftFetch } from '../graph/transport';
import type { Clock } from './clock';
import { FEED_CHANNEL } from './events';
import { contactJobs } from './crm/runs';
import { buildApp } from './http/app';
import type { PageExtras } from './http/pages';
import { enqueue, startJobs, takeBackAll, type NewJob } from './jobs';
import {
  applyGraphNotification,
  CHECK,
  CHECK_ALL,
  FOREVER,
  GRAPH_NOTIFICATION,
  startMailboxJobs,
  wakeAllMailboxes,
} from './mailbox';
import { privacyJobs, RETENTION_JOB } from './privacy';
import { pushJobs } from './push';
import type { MailTransport } from './mail-transport';
import { addressTestJobs } from './marketing/audience';
import { startMarketingJobs, type MarketingSmtp } from './marketing/send';
import { logJobs, OVERDUE_JOB } from './messages';
import { reminderJobs } from './reminders';
import { followTouched, segmentJobs, SWEEP_JOB } from './segments';
import { sendingJobs } from './sending';
import type { Services } from './services';
import type { Settings } from './settings';
import { openStore, type StoreMode } from './store';
import { openBlobs } from './store/blobs';
import { openIngestLog } from './store/ingest-log';
import { openSecrets } from './store/secrets';
import {
  applyIngested,
  DOMAINS_JOB,
  domainsJob,
  HIT_MONTHS_JOB,
  SOURCE_KEYS_JOB,
  trackingJobs,
} from './tracking';
import { MAINTAIN_JOB, storeJobs } from './store-jobs';
import { workflowJobs } from './workflows';

export interface StartOptions {
  settings: Settings;
  mode: StoreMode;
  urls: Services['urls'];
  entra: Services['entra'];
  microsoft: MicrosoftFetch;
  extras: PageExtras;
  mail?: MailTransport;
  /** The sandbox's sink, in place of the settings' relay. */
  marketingSmtp?: MarketingSmtp;
  clock: Clock;
  log: FastifyBaseLogger;
  /**
   * Runs once the store is open, so that no other process has the data directory, and before anything listens: the
   * sandbox starts and seeds its companies here. Resolves to what ends it.
   */
  prepare?(services: Services): Promise<() => Promise<void>>;
}

/** Upkeep waits until a start has settled. */
const in10Minutes = (clock: Clock): Date => new Date(clock.now().getTime() + 10 * 60_000);

/** The doctor looks at everything: whoever must know of a change hears of it. */
const checkAll = (): NewJob => ({ account: 0, type: CHECK, key: CHECK_ALL, maxAttempts: FOREVER });

export interface Running {
  services: Services;
  close(): Promise<void>;
}

/**
 * Starts one server: store, ingest log, HTTP, drain, jobs, in that order, and ends them in the opposite one. Rejects
 * with what to do when it cannot start; whatever was opened is closed again.
 */
export async function startServer(options: StartOptions): Promise<Running> {
  const { settings, log, clock } = options;
  const opened: (() => Promise<void>)[] = [];
  // What cannot be ended in order keeps nothing else open: the store, above all, is closed whatever came before.
  const close = async (): Promise<void> => {
    for (const end of opened.reverse().splice(0)) {
      await end().catch((error: unknown) => log.error({ err: error }, 'A part did not end in order'));
    }
  };
  try {
    const store = await openStore({
      dataDir: settings.dataDir,
      databaseUrl: settings.databaseUrl,
      mode: options.mode,
      // Tests refuse it; here a request should not pay for what only a mistake in the code needs.
      refuseNested: false,
      onAlarm: (alarm) => log.error({ alarm: alarm.kind }, alarm.message),
    });
    opened.push(() => store.close());
    const secrets = await openSecrets({
      dataDir: settings.dataDir,
      env: process.env,
      mode: options.mode,
      store,
    });
    const blobs = openBlobs({ dataDir: settings.dataDir, secrets });
    const ingest = await openIngestLog(join(settings.dataDir, 'ingest'), {
      clock,
      ack: settings.ingestAck,
      keepMs: settings.ingestDays * 86_400_000,
      onAlarm: (alarm) => log.error({ alarm: alarm.kind }, alarm.message),
    });
    opened.push(() => ingest.close());

    const services: Services = {
      settings,
      store,
      secrets,
      blobs,
      ingest,
      clock,
      log,
      microsoft: options.microsoft,
      entra: options.entra,
      urls: options.urls,
      ...(options.mail && { mail: options.mail }),
      ...(options.marketingSmtp && { marketingSmtp: options.marketingSmtp }),
    };
    if (options.prepare) opened.push(await options.prepare(services));

    const app = await buildApp(services, options.extras);
    opened.push(() => app.http.close());
    const unlisten = await store.listen(FEED_CHANNEL, (account) => app.wakeFeeds(account));
    opened.push(unlisten);

    await app.http.listen({ port: settings.port, host: settings.host });

    const drain = ingest.drain(
      store,
      applyIngested(services, { [GRAPH_NOTIFICATION]: applyGraphNotification }),
    );
    opened.push(() => drain.stop());
    // The embedded store is one process's: whoever still holds a lease was killed, and nothing waits for its end.
    if (store.kind === 'embedded') await takeBackAll(store.db, clock.now());
    const jobs = await startJobs({
      store,
      clock,
      log,
      handlers: {
        ...trackingJobs(services),
        [DOMAINS_JOB]: domainsJob(services, () => enqueue(store.db, checkAll())),
        ...storeJobs(services),
        ...privacyJobs(services),
        ...pushJobs(services, app.pushes),
        ...logJobs(services),
        ...sendingJobs(services),
        ...reminderJobs(services),
        ...workflowJobs(services),
        ...contactJobs(services),
        ...addressTestJobs(services),
        ...segmentJobs(services),
      },
    });
    opened.push(() => jobs.stop());
    opened.push(await followTouched(services));
    const mailboxes = await startMailboxJobs(services);
    opened.push(() => mailboxes.stop());
    const marketing = await startMarketingJobs(services);
    opened.push(() => marketing.stop());
    await wakeAllMailboxes(services);
    // After a standstill the mailboxes get a moment to show that they are alive.
    await enqueue(store.db, { ...checkAll(), runAt: new Date(clock.now().getTime() + 60_000) });
    // Once this server listens: it asks itself from outside.
    await enqueue(store.db, {
      account: 0,
      type: DOMAINS_JOB,
      key: 'all',
      maxAttempts: FOREVER,
      runAt: new Date(clock.now().getTime() + 5_000),
    });
    await enqueue(store.db, { account: 0, type: MAINTAIN_JOB, key: 'store', runAt: in10Minutes(clock) });
    await enqueue(store.db, { account: 0, type: SOURCE_KEYS_JOB, key: 'keys' });
    await enqueue(store.db, { account: 0, type: HIT_MONTHS_JOB, key: 'months' });
    await enqueue(store.db, { account: 0, type: RETENTION_JOB, key: 'all', runAt: in10Minutes(clock) });
    await enqueue(store.db, { account: 0, type: OVERDUE_JOB, key: 'all' });
    await enqueue(store.db, { account: 0, type: SWEEP_JOB, key: 'all', maxAttempts: FOREVER });
    return { services, close };
  } catch (error) {
    await close();
    throw error;
  }
}
