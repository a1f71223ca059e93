/** Dates, sizes and names as people read them: the browser's language, the user's zone. */

const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** "just now", "5 minutes ago", "14:05", "3 Nov". */
export function shortTime(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const seconds = (now.getTime() - at.getTime()) / 1000;
  if (Math.abs(seconds) < 45) return 'just now';
  if (Math.abs(seconds) < 3_600) {
    // Under an hour is never "60 minutes", and three quarters of a minute is one.
    return RELATIVE.format(-(Math.trunc(seconds / 60) || Math.sign(seconds)), 'minute');
  }
  const days = daysBetween(at, now);
  if (days === 0) return TIME.format(at);
  if (Math.abs(days) < 7) return RELATIVE.format(-days, 'day');
  return at.getFullYear() === now.getFullYear() ? DAY.format(at) : `${DAY.format(at)} ${at.getFullYear()}`;
}

/** Midnights from one to the other in the reader's zone: 23:00 was yesterday at 01:00. */
function daysBetween(from: Date, to: Date): number {
  const dayOf = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return (dayOf(to) - dayOf(from)) / 86_400_000;
}

/** The whole truth, for tooltips. */
export const fullTime = (iso: string): string => FULL.format(new Date(iso));

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** 1536 → "1.5 kB". */
export function fileSize(bytes: number): string {
  let step = 0;
  let value = bytes;
  // What rounds to 1,000 of a unit is 1 of the next.
  while (value >= (step === 0 ? 1000 : 999.95) && step < UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: UNITS[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(value);
}

/** One thing, two things. */
export const count = (n: number, one: string, many: string): string =>
  `${new Intl.NumberFormat().format(n)} ${n === 1 ? one : many}`;
