import { z } from 'zod';
import { MessageState, MessageView, Text, Time } from './shared';

/** GET /api/v1/messages: all tracked and logged mail that the asker may see (P7), newest first. */
export const MessageListQuery = z.object({
  search: Text.trim().max(200).optional(),
  /** Only what the asker took part in. */
  mine: z.stringbool().optional(),
  direction: z.enum(['outgoing', 'incoming']).optional(),
  kind: z.enum(['one-to-one', 'marketing']).optional(),
  state: MessageState.exclude(['undone']).optional(),
  tracked: z.stringbool().optional(),
  /**
   * Of sent mail, but for `unmatched`: answers that name two conversations, and are believed to belong to neither (R4). `no-open-seen` says no more than that: who could not be seen, since nothing was tracked or may be told of
   * them, is left out (O12).
   */
  met: z
    .enum(['replied', 'no-reply', 'opened', 'no-open-seen', 'clicked', 'not-delivered', 'unmatched'])
    .optional(),
  from: Time.optional(),
  to: Time.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(40),
});
export type MessageListQuery = z.infer<typeof MessageListQuery>;

/** Nothing of the text: what shows its beginning is on record (P7). */
export const MessageLine = MessageView.pick({
  id: true,
  direction: true,
  kind: true,
  state: true,
  subject: true,
  at: true,
  from: true,
  recipients: true,
  recipientsInAll: true,
  logged: true,
  test: true,
  tracked: true,
  judged: true,
  counts: true,
});
export type MessageLine = z.infer<typeof MessageLine>;

export const MessageList = z.object({ messages: z.array(MessageLine), next: z.string().optional() });
export type MessageList = z.infer<typeof MessageList>;
