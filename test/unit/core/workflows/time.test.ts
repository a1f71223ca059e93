import { waitUntil, type How } from '../../../../src/core/workflows';

const until = (how: How, now: string, date: string | Date | null = null, zone = 'Europe/Warsaw') =>
  waitUntil(how, new Date(now), zone, date)?.toISOString();

describe('how long a step waits', () => {
  it.each([
    [{ kind: 'for', amount: 90, unit: 'minutes' }, '2026-03-02T10:30:00.000Z'],
    [{ kind: 'for', amount: 6, unit: 'weeks' }, '2026-04-13T09:00:00.000Z'],
    // 9:00 UTC is 10:00 in Warsaw: today at 10:30, but not at 10:00 any more.
    [{ kind: 'until', days: [], time: '10:30' }, '2026-03-02T09:30:00.000Z'],
    [{ kind: 'until', days: [], time: '10:00' }, '2026-03-03T09:00:00.000Z'],
    // A Monday; the next Friday, and the next Monday.
    [{ kind: 'until', days: [5], time: '08:00' }, '2026-03-06T07:00:00.000Z'],
    [{ kind: 'until', days: [1], time: '08:00' }, '2026-03-09T07:00:00.000Z'],
    [{ kind: 'until', days: [1, 3], time: '23:59' }, '2026-03-02T22:59:00.000Z'],
  ] satisfies [How, string][])('%j', (how, expected) => {
    expect(until(how, '2026-03-02T09:00:00.000Z')).toBe(expected);
  });

  it('keeps to the clock on the wall when summer time begins', () => {
    expect(until({ kind: 'until', days: [1], time: '09:00' }, '2026-03-27T12:00:00.000Z')).toBe(
      '2026-03-30T07:00:00.000Z',
    );
    // 2:30 does not come on that Sunday: half an hour past the leap.
    expect(until({ kind: 'until', days: [7], time: '02:30' }, '2026-03-28T12:00:00.000Z')).toBe(
      '2026-03-29T01:30:00.000Z',
    );
  });

  it('takes the first of the two times that clocks show alike when summer time ends', () => {
    expect(until({ kind: 'until', days: [7], time: '02:30' }, '2026-10-24T12:00:00.000Z')).toBe(
      '2026-10-25T00:30:00.000Z',
    );
  });

  it('counts days from the day in a property, in the zone', () => {
    const how: How = { kind: 'date', property: 'custom:end', days: -7, time: '09:00' };
    expect(until(how, '2026-03-02T09:00:00.000Z', '2026-05-01')).toBe('2026-04-24T07:00:00.000Z');
    expect(until(how, '2026-03-02T09:00:00.000Z', null)).toBeUndefined();
    // 23:30 UTC is the next day there.
    const next: How = { kind: 'date', property: 'lastReply', days: 1, time: '09:00' };
    expect(until(next, '2026-03-02T09:00:00.000Z', new Date('2026-03-02T23:30:00.000Z'))).toBe(
      '2026-03-04T08:00:00.000Z',
    );
  });
});
