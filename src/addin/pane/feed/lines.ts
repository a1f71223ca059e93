import type { EventView } from '../../../core/api';
import { withoutTakingBack } from '../../../core/feed';
import type { FeedFilter } from '../frame/kept';

const KINDS: Record<Exclude<FeedFilter, 'all'>, readonly EventView['kind'][]> = {
  opens: ['open'],
  clicks: ['click'],
  replies: ['reply', 'auto-reply', 'calendar', 'receipt'],
  problems: ['bounce', 'not-confirmed', 'mailbox'],
};

export const isShown = (event: EventView, filter: FeedFilter): boolean =>
  filter === 'all' || KINDS[filter].includes(event.kind);

/** Of each hit, its newest line: what was judged anew has several, and one of them is what holds. */
export function newestOfHits(items: readonly EventView[]): ReadonlySet<number> {
  const newest = new Map<string, number>();
  for (const { hit, seq } of items) {
    if (hit !== undefined) newest.set(hit, Math.max(seq, newest.get(hit) ?? 0));
  }
  return new Set(newest.values());
}

/** Lines that say the same of the same mail, newest first: "Bob opened, three times". */
export type Group = readonly [EventView, ...EventView[]];
export interface Day {
  /** As `dayOf` gave it. */
  day: string;
  /** Stays the same as events come, above, and as earlier ones are asked for, below. */
  key: string;
  groups: Group[];
}

/**
 * The lines in the order of the feed, by day. Opens and clicks of one mail by one person (of a link) that follow one
 * another are one group. What takes back a line that is shown is left out: the line itself is struck.
 */
export function groupFeed(
  items: readonly EventView[],
  filter: FeedFilter,
  dayOf: (at: string) => string,
): Day[] {
  const days: { day: string; groups: [EventView, ...EventView[]][] }[] = [];
  for (const event of withoutTakingBack(items)) {
    if (!isShown(event, filter)) continue;
    const day = dayOf(event.at);
    let last = days.at(-1);
    if (last?.day !== day) days.push((last = { day, groups: [] }));
    const group = last.groups.at(-1);
    if (group && isAlike(group[0], event)) group.push(event);
    else last.groups.push([event]);
  }
  // What was judged late stands above what is of a later day, so that a day may come twice.
  const below = new Map<string, number>();
  return days
    .reverse()
    .map(({ day, groups }) => {
      const n = below.get(day) ?? 0;
      below.set(day, n + 1);
      return { day, key: `${day} ${n}`, groups };
    })
    .reverse();
}

function isAlike(one: EventView, other: EventView): boolean {
  return (
    (one.kind === 'open' || one.kind === 'click') &&
    one.kind === other.kind &&
    one.retracted === other.retracted &&
    one.message !== undefined &&
    one.message.id === other.message?.id &&
    one.who?.address === other.who?.address &&
    one.link?.target === other.link?.target
  );
}
