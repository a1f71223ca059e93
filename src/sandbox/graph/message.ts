import { folderId, plainText } from '../mailboxes';
import type { Address, Mailboxes, MailContent, MailItem } from '../mailboxes';
import { attachmentJson, attachmentsOf } from './attachment';
import { badRequest, graphTime, idOf } from './exchange';
import type { Preferences } from './exchange';
import type { Literal } from './filter';
import { convertedFromText, uniquePart, withoutUnsafe } from './html';
import { extendedProperty, isOwn } from './properties';
import type { Query } from './query';

/** Shown only when they are selected. */
const ONLY_SELECTED = ['internetMessageHeaders', 'uniqueBody'];

export const recipient = ({ address, name }: Address): object => ({ emailAddress: { name, address } });

/** `@odata.type` and meeting kind of what is more than a message. */
function derivedType(messageClass: string): Record<string, string> {
  const name = messageClass.toLowerCase();
  const meeting = (type: string, kind: string): Record<string, string> => ({
    '@odata.type': `#microsoft.graph.${type}`,
    meetingMessageType: kind,
  });
  if (name.startsWith('ipm.schedule.meeting.request'))
    return meeting('eventMessageRequest', 'meetingRequest');
  if (name.startsWith('ipm.schedule.meeting.canceled')) return meeting('eventMessage', 'meetingCancelled');
  if (name.startsWith('ipm.schedule.meeting.resp.pos'))
    return meeting('eventMessageResponse', 'meetingAccepted');
  // Microsoft's own spelling.
  if (name.startsWith('ipm.schedule.meeting.resp.tent'))
    return meeting('eventMessageResponse', 'meetingTenativelyAccepted');
  if (name.startsWith('ipm.schedule.meeting.resp.neg'))
    return meeting('eventMessageResponse', 'meetingDeclined');
  return {};
}

const changeKey = (item: MailItem): string =>
  `CQAAABYAAAC${Buffer.from(`${item.serial}.${item.version}`).toString('base64')}`;

export const etagOf = (item: MailItem): string => `W/"${changeKey(item)}"`;

export function bodyOf(content: MailContent, prefer: Preferences, part: (html: string) => string): object {
  const html = content.html ?? convertedFromText(content.text ?? '');
  const cut = part(html);
  if (prefer.textBody)
    return {
      contentType: 'text',
      content: content.html === undefined ? (content.text ?? '') : plainText(cut),
    };
  return { contentType: 'html', content: prefer.unsafeHtml ? cut : withoutUnsafe(cut) };
}

/** The properties of a message that need no look into its MIME. */
function outline(item: MailItem, prefer: Preferences): Record<string, unknown> {
  return {
    id: idOf(item, prefer),
    createdDateTime: graphTime(item.createdAt),
    lastModifiedDateTime: graphTime(item.changedAt),
    changeKey: changeKey(item),
    categories: item.categories ?? [],
    receivedDateTime: graphTime(item.receivedAt),
    sentDateTime: graphTime(item.sentAt),
    hasAttachments: item.hasAttachments,
    internetMessageId: item.internetMessageId,
    subject: item.subject,
    bodyPreview: item.preview,
    importance: item.importance,
    parentFolderId: folderId(item.mailbox, item.folder),
    conversationId: item.conversationId,
    conversationIndex: Buffer.from(`01${item.conversationId.slice(-20)}`).toString('base64url'),
    isDeliveryReceiptRequested: item.folder === 'sentitems' ? false : null,
    isReadReceiptRequested: false,
    isRead: item.isRead,
    isDraft: item.folder === 'drafts',
    webLink: `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(item.id)}&exvsurl=1&viewmodel=ReadMessageItem`,
    inferenceClassification: 'focused',
    sender: recipient(item.from),
    from: recipient(item.from),
    toRecipients: item.to.map(recipient),
    ccRecipients: item.cc.map(recipient),
    bccRecipients: item.bcc.map(recipient),
    replyTo: item.replyTo.map(recipient),
    flag: { flagStatus: 'notFlagged' },
  };
}

function headersOf(item: MailItem, content: MailContent): Record<string, unknown> {
  // What the mailbox itself sent has none, whatever is selected.
  return isOwn(content) || item.folder === 'drafts' ? {} : { internetMessageHeaders: content.headers };
}

/**
 * A message as JSON: the properties of `$select`, or the default ones, with what `$expand` adds.
 *
 * @throws GraphRefusal 400 for a selected property that no message has
 */
export function messageJson(
  item: MailItem,
  content: MailContent,
  query: Query,
  prefer: Preferences,
): Record<string, unknown> {
  const derived = derivedType(item.messageClass);
  // Bodies are made where they are shown: that takes longer than all else.
  const all: Record<string, () => unknown> = {
    ...Object.fromEntries(Object.entries(outline(item, prefer)).map(([name, value]) => [name, () => value])),
    body: () => bodyOf(content, prefer, (html) => html),
    uniqueBody: () => bodyOf(content, prefer, uniquePart),
    ...Object.fromEntries(
      Object.entries(headersOf(item, content)).map(([name, value]) => [name, () => value]),
    ),
    ...('meetingMessageType' in derived ? { meetingMessageType: () => derived.meetingMessageType } : {}),
  };
  const known = new Set(
    [...Object.keys(all), 'internetMessageHeaders', 'singleValueExtendedProperties', 'attachments'].map(
      (name) => name.toLowerCase(),
    ),
  );
  const select = query.select?.map((name) => name.toLowerCase());
  const unknown = query.select?.find((name) => !known.has(name.toLowerCase()));
  if (unknown !== undefined)
    throw badRequest(`Could not find a property named '${unknown}' on type 'microsoft.graph.message'.`);
  const chosen = Object.entries(all)
    .filter(([name]) =>
      select === undefined
        ? !ONLY_SELECTED.includes(name)
        : name === 'id' || select.includes(name.toLowerCase()),
    )
    .map(([name, value]): [string, unknown] => [name, value()]);
  const extended = query.extended
    .map((id) => extendedProperty(id, item, content))
    .filter((property) => property !== undefined);
  return {
    ...('@odata.type' in derived ? { '@odata.type': derived['@odata.type'] } : {}),
    '@odata.etag': etagOf(item),
    ...Object.fromEntries(chosen),
    ...(extended.length === 0 ? {} : { singleValueExtendedProperties: extended }),
    ...(query.attachments === undefined
      ? {}
      : {
          attachments: attachmentsOf(item, content).map((each) =>
            attachmentJson(item, each, prefer, query.attachments?.select),
          ),
        }),
  };
}

/** What cannot be told without taking the MIME apart. */
const INSIDE = ['body', 'uniquebody', 'internetmessageheaders'];
const NOTHING: MailContent = { headers: [], attachments: [] };

/** `messageJson`, taking the mail apart only where the answer shows something of what is inside. */
export async function readMessage(
  mailboxes: Mailboxes,
  item: MailItem,
  query: Query,
  prefer: Preferences,
): Promise<Record<string, unknown>> {
  const within =
    query.select === undefined ||
    query.extended.length > 0 ||
    query.attachments !== undefined ||
    query.select.some((name) => INSIDE.includes(name.toLowerCase()));
  return messageJson(item, within ? await mailboxes.content(item) : NOTHING, query, prefer);
}

/** Values of the properties that `$filter` and `$orderby` may name. */
export function filterable(item: MailItem, path: string): Literal {
  switch (path.toLowerCase()) {
    case 'receiveddatetime':
      return new Date(item.receivedAt);
    case 'sentdatetime':
      return new Date(item.sentAt);
    case 'createddatetime':
      return new Date(item.createdAt);
    case 'lastmodifieddatetime':
      return new Date(item.changedAt);
    case 'internetmessageid':
      return item.internetMessageId;
    case 'conversationid':
      return item.conversationId;
    case 'subject':
      return item.subject;
    case 'importance':
      return item.importance;
    case 'parentfolderid':
      return folderId(item.mailbox, item.folder);
    case 'isread':
      return item.isRead;
    case 'isdraft':
      return item.folder === 'drafts';
    case 'hasattachments':
      return item.hasAttachments;
    case 'from/emailaddress/address':
    case 'sender/emailaddress/address':
      return item.from.address;
    case 'from/emailaddress/name':
    case 'sender/emailaddress/name':
      return item.from.name;
    default:
      throw badRequest(
        `Could not find a property named '${path}' on type 'microsoft.graph.message'.`,
        'RequestBroker--ParseUri',
      );
  }
}
