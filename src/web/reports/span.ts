import { ShownPeople } from '../../core/api/reports';
import type { AskedSpan } from '../reports-api';
import { locale } from '../texts';

export const SPANS = [7, 30, 90, 365] as const;
const USUAL = 30;

/** What the address says of the time that a report is over. */
export interface SpanState {
  /** So many days up to today; undefined: from and to, as they were given. */
  days: number | undefined;
  from: string;
  to: string;
  /** Ids, set apart by commas; empty: all messages. */
  messages: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const IDS = /^[0-9a-f-]{36}(?:,[0-9a-f-]{36}){0,99}$/i;
const two = (n: number): string => String(n).padStart(2, '0');

/** The reader's own day, so many before today. */
export function dayBefore(now: Date, days: number): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** Reads an address; what makes no sense is as if it were not there. */
export function spanState(params: URLSearchParams, now: Date): SpanState {
  const messages = params.get('messages') ?? '';
  const chosen = IDS.test(messages) ? messages : '';
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
  if (DAY.test(from) && DAY.test(to) && from <= to) return { days: undefined, from, to, messages: chosen };
  const days = SPANS.find((n) => String(n) === params.get('days')) ?? USUAL;
  return { days, from: dayBefore(now, days - 1), to: dayBefore(now, 0), messages: chosen };
}

export const askedSpan = ({ from, to, messages }: SpanState): AskedSpan => ({
  from,
  to,
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  messages: messages === '' ? undefined : messages,
});

export const shownPeople = (params: URLSearchParams): ShownPeople =>
  ShownPeople.catch('sent').parse(params.get('show') ?? undefined);

/** The address of the people behind a number of a report over a span. */
export function peoplePath(params: URLSearchParams, show: ShownPeople): string {
  const kept = new URLSearchParams();
  for (const key of ['days', 'from', 'to', 'messages']) {
    const value = params.get(key);
    if (value !== null && value !== '') kept.set(key, value);
  }
  kept.set('show', show);
  return `/analyze/people?${kept.toString()}`;
}

/** "3 Nov", of `2026-11-03`: a place of a plot. */
export const shortDay = (day: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    Date.parse(day),
  );

/** A place of a plot within a day ("3 Nov, 14:00") or by the day. */
export const momentName = (at: string, by: 'quarter' | 'hour' | 'day'): string =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(by !== 'day' && { hour: '2-digit', minute: '2-digit' }),
  }).format(new Date(at));
