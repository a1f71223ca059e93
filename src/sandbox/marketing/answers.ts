import { createHash } from 'node:crypto';
import { composeMime } from '../mailboxes/compose';
import type { Language, Recipient } from './manners';
import { chanceFor } from './manners';
import { answerHtml, answerSubject } from './quoting';
import { readSinkMail, valueOf } from './read-mail';

/** The mail that somebody answers. */
export interface Answered {
  id: string;
  to: string;
  from: { name: string; address: string };
  replyTo: string;
  subject: string;
  at: Date;
  /** The whole mail; what quotes it needs it. */
  raw?: string;
}

const WORDS: Record<Language, readonly string[]> = {
  en: [
    'Thanks for this. We would like to know more about the second offer: could you call me on Thursday?',
    'This looks right for us.\n\nWhat would it cost for twelve people?',
    'Good to hear from you. Please send me the full price list.',
    'Interesting! Is there a version for smaller teams?',
  ],
  pl: [
    'Dzień dobry,\n\ndziękuję za wiadomość. Proszę o przesłanie cennika.',
    'Brzmi ciekawie. Czy możemy porozmawiać w przyszłym tygodniu?',
    'Interesuje nas druga propozycja. Ile kosztuje dla dwunastu osób?',
  ],
  de: [
    'Guten Tag,\n\nvielen Dank. Bitte schicken Sie uns die Preisliste.',
    'Das klingt gut. Können wir nächste Woche telefonieren?',
    'Wir interessieren uns für das zweite Angebot. Was kostet es für zwölf Personen?',
  ],
};

/** `anna.nowak@…` → `Anna Nowak` */
export function nameAt(address: string): string {
  const local = address.slice(0, address.lastIndexOf('@'));
  return local
    .split(/[._-]+/)
    .map((part) => (part[0] ?? '').toUpperCase() + part.slice(1))
    .join(' ');
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** The same for the same mail, so that one that is sent again after a kill is the same mail. */
export function answerId(what: string, { id, to }: Pick<Answered, 'id' | 'to'>): string {
  const hash = createHash('sha256').update(`${what}\n${id}\n${to}`).digest('hex');
  return `<${what}.${hash.slice(0, 28)}@${domainOf(to)}>`;
}

interface Writing {
  headers?: Record<string, string>;
  html?: string;
  text: string;
  subject: string;
}

function compose(what: string, answered: Answered, writing: Writing, at: Date): Promise<Buffer> {
  const { id, to, replyTo } = answered;
  const { headers = {}, ...content } = writing;
  return composeMime(
    {
      ...content,
      to: [{ address: replyTo, name: '' }],
      cc: [],
      bcc: [],
      headers,
      customProperties: {},
      attachments: [],
      inReplyTo: id,
    },
    {
      from: { address: to, name: nameAt(to) },
      messageId: answerId(what, answered),
      date: at,
      references: [id],
      showBcc: false,
    },
  );
}

/** A person's answer, quoting as their program does. */
export function personsAnswer(who: Recipient, answered: Answered, at: Date): Promise<Buffer> {
  const text = chanceFor('answer', answered.id, who.address).pick(WORDS[who.language]);
  const { html = '' } = answered.raw === undefined ? {} : readSinkMail(Buffer.from(answered.raw, 'latin1'));
  const quoted = { from: answered.from, to: answered.to, subject: answered.subject, at: answered.at, html };
  const signed = `${text}\n\n${nameAt(who.address)}`;
  return compose(
    'reply',
    answered,
    {
      subject: answerSubject(who.language, answered.subject),
      html: answerHtml(who.program, signed, quoted, who.language),
      text: signed,
    },
    at,
  );
}

const DAY_MS = 86_400_000;
const NOTES: Record<
  Language,
  { subject: (subject: string) => string; text: (until: string) => string; locale: string }
> = {
  en: {
    locale: 'en-GB',
    subject: (subject) => `Automatic reply: ${subject}`,
    text: (until) =>
      `Hello,\n\nThank you for your message. I am out of the office until ${until} and read mail only now and then.\n\nI will answer when I am back.`,
  },
  pl: {
    locale: 'pl-PL',
    subject: (subject) => `Odpowiedź automatyczna: ${subject}`,
    text: (until) =>
      `Dzień dobry,\n\ndziękuję za wiadomość. Jestem na urlopie do ${until}. W pilnych sprawach proszę o kontakt z biurem.`,
  },
  de: {
    locale: 'de-DE',
    subject: (subject) => `Automatische Antwort: ${subject}`,
    text: (until) =>
      `Guten Tag,\n\nvielen Dank für Ihre Nachricht. Ich bin bis einschließlich ${until} nicht im Büro. In dringenden Fällen wenden Sie sich bitte an die Zentrale.`,
  },
};

/** An out-of-office note that says until when. */
export function awayNote(who: Recipient, answered: Answered, at: Date): Promise<Buffer> {
  const { subject, text, locale } = NOTES[who.language];
  const days = chanceFor('away', who.address).int(5, 20);
  const until = new Date(at.getTime() + days * DAY_MS).toLocaleDateString(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return compose(
    'away',
    answered,
    {
      subject: subject(answered.subject),
      text: `${text(until)}\n\n${nameAt(who.address)}`,
      headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
    },
    at,
  );
}

const stamp = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, '');
const rfcDate = (at: Date): string => at.toUTCString().replace('GMT', '+0000');
const crlf = (lines: readonly string[]): string => lines.join('\r\n');

interface Part {
  type: string;
  content: string;
}

/** A mail of several parts, all of them ASCII or 8bit UTF-8. */
function multipart(
  headers: readonly string[],
  type: string,
  parts: readonly Part[],
  boundary: string,
): Buffer {
  return Buffer.from(
    crlf([
      ...headers,
      'MIME-Version: 1.0',
      `Content-Type: ${type}; boundary="${boundary}"`,
      '',
      ...parts.flatMap((part) => [
        `--${boundary}`,
        `Content-Type: ${part.type}`,
        'Content-Transfer-Encoding: 8bit',
        '',
        part.content,
      ]),
      `--${boundary}--`,
      '',
    ]),
  );
}

const boundaryOf = (what: string, answered: Answered): string =>
  `=_${answerId(what, answered).slice(1).replace(/\W/g, '').slice(0, 40)}`;

/** The calendar's answer to a mail that it took for an invitation. */
export function calendarAnswer(answered: Answered, at: Date): Buffer {
  const { to, replyTo, id } = answered;
  const start = new Date(at.getTime() + 3 * DAY_MS);
  const event = crlf([
    'BEGIN:VCALENDAR',
    'PRODID:-//Sandbox//Calendar//EN',
    'VERSION:2.0',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${answerId('event', answered).slice(1, -1)}`,
    `DTSTAMP:${stamp(at)}`,
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(new Date(start.getTime() + 3_600_000))}`,
    'SUMMARY:Webinar',
    `ORGANIZER:mailto:${replyTo}`,
    `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${to}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
  return multipart(
    [
      `From: ${nameAt(to)} <${to}>`,
      `To: <${replyTo}>`,
      'Subject: Accepted: Webinar',
      `Date: ${rfcDate(at)}`,
      `Message-ID: ${answerId('calendar', answered)}`,
      `In-Reply-To: ${id}`,
    ],
    'multipart/alternative',
    [
      { type: 'text/plain; charset=utf-8', content: 'I will be there.' },
      { type: 'text/calendar; charset=utf-8; method=REPLY', content: event },
    ],
    boundaryOf('calendar', answered),
  );
}

/** The header of a mail, for reports that give back that much. */
const headerOf = (raw: string): string => raw.slice(0, raw.indexOf('\r\n\r\n') + 2);

/** What Exchange writes when a mail that it had taken reaches nobody (RFC 3464). */
export function deliveryReport(answered: Answered, reportTo: string, at: Date): Buffer {
  const { to, raw = '' } = answered;
  const system = `postmaster@${domainOf(to)}`;
  const parts: Part[] = [
    {
      type: 'text/plain; charset=utf-8',
      content: `Delivery has failed to these recipients or groups:\r\n\r\n${to}\r\nThe email address you entered couldn't be found. Please check the recipient's email address and try to resend the message.`,
    },
    {
      type: 'message/delivery-status',
      content: crlf([
        `Reporting-MTA: dns;mx.${domainOf(to)}`,
        `Arrival-Date: ${rfcDate(answered.at)}`,
        '',
        `Final-Recipient: rfc822;${to}`,
        'Action: failed',
        'Status: 5.1.10',
        'Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
        '',
      ]),
    },
  ];
  if (raw !== '') parts.push({ type: 'text/rfc822-headers', content: headerOf(raw) });
  return multipart(
    [
      `From: Microsoft Outlook <${system}>`,
      `To: <${reportTo}>`,
      `Subject: Undeliverable: ${asciiOr(answered.subject)}`,
      `Date: ${rfcDate(at)}`,
      `Message-ID: ${answerId('report', answered)}`,
      `In-Reply-To: ${answered.id}`,
      'Auto-Submitted: auto-generated',
      'X-Auto-Response-Suppress: All',
    ],
    'multipart/report; report-type=delivery-status',
    parts,
    boundaryOf('report', answered),
  );
}

const asciiOr = (subject: string): string =>
  /^[\x20-\x7e]*$/.test(subject) ? subject : `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;

/** What a mail service sends to those who asked for its feedback when a reader presses "this is spam" (RFC 5965). */
export function complaint(answered: Answered, reportTo: string, at: Date): Buffer {
  const { to, from, raw = '' } = answered;
  const parts: Part[] = [
    {
      type: 'text/plain; charset=utf-8',
      content: `This is an email abuse report for a message received from ${domainOf(from.address)}.`,
    },
    {
      type: 'message/feedback-report',
      content: crlf([
        'Feedback-Type: abuse',
        'User-Agent: SandboxFeedback/1.0',
        'Version: 1',
        `Original-Mail-From: <${from.address}>`,
        `Original-Rcpt-To: <${to}>`,
        `Arrival-Date: ${rfcDate(answered.at)}`,
        'Reported-Domain: ' + domainOf(from.address),
        '',
      ]),
    },
    { type: 'message/rfc822', content: raw === '' ? `Message-ID: ${answered.id}\r\n\r\n` : raw },
  ];
  return multipart(
    [
      `From: Feedback <feedback@${domainOf(to)}>`,
      `To: <${reportTo}>`,
      `Subject: FW: ${asciiOr(answered.subject)}`,
      `Date: ${rfcDate(at)}`,
      `Message-ID: ${answerId('complaint', answered)}`,
      'Auto-Submitted: auto-generated',
    ],
    'multipart/report; report-type=feedback-report',
    parts,
    boundaryOf('complaint', answered),
  );
}

/** The name and address of a From line. */
export function sender(headers: Parameters<typeof valueOf>[0]): { name: string; address: string } {
  const line = valueOf(headers, 'from');
  const address = (/<([^<>]+)>\s*$/.exec(line)?.[1] ?? line).trim().toLowerCase();
  const name = line
    .replace(/<[^<>]*>\s*$/, '')
    .replace(/^\s*"|"\s*$/g, '')
    .trim();
  return { name: name === '' || name.startsWith('=?') ? address : name, address };
}
