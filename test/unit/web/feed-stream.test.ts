import { followFeed, type StreamState } from '../../../src/web/feed-stream';

const real = globalThis.fetch;
let asked: string[] = [];
let states: StreamState[] = [];
let stop = (): void => undefined;

/** A server that answers with what is in turn; what is left open says no more. */
function serve(answers: (Response | Error)[]): void {
  globalThis.fetch = (input) => {
    asked.push(typeof input === 'string' ? input : '');
    const next = answers.shift() ?? new Response(null, { status: 401 });
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
}
const open = (): Response => new Response(new ReadableStream());
const broken = (): Response => new Response('id: 7\ndata: {}\n\n');
const follow = (): void => {
  stop = followFeed(
    3,
    () => undefined,
    (state) => states.push(state),
  );
};

beforeEach(() => {
  jest.useFakeTimers();
  asked = [];
  states = [];
});
afterEach(() => {
  stop();
  globalThis.fetch = real;
  jest.useRealTimers();
});

test('a stream that has gone silent is taken for broken, and another is opened', async () => {
  serve([open(), open()]);
  follow();
  await jest.advanceTimersByTimeAsync(45_000);
  expect(asked).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(2);
});

test('a break that is healed at the next try is told to nobody; it goes on behind what it has', async () => {
  serve([broken(), open()]);
  follow();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(states).toEqual(['live', 'live']);
  expect(asked).toEqual(['/api/v1/feed/stream?after=3', '/api/v1/feed/stream?after=7']);
});

test('a server that is not reached is', async () => {
  serve([broken(), new TypeError('no network'), open()]);
  follow();
  await jest.advanceTimersByTimeAsync(5_000);
  expect(states).toEqual(['live', 'reconnecting', 'live']);
});

test('once the session has ended, nothing is asked any more', async () => {
  serve([new Response(null, { status: 401 })]);
  follow();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(1);
});
