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
  if (Math.abs(seconds) < 3_600) return RELATIVE.format(-Math.round(seconds / 60), 'minute');
  if (at.toDateString() === now.toDateString()) return TIME.format(at);
  if (Math.abs(seconds) < 6 * 86_400) return RELATIVE.format(-Math.round(seconds / 86_400), 'day');
  return at.getFullYear() === now.getFullYear() ? DAY.format(at) : `${DAY.format(at)} ${at.getFullYear()}`;
}

/** The whole truth, for tooltips. */
export const fullTime = (iso: string): string => FULL.format(new Date(iso));

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** 1536 → "1.5 kB". */
export function fileSize(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
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
