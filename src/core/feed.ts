import type { EventView } from './api/shared';

/** The activity feed as web app and pane keep it: its newest lines, and how many of them were not seen yet. */
export interface FeedLines {
  /** Newest first. */
  items: EventView[];
  unread: number;
}

/** Newest first, one row per seq; an event that comes again (a reconnect) replaces its row, one taken back is marked. */
export function withEvents(items: readonly EventView[], fresh: readonly EventView[]): EventView[] {
  const bySeq = new Map([...items, ...fresh].map((event) => [event.seq, event]));
  for (const { takesBack } of fresh) {
    const back = takesBack === undefined ? undefined : bySeq.get(takesBack);
    if (back) bySeq.set(back.seq, { ...back, retracted: true });
  }
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}

/** What one is told of, and counts as unread until it was seen (as the server counts it). */
export const tells = ({ kind }: EventView): boolean =>
  kind === 'open' || kind === 'click' || kind === 'reply';

/** Of these lines, newest first, those that were not seen yet. */
export function unseen(items: readonly EventView[], unread: number): ReadonlySet<number> {
  return new Set(
    items
      .filter((event) => tells(event) && !event.retracted)
      .slice(0, Math.max(0, unread))
      .map(({ seq }) => seq),
  );
}

/** The feed with one more line. What that takes back is struck where it stands, and is no longer waiting to be seen. */
export function withLine<F extends FeedLines>(feed: F, event: EventView): F {
  const { items, unread } = feed;
  const known = items.some(({ seq }) => seq === event.seq);
  const more = known ? 0 : tells(event) ? 1 : 0;
  const less = event.takesBack !== undefined && unseen(items, unread).has(event.takesBack) ? 1 : 0;
  return { ...feed, items: withEvents(items, [event]), unread: unread + more - less };
}

/** Without the lines that take back one that is there too: that one is struck itself. */
export function withoutTakingBack(items: readonly EventView[]): EventView[] {
  const there = new Set(items.map(({ seq }) => seq));
  return items.filter(({ takesBack }) => takesBack === undefined || !there.has(takesBack));
}
