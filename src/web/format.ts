/** Dates, numbers and sizes as people read them: in the language of the words, in the user's zone. */
import { dayIn } from '../core/texts';
import { locale, texts } from './texts';

/** What `make` makes for a locale, made once for each. */
function perLocale<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const known = made.get(locale);
    if (known !== undefined) return known;
    const fresh = make(locale);
    made.set(locale, fresh);
    return fresh;
  };
}

const relative = perLocale((of) => new Intl.RelativeTimeFormat(of, { numeric: 'auto' }));
const time = perLocale((of) => new Intl.DateTimeFormat(of, { hour: '2-digit', minute: '2-digit' }));
const day = perLocale((of) => new Intl.DateTimeFormat(of, { day: 'numeric', month: 'short' }));
const dayOfYear = perLocale((of) => new Intl.DateTimeFormat(of, { dateStyle: 'medium' }));
const full = perLocale((of) => new Intl.DateTimeFormat(of, { dateStyle: 'full', timeStyle: 'medium' }));
const numbers = perLocale((of) => new Intl.NumberFormat(of));
const shares = perLocale((of) => new Intl.NumberFormat(of, { style: 'percent' }));
const rates = perLocale((of) => new Intl.NumberFormat(of, { style: 'percent', maximumFractionDigits: 1 }));
const lists = perLocale((of) => new Intl.ListFormat(of, { type: 'unit' }));

/** "just now", "5 minutes ago", "14:05", "3 Nov". */
export function shortTime(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const seconds = (now.getTime() - at.getTime()) / 1000;
  if (Math.abs(seconds) < 45) return texts.common.justNow;
  if (Math.abs(seconds) < 3_600) {
    // Under an hour is never "60 minutes", and three quarters of a minute is one.
    return relative().format(-(Math.trunc(seconds / 60) || Math.sign(seconds)), 'minute');
  }
  const days = daysBetween(at, now);
  if (days === 0) return time().format(at);
  if (Math.abs(days) < 7) return relative().format(-days, 'day');
  return (at.getFullYear() === now.getFullYear() ? day() : dayOfYear()).format(at);
}

/** Midnights from one to the other in the reader's zone: 23:00 was yesterday at 01:00. */
function daysBetween(from: Date, to: Date): number {
  const dayOf = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return (dayOf(to) - dayOf(from)) / 86_400_000;
}

/** "3 Nov 2026" */
export const date = (iso: string): string => dayOfYear().format(new Date(iso));

/** "4 Dec 2026", of `2026-12-04`: whatever the zone. */
export const calendarDay = (day: string): string => dayIn(locale, day);

/** The whole truth, for tooltips. */
export const fullTime = (iso: string): string => full().format(new Date(iso));

/** "1,234" */
export const number = (n: number): string => numbers().format(n);

/** 0.5 → "50%" */
export const percent = (share: number): string => shares().format(share);

/** 0.0525 → "5.3%": of many, one percent is a crowd. */
export const rate = (share: number): string => rates().format(share);

/** "Sales, Support" */
export const list = (parts: readonly string[]): string => lists().format(parts);

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const sizes = UNITS.map((unit, step) =>
  perLocale(
    (of) =>
      new Intl.NumberFormat(of, {
        style: 'unit',
        unit,
        unitDisplay: step === 0 ? 'long' : 'short',
        maximumFractionDigits: step === 0 ? 0 : 1,
      }),
  ),
);

/** 1536 → "1.5 kB". */
export function fileSize(bytes: number): string {
  let step = 0;
  let value = bytes;
  // What rounds to 1,000 of a unit is 1 of the next.
  while (value >= (step === 0 ? 1000 : 999.95) && step < UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return sizes[step]?.().format(value) ?? number(bytes);
}
