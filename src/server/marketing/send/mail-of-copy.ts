import { fromOf, messageIdOf, type Send } from './sends';
import { unsubscribeUrl, type MadeCopy } from './copy-maker';
import { unsubscribeSubject } from '../unsubscribe/by-mail';
import type { CopyMail } from './mime';

/**
 * A copy as a mail. No `Precedence: bulk` and no `X-Auto-Response-Suppress`: they would silence the automatic answers that
 * tell until when somebody is away, or that they have left (R3).
 */
export function mailOfCopy(
  send: Pick<Send, 'account' | 'message' | 'settings' | 'ticket'>,
  copy: { address: string; name: string; token: string; replyTo: string },
  made: MadeCopy,
  date: Date,
): CopyMail {
  const from = fromOf(send);
  const unsubscribe = unsubscribeUrl(send.ticket.trackingUrl, copy.token);
  return {
    from: { address: from.address, name: from.name },
    to: { address: copy.address, name: copy.name },
    replyTo: { address: copy.replyTo, name: '' },
    subject: made.subject,
    html: made.html,
    text: made.text,
    messageId: messageIdOf(send, copy.token),
    date,
    headers: {
      // RFC 8058: one POST, without a cookie or a page between; RFC 2369: a mail to whom answers go, which is watched.
      'List-Unsubscribe': `<${unsubscribe}>, <mailto:${copy.replyTo}?subject=${encodeURIComponent(unsubscribeSubject(copy.token))}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      // Google groups complaints by it: message, company, kind, sender.
      'Feedback-ID': `${send.message}:${send.account}:marketing:${from.domain}`,
    },
  };
}
