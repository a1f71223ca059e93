import { dayAfter, dayStarts } from '../../../src/core/marketing/days';

const starts = (zone: string, from: string, to: string): string[] =>
  dayStarts(zone, from, to).map(({ day, at }) => `${day} ${at.toISOString().slice(0, 16)}`);

test('a day begins when the clock of the zone says so, and the day after the last one ends it', () => {
  expect(starts('UTC', '2026-02-28', '2026-03-01')).toEqual([
    '2026-02-28 2026-02-28T00:00',
    '2026-03-01 2026-03-01T00:00',
    '2026-03-02 2026-03-02T00:00',
  ]);
  expect(starts('Asia/Kathmandu', '2026-06-01', '2026-06-01')).toEqual([
    '2026-06-01 2026-05-31T18:15',
    '2026-06-02 2026-06-01T18:15',
  ]);
});

test('days on which the clocks change have 23 or 25 hours', () => {
  expect(starts('Europe/Berlin', '2026-03-29', '2026-03-29')).toEqual([
    '2026-03-29 2026-03-28T23:00',
    '2026-03-30 2026-03-29T22:00',
  ]);
  expect(starts('Europe/Berlin', '2026-10-25', '2026-10-25')).toEqual([
    '2026-10-25 2026-10-24T22:00',
    '2026-10-26 2026-10-25T23:00',
  ]);
});

test('where the clocks go forward at midnight, the day begins at one', () => {
  // Cairo, the last Friday of April.
  expect(starts('Africa/Cairo', '2026-04-24', '2026-04-24')).toEqual([
    '2026-04-24 2026-04-23T22:00',
    '2026-04-25 2026-04-24T21:00',
  ]);
});

test('the furthest zones', () => {
  expect(starts('Pacific/Kiritimati', '2026-01-01', '2026-01-01')[0]).toBe('2026-01-01 2025-12-31T10:00');
  expect(starts('Pacific/Niue', '2026-01-01', '2026-01-01')[0]).toBe('2026-01-01 2026-01-01T11:00');
});

test('the day after', () => {
  expect([dayAfter('2026-12-31'), dayAfter('2028-02-28')]).toEqual(['2027-01-01', '2028-02-29']);
});
