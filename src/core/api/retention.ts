import { z } from 'zod';

/**
 * P8: for how many months each kind of record is kept, as an account sets it; absent: the kind's default. Two months are
 * the least for hits: that is how long they can still be compared with others (P4), and be judged again after a device of
 * the sender's was learnt (O7).
 */
export const KeepMonths = z.object({
  hits: z.number().int().min(2).max(120).optional(),
  /** Text and files of logged mail. */
  mails: z.number().int().min(1).max(240).optional(),
  /** Lines of the feed and of messages, with notifications; counts stay. */
  events: z.number().int().min(3).max(240).optional(),
  auditLog: z.number().int().min(12).max(240).optional(),
});
export type KeepMonths = z.infer<typeof KeepMonths>;

/** A year back and the month that it is compared with. */
export const HITS_KEPT_MONTHS = 13;
