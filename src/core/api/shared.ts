import { z } from 'zod';

/** Shapes that several endpoints share. Times are ISO 8601 in UTC; ids are UUIDs unless said otherwise. */

export const Id = z.uuid();
export const Time = z.iso.datetime({ offset: true });
/** Text that a database can keep: PostgreSQL has no U+0000. */
export const Text = z.string().refine((text) => !text.includes('\0'), 'must not contain U+0000');
export const Address = Text.trim().min(3).max(320);

export const Mailbox = z.object({ address: Address, name: z.string().max(320).default('') });
export type Mailbox = z.infer<typeof Mailbox>;

/** The answer to every refused request. `field` names what is wrong in the request, where one thing is. */
export const Problem = z.object({
  error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }),
});
export type Problem = z.infer<typeof Problem>;

export const Basis = z.enum([
  'legitimate-interest',
  'consent-given',
  'consent-withdrawn',
  'contract',
  'not-applicable',
  'none',
]);
export type Basis = z.infer<typeof Basis>;

export const Verdict = z.enum(['person', 'machine', 'self', 'unsure']);

/** R2. */
export const IncomingKind = z.enum([
  'reply',
  'new',
  'auto-reply',
  'auto-generated',
  'bounce',
  'receipt',
  'calendar',
]);

/**
 * L13: `sending` until the sent copy, a hit or a reply proves that the mail was sent, `not-confirmed` when none has within
 * seven days; `sent-reported` where no connected mailbox could bring the copy. `undone`: taken off all records (L7).
 */
export const MessageState = z.enum([
  'sending',
  'sent-reported',
  'sent',
  'received',
  'not-confirmed',
  'undone',
]);
export type MessageState = z.infer<typeof MessageState>;

/** L13: the sent copy, or a hit or reply, has shown that it was sent, and with what. */
export const isProven = (state: MessageState): boolean => state === 'sent' || state === 'received';

/** What a row of the event ledger says. `retracted`: an earlier event was taken back. */
export const EventKind = z.enum([
  'sent',
  'open',
  'click',
  'reply',
  'auto-reply',
  'bounce',
  'receipt',
  'calendar',
  'logged',
  'not-confirmed',
  'retracted',
  /** R11: nobody has answered in time. */
  'reminder',
  /** Of a mailbox, not of a mail: it has fallen silent, or is heard again (S4). */
  'mailbox',
  /** A step of a workflow tells a person of a contact (M9). */
  'workflow',
]);
export type EventKind = z.infer<typeof EventKind>;

/** One event as people see it: in the feed, on a message, on a timeline. */
export const EventView = z.object({
  /** Position in the account's ledger: grows with every commit, also the feed's cursor. */
  seq: z.number().int(),
  kind: EventKind,
  at: Time,
  message: z.object({ id: Id, subject: z.string() }).optional(),
  /** Who did it. Absent = Someone (O10). */
  who: z.object({ name: z.string(), address: z.string(), contactId: Id.optional() }).optional(),
  /** Only of the kind `mailbox`; absent there: the server's own access to Microsoft. */
  mailbox: z.object({ id: Id, address: z.string() }).optional(),
  link: z.object({ target: z.string(), text: z.string() }).optional(),
  /** Inferred from a click or a reply (O4). */
  inferred: z.boolean(),
  /** Of an `open`: the first of this recipient, or of Someone, that stands (O3). */
  first: z.literal(true).optional(),
  /** Filled in by a look back: counts nowhere (R1). */
  historic: z.boolean(),
  /** Taken back by a later finding. */
  retracted: z.boolean(),
  /** Of `retracted`: the line that it takes back. */
  takesBack: z.number().int().optional(),
  /** The hit that made it, to say what that was (V3). Absent where no single hit did. */
  hit: Id.optional(),
  /** Why it was judged so, in words (V3). */
  reasons: z.array(z.string()),
  /** Of `sent`: how far that is proven (L13). */
  state: MessageState.optional(),
  /** The day until which an automatic answer says that its writer is away; `note` says it too, in English. */
  awayUntil: z.iso.date().optional(),
  /** Anything else worth a line: why a delivery failed. */
  note: z.string().optional(),
});
export type EventView = z.infer<typeof EventView>;

export const AttachmentView = z.object({
  n: z.number().int(),
  name: z.string(),
  contentType: z.string(),
  size: z.number().int(),
  inline: z.boolean(),
  state: z.enum(['copied', 'pending', 'failed', 'link']),
  /** Why it could not be copied, in words. */
  reason: z.string().optional(),
  /** It was given up and lies somewhere it could be fetched from: a person may have it tried again. */
  retry: z.literal(true).optional(),
  /** Signed, good for five minutes, on the files' own origin. Absent unless `copied`. */
  url: z.string().optional(),
});
export type AttachmentView = z.infer<typeof AttachmentView>;

/** P7: who sees mail that is logged. */
export const Visibility = z.enum(['everybody', 'team', 'participants']);
export type Visibility = z.infer<typeof Visibility>;

export const MessageView = z.object({
  id: Id,
  direction: z.enum(['outgoing', 'incoming']),
  kind: z.enum(['one-to-one', 'marketing']),
  state: MessageState,
  subject: z.string(),
  at: Time,
  from: z.object({ address: z.string(), name: z.string(), contactId: Id.optional() }),
  /** Where answers to an incoming mail are to go, if elsewhere. */
  replyTo: z.array(z.object({ address: z.string(), name: z.string() })).optional(),
  recipients: z.array(
    z.object({
      idx: z.number().int(),
      address: z.string(),
      name: z.string(),
      via: z.enum(['to', 'cc', 'bcc']),
      contactId: Id.optional(),
      delivery: z.enum(['unknown', 'delayed', 'delivered', 'failed', 'complaint']),
      deliveryDetail: z.string().optional(),
    }),
  ),
  /** Of marketing mail the first recipients are listed: how many it went to. */
  recipientsInAll: z.number().int().optional(),
  /** A1: contacts who are not on the mail, and on whose records a person put it. */
  addedTo: z.array(z.object({ contactId: Id, name: z.string() })).optional(),
  logged: z.boolean(),
  /** P7: who sees it, and how far it may be widened again. */
  visibility: z.object({ now: Visibility, widest: Visibility }),
  /** L5: another mail bears the same Message-ID, from somebody else or of another day: one of the two is not what it says. */
  sameId: z.literal(true).optional(),
  /** The sender's test with themself (O13): nothing that asks for it counts. */
  test: z.literal(true).optional(),
  /** What was put into an outgoing message (L13); null for incoming mail. */
  tracked: z
    .object({
      image: z.boolean(),
      linksTracked: z.number().int(),
      linksTotal: z.number().int(),
      reasons: z.array(z.string()),
    })
    .nullable(),
  /** R2, for incoming mail. */
  judged: z.object({ kind: IncomingKind, evidence: z.array(z.string()) }).optional(),
  /** The message that this one answers (R4). */
  answers: z
    .object({
      messageId: Id,
      subject: z.string(),
      by: z.string(),
      /** It is one to marketing mail. */
      marketing: z.literal(true).optional(),
    })
    .optional(),
  counts: z.object({ opens: z.number().int(), clicks: z.number().int(), replies: z.number().int() }),
  /** The new text of a reply, or the beginning of the text. */
  preview: z.string(),
  hasQuote: z.boolean(),
  attachments: z.array(AttachmentView),
  /** The latest; oldest first. */
  events: z.array(EventView),
  /** There are earlier ones, which are not shown. */
  moreEvents: z.literal(true).optional(),
});
export type MessageView = z.infer<typeof MessageView>;

export const ContactCard = z.object({
  id: Id,
  name: z.string(),
  company: z.string().optional(),
  companyId: Id.optional(),
  phone: z.string().optional(),
  addresses: z.array(z.string()),
  /** The account's own properties, by key. */
  custom: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  createdAt: Time.optional(),
  /** Judged a person's, of their own (M7). */
  last: z.object({ open: Time.optional(), click: Time.optional(), reply: Time.optional() }).optional(),
  owner: z.object({ id: z.number().int(), name: z.string() }).optional(),
  lastActivityAt: Time.optional(),
  /** Legal basis for one-to-one tracking (P1). */
  basis: Basis,
  /** Why nothing about this person is tracked, if so. */
  trackingLimit: z.enum(['all', 'links']).optional(),
  /** P6: since when they object to being tracked. */
  objectedAt: Time.optional(),
  /** P5: when they are going to be erased, until then to be undone. */
  erasure: z.object({ id: Id, dueAt: Time }).optional(),
  /** R3: an automatic answer said that they have left the company, and perhaps whom to write to instead. */
  departure: z
    .object({
      at: Time,
      successor: z
        .object({ name: z.string().optional(), address: z.string().optional(), contactId: Id.optional() })
        .optional(),
    })
    .optional(),
});
export type ContactCard = z.infer<typeof ContactCard>;
