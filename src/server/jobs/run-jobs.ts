import type { Clock } from '../clock';
import type { Store } from '../store';
import { JOBS_CHANNEL } from './enqueue';
import {
  failJob,
  finishJob,
  forgetDone,
  type LeasedJob,
  nextRunAt,
  renewLeases,
  takeBackLost,
  takeJobs,
} from './queue';
import { messageOf } from '../store/errors';

const LEASE_MS = 60_000;
const RENEW_MS = 20_000;
/** The longest sleep: what a lost notification costs, and how late a dead process's jobs are taken back. */
const LONGEST_SLEEP_MS = 15_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30 * 60_000;
const TAKE_BACK_EVERY_MS = 1_000;
/** With all hands busy: how often it is asked whether some of them only wait. */
const SPARE_EVERY_MS = 1_000;
const DONE_KEPT_MS = 3 * 86_400_000;
const FORGET_EVERY_MS = 3_600_000;

export interface Job {
  account: number;
  type: string;
  key: string;
  payload: unknown;
  /** 1 = the first time; a handler must bear being run twice. */
  attempt: number;
  /** Aborted when the server is stopping: finish soon; what is left is done after the next start. */
  signal: AbortSignal;
}

/**
 * Does one job; `again` = run it once more then; `AT_ONCE`: when those who wait already have had their turn. A throw is a failure: it is tried again, later each time. Handlers
 * make no network call inside a transaction.
 */
export type JobHandler = (job: Job) => Promise<void | { again: Date }>;
export type JobHandlers = Readonly<Record<string, JobHandler>>;

export interface JobAlarm {
  readonly kind: string;
  readonly message: string;
}

export interface JobsOptions {
  store: Store;
  clock: Clock;
  handlers: JobHandlers;
  /** How many run at the same time; default 8. */
  concurrency?: number;
  /** How many may run beside those, as things stand: for hands that only wait for somebody else's machine. */
  spare?: () => number;
  /** From 0 to 1, for the spread of retries. */
  random?: () => number;
  log?: { error(context: object, message: string): void; warn(context: object, message: string): void };
}

export interface RunningJobs {
  /** Looks for due jobs now. */
  wake(): void;
  /** Resolves when nothing is due and nothing runs. */
  idle(): Promise<void>;
  /** Takes no more jobs; resolves when those that run have ended. */
  stop(): Promise<void>;
}

/** 1 s, 2 s, 4 s … half an hour, spread by a quarter so that failures of one cause do not return in step. */
export function retryDelayMs(attempt: number, random: number): number {
  const plain = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS);
  return Math.round(plain * (0.75 + random / 2));
}

/** Starts to work on the queue. Jobs of types without a handler here are left to other processes. */
export async function startJobs(options: JobsOptions): Promise<RunningJobs> {
  const runner = new Runner(options);
  await runner.start();
  return runner;
}

class Runner implements RunningJobs {
  readonly #options: JobsOptions;
  readonly #types: string[];
  readonly #running = new Map<LeasedJob, Promise<void>>();
  readonly #stopping = new AbortController();
  #unlisten: () => Promise<void> = async () => undefined;
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;
  #woken = false;
  #idle: (() => void)[] = [];
  #renewAt = 0;
  #takeBackAt = 0;
  #forgetAt = 0;

  constructor(options: JobsOptions) {
    this.#options = options;
    this.#types = Object.keys(options.handlers);
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#options.store.listen(JOBS_CHANNEL, () => this.wake());
    this.#loop = this.#run();
  }

  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  async idle(): Promise<void> {
    this.wake();
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#loop;
    await Promise.all(this.#running.values());
    this.#release();
    await this.#unlisten();
  }

  get #most(): number {
    return (this.#options.concurrency ?? 8) + (this.#options.spare?.() ?? 0);
  }

  get #busyMs(): number {
    return this.#options.spare ? SPARE_EVERY_MS : LONGEST_SLEEP_MS;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      this.#woken = false;
      let sleep: number;
      try {
        sleep = await this.#round();
        failures = 0;
      } catch (error) {
        failures += 1;
        sleep = Math.min(200 * 2 ** failures, 5_000);
        if (failures === 3) this.#options.log?.error({ err: error }, 'The queue waits for the store');
      }
      if (!this.#woken) await this.#sleep(sleep);
    }
  }

  /** Takes what is due; resolves to how long nothing is to be done, ms. */
  async #round(): Promise<number> {
    const { store, clock } = this.#options;
    await this.#upkeep();
    const now = clock.now();
    const most = this.#most - this.#running.size;
    if (most > 0) {
      const leaseUntil = new Date(now.getTime() + LEASE_MS);
      const jobs = await takeJobs(store.db, { types: this.#types, most, now, leaseUntil });
      for (const job of jobs) {
        const running = this.#perform(job).finally(() => {
          this.#running.delete(job);
          this.wake();
        });
        this.#running.set(job, running);
      }
      if (jobs.length === most) return this.#busyMs;
    }
    const next = await nextRunAt(store.db, this.#types);
    const wait = next === undefined ? LONGEST_SLEEP_MS : next.getTime() - clock.now().getTime();
    // A job that ended while this round was asking may have become due again: then the next round knows.
    if (this.#running.size === 0 && wait > 0 && !this.#woken) this.#release();
    // With every hand busy, the end of one of them is what wakes.
    if (this.#running.size >= this.#most) return this.#busyMs;
    return Math.max(0, Math.min(wait, LONGEST_SLEEP_MS));
  }

  async #upkeep(): Promise<void> {
    const { store, clock } = this.#options;
    const now = clock.now();
    const tick = performance.now();
    if (this.#running.size > 0 && tick >= this.#renewAt) {
      this.#renewAt = tick + RENEW_MS;
      const leases = [...new Set([...this.#running.keys()].map((job) => job.lease))];
      await renewLeases(store.db, { leases, leaseUntil: new Date(now.getTime() + LEASE_MS) });
    }
    if (tick >= this.#takeBackAt) {
      this.#takeBackAt = tick + TAKE_BACK_EVERY_MS;
      await this.#takeBack(now);
    }
    if (tick >= this.#forgetAt) {
      this.#forgetAt = tick + FORGET_EVERY_MS;
      await forgetDone(store.db, new Date(now.getTime() - DONE_KEPT_MS));
    }
  }

  async #takeBack(now: Date): Promise<void> {
    const { store, log } = this.#options;
    for (const { type, dead } of await takeBackLost(store.db, now)) {
      if (dead) log?.error({ type }, 'A job is dead: the process ended under it each time');
      else log?.warn({ type }, 'A job was taken back: its process ended under it');
    }
  }

  async #perform(job: LeasedJob): Promise<void> {
    const { handlers, clock, store, log, random = Math.random } = this.#options;
    const { account, type, key, payload, attempt } = job;
    try {
      const handler = handlers[type];
      if (!handler) throw new Error(`no handler for ${type}`);
      const done = await handler({ account, type, key, payload, attempt, signal: this.#stopping.signal });
      await finishJob(store.db, job, { now: clock.now(), again: done?.again });
    } catch (error) {
      const message = messageOf(error);
      const now = clock.now();
      const retryAt = new Date(now.getTime() + retryDelayMs(attempt, random()));
      try {
        const dead = await failJob(store.db, job, { now, retryAt, error: message.slice(0, 1_000) });
        const context = { err: error, type, account, attempt };
        if (dead) log?.error(context, 'A job failed for the last time and is dead');
        else log?.warn(context, 'A job failed and will be tried again');
      } catch (second) {
        // The lease runs out, and the job goes back by itself.
        log?.error({ err: second, type, account }, 'The end of a job could not be noted');
      }
    }
  }

  #release(): void {
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }

  async #sleep(ms: number): Promise<void> {
    const longest = this.#running.size > 0 ? Math.min(ms, RENEW_MS) : ms;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, longest);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => undefined;
  }
}
