import { NotificationSettings } from '../../../src/core/api/push';
import { decide, SHOW_MS, type Waiting } from '../../../src/server/push/decide';
import { quietUntil } from '../../../src/server/push/quiet-hours';

const NOON = new Date('2026-03-02T12:00:00.000Z');
const event = (seq: number, more: Partial<Waiting> = {}): Waiting => ({
  seq,
  kind: 'open',
  createdAt: NOON,
  someone: false,
  marketing: false,
  muted: false,
  takenBack: false,
  read: false,
  ...more,
});
const settings = (more: Partial<NotificationSettings> = {}): NotificationSettings => ({
  ...NotificationSettings.parse({}),
  ...more,
});
const events = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => event(from + i));

describe('what a person is told', () => {
  test('opens, clicks and replies each alone, marketing not, before anything is set', () => {
    const waiting = [
      event(1),
      event(2, { kind: 'click' }),
      event(3, { kind: 'reply' }),
      event(4, { marketing: true }),
    ];
    expect(decide(waiting, settings(), [], NOON)).toEqual({ drop: [4], notices: [[1], [2], [3]] });
  });

  test.each<[string, Partial<Waiting>, Partial<NotificationSettings>]>([
    ['a kind that is off', {}, { open: false }],
    ['Someone’s, when that is off', { someone: true }, { someone: false }],
    ['a muted message', { muted: true }, {}],
    ['what was taken back meanwhile', { takenBack: true }, {}],
    ['what was read in the feed meanwhile', { read: true }, {}],
    ['a kind that nobody is told of', { kind: 'receipt' }, {}],
  ])('never: %s', (_name, what, how) =>
    expect(decide([event(1, what)], settings(how), [], NOON)).toEqual({ drop: [1], notices: [] }),
  );

  test('five in a minute each alone, a sixth with the others as one', () => {
    expect(decide(events(1, 5), settings(), [], NOON).notices).toHaveLength(5);
    expect(decide(events(1, 6), settings(), [], NOON).notices).toEqual([[1, 2, 3, 4, 5, 6]]);
  });

  test('after five in a minute the rest waits for the minute’s end and is one', () => {
    const told = Array.from({ length: 5 }, (_, i) => new Date(NOON.getTime() - 50_000 + i));
    const first = decide(events(6, 7), settings(), told, NOON);
    expect(first).toEqual({ drop: [], notices: [], again: new Date(NOON.getTime() + 10_000) });
    const later = decide(events(6, 12), settings(), told, new Date(NOON.getTime() + 10_000));
    expect(later.notices).toEqual([[6, 7, 8, 9, 10, 11, 12]]);
    const few = decide(events(6, 7), settings(), [], new Date(NOON.getTime() + 40_000));
    expect(few.notices).toEqual([[6, 7]]);
  });

  describe('while a page is looked at', () => {
    const until = new Date(NOON.getTime() + 20_000);

    test('an event waits a moment to be shown there, and is told of when it was not', () => {
      const looking = { until, shown: 0 };
      const again = new Date(NOON.getTime() + SHOW_MS);
      expect(decide([event(1)], settings(), [], NOON, looking)).toEqual({ drop: [], notices: [], again });
      expect(decide([event(1)], settings(), [], again, looking)).toEqual({ drop: [], notices: [[1]] });
    });

    test('what it has shown is never told of, also when it is left since', () => {
      for (const now of [NOON, new Date(until.getTime() + 1)])
        expect(decide([event(1)], settings(), [], now, { until, shown: 1 })).toEqual({
          drop: [1],
          notices: [],
        });
    });

    test('what waited for something else is not held again', () => {
      const before = event(1, { createdAt: new Date(NOON.getTime() - SHOW_MS) });
      expect(decide([before, event(2)], settings(), [], NOON, { until, shown: 0 })).toEqual({
        drop: [],
        notices: [[1]],
        again: new Date(NOON.getTime() + SHOW_MS),
      });
    });

    test('nothing waits once it is left', () => {
      expect(decide([event(1)], settings(), [], NOON, { until: NOON, shown: 0 }).notices).toEqual([[1]]);
    });
  });

  test('in quiet hours all waits for their end, and is one summary then', () => {
    const quiet = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' };
    const night = new Date('2026-03-02T23:30:00.000Z');
    const held = [1, 2, 3].map((seq) => event(seq, { createdAt: night }));
    const end = new Date('2026-03-03T06:00:00.000Z');
    expect(decide(held, settings({ quiet }), [], night)).toEqual({ drop: [], notices: [], again: end });
    const fresh = event(4, { createdAt: end });
    expect(decide([...held, fresh], settings({ quiet }), [], end).notices).toEqual([[1, 2, 3], [4]]);
  });
});

describe('quiet hours', () => {
  const at = (text: string): Date => new Date(text);
  const berlin = (from: string, to: string) => ({ from, to, timeZone: 'Europe/Berlin' });

  test('hold in the user’s own zone, over midnight too, and not at their end', () => {
    const night = berlin('22:00', '07:00');
    expect(quietUntil(night, at('2026-07-01T20:00:00Z'))).toEqual(at('2026-07-02T05:00:00Z'));
    expect(quietUntil(night, at('2026-07-01T19:59:59Z'))).toBeUndefined();
    expect(quietUntil(night, at('2026-07-02T04:59:59Z'))).toEqual(at('2026-07-02T05:00:00Z'));
    expect(quietUntil(night, at('2026-07-02T05:00:00Z'))).toBeUndefined();
    expect(quietUntil(berlin('12:00', '13:00'), at('2026-07-01T10:30:00Z'))).toEqual(
      at('2026-07-01T11:00:00Z'),
    );
    expect(quietUntil(null, NOON)).toBeUndefined();
  });

  test('end by the clock on the wall when it was put forward or back in between', () => {
    const night = berlin('22:00', '07:00');
    expect(quietUntil(night, at('2026-03-28T22:00:00Z'))).toEqual(at('2026-03-29T05:00:00Z'));
    expect(quietUntil(night, at('2026-10-24T21:00:00Z'))).toEqual(at('2026-10-25T06:00:00Z'));
  });
});

describe('settings of notifications', () => {
  test('say what is wrong with a time, a zone and an empty span', () => {
    const wrong = (quiet: object): string =>
      NotificationSettings.safeParse({ quiet }).error?.issues[0]?.message ?? '';
    expect(wrong({ from: '25:00', to: '07:00', timeZone: 'Europe/Berlin' })).toContain('22:00');
    expect(wrong({ from: '22:00', to: '07:00', timeZone: 'Mars/Base' })).toContain('Europe/Berlin');
    expect(wrong({ from: '07:00', to: '07:00', timeZone: 'Europe/Berlin' })).toContain('must differ');
  });
});
