import {
  keepApartKey,
  keepSeenFeed,
  loadApartKey,
  loadSeenFeed,
} from '../../../../src/addin/pane/frame/kept';
import { makeServerLine, type Connection } from '../../../../src/addin/pane/frame/server-line';
import { hostTimers } from '../../../../src/addin/office';
import { followItem, type Selection } from '../../../../src/addin/pane/use-item';

describe('the line to the server', () => {
  /** A server that answers `ask` as told, and everything on a clock of its own. */
  function lineTo(server: { there: boolean }) {
    let at = 0;
    let planned: { at: number; then: () => void } | null = null;
    const told: Connection[] = [];
    const line = makeServerLine(
      {
        ask: () => Promise.resolve(server.there),
        now: () => at,
        random: () => 0.5,
        after: (ms, then) => {
          const mine = (planned = { at: at + ms, then });
          return () => {
            if (planned === mine) planned = null;
          };
        },
      },
      (connection) => void told.push(connection),
    );
    /** Goes on to the next try; resolves to how long it took to come, or null where none is planned. */
    const next = async (): Promise<number | null> => {
      if (!planned) return null;
      const { at: then, then: go } = planned;
      const waited = then - at;
      at = then;
      planned = null;
      go();
      await new Promise((resolve) => setImmediate(resolve));
      return waited;
    };
    return { line, told, next, pass: (ms: number) => void (at += ms) };
  }

  test('is lost since the first call that was not answered, and tried ever more rarely until it is back', async () => {
    const server = { there: false };
    const { line, told, next, pass } = lineTo(server);
    pass(500);
    line.unanswered();
    line.unanswered();
    expect([await next(), await next(), await next()]).toEqual([1000, 2000, 4000]);
    server.there = true;
    expect(await next()).toBe(8000);
    expect(told).toEqual([{ state: 'lost', since: 500 }, { state: 'reached' }]);
    expect(await next()).toBeNull();
  });

  test('where one call fails and others are answered, the pane is not loaded anew without end', async () => {
    const { line, told, next, pass } = lineTo({ there: true });
    const waits: (number | null)[] = [];
    for (let n = 0; n < 6; n++) {
      // All is loaded anew, and one call does not come through.
      line.unanswered();
      waits.push(await next());
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000]);
    expect(told.filter(({ state }) => state === 'reached')).toHaveLength(6);
    pass(60_000);
    line.unanswered();
    expect(await next()).toBe(1000);
  });

  test('is not tried again once the pane has gone, whatever was under way', async () => {
    const { line, told, next } = lineTo({ there: false });
    line.unanswered();
    const asked = line.tryNow();
    line.close();
    await asked;
    line.unanswered();
    expect(await next()).toBeNull();
    expect(told).toHaveLength(1);
  });
});

describe('what the pane keeps', () => {
  class KeptHere {
    readonly #kept = new Map<string, string>();
    getItem = (key: string): string | null => this.#kept.get(key) ?? null;
    setItem = (key: string, value: string): void => void this.#kept.set(key, value);
  }
  beforeAll(() => {
    const window = { localStorage: new KeptHere(), sessionStorage: new KeptHere() };
    Object.defineProperty(globalThis, 'window', { value: window, configurable: true });
  });
  afterAll(() => void Reflect.deleteProperty(globalThis, 'window'));

  test('of the feed is shown to nobody but whose it is', () => {
    keepSeenFeed({ of: 'alice@brightwater.example', items: [], at: 7 });
    expect(loadSeenFeed('Alice@Brightwater.example')?.at).toBe(7);
    expect(loadSeenFeed('dan@brightwater.example')).toBeNull();
    keepSeenFeed({ of: '', items: [], at: 8 });
    expect(loadSeenFeed('')).toBeNull();
    expect(loadSeenFeed('alice@brightwater.example')?.at).toBe(7);
  });

  test('of a sending without an answer is the draft’s own, until its fate is known', () => {
    const [key, other] = ['4f0b2f1e-6d8c-4c53-9d0f-0a8d6a3c9b10', '4f0b2f1e-6d8c-4c53-9d0f-0a8d6a3c9b11'];
    keepApartKey('first', key);
    keepApartKey('second', other);
    expect([loadApartKey('first'), loadApartKey('second'), loadApartKey('third')]).toEqual([
      key,
      other,
      null,
    ]);
    keepApartKey('first', null);
    expect([loadApartKey('first'), loadApartKey('second')]).toEqual([null, other]);
  });
});

describe('a pinned pane', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('settles on the last of many mails that are clicked through, and on none where none is selected', () => {
    let selected: unknown = 'first';
    let changed = (): void => undefined;
    let ended = false;
    const selection: Selection = {
      onChange: (tell) => {
        changed = tell;
        return () => void (ended = true);
      },
      item: () => selected,
    };
    const select = (item: unknown): void => {
      selected = item;
      changed();
    };
    const settled: unknown[] = [];
    const stop = followItem(selection, hostTimers, (item) => settled.push(item));
    for (const item of ['a', 'b', 'c', 'd']) {
      select(item);
      jest.advanceTimersByTime(50);
    }
    expect(settled).toEqual([]);
    jest.advanceTimersByTime(200);
    expect(settled).toEqual(['d']);
    select(null);
    jest.advanceTimersByTime(200);
    expect(settled).toEqual(['d', null]);
    select('e');
    stop();
    select('f');
    jest.advanceTimersByTime(200);
    expect([settled, ended]).toEqual([['d', null], true]);
  });
});
