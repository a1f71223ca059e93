import { SMALL_MAIL_BYTES, type OutgoingMail, type SendingMailbox } from '../../../core/api/sending';
import { sameAddress } from '../../../core/policy';
import type { Person } from '../../office';
import type { DraftFile, WholeDraft } from './draft';

/** Why the open draft cannot be sent apart from here. `who`: whose addresses nobody knows. */
export type ApartHindrance =
  | {
      why:
        | 'noMailbox'
        | 'notFrom'
        | 'plainText'
        | 'encrypted'
        | 'private'
        | 'pictures'
        | 'files'
        | 'tooLarge'
        | 'unread';
    }
  | { why: 'nameless'; who: string[] };

type Place = Pick<SendingMailbox, 'address' | 'right'>;

/** Where a draft would leave from: its From, or the sender's first mailbox. */
export const placeOf = <T extends Place>(
  mailboxes: readonly T[],
  draft: Pick<WholeDraft, 'from'>,
): T | undefined =>
  mailboxes.find(({ address }) => draft.from === undefined || sameAddress(address, draft.from));

/** What of a draft may speak against it. */
type Weighed = Pick<WholeDraft, 'from' | 'traits'> & {
  nameless: readonly Person[];
  files: readonly DraftFile[] | undefined;
};

/** What of the sender's rights, or of the draft, speaks against it; null: nothing does. */
export function hindranceOf(
  mailboxes: readonly Place[],
  draft: Weighed | null,
  plainText: boolean,
): ApartHindrance | null {
  if (plainText) return { why: 'plainText' };
  if (mailboxes.length === 0) return { why: 'noMailbox' };
  if (!draft) return { why: 'unread' };
  const { traits, nameless, files } = draft;
  // L4: the copies would be made anew, open to read and without the label.
  if (traits.encrypted) return { why: 'encrypted' };
  if (traits.private) return { why: 'private' };
  if (!placeOf(mailboxes, draft)) return { why: 'notFrom' };
  if (nameless.length > 0) return { why: 'nameless', who: nameless.map(({ name }) => name) };
  if (!files) return { why: 'files' };
  if (files.some(({ inline }) => inline)) return { why: 'pictures' };
  const bytes = files.reduce((sum, { content }) => sum + content.length * 0.75, 0);
  return bytes > SMALL_MAIL_BYTES ? { why: 'tooLarge' } : null;
}

/** What its writer can do about a mail that was told to leave; `anew`: look at the draft again, as if for the first time. */
export type ApartAction = 'undo' | 'sendAgain' | 'leave' | 'discard' | 'keep' | 'anew' | 'close';

export interface ApartStanding {
  /** `open`: nobody knows yet whether anything left, which is said of each copy. */
  said: 'leaves' | 'sending' | 'sent' | 'notSent' | 'open';
  sent: number;
  /** Addresses of the copies of which nobody knows whether they left, and of those that did not. */
  unclear: string[];
  refused: string[];
  actions: ApartAction[];
}

/** How a mail to each apart stands. Each state that lasts has a way out of it. */
export function standingOf({ state, copies }: Pick<OutgoingMail, 'state' | 'copies'>): ApartStanding {
  const of = (wanted: OutgoingMail['copies'][number]['state']) =>
    copies.filter((copy) => copy.state === wanted);
  // Of mail that is neither tracked nor logged, not even to whom is kept.
  const named = (some: typeof copies): string[] =>
    some.map(({ address }) => address).filter((address) => address !== '');
  const sent = of('accepted').length;
  const told = { sent, unclear: named(of('unclear')), refused: named(of('refused')) };
  switch (state) {
    case 'waiting':
      return { ...told, said: 'leaves', actions: ['undo'] };
    case 'sending':
      return { ...told, said: 'sending', actions: [] };
    case 'sent':
      return { ...told, said: 'sent', actions: ['discard', 'keep'] };
    case 'unclear':
    case 'refused': {
      const nothing = of('refused').length === copies.length;
      if (nothing) return { ...told, said: 'notSent', actions: ['anew', 'close'] };
      return { ...told, said: sent > 0 ? 'sent' : 'open', actions: ['sendAgain', 'leave'] };
    }
    case 'draft':
    case 'discarded':
      return { ...told, said: 'notSent', actions: ['anew', 'close'] };
  }
}

/** Whether a draft that is opened again is to be told of what it was sent as. */
export const isRemembered = ({ state }: Pick<OutgoingMail, 'state'>): boolean =>
  state !== 'draft' && state !== 'discarded';
