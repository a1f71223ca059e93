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

export const folderName = z.enum(['inbox', 'sentitems']);
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
