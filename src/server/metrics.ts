import { performance } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { sql } from 'kysely';
import type { PushCounts } from './push';
import type { Services } from './services';
import type { DoorCounts } from './tracking';

/** Every metric of ours; docs/operations.md has a line for each. */
const HELP = {
  mailtrail_hits_total: 'Image and link requests at the door, by what became of them',
  mailtrail_ingest_drained_total: 'Records of the ingest log that are in the store',
  mailtrail_ingest_set_aside_total: 'Records of the ingest log that the store would not take',
  mailtrail_ingest_backlog_bytes: 'Bytes of the ingest log that are not in the store yet',
  mailtrail_ingest_stuck_seconds: 'Since the drain last moved; 0 while nothing waits',
  mailtrail_store_up: '1 when the store answers',
  mailtrail_jobs: 'Jobs of the queue that wait, run or are dead',
  mailtrail_jobs_oldest_due_seconds: 'For how long the job that is due longest has waited',
  mailtrail_mailboxes: 'Connected mailboxes, by their proven state',
  mailtrail_mailbox_alerts: 'What is wrong with mailboxes and was told to people',
  mailtrail_pushes_total: 'Notifications given to push services, by their answer',
  mailtrail_push_seconds: 'From an open, click or answer to its notification at the push service',
  process_resident_memory_bytes: 'Memory of the process',
  process_cpu_seconds_total: 'Processor time of the process, all its threads',
  process_start_time_seconds: 'When the process started, since 1970',
  nodejs_eventloop_utilization: 'Share of the time since the last reading in which the main thread was busy',
} as const;

/** O2 wants a second where nothing is suspicious, ten and a little where the burst window is waited for. */
const PUSH_SECONDS = [0.25, 0.5, 1, 2, 5, 10, 12, 15, 30, 60];

export interface Metrics {
  readonly contentType: string;
  /** What the push jobs count. */
  readonly pushes: PushCounts;
  /** Prometheus text. Where the store does not answer, what comes from it is left out. */
  read(): Promise<string>;
}

/** What a Prometheus server reads. Labels are words of our own: no account, no address, no token. */
export function openMetrics(services: Services, door: Readonly<DoorCounts>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: keyof typeof HELP, labelNames: string[] = []): Gauge =>
    new Gauge({ name, help: HELP[name], registers, labelNames });
  /** Counts that are kept elsewhere: the counter is brought level when it is read. */
  const counter = (name: keyof typeof HELP, labelNames: string[] = []): Counter =>
    new Counter({ name, help: HELP[name], registers, labelNames });

  const hits = counter('mailtrail_hits_total', ['outcome']);
  const drained = counter('mailtrail_ingest_drained_total');
  const setAside = counter('mailtrail_ingest_set_aside_total');
  const backlog = gauge('mailtrail_ingest_backlog_bytes');
  const stuck = gauge('mailtrail_ingest_stuck_seconds');
  const storeUp = gauge('mailtrail_store_up');
  const jobs = gauge('mailtrail_jobs', ['state']);
  const oldest = gauge('mailtrail_jobs_oldest_due_seconds');
  const mailboxes = gauge('mailtrail_mailboxes', ['state']);
  const alerts = gauge('mailtrail_mailbox_alerts', ['kind']);
  const pushes = counter('mailtrail_pushes_total', ['outcome']);
  const took = new Histogram({
    name: 'mailtrail_push_seconds',
    help: HELP['mailtrail_push_seconds'],
    registers,
    buckets: PUSH_SECONDS,
  });
  const pushCounts: PushCounts = {
    outcomes: { sent: 0, failed: 0, gone: 0, refused: 0 },
    took: (seconds) => took.observe(seconds),
  };
  const memory = gauge('process_resident_memory_bytes');
  const processor = counter('process_cpu_seconds_total');
  gauge('process_start_time_seconds').set(Math.floor(performance.timeOrigin / 1_000));
  const busy = gauge('nodejs_eventloop_utilization');
  let loop = performance.eventLoopUtilization();

  function readProcess(): void {
    hits.reset();
    for (const [outcome, count] of Object.entries(door)) hits.inc({ outcome }, count);
    pushes.reset();
    for (const [outcome, count] of Object.entries(pushCounts.outcomes)) pushes.inc({ outcome }, count);
    const state = services.ingest.drainState;
    drained.reset();
    drained.inc(state?.drained ?? 0);
    setAside.reset();
    setAside.inc(state?.setAside ?? 0);
    backlog.set(state?.backlogBytes ?? 0);
    stuck.set((state?.stuckMs ?? 0) / 1_000);
    memory.set(process.memoryUsage.rss());
    const { user, system } = process.cpuUsage();
    processor.reset();
    processor.inc((user + system) / 1e6);
    const now = performance.eventLoopUtilization();
    busy.set(performance.eventLoopUtilization(now, loop).utilization);
    loop = now;
  }

  async function readStore(): Promise<void> {
    jobs.reset();
    oldest.reset();
    mailboxes.reset();
    alerts.reset();
    try {
      await services.store.health();
      const { rows } = await sql<{ state: string; count: number; oldest: Date | null }>`
        select state, count(*)::int as count,
          min(greatest(run_at, updated_at)) filter (where state = 'ready' and run_at <= ${services.clock.now()}) as oldest
        from jobs where state in ('ready', 'running', 'dead') group by state`.execute(services.store.db);
      for (const state of ['ready', 'running', 'dead'])
        jobs.set({ state }, rows.find((row) => row.state === state)?.count ?? 0);
      const due = rows.find(({ state }) => state === 'ready')?.oldest;
      oldest.set(due ? Math.max(0, services.clock.now().getTime() - due.getTime()) / 1_000 : 0);
      await readMailboxes();
      storeUp.set(1);
    } catch {
      storeUp.set(0);
    }
  }

  async function readMailboxes(): Promise<void> {
    const { rows } = await sql<{ what: 'state' | 'alert'; name: string; count: number }>`
      select 'state' as what, state as name, count(*)::int as count from mailboxes group by state
      union all
      select 'alert', kind, count(*)::int from mailbox_alerts
        where ended_at is null and told_at is not null group by kind`.execute(services.store.db);
    for (const { what, name, count } of rows) {
      if (what === 'state') mailboxes.set({ state: name }, count);
      else alerts.set({ kind: name }, count);
    }
  }

  return {
    contentType: registry.contentType,
    pushes: pushCounts,
    async read() {
      readProcess();
      await readStore();
      return registry.metrics();
    },
  };
}
