import type { Purpose } from '../api/legal-bases';
import { eventChoiceOf, eventKey, type EventChoice } from './facts';
import { leavesOf, segmentsIn, type Rule } from './rule';

/** What has to be known of a contact before rules are asked. */
export interface Needs {
  events: EventChoice[];
  domains: boolean;
  bases: Purpose[];
  tracked: boolean;
  segments: string[];
}

/** What these rules ask, each once. */
export function needsOf(rules: readonly Rule[]): Needs {
  const leaves = rules.flatMap(leavesOf);
  const events = leaves.flatMap((leaf) => (leaf.kind === 'event' ? [eventChoiceOf(leaf)] : []));
  return {
    events: [...new Map(events.map((choice) => [eventKey(choice), choice])).values()],
    domains: leaves.some(({ kind }) => kind === 'address'),
    bases: [...new Set(leaves.flatMap((leaf) => (leaf.kind === 'basis' ? [leaf.purpose] : [])))],
    tracked: leaves.some(({ kind }) => kind === 'tracked'),
    segments: [...new Set(rules.flatMap(segmentsIn))],
  };
}

/** Time alone may change the answer. */
export const followsTime = (rule: Rule): boolean =>
  leavesOf(rule).some(
    (leaf) =>
      (leaf.kind === 'date' && (leaf.test.is === 'within' || leaf.test.is === 'next')) ||
      (leaf.kind === 'event' && leaf.when?.is === 'within'),
  );
