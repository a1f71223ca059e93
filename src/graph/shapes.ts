import { z } from 'zod';

/**
 * Graph's answers, read tolerantly: whatever a delta round may leave out is optional, and fields that are not named
 * here are dropped at this border.
 */

const Recipient = z.object({
  emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish(),
});

/** A row of a listing or a delta round: possibly partial, possibly a repeat. */
export const ListedMessage = z.object({
  id: z.string(),
  receivedDateTime: z.string().nullish(),
  parentFolderId: z.string().nullish(),
  isDraft: z.boolean().nullish(),
  categories: z.array(z.string()).nullish(),
  '@removed': z.object({ reason: z.string().nullish() }).nullish(),
});
export type ListedMessage = z.infer<typeof ListedMessage>;

export const Folder = z.object({
  id: z.string(),
  parentFolderId: z.string().nullish(),
  '@removed': z.object({}).loose().nullish(),
});
export type Folder = z.infer<typeof Folder>;

export const Message = z.object({
  '@odata.type': z.string().nullish(),
  id: z.string(),
  parentFolderId: z.string().nullish(),
  conversationId: z.string().nullish(),
  internetMessageId: z.string().nullish(),
  subject: z.string().nullish(),
  receivedDateTime: z.string().nullish(),
  sentDateTime: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  isDraft: z.boolean().nullish(),
  hasAttachments: z.boolean().nullish(),
  meetingMessageType: z.string().nullish(),
  from: Recipient.nullish(),
  sender: Recipient.nullish(),
  toRecipients: z.array(Recipient).nullish(),
  ccRecipients: z.array(Recipient).nullish(),
  bccRecipients: z.array(Recipient).nullish(),
  categories: z.array(z.string()).nullish(),
  /** Never there on what the mailbox itself sent. */
  internetMessageHeaders: z
    .array(z.object({ name: z.string().nullish(), value: z.string().nullish() }))
    .nullish(),
  /** The whole key is missing when the item has none of those asked for. */
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string().nullish() })).nullish(),
});
export type Message = z.infer<typeof Message>;

export const Attachment = z.object({
  '@odata.type': z.string().nullish(),
  id: z.string(),
  name: z.string().nullish(),
  contentType: z.string().nullish(),
  /** MAPI's size, larger than the bytes. */
  size: z.number().nullish(),
  isInline: z.boolean().nullish(),
});
export type Attachment = z.infer<typeof Attachment>;

export const Subscription = z.object({
  id: z.string(),
  resource: z.string().nullish(),
  notificationUrl: z.string().nullish(),
  lifecycleNotificationUrl: z.string().nullish(),
  expirationDateTime: z.string(),
});

export const User = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  /** `SMTP:primary@…`, `smtp:alias@…`; only where the directory may be read. */
  proxyAddresses: z.array(z.string()).nullish(),
});
export type User = z.infer<typeof User>;
