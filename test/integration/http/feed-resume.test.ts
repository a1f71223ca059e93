import { recordEvent } from '../../../src/server/events';
import type { Store } from '../../../src/server/store';
import { followFeed, type StreamState } from '../../../src/web/feed-stream';
import { openTestApp, RunningClock, type TestApp } from '../../fixtures/app';
import { describeOnBothStores } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';

describeOnBothStores('the feed over a restart of the server', (open) => {
  let store: Store;
  let test: TestApp | undefined;
  let stop = (): void => undefined;
  const real = globalThis.fetch;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(async () => {
    stop();
    globalThis.fetch = real;
    await test?.close();
    await store.close();
  });

  const start = async (): Promise<TestApp> => {
    test = await openTestApp(store, { clock: new RunningClock(new Date()) });
    await test.listen();
    return test;
  };
  let n = 0;
  const record = (account: number, user: number) =>
    store.tx(async (trx) => {
      const now = new Date();
      const cause = `hit:${n++}`;
      return (await recordEvent(trx, { account, user, kind: 'open', at: now, recordedAt: now, cause })) ?? 0;
    });

  it('the web app shows every line once: those before, while nobody listened, and after', async () => {
    const first = await start();
    const { account, user } = first.people.alice;
    // What a browser adds by itself: the origin, and the session.
    globalThis.fetch = (input, init) =>
      typeof input === 'string' && input.startsWith('/')
        ? real(`${test?.services.urls.app ?? ''}${input}`, {
            ...init,
            headers: { authorization: `Bearer ${test?.people.alice.token ?? ''}` },
          })
        : real(input, init);
    const seen: number[] = [];
    const states: StreamState[] = [];
    stop = followFeed(
      0,
      ({ seq }) => seen.push(seq),
      (state) => states.push(state),
    );
    const written: number[] = [];
    for (let i = 0; i < 3; i += 1) written.push(await record(account, user));
    await waitFor('the first lines', () => seen.length === 3);

    // Written up to the moment it goes, and while it is gone (another node writes).
    let down = false;
    const writer = (async () => {
      while (!down) written.push(await record(account, user));
    })();
    await first.close();
    await waitFor('the break', () => states.includes('reconnecting'));
    down = true;
    await writer;
    for (let i = 0; i < 250; i += 1) written.push(await record(account, user));

    await start();
    await waitFor('the stream again', () => states.at(-1) === 'live');
    written.push(await record(account, user));
    await waitFor('the last line', () => seen.includes(written.at(-1) ?? 0));
    expect(seen).toEqual(written);
  });
});
