import { z } from 'zod';
import { UnfilledField } from './sending';
import { Address, Id, Text, Time } from './shared';

/** A8: texts that are used again, one's own or everybody's, with fields of the contact they are written to. */

const Subject = Text.max(1000);
const Html = Text.max(200_000);

export const TemplateView = z.object({
  id: Id,
  name: z.string(),
  subject: z.string(),
  html: z.string(),
  shared: z.boolean(),
  /** The asker may change and remove it. */
  canChange: z.boolean(),
  /** Who made it; absent where they are gone. */
  by: z.string().optional(),
  updatedAt: Time,
  /** Fields that stand in it: `contact.first_name` … */
  fields: z.array(z.string()),
});
export type TemplateView = z.infer<typeof TemplateView>;

/** GET /api/v1/templates: the asker's own and the shared ones, by name. */
export const TemplateQuery = z.object({ search: Text.trim().max(200).optional() });
export const TemplateList = z.object({
  templates: z.array(TemplateView),
  /** The asker may make shared ones. */
  canShare: z.boolean(),
});
export type TemplateList = z.infer<typeof TemplateList>;

/** POST /api/v1/templates */
export const NewTemplate = z.object({
  name: Text.trim().min(1).max(200),
  subject: Subject.default(''),
  html: Html.default(''),
  shared: z.boolean().default(false),
});
export type NewTemplate = z.input<typeof NewTemplate>;

/** PATCH /api/v1/templates/{id}; DELETE takes it away, POST …/restore brings it back. */
export const ChangedTemplate = z.object({
  name: Text.trim().min(1).max(200).optional(),
  subject: Subject.optional(),
  html: Html.optional(),
  shared: z.boolean().optional(),
});
export type ChangedTemplate = z.infer<typeof ChangedTemplate>;

/** A place where a template's text is wrong: what stands in braces there, and what is the matter with it. */
export const TemplateFault = z.object({
  part: z.enum(['subject', 'html']),
  fault: z.enum(['unknown-field', 'unknown-filter', 'not-closed', 'not-understood']),
  at: z.string(),
});
export type TemplateFault = z.infer<typeof TemplateFault>;

/** POST /api/v1/templates/fill: a text with the fields of one contact in it. */
export const FillTemplate = z.object({
  /** A stored template … */
  templateId: Id.optional(),
  /** … or a text as it is being written. */
  subject: Subject.optional(),
  html: Html.optional(),
  /** For whom: a contact, or whoever has this address. Neither: nobody, so that defaults show. */
  contactId: Id.optional(),
  address: Address.optional(),
});
export type FillTemplate = z.infer<typeof FillTemplate>;
export const FilledTemplate = z.object({
  subject: z.string(),
  html: z.string(),
  /** These had neither value nor default and are empty in the text. */
  unfilled: z.array(UnfilledField),
  faults: z.array(TemplateFault),
});
export type FilledTemplate = z.infer<typeof FilledTemplate>;
