import { clockIn } from '../insights';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
/** No zone is further from UTC. */
const FURTHEST_MS = 15 * 3_600_000;

/** The day after a day, YYYY-MM-DD. */
export const dayAfter = (day: string): string =>
  new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

/**
 * When the days from `from` to `to` begin in a zone, and when the day after the last one does: each the first moment of the
 * day, also where the clocks are changed at midnight. Zones are whole quarters of an hour from UTC.
 */
export function dayStarts(zone: string, from: string, to: string): { day: string; at: Date }[] {
  const clock = clockIn(zone);
  const dayOf = (time: number): string => clock(new Date(time)).day;
  const begins = (day: string, guess: number): number => {
    if (dayOf(guess) >= day && dayOf(guess - QUARTER_MS) < day) return guess;
    let before = Date.parse(day) - FURTHEST_MS;
    let after = Date.parse(day) + FURTHEST_MS;
    while (after - before > QUARTER_MS) {
      const middle = before + Math.floor((after - before) / QUARTER_MS / 2) * QUARTER_MS;
      if (dayOf(middle) < day) before = middle;
      else after = middle;
    }
    return after;
  };
  const starts: { day: string; at: Date }[] = [];
  let guess = Date.parse(from);
  for (let day = from; day <= dayAfter(to); day = dayAfter(day)) {
    const at = begins(day, guess);
    starts.push({ day, at: new Date(at) });
    guess = at + DAY_MS;
  }
  return starts;
}
