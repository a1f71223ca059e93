import type { MailStep, Other } from './steps';
import { calendarPart, deliveryReport, readReceipt, type Draft } from './mails';
import type { Incoming, Outgoing } from './oracle';
import { addressOf, KNOWN } from './people';

export type SendStep = Extract<MailStep, { do: 'send' }>;

const ADDIN = '6d61696c-7472-4169-8c64-657600000001';
/** Stands in mail that is about none of ours: it may be found nowhere (R10). */
export const SECRET = 'zebrafinch';

function isMarked(mail: Outgoing): boolean {
  return mail.how === 'tracked' || mail.how === 'private' || mail.how === 'colleague';
}

/** Custom properties of a sent copy. */
export function customOf(mail: Outgoing, { mark }: SendStep): Record<string, string> {
  const has = isMarked(mail) && (mark === 'all' || mark === 'property');
  return has ? { [ADDIN]: JSON.stringify({ token: mail.token }) } : {};
}

/** The bytes of a sent copy, before they are such. */
export function sentDraft(mail: Outgoing, { mark, dan, how }: Pick<SendStep, 'mark' | 'dan' | 'how'>): Draft {
  const header = isMarked(mail) && (mark === 'all' || mark === 'header');
  const href = mail.link.replaceAll('&', '&amp;');
  const body = isMarked(mail)
    ? `<p>Hello, see <a href="${href}">our offer</a>.</p><img src="${mail.image}" width="1" height="1" alt="">`
    : `<p>Hello</p>`;
  const colleagues = dan || how === 'colleague' ? [addressOf('dan')] : [];
  return {
    from: `Alice Moreau <${addressOf('alice')}>`,
    to: [...mail.to, ...colleagues],
    subject: mail.subject,
    id: mail.id,
    at: mail.at,
    html: body,
    headers: {
      ...(header && { 'X-Mailtrail-Token': mail.token }),
      ...(how === 'private' && { Sensitivity: 'private' }),
    },
    files: mail.files,
    travelled: false,
  };
}

/** A mail that is about one of ours. `parent`: the Message-ID of the latest answer to it, or its own. */
export function answerDraft(
  { id, how, files }: Pick<Incoming, 'id' | 'how' | 'files'>,
  of: Outgoing,
  { recipient, parent, serial, at }: { recipient: string; parent: string; serial: number; at: Date },
): Draft {
  const second = KNOWN[0].addresses;
  const writer =
    how === 'colleague'
      ? `someone.else@${recipient.split('@')[1] ?? ''}`
      : how === 'second address'
        ? second[1]
        : recipient;
  const threaded = { 'In-Reply-To': of.id, References: of.id };
  const text = `Thank you, that is fine with us. ${serial}`;
  const quote = (mark: string): string =>
    `<p>${text}</p><div id="divRplyFwdMsg"><b>From:</b> Alice Moreau<br><b>Subject:</b> ${of.subject}</div><p>Hello, see ${mark}.</p>`;
  const common: Draft = {
    from: `Somebody <${writer}>`,
    to: [addressOf('alice')],
    subject: `RE: ${of.subject}`,
    id,
    at,
    text,
    headers: threaded,
    files,
    travelled: true,
  };
  return { ...common, ...spelt(how, of, recipient, quote, parent) };
}

/** In what an answer of this kind differs from a threaded one. */
function spelt(
  how: Incoming['how'],
  of: Outgoing,
  recipient: string,
  quote: (mark: string) => string,
  parent: string,
): Partial<Draft> {
  const threaded = { 'In-Reply-To': of.id, References: of.id };
  const domain = recipient.split('@')[1] ?? '';
  switch (how) {
    case 'references':
      return { headers: { References: `<earlier@${domain}> ${of.id}` } };
    case 'quote':
      return {
        headers: {},
        subject: 'Answer',
        html: quote(`<a href="${of.link.replaceAll('&', '&amp;')}">our offer</a><img src="${of.image}">`),
      };
    case 'wrapped': {
      const safe = `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(of.link)}&data=05`;
      return {
        headers: {},
        subject: 'Answer',
        html: quote(`<a href="${safe.replaceAll('&', '&amp;')}">our offer</a>`),
      };
    }
    case 'new subject':
      return { subject: 'Something else altogether' };
    case 'to an answer': {
      return { headers: { 'In-Reply-To': parent, References: `${of.id} ${parent}` } };
    }
    case 'absence':
      return {
        subject: `Automatic reply: ${of.subject}`,
        text: 'I am out of the office until 12 March 2026.',
        headers: { ...threaded, 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
      };
    case 'ticket':
      return {
        subject: `[Ticket 4711] ${of.subject}`,
        text: 'Your request was received and is being processed.',
        headers: { ...threaded, 'Auto-Submitted': 'auto-generated' },
      };
    case 'bounce':
    case 'delay':
      return {
        from: `Mail Delivery System <mailer-daemon@${domain}>`,
        subject: how === 'bounce' ? 'Undeliverable: your mail' : 'Delayed: your mail',
        text: 'The mail system could not deliver your mail.',
        headers: {},
        report: deliveryReport(
          of.id,
          recipient,
          how === 'bounce' ? { action: 'failed', status: '5.1.1' } : { action: 'delayed', status: '4.4.7' },
        ),
      };
    case 'receipt':
      return {
        subject: `Read: ${of.subject}`,
        text: 'Your mail was displayed.',
        headers: {},
        report: readReceipt(of.id, recipient),
      };
    case 'accepted':
      return {
        subject: `Accepted: ${of.subject}`,
        report: { type: 'calendar', parts: calendarPart('REPLY', recipient) },
      };
    default:
      return {};
  }
}

/** A mail that is about none of ours; `about`: the subject of one that is. */
export function otherDraft(how: Other, { id, at, about }: { id: string; at: Date; about: string }): Draft {
  const base: Draft = {
    from: `Somebody <${SECRET}@elsewhere.example>`,
    to: [addressOf('alice')],
    subject: `${SECRET} news`,
    id,
    at,
    text: `About ${SECRET}s.`,
    travelled: true,
  };
  const more: Partial<Draft> =
    how === 'same subject'
      ? { subject: `RE: ${about}` }
      : how === 'newsletter'
        ? {
            headers: {
              'List-Id': '<news.elsewhere.example>',
              'List-Unsubscribe': '<mailto:u@elsewhere.example>',
              Precedence: 'bulk',
            },
          }
        : how === 'invitation'
          ? { report: { type: 'calendar', parts: calendarPart('REQUEST', addressOf('alice')) } }
          : how === 'stranger bounce'
            ? {
                from: 'Mail Delivery System <mailer-daemon@elsewhere.example>',
                report: deliveryReport('<unknown@elsewhere.example>', 'x@elsewhere.example', {
                  action: 'failed',
                  status: '5.1.1',
                }),
              }
            : {};
  return { ...base, ...more };
}
