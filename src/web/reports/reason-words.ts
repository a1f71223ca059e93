import { texts } from '../texts';

/** Why somebody was left out or refused: ours by its code, a mail server's as it is. */
export function reasonWords(reason: string): string {
  if (reason === '') return texts.message.noReasonGiven;
  const words: Readonly<Record<string, string>> = texts.reports.reasons;
  const known = Object.hasOwn(words, reason) ? words[reason] : undefined;
  return known ?? texts.said(reason);
}
