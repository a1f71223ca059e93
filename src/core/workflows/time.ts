import type { How } from './definition';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const UNIT_MS = { minutes: MINUTE_MS, hours: 3_600_000, days: DAY_MS, weeks: 7 * DAY_MS } as const;
const YEAR_MS = 366 * DAY_MS;

/** How long a wait lasts, ms. */
export const lengthOf = ({ amount, unit }: Extract<How, { kind: 'for' }>): number => amount * UNIT_MS[unit];

/** A wait lasts a year at most. */
export const isTooLong = (how: Extract<How, { kind: 'for' }>): boolean => lengthOf(how) > YEAR_MS;

interface Day {
  year: number;
  month: number;
  day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
      ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** What a clock on the wall of the zone shows, as if it were UTC. */
function wall(at: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The day that it is in the zone. */
export function dayIn(at: Date, timeZone: string): Day {
  const shown = new Date(wall(at, timeZone));
  return { year: shown.getUTCFullYear(), month: shown.getUTCMonth() + 1, day: shown.getUTCDate() };
}

/**
 * The moment at which the zone's clocks show this time on this day. Of a time that they pass twice (summer time ends),
 * the first; of one that they leap over, the moment of the leap as far on as it would have been.
 */
export function momentOf({ year, month, day }: Day, time: string, timeZone: string): Date {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  const offsets = [wanted - DAY_MS, wanted + DAY_MS].map((at) => wall(new Date(at), timeZone) - at);
  const found = offsets
    .map((offset) => wanted - offset)
    .filter((at) => wall(new Date(at), timeZone) === wanted);
  return new Date(found.length > 0 ? Math.min(...found) : wanted - (offsets[0] ?? 0));
}

function weekdayOf({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
}

function plusDays({ year, month, day }: Day, days: number): Day {
  const at = new Date(Date.UTC(year, month - 1, day + days));
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

/** YYYY-MM-DD, or the day of a moment in the zone. */
function dayOf(date: string | Date, timeZone: string): Day | undefined {
  if (date instanceof Date) return dayIn(date, timeZone);
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  return parts ? { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) } : undefined;
}

/**
 * Until when one waits who comes to the step at `now`; `date`: what the property that it names holds. Undefined: there is
 * no such day. What is over already is not waited for.
 */
export function waitUntil(
  how: How,
  now: Date,
  timeZone: string,
  date: string | Date | null = null,
): Date | undefined {
  switch (how.kind) {
    case 'for':
      return new Date(now.getTime() + lengthOf(how));
    case 'until': {
      const today = dayIn(now, timeZone);
      for (let ahead = 0; ahead <= 8; ahead += 1) {
        const day = plusDays(today, ahead);
        if (how.days.length > 0 && !how.days.includes(weekdayOf(day))) continue;
        const at = momentOf(day, how.time, timeZone);
        if (at > now) return at;
      }
      return undefined;
    }
    case 'date': {
      const day = date === null ? undefined : dayOf(date, timeZone);
      return day && momentOf(plusDays(day, how.days), how.time, timeZone);
    }
  }
}
