import { z } from 'zod';

/** One line of what the doctor found; `ok`: this was looked at and is well. */
export const DoctorLine = z.object({
  area: z.enum(['configuration', 'server', 'store', 'mailboxes', 'deployment', 'tracking']),
  level: z.enum(['ok', 'warning', 'error']),
  what: z.string(),
  /** What to do about it. */
  todo: z.string().optional(),
  account: z.number().int().optional(),
  mailbox: z.string().optional(),
});
export type DoctorLine = z.infer<typeof DoctorLine>;

/** GET /doctorz, for this machine alone: store and mailboxes, as the running server sees them. No address is in it. */
export const DoctorReport = z.object({ lines: z.array(DoctorLine) });
export type DoctorReport = z.infer<typeof DoctorReport>;
