import { z } from 'zod';
import { Basis, ContactCard, Id, Text, Time } from './shared';

/** Contacts in tables: filters, columns, changes to many at once, import and export. */

export const ContactSort = z.enum(['activity', 'name', 'company', 'created']);
export type ContactSort = z.infer<typeof ContactSort>;

// In an address it is a word, in a body it may be either.
const Flag = z.union([z.boolean(), z.stringbool()]);

/** What of all contacts is meant: all that is named holds together. */
export const ContactFilter = z.object({
  /** Words of which each begins a word of name, company, phone or address. */
  search: Text.trim().max(200).optional(),
  /** A user's number, or those who are nobody's. */
  owner: z.union([z.literal('none'), z.coerce.number().int().positive()]).optional(),
  /** A company, or those without one. */
  company: z.union([z.literal('none'), Id]).optional(),
  /** For one-to-one tracking, in force. */
  basis: Basis.optional(),
  /** Last activity within so many days, or none since. */
  activeWithin: z.coerce.number().int().min(1).max(3650).optional(),
  quietFor: z.coerce.number().int().min(1).max(3650).optional(),
  /** O12: got tracked mail of their own and could have been seen, and no open was seen. */
  noOpenSeen: Flag.optional(),
  /** R3: an automatic answer said that they have left. */
  departed: Flag.optional(),
  /** In this segment or list. */
  segment: Id.optional(),
});
export type ContactFilter = z.infer<typeof ContactFilter>;

/** GET /api/v1/contacts */
export const ContactQuery = ContactFilter.extend({
  sort: ContactSort.default('activity'),
  /** Default: the latest first, names from A to Z. */
  order: z.enum(['asc', 'desc']).optional(),
  cursor: z.string().max(1000).optional(),
  /** Begins in the middle of the order: a beginning of a name or company, or a moment. */
  from: Text.max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ContactQuery = z.infer<typeof ContactQuery>;
export const ContactPage = z.object({ contacts: z.array(ContactCard), next: z.string().optional() });
export type ContactPage = z.infer<typeof ContactPage>;

/** GET /api/v1/contacts/count */
export const ContactCount = z.object({ count: z.number().int() });

/** Columns of the table of contacts beside the name; `custom:key` are the account's own. */
export const ContactColumn = z.union([
  z.enum([
    'company',
    'addresses',
    'phone',
    'owner',
    'basis',
    'activity',
    'lastOpen',
    'lastClick',
    'lastReply',
    'created',
  ]),
  z.templateLiteral(['custom:', z.string().min(1).max(60)]),
]);
export type ContactColumn = z.infer<typeof ContactColumn>;
export const DEFAULT_COLUMNS: readonly ContactColumn[] = [
  'company',
  'addresses',
  'owner',
  'basis',
  'activity',
];

/** GET, PUT /api/v1/me/columns: of one's own table of contacts, in their order. */
export const ContactColumns = z.object({ contacts: z.array(ContactColumn).max(60) });
export type ContactColumns = z.infer<typeof ContactColumns>;

// --- the account's own properties ---

export const FieldKind = z.enum(['text', 'number', 'date', 'choice']);
export type FieldKind = z.infer<typeof FieldKind>;

export const ContactField = z.object({
  /** Stays when the name changes. */
  key: z.string(),
  name: z.string(),
  kind: FieldKind,
  /** Of the kind `choice`. */
  choices: z.array(z.string()),
});
export type ContactField = z.infer<typeof ContactField>;

/** GET /api/v1/contact-fields */
export const ContactFields = z.object({ fields: z.array(ContactField) });
export type ContactFields = z.infer<typeof ContactFields>;

const FieldName = Text.trim().min(1, 'give it a name').max(60, 'at most 60 characters');
const Choices = z
  .array(Text.trim().min(1).max(100))
  .max(100)
  .refine((all) => new Set(all).size === all.length, 'each choice once');

/** POST /api/v1/contact-fields */
export const NewContactField = z
  .object({ name: FieldName, kind: FieldKind, choices: Choices.default([]) })
  .refine(({ kind, choices }) => kind !== 'choice' || choices.length > 0, {
    message: 'name at least one choice',
    path: ['choices'],
  });
export type NewContactField = z.input<typeof NewContactField>;
/** PATCH /api/v1/contact-fields/{key}; `removed` hides it, its values are kept until it is taken back. */
export const ContactFieldChange = z.object({
  name: FieldName.optional(),
  choices: Choices.optional(),
  removed: z.boolean().optional(),
});
export type ContactFieldChange = z.infer<typeof ContactFieldChange>;

/** A value of an account's own property; null: none. */
export const FieldValue = z.union([Text.trim().max(1000), z.number(), z.null()]);
export type FieldValue = z.infer<typeof FieldValue>;

// --- changes ---

const CustomValues = z.record(z.string().max(60), FieldValue);

/** What is changed of a contact; empty text and null take a value away. */
export const ContactEdit = z.object({
  name: Text.trim().min(1).max(200).optional(),
  company: Text.trim().max(200).optional(),
  phone: Text.trim().max(60).optional(),
  owner: z.number().int().positive().nullable().optional(),
  basis: Basis.optional(),
  custom: CustomValues.optional(),
});
export type ContactEdit = z.infer<typeof ContactEdit>;

/** PATCH /api/v1/contacts/{id} */
export const ContactChange = ContactEdit.extend({
  /** `false`: they are still there, whatever an automatic answer said (R3). */
  departed: z.literal(false).optional(),
}).refine((change) => Object.keys(change).length > 0, 'name at least one thing to change');
export type ContactChange = z.infer<typeof ContactChange>;

/** GET /api/v1/contacts/{id}/changes: what people changed, newest first. */
export const ContactChanges = z.object({
  changes: z.array(
    z.object({
      /** name, company, phone, owner, basis, or `custom:key`. */
      property: z.string(),
      before: z.union([z.string(), z.number(), z.null()]),
      after: z.union([z.string(), z.number(), z.null()]),
      at: Time,
      by: z.string().optional(),
      /** Made with others: by a change to many, or by an import. */
      together: z.literal(true).optional(),
    }),
  ),
  more: z.boolean(),
});
export type ContactChanges = z.infer<typeof ContactChanges>;

/** Which contacts: these, or all that a filter shows. */
export const ContactChoice = z.union([
  z.object({ ids: z.array(Id).min(1).max(50_000) }),
  z.object({ filter: ContactFilter }),
]);
export type ContactChoice = z.infer<typeof ContactChoice>;

/** POST /api/v1/contacts/runs: a change to many. `erase`: P5, with five minutes to take it back. */
export const NewRun = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('edit'),
    who: ContactChoice,
    edit: ContactEdit.omit({ name: true, phone: true }).refine(
      (edit) => Object.keys(edit).length > 0,
      'name what is to be changed',
    ),
  }),
  z.object({ kind: z.literal('erase'), who: ContactChoice }),
  /** Onto a list, or off it. */
  z.object({ kind: z.literal('list'), who: ContactChoice, list: Id, remove: z.boolean().optional() }),
]);
export type NewRun = z.input<typeof NewRun>;

/** How far a change to many, or an import, is. */
export const RunView = z.object({
  id: Id,
  kind: z.enum(['edit', 'erase', 'import', 'list']),
  state: z.enum(['draft', 'running', 'done', 'undoing', 'undone']),
  askedAt: Time,
  finishedAt: Time.optional(),
  /** Contacts or rows to look at, and looked at so far. */
  total: z.number().int(),
  lookedAt: z.number().int(),
  changed: z.number().int(),
  made: z.number().int(),
  bad: z.number().int(),
  fileName: z.string().optional(),
  /** It can be taken back now. */
  canUndo: z.boolean(),
  /** An import that was taken back: how many contacts it had made went, and stayed since there is more of them by now. */
  takenBack: z.object({ removed: z.number().int(), stayed: z.number().int() }).optional(),
});
export type RunView = z.infer<typeof RunView>;
/** GET /api/v1/contacts/runs: one's own, the latest first. */
export const Runs = z.object({ runs: z.array(RunView) });
export type Runs = z.infer<typeof Runs>;

// --- import ---

/** What a column of the file is; null: left out. Several may be addresses. */
export const ImportColumn = z.union([
  z.enum(['name', 'firstName', 'lastName', 'address', 'company', 'phone', 'owner']),
  z.templateLiteral(['custom:', z.string().min(1).max(60)]),
  z.null(),
]);
export type ImportColumn = z.infer<typeof ImportColumn>;

export const ImportPlan = z.object({
  columns: z
    .array(ImportColumn)
    .max(200)
    .refine((all) => all.includes('address'), 'choose the column that holds the mail address'),
  /** What becomes of people who are contacts already. */
  existing: z.enum(['update', 'leave']),
  /** Owner of new ones; null: nobody. A column `owner` goes before. */
  owner: z.number().int().positive().nullable(),
  /** P1: of those who have none yet. */
  basis: z.object({ basis: Basis, source: Text.trim().min(1).max(500) }).optional(),
  /** Everybody in the file goes onto this list, who is a contact already too. */
  list: Id.optional(),
});
export type ImportPlan = z.infer<typeof ImportPlan>;

/** Why a row makes no contact. */
export const RowTrouble = z.enum([
  'no-address',
  'bad-address',
  'too-long',
  'several-contacts',
  'never-logged',
  'erased',
  'colleague',
  'nobody',
  'bad-number',
  'bad-date',
  'bad-choice',
  'unknown-owner',
  'broken',
]);
export type RowTrouble = z.infer<typeof RowTrouble>;

/** POST /api/v1/contacts/imports (text/csv): what lies in the file, and how its columns are read unless told otherwise. */
export const ImportDraft = z.object({
  id: Id,
  fileName: z.string(),
  rows: z.number().int(),
  headings: z.array(z.string()),
  samples: z.array(z.array(z.string())),
  guess: z.array(ImportColumn),
});
export type ImportDraft = z.infer<typeof ImportDraft>;

/** POST /api/v1/contacts/imports/{id}/preview: what would become of the first rows. */
export const ImportPreview = z.object({
  lookedAt: z.number().int(),
  made: z.number().int(),
  changed: z.number().int(),
  left: z.number().int(),
  bad: z.number().int(),
  /** L14: mails that were kept, and would stand on the records of those who are made. */
  kept: z.number().int(),
  troubles: z.array(
    z.object({ row: z.number().int(), reason: RowTrouble, cells: z.array(z.string()).max(200) }),
  ),
});
export type ImportPreview = z.infer<typeof ImportPreview>;
