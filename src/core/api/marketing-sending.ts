import { z } from 'zod';
import { SendCheck } from './marketing';
import { MarketingState } from './marketing-messages';
import { Address, Id, Text, Time } from './shared';

/** A marketing message on its way: when it leaves, how far it is, and what became of its copies (M1, M11–M13). */

/** An IANA time zone that this machine knows. */
const TimeZone = Text.max(64).refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}, 'a time zone such as Europe/Warsaw');

/** POST /api/v1/marketing/{id}/send: without `at`, now. */
export const SendMarketing = z.object({ at: Time.optional(), timeZone: TimeZone.optional() });
export type SendMarketing = z.infer<typeof SendMarketing>;

/** Why it stands still: a person wanted it; its tracking domain fails (C7); answers would be lost (M10); the relay refuses us; a check at its time (M13). */
export const SendingPause = z.object({
  reason: z.enum(['user', 'tracking-domain', 'reply-to', 'relay', 'checks']),
  at: Time,
  user: z.number().int().optional(),
  /** In the relay's or the checks' own words. */
  detail: z.string().optional(),
});
export type SendingPause = z.infer<typeof SendingPause>;

export const CopyOutcome = z.enum(['waiting', 'trying', 'accepted', 'refused', 'unclear', 'left-out']);
export type CopyOutcome = z.infer<typeof CopyOutcome>;

/** GET /api/v1/marketing/{id}/sending */
export const SendingProgress = z.object({
  state: MarketingState,
  /** Sent by workflows, one copy at a time. */
  automatic: z.boolean(),
  sendAt: Time.optional(),
  timeZone: z.string().optional(),
  begunAt: Time.optional(),
  endedAt: Time.optional(),
  pause: SendingPause.extend({ by: z.string().optional() }).optional(),
  /** All copies are made; until then the numbers grow. */
  counted: z.boolean(),
  copies: z.object({
    waiting: z.number().int(),
    trying: z.number().int(),
    accepted: z.number().int(),
    refused: z.number().int(),
    unclear: z.number().int(),
    leftOut: z.number().int(),
  }),
  /** Copies of the last minute. */
  perMinute: z.number().int(),
  /** When the last one will have left, at this rate. */
  endsAt: Time.optional(),
  /** The relay asked for a rest, or the hour's limit is reached: the next one leaves then. */
  nextAt: Time.optional(),
  /** Why copies were left out, refused, or wait: a code of part of the audience, or a relay's words. */
  reasons: z.array(
    z.object({
      state: CopyOutcome,
      reason: z.string(),
      count: z.number().int(),
    }),
  ),
});
export type SendingProgress = z.infer<typeof SendingProgress>;

/** The refusal of a send that a check stops: 409 `checks`. */
export const SendRefused = z.object({ checks: z.array(SendCheck) });

/** GET /api/v1/marketing/{id}/sending/unclear: copies of which nobody knows whether they left. */
export const UnclearCopies = z.object({
  copies: z.array(
    z.object({
      idx: z.number().int(),
      contactId: Id.optional(),
      name: z.string(),
      address: z.string(),
      triedAt: Time.optional(),
    }),
  ),
  more: z.boolean(),
});
export type UnclearCopies = z.infer<typeof UnclearCopies>;

/** POST /api/v1/marketing/{id}/send-again: without `copies`, all that are unclear. */
export const SendAgain = z.object({ copies: z.array(z.number().int().min(1)).max(500).optional() });

export const MOST_TEST_ADDRESSES = 10;
/** POST /api/v1/marketing/{id}/test (M11): to oneself and colleagues. */
export const TestSend = z.object({
  to: z.array(Address).min(1).max(MOST_TEST_ADDRESSES),
  /** Whose data fills the fields; absent: what is known of the addressee. */
  contactId: Id.optional(),
});
export type TestSend = z.infer<typeof TestSend>;

export const TestSent = z.object({
  /** Its hits show there, and count nowhere. */
  messageId: Id,
  copies: z.array(
    z.object({
      address: z.string(),
      outcome: z.enum(['accepted', 'refused', 'unclear', 'not-sent']),
      detail: z.string().optional(),
    }),
  ),
});
export type TestSent = z.infer<typeof TestSent>;

/** Kinds of marketing mail: what one may take oneself off without losing the others. */
export const MailKind = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  /** Addresses that are off it now. */
  unsubscribed: z.number().int(),
});
export type MailKind = z.infer<typeof MailKind>;
export const MailKinds = z.object({
  kinds: z.array(MailKind),
  /** Addresses off all marketing mail. */
  unsubscribedOfAll: z.number().int(),
});
export type MailKinds = z.infer<typeof MailKinds>;
export const NewMailKind = z.object({
  name: Text.trim().min(1).max(100),
  description: Text.trim().max(500).default(''),
});
export type NewMailKind = z.infer<typeof NewMailKind>;
export const MailKindChange = z.object({
  name: Text.trim().min(1).max(100).optional(),
  description: Text.trim().max(500).optional(),
  /** Its place among them, from 0. */
  position: z.number().int().min(0).max(1000).optional(),
});

/** What marketing mail somebody has taken themselves off, or was taken off. */
export const Unsubscription = z.object({
  id: Id,
  address: z.string(),
  /** Absent: all marketing mail. */
  kind: z.object({ id: Id, name: z.string() }).optional(),
  way: z.enum(['one-click', 'page', 'reply', 'user']),
  at: Time,
  endedAt: Time.optional(),
});
export type Unsubscription = z.infer<typeof Unsubscription>;
export const Unsubscriptions = z.object({ unsubscriptions: z.array(Unsubscription) });

/** POST /api/v1/unsubscriptions: a user takes an address off. */
export const NewUnsubscription = z.object({
  address: Address,
  /** Absent: all marketing mail. */
  kindId: Id.optional(),
  /** The answer that asked for it. */
  replyId: Id.optional(),
});
