import { clockIn, insightsOf, type CountedEvent } from '../../../src/core/insights';

const NOW = new Date('2026-11-20T09:00:00Z');
const event = (kind: CountedEvent['kind'], at: string, message = 'a', sentAt = at): CountedEvent => ({
  kind,
  at: new Date(at),
  inferred: false,
  message: { id: message, at: new Date(sentAt) },
});

describe('what mail met with, in numbers', () => {
  test('days and hours are those of the reader’s zone, over a change of the clocks too', () => {
    const warsaw = clockIn('Europe/Warsaw');
    expect(warsaw(new Date('2026-10-24T22:30:00Z'))).toEqual({ day: '2026-10-25', weekday: 7, hour: 0 });
    expect(warsaw(new Date('2026-10-25T22:30:00Z'))).toEqual({ day: '2026-10-25', weekday: 7, hour: 23 });
  });

  test('a line for each day, and what is older is in none', () => {
    const { days, totals } = insightsOf(
      [event('open', '2026-11-20T08:00:00Z'), event('open', '2026-10-01T08:00:00Z')],
      {
        now: NOW,
        days: 7,
        zone: 'UTC',
      },
    );
    expect(days).toHaveLength(7);
    expect(days.at(-1)).toEqual({ day: '2026-11-20', sent: 0, opens: 1, clicks: 0, replies: 0 });
    expect(totals.opens).toBe(1);
  });

  test('what was inferred has a day and no hour', () => {
    const { hours, totals } = insightsOf([{ ...event('open', '2026-11-20T08:00:00Z'), inferred: true }], {
      now: NOW,
      days: 7,
      zone: 'UTC',
    });
    expect(totals.opens).toBe(1);
    expect(hours.every(({ opens }) => opens === 0)).toBe(true);
  });

  test('the best time is told from enough mail alone, by the share that was answered', () => {
    const sent = (n: number, at: string) =>
      Array.from({ length: n }, (_none, i) => event('sent', at, `${at} ${i}`, at));
    const tuesday = '2026-11-17T10:00:00Z';
    const friday = '2026-11-13T16:00:00Z';
    const replies = [0, 1, 2].map((i) => event('reply', '2026-11-18T10:00:00Z', `${tuesday} ${i}`, tuesday));
    const other = [event('reply', '2026-11-16T10:00:00Z', `${friday} 0`, friday)];
    const asked = { now: NOW, days: 30, zone: 'UTC' };
    expect(insightsOf([...sent(6, tuesday), ...replies], asked).best).toEqual([]);
    expect(insightsOf([...sent(6, tuesday), ...sent(15, friday), ...replies, ...other], asked).best).toEqual([
      { weekday: 2, hour: 9, sent: 6, replied: 3 },
      { weekday: 5, hour: 15, sent: 15, replied: 1 },
    ]);
  });
});
