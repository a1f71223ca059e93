import type { Mailboxes, MailItem, OutgoingMail } from '../mailboxes';
import type { Employee } from '../people';
import { badRequest } from './exchange';
import type { GraphReply } from './exchange';
import { attachmentJson, attachmentsOf } from './attachment';
import { ORIGIN } from './folder';
import type { MailRead } from './folder';
import { itemOf, readMail } from './mail';
import type { MailTarget } from './path';
import { checkRecipients, draftOf, fileOf } from './send';
import { beginUpload } from './upload';
import type { Uploads } from './upload';

/** A draft as it was handed in, from what the mailbox keeps of it. */
export async function mailOf(mailboxes: Mailboxes, item: MailItem): Promise<OutgoingMail> {
  const { headers, html, text, attachments } = await mailboxes.content(item);
  const { subject, to, cc, bcc, replyTo, inReplyTo, references, namedProperties } = item;
  return {
    ...{ subject, to, cc, bcc, customProperties: {} },
    ...(html !== undefined ? { html } : { text: text ?? '' }),
    ...(replyTo.length > 0 && { replyTo }),
    ...(inReplyTo !== '' && { inReplyTo, references }),
    ...(namedProperties && { namedProperties }),
    headers: Object.fromEntries(
      headers.filter(({ name }) => /^x-/i.test(name)).map(({ name, value }) => [name, value]),
    ),
    attachments: attachments.map(({ name, contentType, isInline, contentId, content }) => ({
      ...{ name, contentType, isInline, content: content.toString('base64') },
      ...(contentId !== undefined && { contentId }),
    })),
  };
}

const personsOf = ({ to, cc, bcc }: OutgoingMail) =>
  [...to, ...cc, ...bcc].map((emailAddress) => ({ emailAddress }));

const newestAttachment = async (read: MailRead, item: MailItem): Promise<GraphReply> => {
  const [newest] = attachmentsOf(item, await read.mailboxes.content(item)).slice(-1);
  if (newest === undefined) throw new Error('a file that was attached is not there');
  return {
    status: 201,
    body: {
      '@odata.context': `${ORIGIN}/$metadata#users('${read.owner.objectId}')/messages('${item.id}')/attachments/$entity`,
      ...attachmentJson(item, newest, read.prefer, undefined),
    },
  };
};

/** The draft that a request is about; of anything else, Exchange takes no change of this kind. */
function draftIn(read: MailRead, id: string): MailItem {
  const item = itemOf(read, id, undefined);
  if (item.folder !== 'drafts') {
    throw badRequest('The operation is only supported on drafts.', 'ErrorInvalidOperation');
  }
  return item;
}

/**
 * Answers what writes drafts, sends and removes them; undefined: it is something else. Whoever asks may.
 *
 * @throws GraphRefusal in Exchange's words
 */
export async function changeDraft(
  read: MailRead,
  uploads: Uploads,
  owner: Employee,
  target: MailTarget,
): Promise<GraphReply | undefined> {
  const { mailboxes, request } = read;
  const { method, body } = request;
  if (target.kind === 'messages' && target.folder === undefined && method === 'POST') {
    const made = await mailboxes.writeDraft(owner, draftOf(owner, body));
    const id = read.prefer.immutableIds ? made.immutableId : made.id;
    return { ...(await readMail(read, { kind: 'message', id })), status: 201 };
  }
  if (target.kind === 'attachments' && method === 'POST') {
    const draft = draftIn(read, target.id);
    const mail = await mailOf(mailboxes, draft);
    const attachments = [...mail.attachments, fileOf(body)];
    return newestAttachment(read, await mailboxes.writeDraft(owner, { ...mail, attachments }, draft));
  }
  if (target.kind === 'uploadSession' && method === 'POST') {
    return beginUpload(uploads, owner, draftIn(read, target.id), body);
  }
  if (target.kind === 'sendDraft' && method === 'POST') {
    const draft = draftIn(read, target.id);
    const mail = await mailOf(mailboxes, draft);
    checkRecipients(personsOf(mail));
    await mailboxes.sendDraft(owner, mail, draft);
    return { status: 202 };
  }
  if (target.kind === 'message' && method === 'DELETE') {
    const draft = draftIn(read, target.id);
    await mailboxes.remove(draft);
    return { status: 204 };
  }
  return undefined;
}
