import type { Finding } from '../../../core/api/mailboxes';
import type { MailboxState } from '../../store/schema';
import { quietNow, type MailTimes } from './quiet';

/** How a mailbox stands, as far as the store knows: proofs, not settings. */
export interface Standing {
  state: MailboxState;
  reason: string | null;
  access: 'application' | 'delegated' | 'pane';
  /** Switched off by a person, so that silence is what they want. */
  left: boolean;
  ownerActive: boolean;
  /** S5: what its disabled owner had is a colleague's now, so that nothing waits to be done. */
  handedOver: boolean;
  connectedAt: Date;
  subscribed: boolean;
  subscriptionExpiresAt: Date | null;
  lastSyncAt: Date | null;
  mail: MailTimes;
  /** Of the day that was counted last. */
  missing: number;
}

const MINUTE_MS = 60_000;
/** Looked through every ten minutes at least (R7), and told within fifteen (S4): a run may take the time between. */
const LATE_MS = 12 * MINUTE_MS;
/** A pane is closed over a weekend; over more, its owner may not know what that means. */
const PANE_CLOSED_MS = 4 * 24 * 60 * MINUTE_MS;
/** From connecting to the first answer of Microsoft's. */
const SLOW_MS = 5 * MINUTE_MS;

/**
 * What is wrong with a mailbox, worst first, with what to do (S4, S5). Made of what is stored alone, so that the alarm,
 * the page and the command say the same.
 */
export function findings(mailbox: Standing, now: Date): Finding[] {
  if (!mailbox.ownerActive && mailbox.state !== 'disconnected') {
    return mailbox.handedOver ? [] : [OWNER_DISABLED];
  }
  switch (mailbox.state) {
    case 'paused':
      return [];
    case 'disconnected':
      return mailbox.left ? [] : [unavailable(mailbox.reason)];
    case 'not-allowed':
      return [notAllowed(mailbox.reason)];
    case 'connecting':
      if (mailbox.access === 'pane') return isLate(mailbox, now) ? [PANE_CLOSED] : [];
      return now.getTime() - proofOf(mailbox).getTime() > SLOW_MS ? [FAILING] : [];
    case 'failing':
      return [FAILING];
    case 'watching':
      return watched(mailbox, now);
  }
}

const proofOf = (mailbox: Standing): Date => mailbox.lastSyncAt ?? mailbox.connectedAt;

/** When a mailbox that is not looked through again will have been left alone for too long. */
export const lateAt = (mailbox: Standing): Date =>
  new Date(proofOf(mailbox).getTime() + (mailbox.access === 'pane' ? PANE_CLOSED_MS : LATE_MS));

const isLate = (mailbox: Standing, now: Date): boolean => lateAt(mailbox) <= now;

function watched(mailbox: Standing, now: Date): Finding[] {
  const found: Finding[] = [];
  if (isLate(mailbox, now)) found.push(mailbox.access === 'pane' ? PANE_CLOSED : STALE);
  if (mailbox.access !== 'pane') {
    const ends = mailbox.subscriptionExpiresAt;
    // Without a subscription an end is left only where Microsoft took it away.
    if (ends !== null && (ends <= now || !mailbox.subscribed)) found.push(LAPSED);
    else if (!mailbox.subscribed) found.push(POLLED);
  }
  if (mailbox.missing > 0) found.push(gap(mailbox.missing));
  const quiet = quietNow(mailbox.mail, now);
  if (quiet) found.push(silent(now.getTime() - quiet.since.getTime(), quiet.usualGap));
  return found;
}

const OWNER_DISABLED: Finding = {
  kind: 'owner-disabled',
  level: 'error',
  what: 'Its owner is disabled, so it is not watched any more. What was filed stays.',
  todo: 'Under Users, hand the records over to a colleague, or let the user in again: then the watch goes on.',
};
const FAILING: Finding = {
  kind: 'failing',
  level: 'error',
  what: 'Mail is not being found: Microsoft does not answer, or not as it should. It is tried again every minute.',
  todo: 'Nothing is lost: what arrives meanwhile is found afterwards. If it lasts, look at Microsoft’s service health, and at the server’s way out to graph.microsoft.com.',
};
const STALE: Finding = {
  kind: 'stale',
  level: 'error',
  what: 'The mailbox has not been looked through for more than ten minutes.',
  todo: 'Nothing is lost: what arrives meanwhile is found afterwards. Press Repair. If that changes nothing, Microsoft asks for patience, or the server’s queue stands still: see /readyz and the log.',
};
const PANE_CLOSED: Finding = {
  kind: 'stale',
  level: 'warning',
  what: 'Mailtrail’s pane has not looked through this mailbox for four days or more: replies that came since are not known.',
  todo: 'Open Mailtrail in Outlook: what came meanwhile is found then. For a watch that needs no open pane, connect the mailbox again by your organisation’s permission or your consent.',
};
const LAPSED: Finding = {
  kind: 'lapsed',
  level: 'error',
  what: 'Microsoft’s subscription to this mailbox has ended, so new mail is not notified. It is looked for every ten minutes.',
  todo: 'Press Repair to subscribe again.',
};
const POLLED: Finding = {
  kind: 'polled',
  level: 'warning',
  what: 'Microsoft sends no notifications for this mailbox: new mail is looked for every ten minutes.',
  todo: 'Check that Microsoft reaches this server’s public address (…/api/graph/notifications), then press Repair.',
};

const notAllowed = (reason: string | null): Finding => ({
  kind: 'not-allowed',
  level: 'error',
  what: reason ?? 'Mailtrail is not allowed to read this mailbox.',
  todo: 'Connect it again, or ask an administrator to grant access. It is tried again every hour.',
});
const unavailable = (reason: string | null): Finding => ({
  kind: 'unavailable',
  level: 'error',
  what: reason ?? 'There is no such mailbox in Exchange Online.',
  todo: 'If the mailbox exists again, connect it again: what came meanwhile is found.',
});
const gap = (missing: number): Finding => ({
  kind: 'gap',
  level: 'error',
  what: `${missing} ${missing === 1 ? 'mail lies' : 'mails lie'} in the mailbox that Mailtrail has not looked at.`,
  todo: 'Press Repair: everything is listed anew, and nothing is counted twice.',
});
const silent = (silence: number, usual: number): Finding => ({
  kind: 'quiet',
  level: 'warning',
  what: `Nothing has come for ${duration(silence)}; at this time something comes about every ${duration(usual)}.`,
  todo: 'Microsoft answers and shows nothing new. If you know of mail that came, press Repair.',
});

/** "3 hours", "12 minutes": as precise as it matters. */
function duration(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  if (minutes < 90) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

/** Days before the secret's end from which it is told (S5). */
const SECRET_DAYS = 30;
const DAY_MS = 86_400_000;

/** S5: a credential due to expire. `expires`: the day that the setting names. */
export function secretFinding(expires: Date | undefined, now: Date): Finding | undefined {
  if (!expires) return undefined;
  const days = Math.ceil((expires.getTime() - now.getTime()) / DAY_MS);
  if (days > SECRET_DAYS) return undefined;
  const when = days <= 0 ? 'has expired' : `expires in ${days} ${days === 1 ? 'day' : 'days'}`;
  return {
    kind: 'secret',
    level: days <= 7 ? 'error' : 'warning',
    ...(days <= 0 && { of: ['expired'] }),
    what: `The client secret ${when}. Without it nobody signs in and no mailbox is watched.`,
    todo: 'Make a new secret in Entra, set ENTRA_CLIENT_SECRET and ENTRA_CLIENT_SECRET_EXPIRES, and restart the server.',
  };
}

/** C7: an account's own tracking domains that no longer answer as they should. Host names, no address of a person. */
export function domainFinding(hosts: readonly string[]): Finding {
  return {
    kind: 'tracking-domain',
    level: 'error',
    of: [...hosts],
    what: `${hosts.join(', ')} no longer answers as it should. Mail sent by it gets no tracked links; links already sent lead nowhere until it answers again.`,
    todo: 'Settings, Tracking domains says what is wrong with it, and what to do.',
  };
}
