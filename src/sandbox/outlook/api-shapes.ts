import { z } from 'zod';

/** The HTTP shapes between the Outlook page and its server; both sides parse with them. */

export const address = z.object({ address: z.string().max(320), name: z.string().max(320) });

export const startAnswer = z.object({
  person: z.object({ key: z.string(), name: z.string(), address: z.string() }),
  account: z.object({ homeAccountId: z.string(), environment: z.string(), tenantId: z.string() }),
  /** Whom the recipient fields propose. */
  people: z.array(address),
  /** Origin of the app, whose add-in is shown. */
  appOrigin: z.string(),
  manifest: z.string(),
  roaming: z.record(z.string(), z.string()),
});
export type StartAnswer = z.infer<typeof startAnswer>;

export const folderName = z.enum(['inbox', 'sentitems', 'drafts']);
export type FolderName = z.infer<typeof folderName>;

export const listedMessage = z.object({
  id: z.string(),
  conversationId: z.string(),
  subject: z.string(),
  from: address,
  to: z.array(address),
  receivedAt: z.string(),
  isRead: z.boolean(),
  hasAttachments: z.boolean(),
  preview: z.string(),
});
export type ListedMessage = z.infer<typeof listedMessage>;
export const listAnswer = z.object({ messages: z.array(listedMessage) });

export const fullMessage = listedMessage.extend({
  cc: z.array(address),
  bcc: z.array(address),
  internetMessageId: z.string(),
  sentAt: z.string(),
  createdAt: z.string(),
  html: z.string(),
  text: z.string(),
  headersText: z.string(),
  attachments: z.array(
    z.object({
      index: z.number().int(),
      name: z.string(),
      contentType: z.string(),
      size: z.number().int(),
      isInline: z.boolean(),
      contentId: z.string().optional(),
    }),
  ),
  customProperties: z.record(z.string(), z.unknown()),
});
export type FullMessage = z.infer<typeof fullMessage>;

export const sendRequest = z.object({
  subject: z.string().max(1000),
  html: z.string().optional(),
  text: z.string().optional(),
  to: z.array(address),
  cc: z.array(address),
  bcc: z.array(address),
  headers: z.record(z.string().regex(/^x-[!-9;-~]+$/i), z.string().regex(/^[^\r\n]*$/)),
  customProperties: z.record(z.string(), z.json()),
  attachments: z.array(
    z.object({
      name: z.string(),
      contentType: z.string(),
      content: z.base64(),
      isInline: z.boolean(),
      contentId: z.string().optional(),
    }),
  ),
  inReplyTo: z.string().optional(),
  conversationId: z.string().optional(),
});
export type SendRequest = z.infer<typeof sendRequest>;
export const sendAnswer = z.object({ internetMessageId: z.string(), itemId: z.string() });

/** A message that is not sent yet, as the mailbox keeps it. Session data and notices do not outlive their window. */
export const savedDraft = z.object({
  composeType: z.enum(['newMail', 'reply', 'forward']),
  conversationId: z.string().nullable(),
  inReplyTo: z.string().nullable(),
  subject: z.string().max(1000),
  body: z.object({ type: z.enum(['html', 'text']), content: z.string() }),
  to: z.array(address),
  cc: z.array(address),
  bcc: z.array(address),
  attachments: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      size: z.number().int(),
      isInline: z.boolean(),
      attachmentType: z.union([z.literal(0), z.literal(1), z.literal(2)]),
      contentType: z.string(),
      url: z.string().nullable(),
      contentId: z.string().optional(),
      content: z.base64(),
    }),
  ),
  headers: z.record(z.string(), z.string()),
  customProperties: z.record(z.string(), z.json()),
  categories: z.array(z.string()),
  appendOnSend: z.object({ content: z.string(), coercion: z.union([z.literal(0), z.literal(3)]) }).nullable(),
  signature: z.string().nullable(),
  clientSignature: z.boolean(),
  deliverAt: z.number(),
});
export type SavedDraft = z.infer<typeof savedDraft>;

export const roamingRequest = z.object({ settings: z.record(z.string(), z.string()) });
export const customPropertiesRequest = z.object({ properties: z.record(z.string(), z.json()) });
export const readRequest = z.object({ isRead: z.boolean() });

export const tokenRequest = z.object({ clientId: z.string(), scope: z.string() });
export const tokenAnswer = z.object({
  token: z.object({
    access_token: z.string(),
    id_token: z.string(),
    expires_in: z.number(),
    scope: z.string(),
    properties: z.null(),
  }),
  account: z.object({
    homeAccountId: z.string(),
    environment: z.string(),
    tenantId: z.string(),
    username: z.string(),
    localAccountId: z.string(),
    name: z.string(),
  }),
});
export const ssoAnswer = z.object({ accessToken: z.string() });
export const errorAnswer = z.object({ error: z.string(), description: z.string() });
