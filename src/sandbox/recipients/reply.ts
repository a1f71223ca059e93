import { randomBytes } from 'node:crypto';
import { escapeHtml } from '../html';
import type { Address, MailContent, MailItem, OutgoingAttachment, OutgoingMail } from '../mailboxes';
import type { Person } from '../people';
import { quotedBody } from './mail-html';
import type { Compose, Reply } from './shapes';

const FONT =
  'font-family: Aptos, Aptos_EmbeddedFont, Calibri, Helvetica, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);';

const named = ({ name, address }: Address): string =>
  escapeHtml(name === '' || name === address ? address : `${name} <${address}>`);

/** The day as Outlook writes it into the block before the quoted mail, in English and UTC. */
function sentOn(iso: string): string {
  const date = new Date(iso);
  const day = date.toLocaleDateString('en-US', {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const time = date.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
  return `${day} ${time.replace('\u202f', ' ')}`;
}

/** A Content-ID in Outlook's form: `image001.png@01DC5A0B.6E0B9A50`. */
function contentId(index: number, type: string): string {
  const unique = randomBytes(8).toString('hex').toUpperCase();
  const extension = type.split('/')[1]?.replace('jpeg', 'jpg').replace(/\W.*$/, '') ?? 'png';
  return `image${String(index + 1).padStart(3, '0')}.${extension}@${unique.slice(0, 8)}.${unique.slice(8)}`;
}

const paragraph = (inner: string): string => `<div class="elementToProof" style="${FONT}">${inner}</div>`;

/** What the writer typed: a `div` for each line, the pictures after the first paragraph. */
function newPart(text: string, pictures: OutgoingAttachment[]): string {
  const lines = text
    .replace(/\r\n/g, '\n')
    .split('\n')
    .map((line) => paragraph(line === '' ? '<br>' : escapeHtml(line)));
  const images = pictures.map((picture) =>
    paragraph(`<img src="cid:${picture.contentId ?? ''}" alt="${escapeHtml(picture.name)}">`),
  );
  const after = Math.max(
    1,
    lines.findIndex((line) => line.includes('<br>')),
  );
  return [...lines.slice(0, after), ...images, ...lines.slice(after)].join('\n');
}

function documentOf(body: string): string {
  return `<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n<style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style>\n</head>\n<body dir="ltr">\n${body}\n</body>\n</html>\n`;
}

function history(original: MailItem, content: MailContent): string {
  const lines = [
    `<b>From:</b> ${named(original.from)}`,
    `<b>Sent:</b> ${sentOn(original.sentAt)}`,
    `<b>To:</b> ${original.to.map(named).join('; ')}`,
    ...(original.cc.length === 0 ? [] : [`<b>Cc:</b> ${original.cc.map(named).join('; ')}`]),
    `<b>Subject:</b> ${escapeHtml(original.subject)}`,
  ];
  return `<div id="appendonsend"></div>
<hr style="display:inline-block;width:98%" tabindex="-1">
<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">${lines.join('<br>')}</font>
<div>&nbsp;</div>
</div>
<div>${quotedBody(content)}</div>`;
}

const asFile = ({ name, contentType, content }: Reply['files'][number]): OutgoingAttachment => ({
  name,
  contentType,
  content,
  isInline: false,
});

/** Pictures of the quoted mail travel on with the quote. */
function quotedPictures(content: MailContent): OutgoingAttachment[] {
  return content.attachments
    .filter(
      (each) =>
        each.isInline &&
        each.contentId !== undefined &&
        (content.html ?? '').includes(`cid:${each.contentId}`),
    )
    .map(({ name, contentType, contentId: id, content: bytes }) => ({
      name,
      contentType,
      content: bytes.toString('base64'),
      isInline: true,
      ...(id === undefined ? {} : { contentId: id }),
    }));
}

/** An answer as Outlook makes it: new text, then the line and the block with From, Sent, To and Subject, then the mail itself. */
export function outlookReply(
  person: Person,
  original: MailItem,
  content: MailContent,
  reply: Reply,
): OutgoingMail {
  const pictures = reply.pictures.map(({ name, contentType, content: bytes }, index): OutgoingAttachment => ({
    name,
    contentType,
    content: bytes,
    isInline: true,
    contentId: contentId(index, contentType),
  }));
  const isOwn = (address: Address): boolean => address.address.toLowerCase() === person.address;
  const answered = original.replyTo.length > 0 ? original.replyTo : [original.from];
  const to = original.folder === 'sentitems' ? original.to : answered;
  const others = [...original.to, ...original.cc].filter(
    (each) => !isOwn(each) && !to.some(({ address }) => address.toLowerCase() === each.address.toLowerCase()),
  );
  const topic = original.subject.replace(/^(?:re:\s*)+/i, '');
  return {
    subject: `RE: ${topic}`,
    html: documentOf(`${newPart(reply.text, pictures)}\n${history(original, content)}`),
    to,
    cc: reply.all ? others : [],
    bcc: [],
    headers: {
      'Thread-Topic': topic.replace(/[^\x20-\x7e]/g, '?'),
      'Accept-Language': 'en-GB, en-US',
      'Content-Language': 'en-GB',
      ...(reply.files.length + pictures.length > 0 ? { 'X-MS-Has-Attach': 'yes' } : {}),
    },
    customProperties: {},
    attachments: [...pictures, ...quotedPictures(content), ...reply.files.map(asFile)],
    inReplyTo: original.internetMessageId,
  };
}

/** A new mail. */
export function outlookMail(compose: Compose): OutgoingMail {
  return {
    subject: compose.subject,
    html: documentOf(newPart(compose.text, [])),
    to: compose.to,
    cc: [],
    bcc: [],
    headers: { 'Accept-Language': 'en-GB, en-US' },
    customProperties: {},
    attachments: compose.files.map(asFile),
  };
}
