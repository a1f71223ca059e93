import { texts } from './texts';
import type { HitView, OverruleAnswer } from '../core/api/hits';

/** What a hit was judged to be; `waiting`: still being judged. */
export const VERDICT_COLOURS: Record<
  NonNullable<HitView['verdict']> | 'waiting',
  'brand' | 'subtle' | 'informative' | 'warning'
> = {
  person: 'brand',
  machine: 'informative',
  self: 'informative',
  unsure: 'subtle',
  waiting: 'subtle',
};

/** The words on a hit's badge; what a colleague looked at is not "yours" (O7). */
export function badgeOf({ verdict, colleague }: Pick<HitView, 'verdict' | 'colleague'>) {
  const judged = verdict ?? 'waiting';
  return {
    badge: texts.hits.verdicts[judged === 'self' && colleague ? 'colleague' : judged],
    color: VERDICT_COLOURS[judged],
  };
}

/** "Bob’s image was loaded"; "“the offer” was followed by Someone": what was asked for, and whose it was. */
export function hitSentence({ kind, verdict, colleague, who, link }: HitView): string {
  const words = texts.hits;
  if (kind === 'open') {
    if (verdict === 'self') return colleague ? words.loadedByColleague : words.loadedBySelf;
    return who ? words.loadedFrom(who.name) : words.loadedBySomeone;
  }
  const followed = link?.text || link?.target || words.aLink;
  if (verdict === 'self') {
    return colleague ? words.followedByColleague(followed) : words.followedBySelf(followed);
  }
  return who ? words.followedFrom(followed, who.name) : words.followedBySomeone(followed);
}

/** What a person may say that a hit was. */
export const SAID = ['machine', 'person', 'self'] as const;

/** What came of saying so, for the line below and for screen readers. */
export function outcome(word: (typeof SAID)[number] | null, answer: OverruleAnswer): string {
  const words = texts.hits;
  return [
    word === null ? words.judgedAgain(words.verdicts[answer.verdict]) : words.outcomes[word],
    ...(answer.similar > 0 ? [`${words.similar(answer.similar)}.`] : []),
    ...(answer.elsewhere > 0 ? [words.elsewhere(answer.elsewhere)] : []),
  ].join(' ');
}
