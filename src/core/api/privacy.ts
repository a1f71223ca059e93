import { z } from 'zod';
import { Id, Time } from './shared';

/** GET /api/v1/messages/{id}/privacy-links: "what is tracked about me", per recipient, for the sender to hand on (P6). */
export const PrivacyLinks = z.object({
  links: z.array(z.object({ idx: z.number().int(), address: z.string(), url: z.string() })),
});
export type PrivacyLinks = z.infer<typeof PrivacyLinks>;

/** GET /api/v1/contacts/{id}/export/size: what a copy of everything would hold. */
export const ExportSize = z.object({
  messages: z.number().int(),
  files: z.number().int(),
  bytes: z.number().int(),
  /** Mails that the asking person may not see: left out. */
  hidden: z.number().int(),
});
export type ExportSize = z.infer<typeof ExportSize>;

/** What an erasure has taken out so far, in numbers. */
export const ErasureCounts = z.object({
  messages: z.number().int().optional(),
  scrubbed: z.number().int().optional(),
  files: z.number().int().optional(),
  events: z.number().int().optional(),
  hits: z.number().int().optional(),
});

/** POST /api/v1/contacts/{id}/erasure, GET /api/v1/erasures/{id} (P5). Until `dueAt` it can be undone. */
export const ErasureView = z.object({
  id: Id,
  state: z.enum(['scheduled', 'running', 'done', 'undone']),
  /** Absent once the contact is gone. */
  contactId: Id.optional(),
  askedAt: Time,
  askedBy: z.string().optional(),
  dueAt: Time,
  finishedAt: Time.optional(),
  /** From 0 to 1, of the mails that are looked through. */
  progress: z.number(),
  counts: ErasureCounts,
});
export type ErasureView = z.infer<typeof ErasureView>;

export const Erasures = z.object({ erasures: z.array(ErasureView) });
export type Erasures = z.infer<typeof Erasures>;
