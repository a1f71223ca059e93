import type { CheckOutcome } from '../../../core/api/checks';

/** What a row of `tracking_domains` says of its health. */
export interface DomainStanding {
  state: 'unchecked' | 'good' | 'failing';
  /** It was good, and the latest answer was wrong. */
  suspectSince: Date | null;
  failingSince: Date | null;
}

/**
 * What a check makes of it (C7). A wrong answer of a good domain is looked at again before it counts: one lost packet is
 * to stop nobody's links. What has never been good becomes good only by a right answer.
 */
export function nextStanding(
  before: DomainStanding,
  outcome: Pick<CheckOutcome, 'level'>,
  now: Date,
): DomainStanding {
  if (outcome.level !== 'error') return { state: 'good', suspectSince: null, failingSince: null };
  switch (before.state) {
    case 'unchecked':
      return { state: 'unchecked', suspectSince: null, failingSince: null };
    case 'failing':
      return before;
    case 'good':
      return before.suspectSince === null
        ? { ...before, suspectSince: now }
        : { state: 'failing', suspectSince: null, failingSince: before.suspectSince };
  }
}
