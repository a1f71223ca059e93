import type { HitView, OverruleAnswer } from '../core/api/hits';
import { count } from './format';

/** What a hit was judged to be, in a word or two; absent = still being judged. */
export const VERDICT_WORDS: Record<
  NonNullable<HitView['verdict']> | 'waiting',
  { badge: string; color: 'brand' | 'subtle' | 'informative' | 'warning' }
> = {
  person: { badge: 'A person', color: 'brand' },
  machine: { badge: 'A machine', color: 'informative' },
  self: { badge: 'Yours, not counted', color: 'informative' },
  unsure: { badge: 'Not sure, not counted', color: 'subtle' },
  waiting: { badge: 'Being judged', color: 'subtle' },
};

/** The words on a hit's badge; what a colleague looked at is not "yours" (O7). */
export const badgeOf = ({ verdict, colleague }: Pick<HitView, 'verdict' | 'colleague'>) =>
  verdict === 'self' && colleague
    ? { ...VERDICT_WORDS.self, badge: 'A colleague’s, not counted' }
    : VERDICT_WORDS[verdict ?? 'waiting'];

/** "Bob’s image was loaded"; "“the offer” was followed by Someone": what was asked for, and whose it was. */
export function hitSentence({ kind, verdict, colleague, who, link }: HitView): string {
  const what =
    kind === 'open' ? 'The image was loaded' : `“${link?.text || link?.target || 'A link'}” was followed`;
  if (verdict === 'self') return `${what} by ${colleague ? 'a colleague' : 'you'}`;
  return who ? `${what} from ${who.name}’s copy` : `${what} by Someone`;
}

export const WORDS = [
  { word: 'machine', button: 'Not a person' },
  { word: 'person', button: 'This was a person' },
  { word: 'self', button: 'This was me' },
] as const;

/** What came of saying so, for the line below and for screen readers. */
export function outcome(word: 'person' | 'machine' | 'self' | null, answer: OverruleAnswer): string {
  const done =
    word === null
      ? `Judged by the rules again: ${VERDICT_WORDS[answer.verdict].badge.toLowerCase()}.`
      : word === 'person'
        ? 'Counted as a person’s.'
        : word === 'machine'
          ? 'No longer counted: not a person.'
          : 'No longer counted: yours.';
  const similar =
    answer.similar > 0 ? ` ${count(answer.similar, 'similar hit follows', 'similar hits follow')}.` : '';
  const elsewhere =
    answer.elsewhere > 0
      ? ` ${count(answer.elsewhere, 'hit', 'hits')} from this device on your other mail will follow.`
      : '';
  return done + similar + elsewhere;
}
