import { z } from 'zod';
import type { Mailboxes, OutgoingAttachment, OutgoingMail } from '../mailboxes';
import type { Employee } from '../people';
import { accessDenied, badRequest } from './exchange';
import type { GraphRefusal, GraphReply } from './exchange';

/** Exchange takes a request of about 4 MB; a file is a third longer in it. */
const MOST_BYTES = 3 * 1024 * 1024;

const recipients = z
  .array(z.object({ emailAddress: z.object({ address: z.string().min(1), name: z.string().nullish() }) }))
  .default([]);

const fileShape = z.object({
  '@odata.type': z.literal('#microsoft.graph.fileAttachment'),
  name: z.string(),
  contentType: z.string().nullish(),
  contentBytes: z.base64(),
  isInline: z.boolean().nullish(),
  contentId: z.string().nullish(),
});

const messageShape = z.object({
  subject: z.string().nullish(),
  body: z
    .object({ contentType: z.string().default('text'), content: z.string().nullish() })
    .default({ contentType: 'text', content: '' }),
  toRecipients: recipients,
  ccRecipients: recipients,
  bccRecipients: recipients,
  replyTo: recipients,
  from: z.object({ emailAddress: z.object({ address: z.string() }) }).nullish(),
  internetMessageHeaders: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).default([]),
  attachments: z.array(fileShape).default([]),
});

const bodyShape = z.object({
  message: messageShape,
  saveToSentItems: z.boolean().default(true),
});

type Message = z.infer<typeof messageShape>;

const people = (list: Message['toRecipients']) =>
  list.map(({ emailAddress: { address, name } }) => ({ address, name: name ?? address }));

/**
 * `POST /users/{id}/sendMail`: 202 without a body, the mail in Sent Items.
 *
 * @throws GraphRefusal in Exchange's words
 */
export async function sendMail(mailboxes: Mailboxes, owner: Employee, body: unknown): Promise<GraphReply> {
  const read = bodyShape.safeParse(body);
  if (!read.success) throw notValid(read.error);
  const { message, saveToSentItems } = read.data;
  if (!saveToSentItems) throw badRequest('The sandbox keeps every sent copy.', 'ErrorInvalidRequest');
  checkRecipients([...message.toRecipients, ...message.ccRecipients, ...message.bccRecipients]);
  checkWritten(owner, message);
  const bytes = message.attachments.reduce((sum, { contentBytes }) => sum + contentBytes.length * 0.75, 0);
  if (bytes > MOST_BYTES) {
    throw badRequest('The message exceeds the maximum supported size.', 'ErrorMessageSizeExceeded');
  }
  await mailboxes.sendFromOutlook(owner, outgoing(message));
  return { status: 202 };
}

/** @throws GraphRefusal where nobody, or nobody that there can be, is named */
export function checkRecipients(all: Message['toRecipients']): void {
  if (all.length === 0) {
    throw badRequest('At least one recipient must be specified.', 'ErrorInvalidRecipients');
  }
  if (all.some(({ emailAddress }) => !/^[^@\s]+@[^@\s]+$/.test(emailAddress.address))) {
    throw badRequest('At least one recipient is not valid.', 'ErrorInvalidRecipients');
  }
}

function checkWritten(owner: Employee, message: Message): void {
  const strange = message.internetMessageHeaders.find(({ name }) => !/^x-/i.test(name));
  if (strange !== undefined) {
    throw badRequest(
      `The internet message header name '${strange.name}' should start with 'x-' or 'X-'.`,
      'InvalidInternetMessageHeader',
    );
  }
  const from = message.from?.emailAddress.address.toLowerCase();
  if (from !== undefined && from !== owner.address && !owner.aliases.includes(from)) throw accessDenied();
}

const notValid = (issue: z.ZodError): GraphRefusal =>
  badRequest(`The request is not valid: ${issue.issues[0]?.path.join('.') ?? ''}.`, 'RequestBodyRead');

/** A message as `POST …/messages` takes it. */
export function draftOf(owner: Employee, body: unknown): OutgoingMail {
  const read = messageShape.safeParse(body);
  if (!read.success) throw notValid(read.error);
  checkWritten(owner, read.data);
  return outgoing(read.data);
}

/** A file as `POST …/attachments` takes it. */
export function fileOf(body: unknown): OutgoingAttachment {
  const read = fileShape.safeParse(body);
  if (!read.success) throw notValid(read.error);
  if (read.data.contentBytes.length * 0.75 > MOST_BYTES) {
    throw badRequest('The message exceeds the maximum supported size.', 'ErrorMessageSizeExceeded');
  }
  return attachment(read.data);
}

const attachment = (file: z.infer<typeof fileShape>): OutgoingAttachment => ({
  name: file.name,
  contentType: file.contentType ?? 'application/octet-stream',
  content: file.contentBytes,
  isInline: file.isInline ?? false,
  ...(file.contentId != null && { contentId: file.contentId }),
});

/** What makes a mail an answer: Graph takes these headers as MAPI properties alone. */
function threadOf(properties: Message['singleValueExtendedProperties']) {
  const tagged = (tag: number): string | undefined =>
    properties.find(({ id }) => Number.parseInt(/^String\s+(0x[0-9a-f]+)$/i.exec(id)?.[1] ?? '', 16) === tag)
      ?.value;
  const inReplyTo = tagged(0x1042);
  const references = tagged(0x1039)?.split(/\s+/);
  return { ...(inReplyTo !== undefined && { inReplyTo }), ...(references && { references }) };
}

function outgoing(message: Message): OutgoingMail {
  const content = message.body.content ?? '';
  return {
    ...threadOf(message.singleValueExtendedProperties),
    subject: message.subject ?? '',
    ...(message.body.contentType.toLowerCase() === 'html' ? { html: content } : { text: content }),
    to: people(message.toRecipients),
    cc: people(message.ccRecipients),
    bcc: people(message.bccRecipients),
    ...(message.replyTo.length > 0 && { replyTo: people(message.replyTo) }),
    headers: Object.fromEntries(message.internetMessageHeaders.map(({ name, value }) => [name, value])),
    customProperties: {},
    namedProperties: Object.fromEntries(
      message.singleValueExtendedProperties.map(({ id, value }) => [id.toLowerCase(), value]),
    ),
    attachments: message.attachments.map(attachment),
  };
}
