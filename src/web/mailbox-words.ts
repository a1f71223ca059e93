import type { MailboxHealth, MailboxView } from '../core/api/mailboxes';
import { shortTime } from './format';
import { texts } from './texts';

type Colour = 'success' | 'warning' | 'danger' | 'informative';
export interface Shown {
  text: string;
  color: Colour;
}

/** Looked through every ten minutes at least; a quarter of an hour without a proof is none. */
const PROOF_MS = 15 * 60_000;

/** S4: how a mailbox stands, by what was last proven; never by what it is set to. */
export function standingOf(
  mailbox: Pick<MailboxView, 'state' | 'access' | 'lastProofAt'>,
  now: Date = new Date(),
): Shown {
  const { state, lastProofAt: proof } = mailbox;
  const words = texts.mailboxes;
  switch (state) {
    case 'watching': {
      if (proof === undefined) return { text: words.notLookedThrough, color: 'informative' };
      const seen = shortTime(proof, now);
      if (mailbox.access === 'pane') return { text: words.watchedInPane(seen), color: 'informative' };
      return now.getTime() - Date.parse(proof) > PROOF_MS
        ? { text: words.silent(seen), color: 'danger' }
        : { text: words.watching(seen), color: 'success' };
    }
    case 'connecting':
      return {
        text: mailbox.access === 'pane' ? words.waitingForPane : words.connectingSlow,
        color: 'informative',
      };
    case 'failing':
      return {
        text: proof === undefined ? words.failing : words.failingSince(shortTime(proof, now)),
        color: 'danger',
      };
    case 'not-allowed':
      return { text: words.notAllowed, color: 'warning' };
    case 'paused':
      return { text: words.paused, color: 'informative' };
    case 'disconnected':
      return { text: words.disconnected, color: 'informative' };
  }
}

/** "about every 12 minutes" */
export function gapWords(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 90) return texts.mailboxes.everyMinutes(minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? texts.mailboxes.everyHours(hours) : texts.mailboxes.everyDays(Math.round(hours / 24));
}

/** What the count of a day says. */
export function countWords(count: NonNullable<MailboxHealth['count']>): string {
  const words = texts.mailboxes;
  if (count.since === count.until) return words.tooShort;
  if (count.listed === 0) return words.listsNone;
  return count.missing === 0
    ? words.listsAll(count.listed)
    : words.listsSome(count.listed, count.judged, count.missing);
}
