import type { Outcome, Outgoing } from '../../launch/outgoing';

/** Policy and ticket age by the minute, so a decision holds for one. */
const HOLDS_MS = 60_000;
const SOONEST_MS = 2_000;
const LATEST_MS = 15_000;
/** Of the time between two looks, Outlook is busy with one for no more than a twentieth. */
const SHARE = 20;

/** When to look at the text again, in milliseconds, after a look that took `took`: a long mail in classic takes its time. */
export const nextLook = (took: number): number => Math.min(Math.max(took * SHARE, SOONEST_MS), LATEST_MS);

/** `decide`, with its last answer given again while nothing that it depends on has changed. */
export function lastAnswer(decide: (mail: Outgoing) => Outcome): (mail: Outgoing) => Outcome {
  let last: { body: string | null; rest: string; outcome: Outcome } | undefined;
  return (mail) => {
    const { body, now, ...rest } = mail;
    const key = JSON.stringify([rest, Math.floor(now / HOLDS_MS)]);
    // Texts are long: compared, never hashed.
    if (last?.body !== body || last.rest !== key) last = { body, rest: key, outcome: decide(mail) };
    return last.outcome;
  };
}
