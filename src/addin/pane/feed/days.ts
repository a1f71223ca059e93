import type { Texts } from '../texts';

const two = (n: number): string => String(n).padStart(2, '0');

/** The day of a time in the user's own zone: "2026-11-22". */
export function localDay(at: string): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** "Today", "Yesterday", "Thursday, 19 November", with the year where it is another one. */
export function dayWords(day: string, now: Date, texts: Pick<Texts, 'activity'>, locale: string): string {
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day === localDay(now.toISOString())) return texts.activity.today;
  if (day === localDay(before.toISOString())) return texts.activity.yesterday;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(year === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(new Date(year, month - 1, date));
}
