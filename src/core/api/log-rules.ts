import { z } from 'zod';
import { Text, Time } from './shared';

/**
 * L12: what of a mailbox's mail is logged, separately for sent and received. `replies`: what belongs to a logged
 * conversation. `known`: that, and all mail with known contacts. `category`: what bears an Outlook category, and nothing
 * else. `all` (sent only): whoever outside it went to.
 */
export const SentChoice = z.enum(['nothing', 'replies', 'known', 'category', 'all']);
export const ReceivedChoice = z.enum(['nothing', 'replies', 'known', 'category']);
/** Outlook's own limit for the name of a category. */
const Category = Text.trim().min(1).max(255);

/** As a person chooses it. */
export const LogRule = z
  .object({
    sent: SentChoice,
    received: ReceivedChoice,
    sentCategory: Category.optional(),
    receivedCategory: Category.optional(),
  })
  .refine((rule) => rule.sent !== 'category' || rule.sentCategory !== undefined, {
    message: 'name the category',
    path: ['sentCategory'],
  })
  .refine((rule) => rule.received !== 'category' || rule.receivedCategory !== undefined, {
    message: 'name the category',
    path: ['receivedCategory'],
  });
export type LogRule = z.infer<typeof LogRule>;

/** Where the owner has chosen nothing yet: what is written to known contacts, and what answers it. */
export const DEFAULT_LOG_RULE: LogRule = { sent: 'known', received: 'replies' };

/** Why a mail is logged, or not; the screens hold the sentence for each. */
export const LogReason = z.enum([
  'by-hand',
  'reply-to-marketing',
  'logged-conversation',
  'known-contact',
  'category',
  'anybody',
  'private',
  'encrypted',
  'never-logged',
  'colleagues',
  'rule-nothing',
  'no-category',
  'no-answer',
  'nobody-known',
  'machine',
]);
export type LogReason = z.infer<typeof LogReason>;

/** One mail of a preview. Shown to the mailbox's owner, or members of its team, alone, and kept nowhere. */
export const LogSample = z.object({
  direction: z.enum(['sent', 'received']),
  at: Time,
  subject: z.string(),
  /** Recipients of what was sent, the writer of what was received. */
  people: z.array(z.string()),
  log: z.boolean(),
  reason: LogReason,
});
export type LogSample = z.infer<typeof LogSample>;

const Counted = z.object({ seen: z.number().int(), logged: z.number().int() });

/** What a rule would have logged of last week's mail (L12). */
export const LogRulePreview = z.object({
  from: Time,
  until: Time,
  sent: Counted,
  received: Counted,
  /** Up to 10, newest first; those that would be logged before the others. None where the mail is not the viewer's to see. */
  samples: z.array(LogSample),
  /** There was more mail than a preview reads. */
  more: z.boolean(),
});
export type LogRulePreview = z.infer<typeof LogRulePreview>;
