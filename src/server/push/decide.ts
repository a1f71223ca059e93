import type { NotificationSettings } from '../../core/api/push';
import { quietUntil } from './quiet-hours';

/** An event that a person may be told of. */
export interface Waiting {
  seq: number;
  kind: string;
  createdAt: Date;
  /** Belongs to nobody in particular (O10). */
  someone: boolean;
  marketing: boolean;
  muted: boolean;
  takenBack: boolean;
  /** Seen in the feed already. */
  read: boolean;
}

/** A page of ours that the person looks at, on any device. */
export interface Presence {
  until: Date;
  /** The newest event it has shown. */
  shown: number;
}

export interface Decision {
  drop: number[];
  /** Each is told as one. */
  notices: number[][];
  /** What is left waits until then. */
  again?: Date;
}

/** "More than 5 in a minute become one." */
export const MOST_A_MINUTE = 5;
const MINUTE_MS = 60_000;
/** What waited longer, for the end of a busy minute or of a standstill, is told as one. */
export const LATE_MS = 30_000;
/** How long a page that is looked at has to show an event; what it has not shown by then is told after all. */
export const SHOW_MS = 3_000;
const TOLD_KINDS = ['open', 'click', 'reply', 'bounce', 'mailbox', 'reminder', 'workflow'] as const;

/**
 * What of the waiting events a person is told now, of what never, and when to look again. `toldAt`: when they were
 * last told of something. While a page is looked at, events wait a moment for it to say that it has shown them: silenced
 * at once, they would be lost with a computer whose lid was closed just before.
 */
export function decide(
  waiting: readonly Waiting[],
  settings: NotificationSettings,
  toldAt: readonly Date[],
  now: Date,
  presence?: Presence,
): Decision {
  const mine = waiting.filter((event) => wants(settings, event) && event.seq > (presence?.shown ?? 0));
  const drop = waiting.filter((event) => !mine.includes(event)).map(({ seq }) => seq);
  if (mine.length === 0) return { drop, notices: [] };
  const quiet = quietUntil(settings.quiet, now);
  if (quiet) return { drop, notices: [], again: quiet };

  const shownBy = ({ createdAt }: Waiting): number => createdAt.getTime() + SHOW_MS;
  const looking = presence !== undefined && presence.until > now;
  const showing = looking ? mine.filter((event) => shownBy(event) > now.getTime()) : [];
  const rest = tell(
    mine.filter((event) => !showing.includes(event)),
    settings,
    toldAt,
    now,
  );
  const next = [...showing.map(shownBy), ...(rest.again ? [rest.again.getTime()] : [])];
  return {
    drop,
    notices: rest.notices,
    ...(next.length > 0 && { again: new Date(Math.min(...next)) }),
  };
}

/** What of the wanted events becomes one, and what waits for its place. */
function tell(
  wanted: readonly Waiting[],
  settings: NotificationSettings,
  toldAt: readonly Date[],
  now: Date,
): Omit<Decision, 'drop'> {
  if (wanted.length === 0) return { notices: [] };
  const held = wanted.filter(
    ({ createdAt }) =>
      now.getTime() - createdAt.getTime() > LATE_MS || quietUntil(settings.quiet, createdAt) !== undefined,
  );
  const fresh = wanted.filter((event) => !held.includes(event));
  const summary = held.length > 0 ? [held.map(({ seq }) => seq)] : [];
  const recent = toldAt.filter((at) => now.getTime() - at.getTime() < MINUTE_MS);
  if (summary.length + fresh.length + recent.length <= MOST_A_MINUTE) {
    return { notices: [...summary, ...fresh.map(({ seq }) => [seq])] };
  }
  // A group that could hold several is not told before a place for it is free.
  if (recent.length < MOST_A_MINUTE) return { notices: [...summary, fresh.map(({ seq }) => seq)] };
  const oldest = Math.min(...recent.map((at) => at.getTime()));
  return { notices: summary, again: new Date(oldest + MINUTE_MS) };
}

function wants(settings: NotificationSettings, event: Waiting): boolean {
  if (event.takenBack || event.read || event.muted) return false;
  if (event.marketing && !settings.marketing) return false;
  if (event.someone && !settings.someone) return false;
  const kind = TOLD_KINDS.find((known) => known === event.kind);
  return kind !== undefined && settings[kind];
}
