import { z } from 'zod';

/** The JSON of the recipients' mail programs, for their server side and their page. */

const fileShape = z.object({
  name: z.string().min(1),
  contentType: z.string().min(1),
  /** base64 */
  content: z.string(),
});

/** An answer as its writer gives it: plain text in paragraphs, files, and pictures that stand inside the text. */
export const replyShape = z.object({
  text: z.string(),
  files: z.array(fileShape).default([]),
  pictures: z.array(fileShape).default([]),
  all: z.boolean().default(false),
});

export const composeShape = z.object({
  to: z.array(z.object({ address: z.string().min(3), name: z.string() })).min(1),
  subject: z.string(),
  text: z.string(),
  files: z.array(fileShape).default([]),
});

export const openShape = z
  .object({ showPictures: z.boolean().default(false) })
  .default({ showPictures: false });

/** Which link is pressed: the n-th of the mail from 0, or the one that leads to `href`. */
export const clickShape = z.union([z.object({ link: z.int().min(0) }), z.object({ href: z.string() })]);

export type Reply = z.infer<typeof replyShape>;
export type Compose = z.infer<typeof composeShape>;

export const listedMailShape = z.object({
  id: z.string(),
  subject: z.string(),
  from: z.string(),
  to: z.string(),
  receivedAt: z.string(),
  isRead: z.boolean(),
  hasAttachments: z.boolean(),
  preview: z.string(),
});

export const readMailShape = listedMailShape.extend({
  fromAddress: z.string(),
  toAddresses: z.array(z.string()),
  ccAddresses: z.array(z.string()),
  internetMessageId: z.string(),
  /** Whether pictures from the net are left out unless asked for. */
  blocked: z.boolean(),
  /** Targets of the links, in order. */
  links: z.array(z.string()),
  attachments: z.array(
    z.object({ index: z.int(), name: z.string(), contentType: z.string(), size: z.int() }),
  ),
});

export type ListedMail = z.infer<typeof listedMailShape>;
export type ReadMail = z.infer<typeof readMailShape>;

export interface Mailbox {
  name: string;
  address: string;
  loadsImages: boolean;
  outOfOffice: boolean;
}
