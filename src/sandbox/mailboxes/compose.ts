import MailComposer from 'nodemailer/lib/mail-composer';
import { parseFragment } from 'parse5';
import type { DefaultTreeAdapterMap } from 'parse5';
import type { Address, OutgoingMail } from './mail';

type Node = DefaultTreeAdapterMap['node'];

const BLOCKS = new Set(['p', 'div', 'br', 'tr', 'li', 'hr', 'h1', 'h2', 'h3', 'h4', 'table', 'blockquote']);
const UNSEEN = new Set(['script', 'style', 'head', 'title', 'template']);

/** The text of HTML as mail programs write it into the plain alternative. */
export function plainText(html: string): string {
  const out: string[] = [];
  const walk = (node: Node): void => {
    if (node.nodeName === '#text' && 'value' in node) out.push(node.value.replace(/\s+/g, ' '));
    if (UNSEEN.has(node.nodeName)) return;
    if ('childNodes' in node) node.childNodes.forEach(walk);
    if (BLOCKS.has(node.nodeName)) out.push('\n');
  };
  walk(parseFragment(html));
  return out
    .join('')
    .replace(/\u00a0/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

export interface Envelope {
  from: Address;
  messageId: string;
  date: Date;
  references: readonly string[];
  /** Sent copies name the blind recipients; what travels does not. */
  showBcc: boolean;
}

/** Makes the MIME of an outgoing mail. Lines end with CRLF. */
export function composeMime(mail: OutgoingMail, envelope: Envelope): Promise<Buffer> {
  const spelt = new Map(Object.keys(mail.headers).map((name) => [name.toLowerCase(), name]));
  const composed = new MailComposer({
    from: envelope.from,
    to: mail.to,
    cc: mail.cc,
    ...(envelope.showBcc ? { bcc: mail.bcc } : {}),
    ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
    subject: mail.subject,
    messageId: envelope.messageId,
    date: envelope.date,
    ...(mail.inReplyTo === undefined
      ? {}
      : { inReplyTo: mail.inReplyTo, references: [...envelope.references] }),
    headers: mail.headers,
    ...(mail.importance === undefined || mail.importance === 'normal' ? {} : { priority: mail.importance }),
    ...(mail.html === undefined ? {} : { html: mail.html }),
    text: mail.text ?? plainText(mail.html ?? ''),
    attachments: mail.attachments.map((attachment) => ({
      filename: attachment.name,
      contentType: attachment.contentType,
      content: Buffer.from(attachment.content, 'base64'),
      contentDisposition: attachment.isInline ? 'inline' : 'attachment',
      ...(attachment.contentId === undefined ? {} : { cid: attachment.contentId }),
    })),
    newline: 'windows',
    // The composer writes names in its own case; add-ins' headers keep theirs.
    normalizeHeaderKey: (key: string) => spelt.get(key.toLowerCase()) ?? key,
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  composed.keepBcc = envelope.showBcc;
  return composed.build();
}
