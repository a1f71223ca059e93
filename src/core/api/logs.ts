import { z } from 'zod';
import { Address, Id, MessageView, Text, Time, Visibility } from './shared';

/** Why a mail that a person wanted logged was not. */
export const LogRefusal = z.enum([
  'private',
  'encrypted',
  'never-logged',
  'colleagues',
  'sent-by-colleague',
  'scanning',
  'unavailable',
  'not-found',
]);
export type LogRefusal = z.infer<typeof LogRefusal>;

const Waiting = z.object({
  state: z.literal('waiting'),
  /** The server may not read the mailbox: the asker's own pane is to hand the mail over. */
  handOver: z.literal(true).optional(),
});
const Refused = z.object({ state: z.literal('refused'), reason: LogRefusal });

/**
 * DELETE /api/v1/messages/{id}/log (L7). `ifCanLogAgain`: only where it can be logged again afterwards, else 409 `no-copy`
 * and nothing is done, so that a person is asked before what cannot be taken back.
 */
export const UndoLogQuery = z.object({ ifCanLogAgain: z.stringbool().default(false) });

/** DELETE, GET /api/v1/messages/{id}/log (L7): what became of a log that was undone. */
export const UndoneLog = z.object({
  id: Id,
  undoneAt: Time,
  /** A connected mailbox holds a copy, from which it can be logged again by hand. */
  canLogAgain: z.boolean(),
  /** It is being logged again, or was refused. */
  again: z.discriminatedUnion('state', [Waiting, Refused]).optional(),
});
export type UndoneLog = z.infer<typeof UndoneLog>;

/** PUT /api/v1/messages/{id}/visibility (P7) */
export const NarrowMessage = z.object({ visibility: Visibility });

/** POST /api/v1/log (L8): the mail that is open in Outlook is to be logged. */
export const LogMail = z.object({
  internetMessageId: z.string().min(1).max(1000),
  /** Who it is from. */
  from: Address,
  /**
   * The files to keep: the nth (from 0) of those with this name on the mail, pictures in the text included in the
   * counting. Absent: all. What the text shows in place is always kept.
   */
  files: z
    .array(z.object({ name: z.string().max(1000), nth: z.number().int().min(0).max(500) }))
    .max(500)
    .optional(),
  /** On whose records it is to stand. Absent: on those of all who are on it. */
  contacts: z.array(Id).min(1).max(100).optional(),
});
export type LogMail = z.infer<typeof LogMail>;

/** POST /api/v1/log/standing: where the mail that is open in Outlook stands. */
export const OpenMail = LogMail.pick({ internetMessageId: true });
export const LogStanding = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('logged'),
    message: Id,
    /** Its sender's and recipients' contacts, as far as the asker may see them. */
    records: z.array(z.object({ id: Id, name: z.string() })),
  }),
  Waiting,
  Refused,
  z.object({ state: z.literal('undone'), message: Id }),
  z.object({ state: z.literal('not-logged') }),
  /** No mailbox of the asker's is connected from which it could be taken. */
  z.object({ state: z.literal('no-mailbox') }),
]);
export type LogStanding = z.infer<typeof LogStanding>;

/** POST /api/v1/messages/{id}/move (L7): from one contact's record to another's; swapped, it is taken back. */
export const MoveLog = z.object({ from: Id, to: Id });
export type MoveLog = z.infer<typeof MoveLog>;

/** POST /api/v1/messages/{id}/contact (L14): whose record a message without a contact belongs to. */
export const AssignContact = z.object({
  contactId: Id,
  /** Number of the recipient that this is; absent, of received mail: who wrote it. */
  recipient: z.number().int().positive().optional(),
  /** The address on the mail becomes one of the contact's, with what else was kept of it. */
  addAddress: z.boolean().default(true),
});

/** GET /api/v1/messages/without-contact: newest first. */
export const WithoutContactQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const WithoutContact = z.object({ messages: z.array(MessageView), next: z.string().optional() });
export type WithoutContact = z.infer<typeof WithoutContact>;

/** GET /api/v1/contacts/kept-mail (L14): what of kept mail an address would bring onto a contact's record. */
export const KeptMailQuery = z.object({ address: Address });
export const KeptMail = z.object({
  /** Those that the asker may see. */
  messages: z.number().int(),
  samples: z.array(
    z.object({ id: Id, at: Time, subject: z.string(), direction: MessageView.shape.direction }),
  ),
  /** The contact that holds the address already. */
  heldBy: z.object({ id: Id, name: z.string() }).optional(),
});
export type KeptMail = z.infer<typeof KeptMail>;

/** POST, DELETE /api/v1/contacts/{id}/addresses */
export const ContactAddress = z.object({
  address: Address,
  /** P5: it was erased, and is to be kept again all the same. */
  keepErased: z.boolean().optional(),
});

/** GET /api/v1/contacts/{id}/merges, POST the same (L14). */
export const MergeContacts = z.object({ other: Id });
export const MergePreview = z.object({
  kept: z.object({ id: Id, name: z.string() }),
  gone: z.object({ id: Id, name: z.string() }),
  addresses: z.array(z.string()),
  messages: z.number().int(),
});
export type MergePreview = z.infer<typeof MergePreview>;
export const Merges = z.object({
  merges: z.array(z.object({ id: Id, name: z.string(), at: Time, by: Text })),
});
export type Merges = z.infer<typeof Merges>;

/** One entry of a never-log list (L4). */
export const NeverLogEntry = z.object({
  /** `account`: for everybody; `own`: for mail of the person who made it. */
  scope: z.enum(['account', 'own']),
  kind: z.enum(['address', 'domain']),
  value: Text.trim().min(3).max(320),
});
export type NeverLogEntry = z.infer<typeof NeverLogEntry>;

/** How far what was kept of an entry is taken away. */
export const PurgeView = z.object({
  id: Id,
  scope: z.enum(['account', 'own']),
  kind: z.enum(['address', 'domain']),
  value: z.string(),
  state: z.enum(['running', 'done']),
  /** Messages to look at, looked at so far, taken away, and kept for others with this person's record taken off. */
  total: z.number().int(),
  lookedAt: z.number().int(),
  messages: z.number().int(),
  records: z.number().int(),
  askedAt: Time,
});
export type PurgeView = z.infer<typeof PurgeView>;

/** GET /api/v1/never-log */
export const NeverLogList = z.object({
  entries: z.array(NeverLogEntry.extend({ since: Time })),
  /** What one listed person among many blocks: the whole mail, or only their own record. */
  blocks: z.enum(['mail', 'record']),
  /** The latest first. */
  purges: z.array(PurgeView),
});
export type NeverLogList = z.infer<typeof NeverLogList>;

/** PUT /api/v1/never-log/blocks */
export const NeverLogBlocks = z.object({ blocks: z.enum(['mail', 'record']) });

/** POST /api/v1/never-log/preview: what is kept of an entry now. */
export const PurgePreview = z.object({
  /** Messages that go, with how many files. */
  messages: z.number().int(),
  files: z.number().int(),
  /** Messages that stay for the others on them, by setting, and leave this person's record. */
  stay: z.number().int(),
});
export type PurgePreview = z.infer<typeof PurgePreview>;
