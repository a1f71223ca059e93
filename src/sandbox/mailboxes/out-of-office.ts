import type { Person } from '../people';
import type { MailContent, MailItem, OutgoingMail } from './mail';

const DAY = 86_400_000;

/** Whether a mail is one that an absent person's server answers (RFC 3834, section 2): never a machine, a list or an answer of its kind. */
export function wantsAnswer(item: MailItem, content: MailContent): boolean {
  const header = (name: string): string =>
    content.headers.find((line) => line.name.toLowerCase() === name)?.value.toLowerCase() ?? '';
  if (item.folder !== 'inbox' || item.messageClass.toUpperCase() !== 'IPM.NOTE' || item.from.address === '')
    return false;
  const automatic = header('auto-submitted');
  if (automatic !== '' && automatic !== 'no') return false;
  if (/bulk|list|junk/.test(header('precedence')) || header('list-id') !== '') return false;
  if (/\b(?:all|oof|autoreply)\b/.test(header('x-auto-response-suppress'))) return false;
  return !/^(?:postmaster|mailer-daemon|no-?reply)@/i.test(item.from.address);
}

/** The out-of-office answer to a mail, as Exchange words and marks it. */
export function outOfOfficeAnswer(person: Person, item: MailItem): OutgoingMail {
  const until = new Date(Date.parse(item.receivedAt) + (person.outOfOffice?.days ?? 0) * DAY);
  const day = until.toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const text = [
    'Hello,',
    `Thank you for your message. I am out of the office until ${day} and read mail only now and then.`,
    'I will answer when I am back.',
    person.name,
  ];
  return {
    subject: `Automatic reply: ${item.subject}`,
    html: `<html><body>${text.map((line) => `<p>${line}</p>`).join('')}</body></html>`,
    text: text.join('\n\n'),
    to: [item.from],
    cc: [],
    bcc: [],
    headers: {
      'Auto-Submitted': 'auto-replied',
      'X-Auto-Response-Suppress': 'All',
      'X-MS-Exchange-Generated-Message-Source': 'Mailbox Rules Agent',
      'x-ms-exchange-parent-message-id': item.internetMessageId,
    },
    customProperties: {},
    attachments: [],
    inReplyTo: item.internetMessageId,
  };
}
