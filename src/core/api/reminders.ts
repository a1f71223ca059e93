import { z } from 'zod';
import { Id, Time } from './shared';

/** R11: "remind me if no reply in N days". */

export const ReminderState = z.enum([
  /** Until `dueAt`. */
  'waiting',
  /** Its time came with no reply: its owner was told. */
  'due',
  /** A reply came. */
  'ended',
  'taken-back',
]);
export type ReminderState = z.infer<typeof ReminderState>;

export const ReminderView = z.object({
  id: Id,
  state: ReminderState,
  days: z.number().int(),
  /** Absent while the mail is not known to be sent: days count from then. */
  dueAt: Time.optional(),
  /** It was put off since a recipient is away until then. */
  awayUntil: Time.optional(),
  message: z.object({ id: Id, subject: z.string(), to: z.string() }).optional(),
});
export type ReminderView = z.infer<typeof ReminderView>;

/**
 * POST /api/v1/reminders: one of the asker's per message; a second one takes the place of the first. `token` is what the
 * draft in Outlook will be sent with (its whole token, 44 characters), for a mail that is not sent yet.
 */
export const NewReminder = z
  .object({
    messageId: Id.optional(),
    token: z.string().length(44).optional(),
    days: z.number().int().min(1).max(365),
  })
  .refine(
    ({ messageId, token }) => (messageId === undefined) !== (token === undefined),
    'name either messageId or token',
  );
export type NewReminder = z.infer<typeof NewReminder>;

/** GET /api/v1/reminders: the asker's, soonest first: those waiting or due; or that of one message or token. */
export const ReminderQuery = z.object({ messageId: Id.optional(), token: z.string().length(44).optional() });
export const ReminderList = z.object({ reminders: z.array(ReminderView) });
export type ReminderList = z.infer<typeof ReminderList>;

/** PATCH /api/v1/reminders/{id}: put off, from now; DELETE takes it back, and POST …/restore undoes that. */
export const PutOff = z.object({ days: z.number().int().min(1).max(365) });
export type PutOff = z.infer<typeof PutOff>;
