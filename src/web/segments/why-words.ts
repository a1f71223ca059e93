import type { WhyMoved } from '../../core/api/segments';
import { texts } from '../texts';

const isOf = <T extends object>(words: T, key: string): key is Extract<keyof T, string> => key in words;

/** Why somebody came or left, in words. */
export function whyWords({ what, name }: WhyMoved): string {
  const words = texts.segments;
  if (name === undefined) return words.whys[what];
  if (what === 'event') return isOf(words.whyEvents, name) ? words.whyEvents[name] : words.whys.event;
  if (what === 'list') return words.whyList(name);
  if (what === 'user') return words.whyUser(name);
  if (what === 'workflow') return words.whyWorkflow(name);
  return words.whys[what];
}
