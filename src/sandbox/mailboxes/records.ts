import { z } from 'zod';
import type { Folder, Json, MailItem } from './mail';

/** What the journal of the mail store holds: each record is one durable step. */
export type MailRecord =
  | {
      type: 'mail';
      /** The new items; their `raw` is the file name of the bytes, `trace` the lines that stand before them in this copy. */
      copies: StoredItem[];
      /** Serial of the item that this mail answers by itself (out of office). */
      answers?: number;
    }
  | { type: 'move'; serial: number; folder: Folder; id: string; at: string }
  | { type: 'read'; serial: number; isRead: boolean; at: string }
  | { type: 'categories'; serial: number; categories: string[]; at: string }
  | { type: 'remove'; serial: number }
  | { type: 'folder'; mailbox: string; folder: Folder; name: string; parent?: Folder | undefined }
  | { type: 'folderGone'; mailbox: string; folder: Folder };

export interface StoredItem extends MailItem {
  raw: string;
  trace: string;
  moves: number;
}

const addressShape = z.object({ address: z.string(), name: z.string() });
const folderShape = z.string();
const storedItemShape: z.ZodType<StoredItem> = z.object({
  serial: z.int().positive(),
  mailbox: z.string(),
  immutableId: z.string(),
  id: z.string(),
  folder: folderShape,
  conversationId: z.string(),
  internetMessageId: z.string(),
  inReplyTo: z.string(),
  references: z.array(z.string()),
  subject: z.string(),
  from: addressShape,
  to: z.array(addressShape),
  cc: z.array(addressShape),
  bcc: z.array(addressShape),
  replyTo: z.array(addressShape),
  sentAt: z.string(),
  receivedAt: z.string(),
  createdAt: z.string(),
  changedAt: z.string(),
  version: z.int(),
  isRead: z.boolean(),
  messageClass: z.string(),
  importance: z.enum(['low', 'normal', 'high']),
  hasAttachments: z.boolean(),
  preview: z.string(),
  customProperties: z.record(z.string(), z.json()),
  cloudFiles: z.array(z.object({ name: z.string(), contentType: z.string() })).optional(),
  categories: z.array(z.string()).optional(),
  namedProperties: z.record(z.string(), z.string()).optional(),
  raw: z.string(),
  trace: z.string(),
  moves: z.int(),
});

/** Reads one line of the journal. */
export const mailRecordShape: z.ZodType<MailRecord> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('mail'), copies: z.array(storedItemShape), answers: z.int().optional() }),
  z.object({ type: z.literal('move'), serial: z.int(), folder: folderShape, id: z.string(), at: z.string() }),
  z.object({ type: z.literal('read'), serial: z.int(), isRead: z.boolean(), at: z.string() }),
  z.object({
    type: z.literal('categories'),
    serial: z.int(),
    categories: z.array(z.string()),
    at: z.string(),
  }),
  z.object({ type: z.literal('remove'), serial: z.int() }),
  z.object({
    type: z.literal('folder'),
    mailbox: z.string(),
    folder: folderShape,
    name: z.string(),
    parent: folderShape.optional(),
  }),
  z.object({ type: z.literal('folderGone'), mailbox: z.string(), folder: folderShape }),
]);

/** The shape the store shows: without where the bytes lie. */
export function shown(stored: StoredItem): MailItem {
  const { raw: _raw, trace: _trace, moves: _moves, ...item } = stored;
  return item;
}

/** The named MAPI property's JSON by add-in id, as `cecp-<id>` holds it. */
export function customPropertyText(properties: Record<string, Json>, addinId: string): string | undefined {
  const wanted = addinId.toLowerCase();
  const found = Object.entries(properties).find(([id]) => id.toLowerCase() === wanted);
  return found === undefined ? undefined : JSON.stringify(found[1]);
}
