import type { Purpose } from '../api/legal-bases';
import type { Basis } from '../api/shared';
import type { ContactEvent, DateOfContact, EventOf, EventRule } from './rule';

/** Which events are meant, whenever they happened. */
export interface EventChoice {
  event: ContactEvent;
  of: EventOf;
  link?: string | undefined;
}

/** One name for each choice. */
export function eventKey({ event, of, link }: EventChoice): string {
  const what = typeof of === 'object' ? of.message : of;
  return link === undefined || event !== 'clicked' ? `${event} ${what}` : `${event} ${what} ${link}`;
}

export const eventChoiceOf = ({ event, of, link }: EventRule): EventChoice => ({
  event,
  of,
  ...(event === 'clicked' && link !== undefined && { link }),
});

/**
 * What is known of one contact, as far as the rules ask it; times are ms since 1970. What was not loaded is not asked:
 * see `needsOf`.
 */
export interface Facts {
  texts: Readonly<Record<'name' | 'company' | 'phone' | 'source', string | null>>;
  owner: number | null;
  dates: Readonly<Record<DateOfContact, number | null>>;
  marketingReplied: number;
  /** The account's own properties, by key. */
  custom: Readonly<Record<string, string | number>>;
  /** Of their addresses, each once, small. */
  domains: readonly string[];
  bases: Readonly<Partial<Record<Purpose, Basis>>>;
  tracked: boolean;
  /** By `eventKey`, in order of time. */
  events: ReadonlyMap<string, readonly number[]>;
  /** Segments and lists they are in. */
  memberOf: ReadonlySet<string>;
}
