import type { MailboxHealth, MailboxView } from '../core/api/mailboxes';
import { shortTime } from './format';

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
  switch (state) {
    case 'watching': {
      if (proof === undefined) return { text: 'Connecting: not looked through yet', color: 'informative' };
      const seen = shortTime(proof, now);
      if (mailbox.access === 'pane') {
        return { text: `Watched while Outlook’s pane is open, last ${seen}`, color: 'informative' };
      }
      return now.getTime() - Date.parse(proof) > PROOF_MS
        ? { text: `Silent: last proof ${seen}`, color: 'danger' }
        : { text: `Watching, last proof ${seen}`, color: 'success' };
    }
    case 'connecting':
      return {
        text:
          mailbox.access === 'pane'
            ? 'Waiting for Outlook’s pane to be opened'
            : 'Connecting: Microsoft has not answered yet',
        color: 'informative',
      };
    case 'failing':
      return {
        text: `Failing${proof === undefined ? '' : `, last proof ${shortTime(proof, now)}`}`,
        color: 'danger',
      };
    case 'not-allowed':
      return { text: 'Not allowed', color: 'warning' };
    case 'paused':
      return { text: 'Paused', color: 'informative' };
    case 'disconnected':
      return { text: 'Disconnected', color: 'informative' };
  }
}

export const ACCESS_WORDS: Record<MailboxView['access'], string> = {
  application: 'By your organisation’s permission',
  delegated: 'By its owner’s consent',
  pane: 'By Outlook’s pane, while it is open',
};

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** "every 12 minutes" */
export function gapWords(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 90) return `about every ${plural(minutes, 'minute', 'minutes')}`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `about every ${hours} hours` : `about every ${Math.round(hours / 24)} days`;
}

/** What the count of a day says. */
export function countWords(count: NonNullable<MailboxHealth['count']>): string {
  if (count.since === count.until) return 'It has not been connected for long enough to be counted.';
  if (count.listed === 0) return 'Microsoft lists no mail for that day.';
  const listed = `Microsoft lists ${plural(count.listed, 'mail', 'mails')} for that day`;
  return count.missing === 0
    ? `${listed}; Mailtrail has looked at ${count.listed === 1 ? 'it' : 'all of them'}.`
    : `${listed}; Mailtrail has looked at ${count.judged} and missed ${count.missing}.`;
}
