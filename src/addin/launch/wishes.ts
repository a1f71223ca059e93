import { resolvePolicy, type ResolvedPolicy } from '../../core/policy';
import type { AccountPolicy, ClientLimit, RecipientAnswer, SetSwitches } from '../../core/policy/types';
import { makeToken, type Ticket } from '../../core/token';
import type { BodyType } from '../office';
import { isOver } from './book';
import { clientRow, type ClientRow } from './client-table';
import type { SpecialTraits } from './traits';

/** What is known of a mail, its body apart. */
export interface KnownMail {
  client: { host: string; platform: string; version?: string };
  /** `other`: a kind Outlook should not have (RTF). null where it could not be read. */
  type: BodyType | 'other' | null;
  traits: SpecialTraits;
  /** To, Cc and Bcc together. */
  recipients: readonly string[];
  /** One of the three lists could not be read: there may be more recipients than these. */
  recipientsUnread?: boolean;
  ticket: Ticket | null;
  nonce: string | null;
  policy: AccountPolicy | null;
  policyAt: number;
  answers: readonly RecipientAnswer[];
  switches: SetSwitches;
  now: number;
}

export interface Wishes {
  row: ClientRow;
  policy: ResolvedPolicy;
  /** null once expired. */
  ticket: Ticket | null;
  token: string | null;
  image: boolean;
  links: boolean;
  /** Why less is wished for than policy allows. */
  limits: ClientLimit[];
}

/** Stands for whoever could not be read: nobody knows about them, so no links (design, "Policy"). Never leaves the client. */
const UNREAD = 'unread@mailtrail.invalid';

/** One recipient: opens have a name (O10, O15). Several share the index of Someone. */
export const recipientIndex = (recipients: readonly string[]): number => (recipients.length === 1 ? 1 : 0);

/** What this mail should carry, by policy, ticket and kind of Outlook. Compose events, send and pane ask the same. */
export function wishesFor(mail: KnownMail): Wishes {
  const { client, type, traits, policy: account, policyAt, answers, switches, nonce, now } = mail;
  const recipients = mail.recipientsUnread ? mail.recipients.concat(UNREAD) : mail.recipients;
  const row = clientRow(client, account?.clients);
  const policy = resolvePolicy({
    policy: account,
    // A clock that was set back proves nothing about the age.
    policyAgeMs: now >= policyAt ? now - policyAt : Infinity,
    recipients,
    answers,
    switches,
    message: Object.assign({ html: type !== 'text' }, traits),
  });
  const ticket = mail.ticket && !isOver(mail.ticket.expiresAt, now) ? mail.ticket : null;
  const token = ticket && nonce ? makeToken(ticket, nonce, recipientIndex(recipients)) : null;
  const wished = (subject: 'image' | 'links') =>
    policy[subject] && row[subject] !== false && type === 'html' && !!token;
  const limits: ClientLimit[] = [];
  if (!token && (policy.image || policy.links)) limits.push('noTicket');
  if (policy.image && row.image === false) limits.push('imageOff');
  if (policy.links && row.links === false) limits.push('linksOff');
  return { row, policy, ticket, token, image: wished('image'), links: wished('links'), limits };
}
