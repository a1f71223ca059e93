import { LeftOutReason } from '../../core/api/marketing';
import { texts } from '../texts';

/** Why somebody was left out or refused: ours by its code, a mail server's as it is. */
export function reasonWords(reason: string): string {
  if (reason === '') return texts.message.noReasonGiven;
  const left = LeftOutReason.safeParse(reason);
  if (left.success) return texts.marketingSettings.reasons[left.data];
  const sending: Readonly<Record<string, string>> = texts.marketingSend.reasons;
  const known = Object.hasOwn(sending, reason) ? sending[reason] : undefined;
  return known ?? texts.said(reason);
}
