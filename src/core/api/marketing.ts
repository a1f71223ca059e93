import { z } from 'zod';
import { Address, Id, Text, Time } from './shared';

/** Settings of a marketing message: from whom, where answers go, what is tracked, whom it goes to (M2–M4). */

/** A connected mailbox by its address, or by an address that leads there. */
const ReplyToMailbox = z.object({ kind: z.literal('mailbox'), address: Address });

/** M2: for contacts whose owner has no connected mailbox, or who have no owner. */
export const ReplyToFallback = z.discriminatedUnion('kind', [
  ReplyToMailbox,
  z.object({ kind: z.literal('leave-out') }),
]);
export type ReplyToFallback = z.infer<typeof ReplyToFallback>;

export const ReplyTo = z.discriminatedUnion('kind', [
  ReplyToMailbox,
  /** "Use this as my reply-to address": From, which then must be a connected mailbox. */
  z.object({ kind: z.literal('from') }),
  /** Each contact's owner; `fallback` null: not chosen yet. */
  z.object({ kind: z.literal('owner'), fallback: ReplyToFallback.nullable().default(null) }),
]);
export type ReplyTo = z.infer<typeof ReplyTo>;

const MOST_LISTS = 100;
export const MOST_PER_HOUR = 1_000_000;

/** As stored in `marketing_messages.settings`; while it is a draft everything may be missing. */
export const MarketingSettings = z.object({
  from: z.object({ address: Address, name: Text.trim().max(200).default('') }).optional(),
  replyTo: ReplyTo.optional(),
  /** M4; absent: the account's switches. What the account switches off stays off, whatever stands here. */
  track: z.object({ opens: z.boolean(), clicks: z.boolean() }).optional(),
  /** C7: host[:port] of images and links; absent: the account's default. */
  trackingHost: Text.trim().min(1).max(260).optional(),
  /** Of which kind it is, so that one may unsubscribe of that alone; absent: of none, and unsubscribing is of all. */
  mailKind: Id.optional(),
  /** Segments and lists it goes to. */
  to: z.array(Id).max(MOST_LISTS).default([]),
  /** Segments and lists whose members do not get it. */
  exclude: z.array(Id).max(MOST_LISTS).default([]),
  /** Copies an hour at most; absent: as fast as the transport takes them. */
  perHour: z.number().int().min(1).max(MOST_PER_HOUR).optional(),
});
export type MarketingSettings = z.infer<typeof MarketingSettings>;
export type MarketingSettingsInput = z.input<typeof MarketingSettings>;

/** Why somebody of the audience does not get a message, in the order in which they are asked after: the first one counts. */
export const LEFT_OUT_REASONS = [
  /** In a list that is excluded. */
  'excluded',
  'no-address',
  /** Another contact with the same address gets it. */
  'duplicate',
  /** A user of the account, one of its mailboxes or domains: a test send is for them. */
  'colleague',
  /** They are being erased. */
  'erased',
  'complained',
  'unsubscribed',
  'unsubscribed-kind',
  'objected',
  /** A permanent failure stands (5.x.x). */
  'bounced',
  'consent-withdrawn',
  /** P1: no legal basis for marketing mail. */
  'no-basis',
  /** M2: no owner, or none with a connected mailbox, and such contacts are left out. */
  'owner-without-mailbox',
] as const;
export const LeftOutReason = z.enum(LEFT_OUT_REASONS);
export type LeftOutReason = z.infer<typeof LeftOutReason>;

/** GET /api/v1/marketing/{id}/audience: whom it would go to now. */
export const AudienceCount = z.object({
  to: z.number().int(),
  leftOut: z.array(z.object({ reason: LeftOutReason, count: z.number().int() })),
  /** Of those who get it: without image and tracked links, for want of a basis for marketing tracking (P2). */
  untracked: z.number().int(),
  /** Of the whole audience: without an owner, or whose owner has no connected mailbox (M2). */
  withoutOwnerMailbox: z.number().int(),
});
export type AudienceCount = z.infer<typeof AudienceCount>;

/** GET …/audience/people: who stands behind one of the numbers; `which` a reason, `to`, or `without-owner-mailbox`. */
export const AudiencePeopleQuery = z.object({
  which: z.enum([...LEFT_OUT_REASONS, 'to', 'without-owner-mailbox']),
  after: Id.optional(),
});
export type AudiencePeopleQuery = z.infer<typeof AudiencePeopleQuery>;

export const AudiencePerson = z.object({
  contactId: Id,
  name: z.string(),
  address: z.string().optional(),
  owner: z.string().optional(),
});
export const AudiencePeople = z.object({
  people: z.array(AudiencePerson),
  /** To be given as `after` for the next; absent: there are no more. */
  next: Id.optional(),
});
export type AudiencePeople = z.infer<typeof AudiencePeople>;

/**
 * M3: why an address is refused as Reply-to. `unknown-alias`: it belongs to no connected mailbox as far as the directory
 * tells, so a test mail may show that it leads to one. Of another account nothing is ever said.
 */
export const REPLY_TO_REFUSALS = [
  'not-an-address',
  'not-connected',
  'unknown-alias',
  'connecting',
  'paused',
  'not-allowed',
  'failing',
  'disconnected',
  'owner-disabled',
] as const;
export const ReplyToRefusal = z.enum(REPLY_TO_REFUSALS);
export type ReplyToRefusal = z.infer<typeof ReplyToRefusal>;

/** The test mail to an address: `arrived`: in one of the account's connected mailboxes. */
export const AddressTest = z.object({
  state: z.enum(['sending', 'sent', 'arrived', 'not-sent', 'not-arrived']),
  sentAt: Time.optional(),
});
export type AddressTest = z.infer<typeof AddressTest>;

/** POST /api/v1/marketing/reply-to/check, …/test. */
export const ReplyToQuestion = z.object({ address: Text.trim().max(320) });
export const ReplyToAnswer = z.object({
  address: z.string(),
  /** Answers to it are seen. */
  ok: z.boolean(),
  /** Where it leads. */
  mailbox: z.object({ id: Id, address: z.string() }).optional(),
  reason: ReplyToRefusal.optional(),
  /** The reason and what to do, in English. */
  words: z.string().optional(),
  /** A test mail to it may be sent. */
  mayTest: z.boolean(),
  test: AddressTest.optional(),
});
export type ReplyToAnswer = z.infer<typeof ReplyToAnswer>;

/** GET /api/v1/marketing/reply-to: the account's connected mailboxes with every address that leads there. */
export const ReplyToOptions = z.object({
  mailboxes: z.array(
    z.object({
      id: Id,
      kind: z.enum(['personal', 'team']),
      address: z.string(),
      /** Of a personal one. */
      owner: z.string().optional(),
      /** `directory`: it lists them for this mailbox; `test`: a test mail to them arrived there. */
      aliases: z.array(z.object({ address: z.string(), by: z.enum(['directory', 'test']) })),
      /** Absent: it is watched, and may be chosen. */
      refused: ReplyToRefusal.optional(),
      words: z.string().optional(),
    }),
  ),
});
export type ReplyToOptions = z.infer<typeof ReplyToOptions>;

export const SEND_CHECKS = [
  'content',
  'unsubscribe',
  'postal-address',
  'audience',
  'fallback',
  'from',
  'from-domain',
  'spf',
  'dkim',
  'dmarc',
  'reply-to',
  'tracking-domain',
  'transport',
] as const;
export const SendCheckCode = z.enum(SEND_CHECKS);
export type SendCheckCode = z.infer<typeof SendCheckCode>;

/** M13: one check before a bulk send. `no` stops it, `warning` does not. */
export const SendCheck = z.object({
  code: SendCheckCode,
  ok: z.enum(['yes', 'no', 'warning']),
  /** What was found, in English. */
  words: z.string(),
  /** What to do about it. */
  fix: z.string().optional(),
  /** A record to be added to the domain's DNS. */
  record: z.object({ type: z.literal('TXT'), name: z.string(), value: z.string() }).optional(),
  /** Of `transport`: about when the last copy would leave, begun now. */
  endsAt: Time.optional(),
});
export type SendCheck = z.infer<typeof SendCheck>;

/** GET /api/v1/marketing/{id}/checks */
export const SendChecks = z.object({
  checks: z.array(SendCheck),
  /** Nothing stops the send. */
  ready: z.boolean(),
});
export type SendChecks = z.infer<typeof SendChecks>;

/** GET /api/v1/marketing/{id}/settings: what is chosen, and what may be. */
export const MarketingSettingsView = z.object({
  /** Of the message; a change says on which it builds. */
  version: z.number().int(),
  settings: MarketingSettings,
  canChange: z.boolean(),
  /** M4: off here is off everywhere. */
  account: z.object({ opens: z.boolean(), clicks: z.boolean() }),
  trackingHosts: z.array(
    z.object({ host: z.string(), isDefault: z.boolean(), state: z.enum(['unchecked', 'good', 'failing']) }),
  ),
  kinds: z.array(z.object({ id: Id, name: z.string() })),
  lists: z.array(
    z.object({
      id: Id,
      name: z.string(),
      kind: z.enum(['active', 'static', 'list']),
      count: z.number().int(),
      /** Its members are still being found. */
      filling: z.boolean(),
    }),
  ),
});
export type MarketingSettingsView = z.infer<typeof MarketingSettingsView>;

/** PUT /api/v1/marketing/{id}/settings: all of them. An address that is not watched is refused as Reply-to (M3). */
export const MarketingSettingsChange = z.object({
  version: z.number().int().min(1),
  settings: MarketingSettings,
});
export type MarketingSettingsChange = z.input<typeof MarketingSettingsChange>;

/** M10: answers to a message were not seen for a while. `to` absent: they are not now. */
export const ReplyGap = z.object({ address: z.string(), from: Time, to: Time.optional() });
export type ReplyGap = z.infer<typeof ReplyGap>;
