import { chanceFor, type Recipient } from './manners';

export type ActKind =
  /** Into the mailbox of somebody whom a visitor of the sandbox plays. */
  | 'deliver'
  | 'scan'
  | 'preload'
  | 'open'
  | 'click'
  | 'reply'
  | 'away'
  | 'report'
  | 'unsubscribe'
  | 'complain'
  | 'calendar';

/** One thing that is done about a mail. */
export interface Act {
  kind: ActKind;
  /** Since the mail was taken, in milliseconds. */
  after: number;
  /** Which of the tracked links, from 0. */
  link?: number;
}

/**
 * Below these, whoever acts is taken for a machine, however fast the sandbox's clock goes: sooner after sending, nobody
 * has read (core/hits).
 */
const SOONEST = { open: 2_000, click: 7_000, betweenOpenAndClick: 2_500 } as const;
const READS_FOR = { least: 5_000, most: 14_000 } as const;

/**
 * What a recipient does about one mail, in order. Pure: the same mail and recipient always give the same, so that a
 * server that was killed goes on where it was. `speed` 1: within some seventy seconds; 10: a tenth.
 */
export function planOf(
  who: Recipient,
  mail: { id: string; links: number },
  { seed, speed }: { seed: string; speed: number },
): Act[] {
  const random = chanceFor('plan', seed, mail.id, who.address);
  const paced = (ms: number): number => ms / speed;
  const acts: Act[] = [];
  const openAt = Math.max(SOONEST.open, paced(Math.min(random.long(13_000, 0.7), 42_000)));
  const reads = paced(random.between(READS_FOR.least, READS_FOR.most));
  const later = openAt + reads;
  const click = (at: number): void => {
    if (mail.links === 0) return;
    const after = Math.max(SOONEST.click, at, openAt + SOONEST.betweenOpenAndClick);
    const link = random.int(0, mail.links - 1);
    acts.push({ kind: 'click', after, link });
    if (mail.links > 1 && random.chance(0.2))
      acts.push({ kind: 'click', after: after + 4_000, link: (link + 1) % mail.links });
  };

  if (who.scanned) acts.push({ kind: 'scan', after: paced(random.between(200, 3_000)) });
  if (who.preloaded) acts.push({ kind: 'preload', after: paced(random.between(1_000, 20_000)) });
  if (who.images !== undefined && isReader(who)) acts.push({ kind: 'open', after: openAt });
  switch (who.temper) {
    case 'away':
      acts.push({ kind: 'away', after: paced(random.between(1_500, 6_000)) });
      break;
    case 'bounces-later':
      acts.push({ kind: 'report', after: paced(random.between(3_000, 20_000)) });
      break;
    case 'complains':
      acts.push({ kind: 'complain', after: later });
      break;
    case 'unsubscribes':
      acts.push({ kind: 'unsubscribe', after: later });
      break;
    case 'replies':
      if (random.chance(0.4)) click(later);
      acts.push({ kind: 'reply', after: later + paced(random.between(2_000, 12_000)) });
      break;
    case 'answers-a-calendar':
      acts.push({ kind: 'calendar', after: later });
      break;
    case 'clicks':
    case 'clicks-unseen':
      click(later);
      break;
    case 'opens':
    case 'unseen':
    case 'unknown-user':
      break;
  }
  return acts.sort((one, other) => one.after - other.after);
}

/** By this name an act is remembered as done. */
export const nameOfAct = ({ kind, link }: Act): string => (link === undefined ? kind : `${kind} ${link}`);

/** Whether doing it needs the mail itself, and not only its addresses. */
export const needsMail = ({ kind }: Act): boolean =>
  kind === 'deliver' || kind === 'reply' || kind === 'report' || kind === 'complain';

/** Whom the mail reaches at all. */
const isReader = ({ temper }: Recipient): boolean =>
  temper !== 'bounces-later' && temper !== 'unknown-user' && temper !== 'away';
