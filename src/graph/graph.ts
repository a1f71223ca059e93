import { z } from 'zod';
import { graphUrl, odataText, withOptions } from './address';
import { makeGraphClient, type GraphClientOptions, type Page } from './client';
import type { GraphAnswer } from './failure';
import { IN_REPLY_TO, MESSAGE_CLASS, MESSAGE_ID, REFERENCES, SENDING_MARK, SENSITIVITY } from './properties';
import { Attachment, Folder, ListedMessage, Message, Subscription, User } from './shapes';
import { graphTime } from './time';

export interface NewSubscription {
  /** `users/{id}/messages` */
  resource: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string;
  clientState: string;
  expiresAt: Date;
}

export interface StandingSubscription {
  id: string;
  expiresAt: Date;
  /** Where Graph says them. */
  resource?: string;
  notificationUrl?: string;
  lifecycleNotificationUrl?: string;
}

/** Graph for mail, reading only. `user` is an Entra object id or an address. Every id is an immutable one. */
export interface Graph {
  createSubscription(subscription: NewSubscription): Promise<GraphAnswer<StandingSubscription>>;
  /** Renews and reauthorizes. */
  renewSubscription(id: string, expiresAt: Date): Promise<GraphAnswer<StandingSubscription>>;
  deleteSubscription(id: string): Promise<GraphAnswer<void>>;
  /** All that this application has in the tenant. Throttled hard (40 lists in 20 s): to be asked only in need. */
  listSubscriptions(): Promise<GraphAnswer<StandingSubscription[]>>;
  /** One page of the whole mailbox, oldest first, received at or after `since`; `link` = the page before's `next`. */
  listMessages(user: string, since: Date, link?: string): Promise<GraphAnswer<Page<ListedMessage>>>;
  /** One page of the whole mailbox, newest first, as far as `getMessage` tells without a body: to try a log rule on. */
  surveyMessages(user: string, since: Date, link?: string): Promise<GraphAnswer<Page<Message>>>;
  /** Every item of the mailbox with this Message-ID, in whichever folder: a mail to oneself lies there twice. */
  findMessages(user: string, internetMessageId: string): Promise<GraphAnswer<ListedMessage[]>>;
  /** What this server sent with this mark (`MailSender`), as far as it stands in Sent Items by now. */
  findSent(user: string, mark: string): Promise<GraphAnswer<ListedMessage[]>>;
  /** One page of a round over the folders; `link` = `next` of the page before, or a stored `delta`. */
  foldersDelta(user: string, link?: string): Promise<GraphAnswer<Page<Folder>>>;
  /** One page of a round over one folder's mail. */
  messagesDelta(user: string, folder: string, link?: string): Promise<GraphAnswer<Page<ListedMessage>>>;
  /** `folder`: an id or a well-known name (`sentitems`). */
  getFolder(user: string, folder: string): Promise<GraphAnswer<Folder>>;
  /** With headers, and with the MAPI properties that tell replies and kinds; `properties` asks for more of them. */
  getMessage(user: string, id: string, properties?: string[]): Promise<GraphAnswer<Message>>;
  /** The item as MIME: made anew by Exchange, so not the bytes that came by wire. Up to some 200 MB. */
  getMime(user: string, id: string): Promise<GraphAnswer<ReadableStream<Uint8Array>>>;
  /** All attachments of an item without their contents. */
  listAttachments(user: string, id: string): Promise<GraphAnswer<Attachment[]>>;
  /** A file's bytes, an attached item as MIME, iCalendar or vCard; a cloud link has none (405). */
  attachmentBytes(
    user: string,
    id: string,
    attachment: string,
  ): Promise<GraphAnswer<ReadableStream<Uint8Array>>>;
  getUser(user: string): Promise<GraphAnswer<User>>;
}

const LISTED = 'id,receivedDateTime,parentFolderId,isDraft,categories';
const FULL = [
  'id',
  'parentFolderId',
  'conversationId',
  'internetMessageId',
  'subject',
  'receivedDateTime',
  'sentDateTime',
  'createdDateTime',
  'isDraft',
  'hasAttachments',
  'from',
  'sender',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'categories',
  'internetMessageHeaders',
].join(',');
const PROPERTIES = [MESSAGE_CLASS, MESSAGE_ID, IN_REPLY_TO, REFERENCES, SENSITIVITY];
/** Rows with all headers are large. */
const SURVEY_PAGE = 50;

const named = (properties: readonly string[]): string =>
  properties.map((p) => `id eq ${odataText(p)}`).join(' or ');

/** Graph over any transport and any way to a token. Throws only at a link that does not lead to Graph. */
export function makeGraph(options: GraphClientOptions): Graph {
  const client = makeGraphClient(options);
  const message = (user: string, id: string, ...more: string[]): string =>
    graphUrl('users', user, 'messages', id, ...more);
  const standing = Subscription.transform((s, context): StandingSubscription => {
    const expiresAt = graphTime(s.expirationDateTime);
    if (!expiresAt) {
      context.addIssue('a subscription without an end');
      return z.NEVER;
    }
    return {
      id: s.id,
      expiresAt,
      ...(s.resource && { resource: s.resource }),
      ...(s.notificationUrl && { notificationUrl: s.notificationUrl }),
      ...(s.lifecycleNotificationUrl && { lifecycleNotificationUrl: s.lifecycleNotificationUrl }),
    };
  });
  async function whole<T>(first: string, item: z.ZodType<T>): Promise<GraphAnswer<T[]>> {
    const items: T[] = [];
    let link: string | undefined = first;
    while (link !== undefined) {
      const page: GraphAnswer<Page<T>> = await client.page(link, item);
      if (!page.ok) return page;
      items.push(...page.value.items);
      link = page.value.next === link ? undefined : page.value.next;
    }
    return { ok: true, value: items };
  }

  return {
    createSubscription: (s) =>
      client.json(graphUrl('subscriptions'), standing, {
        method: 'POST',
        body: {
          changeType: 'created',
          resource: s.resource,
          notificationUrl: s.notificationUrl,
          lifecycleNotificationUrl: s.lifecycleNotificationUrl,
          clientState: s.clientState,
          expirationDateTime: s.expiresAt.toISOString(),
        },
      }),
    renewSubscription: (id, expiresAt) =>
      client.json(graphUrl('subscriptions', id), standing, {
        method: 'PATCH',
        body: { expirationDateTime: expiresAt.toISOString() },
      }),
    deleteSubscription: (id) => client.nothing(graphUrl('subscriptions', id), { method: 'DELETE' }),
    listSubscriptions: () => whole(graphUrl('subscriptions'), standing),

    listMessages: (user, since, link) =>
      client.page(
        link ??
          withOptions(graphUrl('users', user, 'messages'), {
            $select: LISTED,
            $filter: `receivedDateTime ge ${since.toISOString()}`,
            $orderby: 'receivedDateTime',
            $top: options.pageSize ?? 200,
          }),
        ListedMessage,
      ),
    surveyMessages: (user, since, link) =>
      client.page(
        link ??
          withOptions(graphUrl('users', user, 'messages'), {
            $select: FULL,
            $expand: `singleValueExtendedProperties($filter=${named(PROPERTIES)})`,
            $filter: `receivedDateTime ge ${since.toISOString()}`,
            $orderby: 'receivedDateTime desc',
            $top: SURVEY_PAGE,
          }),
        Message,
      ),
    findMessages: (user, internetMessageId) =>
      whole(
        withOptions(graphUrl('users', user, 'messages'), {
          $select: LISTED,
          $filter: `internetMessageId eq ${odataText(internetMessageId)}`,
        }),
        ListedMessage,
      ),
    findSent: (user, mark) =>
      whole(
        withOptions(graphUrl('users', user, 'mailFolders', 'sentitems', 'messages'), {
          $select: LISTED,
          $filter: `singleValueExtendedProperties/any(ep: ep/id eq ${odataText(SENDING_MARK)} and ep/value eq ${odataText(mark)})`,
        }),
        ListedMessage,
      ),
    foldersDelta: (user, link) =>
      client.page(
        link ??
          withOptions(graphUrl('users', user, 'mailFolders', 'delta'), { $select: 'id,parentFolderId' }),
        Folder,
      ),
    messagesDelta: (user, folder, link) =>
      client.page(
        link ??
          withOptions(graphUrl('users', user, 'mailFolders', folder, 'messages', 'delta'), {
            $select: LISTED,
          }),
        ListedMessage,
      ),
    getFolder: (user, folder) =>
      client.json(withOptions(graphUrl('users', user, 'mailFolders', folder), { $select: 'id' }), Folder),

    getMessage: (user, id, properties = []) => {
      return client.json(
        withOptions(message(user, id), {
          $select: FULL,
          $expand: `singleValueExtendedProperties($filter=${named([...PROPERTIES, ...properties])})`,
        }),
        Message,
      );
    },
    getMime: (user, id) => client.stream(`${message(user, id)}/$value`),
    listAttachments: (user, id) =>
      whole(
        withOptions(message(user, id, 'attachments'), { $select: 'id,name,contentType,size,isInline' }),
        Attachment,
      ),
    attachmentBytes: (user, id, attachment) =>
      client.stream(`${message(user, id, 'attachments', attachment)}/$value`),
    getUser: (user) =>
      client.json(
        withOptions(graphUrl('users', user), {
          $select: 'id,displayName,mail,userPrincipalName,proxyAddresses',
        }),
        User,
      ),
  };
}
