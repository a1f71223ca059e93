import { randomUUID } from 'node:crypto';
import {
  AT_ONCE,
  enqueue,
  type Job,
  type JobHandlers,
  type NewJob,
  type RunningJobs,
  startJobs,
  takeBackAll,
} from '../../../src/server/jobs';
import { retryDelayMs } from '../../../src/server/jobs/run-jobs';
import type { Store } from '../../../src/server/store';
import { ManualClock } from '../../fixtures/manual-clock';
import { describeOnBothStores } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';

const SECOND = 1_000;

describeOnBothStores('the queue', (open) => {
  let store: Store;
  let clock: ManualClock;
  let running: RunningJobs[];
  let type: string;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(() => {
    clock = new ManualClock();
    running = [];
    // Each test has a type of its own, so that what one leaves is not another's.
    type = `t-${randomUUID()}`;
  });
  afterEach(() => Promise.all(running.map((jobs) => jobs.stop())));

  const start = async (handler: JobHandlers[string], concurrency = 4): Promise<RunningJobs> => {
    const jobs = await startJobs({
      store,
      clock,
      handlers: { [type]: handler },
      concurrency,
      random: () => 0.5,
    });
    running.push(jobs);
    return jobs;
  };
  const put = (job: Partial<NewJob> = {}): Promise<void> =>
    store.tx((trx) => enqueue(trx, { account: 1, type, key: 'k', ...job }));
  const row = () => store.db.selectFrom('jobs').selectAll().where('type', '=', type).executeTakeFirst();
  const stateIs = (state: string) => waitFor(`state ${state}`, async () => (await row())?.state === state);

  test('hands that only wait for another machine have others beside them', async () => {
    let silent = 0;
    let answer = (): void => undefined;
    const late = new Promise<void>((resolve) => (answer = resolve));
    const ran: string[] = [];
    const handlers: JobHandlers = {
      [type]: async ({ key }) => {
        ran.push(key);
        if (key === 'hangs') await late;
      },
    };
    await put({ key: 'hangs' });
    const jobs = await startJobs({ store, clock, handlers, concurrency: 1, spare: () => silent });
    running.push(jobs);
    await waitFor('the first', () => ran.length === 1);
    await put({ key: 'other' });
    silent = 1;
    await waitFor('the other', () => ran.includes('other'));
    answer();
    await jobs.idle();
  });

  test('a job that gives way runs again after those that waited already', async () => {
    const ran: string[] = [];
    // Who waits since when is told by the store's clock.
    clock.set(new Date(Date.now() + 60_000));
    const jobs = await start(async ({ key }) => {
      ran.push(key);
      if (key === 'long' && ran.length < 6) return { again: AT_ONCE };
      return undefined;
    }, 1);
    await store.tx(async (trx) => {
      for (const key of ['long', 'a', 'b']) await enqueue(trx, { account: 1, type, key });
    });
    await jobs.idle();
    expect(ran.slice(0, 4).sort()).toEqual(['a', 'b', 'long', 'long']);
    expect(ran.filter((key) => key === 'long')).toHaveLength(4);
  });

  test('a job runs at once after the commit that enqueued it, with its payload', async () => {
    const ran: Job[] = [];
    await start(async (job) => void ran.push(job));
    await put({ payload: { mailbox: 'm1', list: [1, 2] } });
    await stateIs('done');
    expect(ran).toEqual([
      {
        account: 1,
        type,
        key: 'k',
        payload: { mailbox: 'm1', list: [1, 2] },
        attempt: 1,
        signal: expect.anything(),
      },
    ]);
  });

  test('a job of a transaction that was rolled back does not run', async () => {
    let ran = 0;
    const jobs = await start(async () => void ran++);
    await store
      .tx(async (trx) => {
        await enqueue(trx, { account: 1, type, key: 'k' });
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await jobs.idle();
    expect(ran).toBe(0);
    expect(await row()).toBeUndefined();
  });

  test('a job with a time waits for it', async () => {
    let ran = 0;
    const jobs = await start(async () => void ran++);
    await put({ runAt: new Date(clock.now().getTime() + 60 * SECOND) });
    await jobs.idle();
    expect(ran).toBe(0);
    clock.advance(60 * SECOND);
    await jobs.idle();
    expect(ran).toBe(1);
  });

  test('a job runs by itself when its time comes, without anybody calling', async () => {
    let ran = 0;
    const jobs = await startJobs({
      store,
      clock: { now: () => new Date() },
      handlers: { [type]: async () => void ran++ },
    });
    running.push(jobs);
    await put({ runAt: new Date(Date.now() + 300) });
    await waitFor('the run', () => ran === 1);
  });

  test('enqueued again while it waits, it keeps the earlier time, takes the newer payload, and runs once', async () => {
    const at = (seconds: number) => new Date(clock.now().getTime() + seconds * SECOND);
    await put({ runAt: at(60), payload: 1 });
    await put({ runAt: at(10), payload: 2 });
    await put({ runAt: at(90), payload: 3 });
    expect(await row()).toMatchObject({ run_at: at(10), payload: 3 });
    const payloads: unknown[] = [];
    const jobs = await start(async (job) => void payloads.push(job.payload));
    clock.advance(10 * SECOND);
    await jobs.idle();
    clock.advance(200 * SECOND);
    await jobs.idle();
    expect(payloads).toEqual([3]);
  });

  test('enqueued again while it runs, it runs once more afterwards and never twice at a time', async () => {
    const payloads: unknown[] = [];
    let at = 0;
    let most = 0;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const jobs = await start(async (job) => {
      at += 1;
      most = Math.max(most, at);
      payloads.push(job.payload);
      await gate;
      at -= 1;
    });
    await put({ payload: 'first' });
    await waitFor('the first run', () => payloads.length === 1);
    await put({ payload: 'second' });
    await put({ payload: 'third' });
    release();
    await jobs.idle();
    expect(payloads).toEqual(['first', 'third']);
    expect(most).toBe(1);
  });

  test('a job that was done runs anew when enqueued anew', async () => {
    let ran = 0;
    await start(async () => void ran++);
    await put();
    await stateIs('done');
    await put();
    await waitFor('the second run', () => ran === 2);
    await stateIs('done');
  });

  test('a handler may ask to run again at a time', async () => {
    let ran = 0;
    const jobs = await start(async () => {
      ran += 1;
      return ran < 3 ? { again: new Date(clock.now().getTime() + 60 * SECOND) } : undefined;
    });
    await put();
    await jobs.idle();
    expect(ran).toBe(1);
    expect(await row()).toMatchObject({ state: 'ready', attempts: 0 });
    clock.advance(60 * SECOND);
    await jobs.idle();
    clock.advance(60 * SECOND);
    await jobs.idle();
    expect(ran).toBe(3);
    expect(await row()).toMatchObject({ state: 'done' });
  });

  test('a failed job is tried again, later each time, and is dead after its last try', async () => {
    const attempts: number[] = [];
    const jobs = await start(async (job) => {
      attempts.push(job.attempt);
      throw new Error(`no luck ${job.attempt}`);
    });
    await put({ maxAttempts: 3 });
    await jobs.idle();
    expect(await row()).toMatchObject({
      state: 'ready',
      last_error: 'no luck 1',
      run_at: new Date(clock.now().getTime() + SECOND),
    });
    clock.advance(SECOND);
    await jobs.idle();
    expect(await row()).toMatchObject({ run_at: new Date(clock.now().getTime() + 2 * SECOND) });
    clock.advance(2 * SECOND);
    await jobs.idle();
    expect(attempts).toEqual([1, 2, 3]);
    expect(await row()).toMatchObject({ state: 'dead', last_error: 'no luck 3', attempts: 3 });
    clock.advance(100_000 * SECOND);
    await jobs.idle();
    expect(attempts).toHaveLength(3);
    await put();
    await waitFor('the new life', () => attempts.length === 4);
    expect(attempts[3]).toBe(1);
  });

  test('the pause doubles up to half an hour and is spread by a quarter', () => {
    expect([1, 2, 3, 4].map((attempt) => retryDelayMs(attempt, 0.5))).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(retryDelayMs(1, 0)).toBe(750);
    expect(retryDelayMs(1, 1)).toBe(1_250);
    expect(retryDelayMs(40, 0.5)).toBe(1_800_000);
  });

  test('a job whose process died is taken back when its lease is over', async () => {
    await put();
    const past = new Date(clock.now().getTime() - SECOND);
    await store.db
      .updateTable('jobs')
      .set({ state: 'running', lease: randomUUID(), lease_until: past, attempts: 1 })
      .where('type', '=', type)
      .execute();
    const attempts: number[] = [];
    await start(async (job) => void attempts.push(job.attempt));
    await stateIs('done');
    expect(attempts).toEqual([2]);
  });

  test('where only one process opens the store, what ran as it died is taken back at the next start, whatever its lease', async () => {
    await put();
    const later = new Date(clock.now().getTime() + 60 * SECOND);
    await store.db
      .updateTable('jobs')
      .set({ state: 'running', lease: randomUUID(), lease_until: later, attempts: 1 })
      .where('type', '=', type)
      .execute();
    await takeBackAll(store.db, clock.now());
    const attempts: number[] = [];
    await start(async (job) => void attempts.push(job.attempt));
    await stateIs('done');
    expect(attempts).toEqual([2]);
  });

  test('a job that kills its process each time is dead in the end', async () => {
    await put({ maxAttempts: 4 });
    const past = new Date(clock.now().getTime() - SECOND);
    await store.db
      .updateTable('jobs')
      .set({ state: 'running', lease: randomUUID(), lease_until: past, attempts: 4 })
      .where('type', '=', type)
      .execute();
    await start(async () => undefined);
    await stateIs('dead');
  });

  test('a run whose lease was lost does not end the run that took over', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const jobs = await start(() => gate);
    await put();
    await stateIs('running');
    const lease = randomUUID();
    await store.db.updateTable('jobs').set({ lease, attempts: 2 }).where('type', '=', type).execute();
    release();
    await jobs.stop();
    expect(await row()).toMatchObject({ state: 'running', lease, attempts: 2 });
  });

  test('two runners share the jobs, and each job runs once', async () => {
    const ran: string[] = [];
    const handler = async (job: Job) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      ran.push(job.key);
    };
    await Promise.all([start(handler, 3), start(handler, 3)]);
    const keys = Array.from({ length: 60 }, (_, n) => `k${String(n).padStart(2, '0')}`);
    await store.tx(async (trx) => {
      for (const key of keys) await enqueue(trx, { account: 1, type, key });
    });
    await waitFor('all runs', () => ran.length >= keys.length);
    expect([...ran].sort()).toEqual(keys);
  });

  test('no more run at a time than allowed', async () => {
    let at = 0;
    let most = 0;
    let ran = 0;
    await start(async () => {
      at += 1;
      most = Math.max(most, at);
      await new Promise((resolve) => setTimeout(resolve, 5));
      at -= 1;
      ran += 1;
    }, 3);
    await store.tx(async (trx) => {
      for (let n = 0; n < 20; n += 1) await enqueue(trx, { account: 1, type, key: String(n) });
    });
    await waitFor('all runs', () => ran === 20);
    expect(most).toBe(3);
  });

  test('jobs with a time go before a crowd without one', async () => {
    const ran: string[] = [];
    await store.tx(async (trx) => {
      for (let n = 0; n < 10; n += 1) await enqueue(trx, { account: 1, type, key: `crowd${n}` });
      await enqueue(trx, {
        account: 1,
        type,
        key: 'renewal',
        runAt: new Date(clock.now().getTime() - SECOND),
      });
    });
    await start(async (job) => void ran.push(job.key), 1);
    await waitFor('all runs', () => ran.length === 11);
    expect(ran[0]).toBe('renewal');
  });

  test('stopping lets those that run end, tells them, and takes no more', async () => {
    const ended: string[] = [];
    let told = false;
    const jobs = await start(async (job) => {
      job.signal.addEventListener('abort', () => (told = true));
      await new Promise((resolve) => setTimeout(resolve, 100));
      ended.push(job.key);
    }, 1);
    await put({ key: 'one' });
    await waitFor('the first run', async () => (await row())?.state === 'running');
    await put({ key: 'two' });
    await jobs.stop();
    expect(ended).toEqual(['one']);
    expect(told).toBe(true);
    const states = await store.db
      .selectFrom('jobs')
      .select(['key', 'state'])
      .where('type', '=', type)
      .orderBy('key')
      .execute();
    expect(states).toEqual([
      { key: 'one', state: 'done' },
      { key: 'two', state: 'ready' },
    ]);
  });

  test('jobs of other accounts with the same key are other jobs', async () => {
    const accounts: number[] = [];
    await start(async (job) => void accounts.push(job.account));
    await put({ account: 1 });
    await put({ account: 2 });
    await waitFor('both runs', () => accounts.length === 2);
    expect(accounts.sort()).toEqual([1, 2]);
  });
});
