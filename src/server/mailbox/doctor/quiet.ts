const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Fewer items tell nothing about what is usual. */
const FEWEST = 20;
/** "Three times its usual gap" (S4). */
const TIMES = 3;
/** Shorter pauses happen in any mailbox. */
export const SHORTEST_MS = HOUR_MS;
/** In the same hours of earlier weeks so many came on average; fewer may be chance. */
const EXPECTED = 3;
/** So many earlier weeks at least, for the comparison to mean something. */
const FEWEST_WEEKS = 2;

/** When a mailbox's mail came, as far as it tells what is usual. */
export interface MailTimes {
  /** The latest few hundred, newest first. */
  latest: readonly Date[];
  /** The first of the last weeks. */
  first: Date | null;
  /**
   * How many came in the same hours of each of the four weeks before: from as long before the latest as weeks have
   * passed, to as long before now. Only of weeks that begin after `first`.
   */
  sameHours: readonly number[];
}

export interface Quiet {
  since: Date;
  /** Milliseconds between two mails. */
  usualGap: number;
}

/** Median of the gaps between mails, ms; undefined where there are too few. `latest`: newest first. */
export function usualGap(latest: readonly Date[]): number | undefined {
  const gaps = gapsOf(latest).sort((a, b) => a - b);
  return latest.length < FEWEST ? undefined : gaps[gaps.length >> 1];
}

/**
 * Whether less has come into a mailbox than it is used to (S4): for three times its usual gap nothing, though in the
 * same hours of earlier weeks there always was something, so that nights and weekends raise no alarm. With less than
 * two weeks to compare with, three times the longest gap so far.
 */
export function quietNow({ latest, first, sameHours }: MailTimes, now: Date): Quiet | undefined {
  const usual = usualGap(latest);
  const [last] = latest;
  if (usual === undefined || !last || !first) return undefined;
  const silence = now.getTime() - last.getTime();
  if (silence < Math.max(TIMES * usual, SHORTEST_MS)) return undefined;
  const told = { since: last, usualGap: usual };
  if (sameHours.length >= FEWEST_WEEKS) {
    const average = sameHours.reduce((sum, n) => sum + n, 0) / sameHours.length;
    return sameHours.every((n) => n > 0) && average >= EXPECTED ? told : undefined;
  }
  if (last.getTime() - first.getTime() < DAY_MS) return undefined;
  return silence >= TIMES * Math.max(...gapsOf(latest)) ? told : undefined;
}

const gapsOf = (times: readonly Date[]): number[] =>
  times.slice(1).map((at, i) => (times[i]?.getTime() ?? 0) - at.getTime());
