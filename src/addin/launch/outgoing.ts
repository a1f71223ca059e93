import type { SentReport } from '../../core/api/launch';
import { resolvePolicy, type MessageSwitches, type ResolvedPolicy } from '../../core/policy';
import type { AccountPolicy, RecipientAnswer } from '../../core/policy/types';
import { makeToken, type Ticket } from '../../core/token';
import { isOver } from './book';
import { clientRow, mayWrite, type WriteLimit } from './client-table';
import { embedOutgoing } from './embedding';

/** Everything that decides what becomes of a mail at send. Pure: the pane foretells with the very same function. */
export interface Outgoing {
  client: { host: string; platform: string };
  html: boolean;
  /** As the editor has it; null where it could not be read. */
  body: string | null;
  /** To, Cc and Bcc together. */
  recipients: readonly string[];
  /** One of the three lists could not be read: there may be more recipients than these. */
  recipientsUnread?: boolean;
  ticket: Ticket | null;
  nonce: string | null;
  policy: AccountPolicy | null;
  policyAt: number;
  answers: readonly RecipientAnswer[];
  switches: Partial<MessageSwitches>;
  /** Token under which Outlook itself appended the image, if it was asked to. */
  appended?: string;
  now: number;
}

/** Why less was done than policy allowed; stands in the report beside the policy's own reasons. */
export type OutcomeLimit = WriteLimit | 'noTicket' | 'bodyUnread' | 'embedFailed';

export interface Outcome {
  policy: ResolvedPolicy;
  /** Neither tracked nor logged: the message carries no mark and nobody is told of it. */
  nothing: boolean;
  token: string | null;
  /** The whole body to write, or null to leave it alone. */
  write: string | null;
  /** What the message carries once `write` is written. */
  image: boolean;
  links: SentReport['links'];
  limit: OutcomeLimit | null;
}

/** Stands for whoever could not be read: nobody knows about them, so no links (design, "Policy"). Never leaves the client. */
const UNREAD = 'unread@mailtrail.invalid';

/** One recipient: opens have a name (O10, O15). Several share the index of Someone. */
export const recipientIndex = (recipients: readonly string[]): number => (recipients.length === 1 ? 1 : 0);

export function decideOutgoing(mail: Outgoing): Outcome {
  const age = mail.now - mail.policyAt;
  const recipients = mail.recipientsUnread ? [...mail.recipients, UNREAD] : mail.recipients;
  const policy = resolvePolicy({
    policy: mail.policy,
    // A clock that was set back proves nothing about the age.
    policyAgeMs: age >= 0 ? age : Infinity,
    recipients,
    answers: mail.answers,
    switches: mail.switches,
    message: { html: mail.html, private: false, encrypted: false, meeting: false },
  });
  const ticket = mail.ticket && !isOver(mail.ticket.expiresAt, mail.now) ? mail.ticket : null;
  const token = ticket && mail.nonce ? makeToken(ticket, mail.nonce, recipientIndex(recipients)) : null;
  const outcome: Outcome = {
    policy,
    nothing: !policy.image && !policy.links && !policy.log,
    token,
    write: null,
    image: false,
    links: [],
    limit: null,
  };
  if (!mail.html) return outcome;
  if (mail.body === null) return { ...outcome, limit: 'bodyUnread' };
  const wanted = { image: policy.image && token !== null, links: policy.links && token !== null };
  const limit = token === null && (policy.image || policy.links) ? 'noTicket' : null;

  const made = embedOutgoing(mail.body, { ...wanted, ticket, token, policy: mail.policy });
  if (!made) return { ...outcome, limit: 'embedFailed' };
  if (!made.changed) return { ...outcome, image: made.image, links: made.links, limit };

  const allowed = mayWrite(clientRow(mail.client), mail.body, made.html);
  if (allowed.ok) return { ...outcome, write: made.html, image: made.image, links: made.links, limit };
  return {
    ...outcome,
    // Appended by Outlook before this runs, so it is in the body that was read.
    image: mail.appended !== undefined && mail.body.indexOf(mail.appended) >= 0,
    links: made.links.map((link) =>
      link.tracked ? { ...link, tracked: false, reason: allowed.limit } : link,
    ),
    limit: allowed.limit,
  };
}
