import PostalMime from 'postal-mime';
import type { Address, Importance, MailAttachment, MailContent } from './mail';
import { plainText } from './compose';

/** What a mailbox keeps about a mail without opening it again. */
export interface MailSummary {
  internetMessageId: string;
  inReplyTo: string;
  references: string[];
  subject: string;
  from: Address;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  replyTo: Address[];
  sentAt?: string;
  messageClass: string;
  importance: Importance;
  hasAttachments: boolean;
  preview: string;
}

/** Message class of an absence note. */
export const OUT_OF_OFFICE = 'IPM.Note.Rules.OofTemplate.Microsoft';

const NOT_DELIVERED = 'REPORT.IPM.Note.NDR';

type Email = Awaited<ReturnType<typeof PostalMime.parse>>;

function addresses(list: Email['to']): Address[] {
  return (list ?? []).flatMap((entry): Address[] =>
    entry.group !== undefined
      ? addresses(entry.group)
      : [{ address: entry.address ?? '', name: entry.name === '' ? (entry.address ?? '') : entry.name }],
  );
}

function attachmentsOf(email: Email): MailAttachment[] {
  return email.attachments.map((attachment, index) => {
    const contentId = attachment.contentId?.replace(/^<|>$/g, '');
    const { content } = attachment;
    return {
      index,
      name:
        attachment.filename ??
        (attachment.mimeType === 'message/rfc822' ? 'message.eml' : `file-${index + 1}`),
      contentType: attachment.mimeType,
      isInline:
        contentId !== undefined && (attachment.disposition === 'inline' || attachment.related === true),
      ...(contentId === undefined ? {} : { contentId }),
      content:
        typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(new Uint8Array(content)),
    };
  });
}

/** Exchange's message class for what came from the internet. */
function messageClassOf(header: (name: string) => string, email: Email): string {
  const type = header('content-type').toLowerCase();
  if (/report-type="?delivery-status/.test(type)) return NOT_DELIVERED;
  if (/report-type="?disposition-notification/.test(type)) return 'REPORT.IPM.Note.IPNRN';
  const calendar = [
    type,
    ...email.attachments.map((part) => `${part.mimeType}; method=${part.method ?? ''}`),
  ].find((candidate) => candidate.startsWith('text/calendar'));
  if (calendar !== undefined && /method="?request/i.test(calendar)) return 'IPM.Schedule.Meeting.Request';
  if (calendar !== undefined && /method="?cancel/i.test(calendar)) return 'IPM.Schedule.Meeting.Canceled';
  if (calendar !== undefined && /method="?reply/i.test(calendar)) {
    const answer = email.attachments.find((part) => part.mimeType === 'text/calendar');
    const body = answer === undefined ? '' : contentText(answer.content);
    if (/PARTSTAT=DECLINED/i.test(body)) return 'IPM.Schedule.Meeting.Resp.Neg';
    if (/PARTSTAT=TENTATIVE/i.test(body)) return 'IPM.Schedule.Meeting.Resp.Tent';
    return 'IPM.Schedule.Meeting.Resp.Pos';
  }
  if (/^auto-replied/i.test(header('auto-submitted'))) return OUT_OF_OFFICE;
  if (/signed-data|pkcs7-mime/.test(type)) return 'IPM.Note.SMIME';
  if (/^multipart\/signed/.test(type)) return 'IPM.Note.SMIME.MultipartSigned';
  return 'IPM.Note';
}

/** Whom a delivery report names (RFC 3464, 2.3.2). */
function failedRecipients(email: Email): Address[] {
  const status = email.attachments.find((part) => part.mimeType === 'message/delivery-status');
  const text = status === undefined ? '' : contentText(status.content);
  return [...text.matchAll(/^(?:Final|Original)-Recipient:[^;\n]*;\s*(\S+)/gim)]
    .map(([, address = '']) => ({
      address: address.toLowerCase(),
      name: address,
    }))
    .filter(({ address }, i, all) => all.findIndex((other) => other.address === address) === i);
}

function contentText(content: string | ArrayBuffer | Uint8Array): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

/** Takes MIME apart. Header values are unfolded, not decoded. */
export async function parseMime(raw: Buffer): Promise<MailContent> {
  const email = await PostalMime.parse(raw, { rfc822Attachments: true });
  return {
    headers: headerLines(email),
    ...(email.html === undefined ? {} : { html: email.html }),
    ...(email.text === undefined ? {} : { text: email.text }),
    attachments: attachmentsOf(email),
  };
}

function headerLines(email: Email): { name: string; value: string }[] {
  return email.headers.map(({ originalKey, value }) => ({ name: originalKey, value }));
}

/** Reads from MIME what the mailbox lists show. */
export async function summarise(raw: Buffer): Promise<MailSummary> {
  const email = await PostalMime.parse(raw, { rfc822Attachments: true });
  const lines = headerLines(email);
  const header = (name: string): string =>
    lines.find((line) => line.name.toLowerCase() === name)?.value ?? '';
  const priority = `${header('importance')} ${header('x-priority')}`.toLowerCase();
  const sent = Date.parse(header('date'));
  const body =
    email.text === undefined || email.text.trim() === '' ? plainText(email.html ?? '') : email.text;
  const messageClass = messageClassOf(header, email);
  const failed = messageClass === NOT_DELIVERED ? failedRecipients(email) : [];
  return {
    internetMessageId: header('message-id'),
    inReplyTo: /<[^>]+>/.exec(header('in-reply-to'))?.[0] ?? '',
    references: header('references').match(/<[^>]+>/g) ?? [],
    subject: email.subject ?? '',
    from: addresses(email.from === undefined ? [] : [email.from])[0] ?? { address: '', name: '' },
    // Exchange shows a report as addressed to those whom the mail did not reach.
    to: failed.length > 0 ? failed : addresses(email.to),
    cc: addresses(email.cc),
    bcc: addresses(email.bcc),
    replyTo: addresses(email.replyTo),
    ...(Number.isNaN(sent) ? {} : { sentAt: new Date(sent).toISOString() }),
    messageClass,
    importance: /high|\b[12]\b/.test(priority) ? 'high' : /low|\b[45]\b/.test(priority) ? 'low' : 'normal',
    hasAttachments: attachmentsOf(email).some((attachment) => !attachment.isInline),
    preview: body.replace(/\s+/g, ' ').trim().slice(0, 255),
  };
}
