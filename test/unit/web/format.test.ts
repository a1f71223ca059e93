import { calendarDay, fileSize, fullTime, number, shortTime } from '../../../src/web/format';
import { speak } from '../../../src/web/texts';

beforeAll(() => speak(['en']));

/** The zone is the reader's; these are local times. */
const local = (text: string): Date => new Date(text);
const short = (at: string, now: string): string => shortTime(local(at).toISOString(), local(now));

describe('short times', () => {
  test.each([
    ['2026-03-02T12:00:00', '2026-03-02T12:00:44', 'just now'],
    ['2026-03-02T12:00:00', '2026-03-02T12:00:45', '1 minute ago'],
    ['2026-03-02T12:00:00', '2026-03-02T12:01:59', '1 minute ago'],
    ['2026-03-02T12:00:00', '2026-03-02T12:05:10', '5 minutes ago'],
    ['2026-03-02T12:00:00', '2026-03-02T12:59:59', '59 minutes ago'],
    ['2026-03-02T23:50:00', '2026-03-03T00:10:00', '20 minutes ago'],
    ['2026-03-02T12:10:00', '2026-03-02T12:00:00', 'in 10 minutes'],
    ['2026-03-02T23:00:00', '2026-03-03T01:00:00', 'yesterday'],
    ['2026-03-02T00:30:00', '2026-03-03T23:30:00', 'yesterday'],
    ['2026-03-02T12:00:00', '2026-03-08T11:00:00', '6 days ago'],
    ['2026-03-03T01:00:00', '2026-03-02T20:00:00', 'tomorrow'],
  ])('%s at %s reads "%s"', (at, now, words) => {
    expect(short(at, now)).toBe(words);
  });

  test('a day of the calendar is the same in every zone', () => {
    expect(calendarDay('2026-12-04')).toBe('Dec 4, 2026');
  });

  test('earlier on the same day: the time of day', () => {
    expect(short('2026-03-02T08:05:00', '2026-03-02T18:00:00')).toMatch(/^0?8:05/);
  });

  test('a week ago and more: the day, and the year where it is another', () => {
    expect(short('2026-03-02T12:00:00', '2026-03-09T12:00:00')).toBe('Mar 2');
    expect(short('2025-11-02T12:00:00', '2026-03-09T12:00:00')).toBe('Nov 2, 2025');
  });

  test('a night that lacks an hour is still one night', () => {
    // Where clocks change, the day has 23 hours; elsewhere this is an ordinary night.
    expect(short('2026-03-28T12:00:00', '2026-03-29T12:30:00')).toBe('yesterday');
  });

  test('the full time names day and year', () => {
    expect(fullTime(local('2026-03-02T12:00:00').toISOString())).toMatch(/Monday.*March 2.*2026/);
  });
});

describe('sizes', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1536, '1.5 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1 MB'],
    [999_999, '1 MB'],
    [25_000_000, '25 MB'],
    [1_200_000_000, '1.2 GB'],
    [3_000_000_000_000, '3,000 GB'],
  ])('%d bytes are "%s"', (bytes, words) => {
    expect(fileSize(bytes)).toBe(words);
  });
});

describe('in the language of the words', () => {
  afterAll(() => speak(['en']));

  test.each([
    ['pl-PL', 'przed chwilą', '5 minut temu', '2 mar 2025', '1,5 kB', '12 345'],
    ['de-DE', 'gerade eben', 'vor 5 Minuten', '02.03.2025', '1,5 kB', '12.345'],
  ])('%s', async (language, now, minutes, day, size, many) => {
    await speak([language]);
    expect(short('2026-03-02T12:00:00', '2026-03-02T12:00:10')).toBe(now);
    expect(short('2026-03-02T12:00:00', '2026-03-02T12:05:00')).toBe(minutes);
    expect(short('2025-03-02T12:00:00', '2026-03-02T12:05:00')).toBe(day);
    expect(fileSize(1536).replace(/\s/g, ' ')).toBe(size);
    expect(number(12_345).replace(/\s/g, ' ')).toBe(many);
  });
});
