import { laterOf } from '../../../../src/server/mailbox/copy-files';
import { nextTry } from '../../../../src/server/mailbox/problems';

const DAY_MS = 86_400_000;
const SINCE = new Date('2026-03-02T09:00:00Z');
const after = (ms: number): Date => new Date(SINCE.getTime() + ms);

test('what fails is tried again later and later, at least every six hours, for seven days', () => {
  let now = SINCE;
  const pauses: number[] = [];
  for (let attempts = 1; ; attempts += 1) {
    const next = nextTry(attempts, SINCE, now);
    if (!next) break;
    pauses.push((next.getTime() - now.getTime()) / 60_000);
    now = next;
  }
  expect(pauses.slice(0, 5)).toEqual([1, 2, 4, 8, 16]);
  expect(Math.max(...pauses)).toBe(360);
  expect(pauses.length).toBeLessThan(50);
  expect(now).toEqual(after(7 * DAY_MS));
});

test('a file that Exchange asks to wait for is no failure, but waits no longer than seven days either', () => {
  const waits = { reason: 'r', after: 90 };
  expect(laterOf(waits, 0, SINCE, SINCE)).toEqual({ state: 'pending', reason: 'r', retryAt: after(90_000) });
  expect(laterOf(waits, 0, SINCE, after(8 * DAY_MS))).toEqual({
    state: 'failed',
    reason: 'r',
    retryAt: null,
  });
  expect(laterOf({ reason: 'r' }, 3, SINCE, SINCE)).toMatchObject({ retryAt: after(4 * 60_000) });
});
