import type { SentReport } from '../../core/api/launch';
import type { ResolvedPolicy } from '../../core/policy';
import type { ClientLimit } from '../../core/policy/types';
import { changed } from './changed';
import { writeLimit, type ClientRow, type OutgoingFiles } from './client-table';
import { embedOutgoing, imageAt, sessionTokens } from './embedding';
import { wishesFor, type KnownMail } from './wishes';

/** Everything that decides what becomes of a mail at send. Pure: the pane foretells with the very same function. */
export interface Outgoing extends KnownMail {
  /** As the editor has it, with what Outlook appends; null where it could not be read. */
  body: string | null;
  files: OutgoingFiles;
  /** Token this draft had when it was last worked on (`EARLIER_KEY`); its image may still stand behind the quote. */
  earlier?: string | null;
}

export interface Outcome {
  row: ClientRow;
  policy: ResolvedPolicy;
  /** Neither tracked nor logged: the message carries no mark and nobody is told of it. */
  nothing: boolean;
  token: string | null;
  /** The whole body to write, or null to leave it alone. */
  write: string | null;
  /** What the message carries once `write` is written. */
  image: boolean;
  links: SentReport['links'];
  /** The body carries an image of this session already, since Outlook appended it. */
  imageStands: boolean;
  limits: ClientLimit[];
}

/** The link as it stands where nothing could be written. */
export const untracked = (link: SentReport['links'][number], reason: string): SentReport['links'][number] =>
  changed(link, { tracked: false, reason });

export function decideOutgoing(mail: Outgoing): Outcome {
  const wishes = wishesFor(mail);
  const { row, policy, ticket, token, limits } = wishes;
  const tokens = sessionTokens(mail.ticket, mail.nonce);
  const stands = tokens.some(
    (one) => mail.ticket !== null && imageAt(mail.body || '', mail.ticket, one) >= 0,
  );
  const outcome: Outcome = {
    row,
    policy,
    nothing: !policy.image && !policy.links && !policy.log,
    token,
    write: null,
    image: stands,
    links: [],
    imageStands: stands,
    limits,
  };
  const limited = (limit: ClientLimit): Outcome => {
    limits.unshift(limit);
    return outcome;
  };
  if (mail.type === 'text') return outcome;
  if (mail.type === 'other') return limited('bodyType');
  // Signed or sealed by Outlook, or no mail at all: not even an old mark is worth a write.
  if (mail.traits.encrypted || mail.traits.meeting) return outcome;
  if (mail.body === null || mail.type === null) return limited('bodyUnread');

  const made = embedOutgoing(mail.body, {
    image: wishes.image,
    links: wishes.links,
    ticket: ticket || mail.ticket,
    token,
    tokens: mail.earlier ? tokens.concat(mail.earlier) : tokens,
    appends: row.append,
    policy: mail.policy,
  });
  if (!made) return limited('embedFailed');
  const limit = made.changed ? writeLimit(row, mail.body, made.html, mail.files) : null;
  if (limit !== null) {
    outcome.links = made.links.map((link) => (link.tracked ? untracked(link, limit) : link));
    return limited(limit);
  }
  if (made.changed) outcome.write = made.html;
  outcome.image = made.image;
  outcome.links = made.links;
  return outcome;
}
