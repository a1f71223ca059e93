import { z } from 'zod';
import { Time } from './shared';

/** GET /api/v1/audit-log: newest first, `before` pages back. `action`: its beginning; `actor` 0: the server itself. */
export const AuditQuery = z.object({
  action: z.string().max(100).optional(),
  actor: z.coerce.number().int().min(0).optional(),
  from: Time.optional(),
  to: Time.optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditPage = z.object({
  lines: z.array(
    z.object({
      seq: z.number().int(),
      at: Time,
      action: z.string(),
      object: z.object({ kind: z.string(), id: z.string() }),
      /** Absent: the server, or somebody outside. */
      by: z.object({ id: z.number().int(), name: z.string() }).optional(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
  next: z.number().int().optional(),
});
export type AuditPage = z.infer<typeof AuditPage>;

/** GET /api/v1/account: how the account itself stands. */
export const AccountStanding = z.object({
  name: z.string(),
  closedAt: Time.optional(),
  /** Until then it can be opened again. */
  reopenUntil: Time.optional(),
});
export type AccountStanding = z.infer<typeof AccountStanding>;

/** POST /api/v1/account/close: the company's name, so that nobody closes it by a slip. */
export const CloseAccount = z.object({ name: z.string().max(200) }).strict();
