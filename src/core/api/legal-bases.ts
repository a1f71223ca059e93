import { z } from 'zod';
import { Basis, Text, Time } from './shared';

/** P1: what allows an account to track a contact and to write to them, per purpose, with its history. */

export const Purpose = z.enum(['one-to-one-tracking', 'marketing-tracking', 'marketing-mail']);
export type Purpose = z.infer<typeof Purpose>;

/** YYYY-MM-DD */
export const Day = z.iso.date('write the day as YYYY-MM-DD, such as 2026-11-03');

/** One entry of the history: what was recorded, when and by whom. */
export const BasisEntry = z.object({
  basis: Basis,
  /** Where it comes from: "written to", "asked by phone". */
  source: z.string(),
  givenOn: Day,
  /** What shows it: a form's number, a mail's date, an address of a document. */
  proof: z.string().optional(),
  recordedAt: Time,
  /** Absent: the server, by the account's settings. */
  recordedBy: z.string().optional(),
});
export type BasisEntry = z.infer<typeof BasisEntry>;

/** One purpose: the newest entry of `history` is in force; without one, `basis` is "none". At most 100 entries. */
export const PurposeBasis = z.object({
  purpose: Purpose,
  basis: Basis,
  history: z.array(BasisEntry),
  more: z.boolean(),
});
export type PurposeBasis = z.infer<typeof PurposeBasis>;

/** GET /api/v1/contacts/{id}/legal-bases: every purpose, in a fixed order. */
export const LegalBases = z.object({ purposes: z.array(PurposeBasis) });
export type LegalBases = z.infer<typeof LegalBases>;

/** PUT /api/v1/contacts/{id}/legal-bases/{purpose}: the same once more records nothing. */
export const BasisChange = z
  .object({
    basis: Basis,
    source: Text.trim()
      .min(1, 'say where the basis comes from, such as "asked by phone"')
      .max(500, 'at most 500 characters; put the rest into the proof'),
    /** Absent: today. */
    givenOn: Day.optional(),
    proof: Text.trim()
      .max(2000, 'at most 2000 characters; keep the document elsewhere and name it')
      .optional(),
  })
  .strict();
export type BasisChange = z.infer<typeof BasisChange>;
