import type { Insights } from './api/insights';

/** One row of the ledger that a plot may count. */
export interface CountedEvent {
  kind: 'sent' | 'open' | 'click' | 'reply';
  at: Date;
  inferred: boolean;
  /** When the mail was sent, and which it is. */
  message: { id: string; at: Date };
}

const DAY_MS = 86_400_000;
/** A part of the week tells something only from so many mails on; below, it is chance. */
const ENOUGH_IN_A_PART = 4;
const ENOUGH_IN_ALL = 20;
const HOURS_OF_A_PART = 3;
const MOST_PARTS = 3;

/** Day, weekday (1 Monday) and hour of a moment in a zone. */
export function clockIn(zone: string): (at: Date) => { day: string; weekday: number; hour: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const day = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
    return { day, weekday, hour: Number(parts.get('hour')) };
  };
}

/**
 * What somebody's mail met with, by day and by hour, and when of the week mail was answered most. `events` are those of
 * the period that belong to a person: Someone's are in no plot (O10). A reply counts for the part of the week in which its
 * mail was sent.
 */
export function insightsOf(
  events: readonly CountedEvent[],
  { now, days, zone }: { now: Date; days: number; zone: string },
): Omit<Insights, 'cut'> {
  const clock = clockIn(zone);
  const byDay = new Map<string, Insights['days'][number]>();
  for (let back = days - 1; back >= 0; back--) {
    const { day } = clock(new Date(now.getTime() - back * DAY_MS));
    byDay.set(day, { day, sent: 0, opens: 0, clicks: 0, replies: 0 });
  }
  const hours = Array.from({ length: 24 }, () => ({ opens: 0, clicks: 0, replies: 0 }));
  const totals = { sent: 0, opens: 0, clicks: 0, replies: 0 };
  const parts = new Map<string, { weekday: number; hour: number; sent: Set<string>; replied: Set<string> }>();
  const partOf = (at: Date) => {
    const { weekday, hour } = clock(at);
    const from = hour - (hour % HOURS_OF_A_PART);
    const key = `${weekday} ${from}`;
    const part = parts.get(key) ?? { weekday, hour: from, sent: new Set(), replied: new Set() };
    parts.set(key, part);
    return part;
  };
  const COLUMN = { sent: 'sent', open: 'opens', click: 'clicks', reply: 'replies' } as const;
  for (const { kind, at, inferred, message } of events) {
    const { day, hour } = clock(at);
    const column = COLUMN[kind];
    const line = byDay.get(day);
    if (!line) continue;
    line[column] += 1;
    totals[column] += 1;
    const ofHour = hours[hour];
    if (column !== 'sent' && !inferred && ofHour) ofHour[column] += 1;
    if (kind === 'sent') partOf(message.at).sent.add(message.id);
    if (kind === 'reply') partOf(message.at).replied.add(message.id);
  }
  const best =
    totals.sent < ENOUGH_IN_ALL
      ? []
      : [...parts.values()]
          .map(({ weekday, hour, sent, replied }) => ({
            weekday,
            hour,
            sent: sent.size,
            replied: [...replied].filter((id) => sent.has(id)).length,
          }))
          .filter((part) => part.sent >= ENOUGH_IN_A_PART && part.replied > 0)
          .sort((a, b) => b.replied / b.sent - a.replied / a.sent || b.sent - a.sent)
          .slice(0, MOST_PARTS);
  return { days: [...byDay.values()], hours, best, totals };
}
