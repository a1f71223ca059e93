/** What may stand in a text that is written to somebody (A8): of whom it is written to, and of who writes. */
export const FIELDS = [
  'contact.first_name',
  'contact.last_name',
  'contact.name',
  'contact.email',
  'contact.company',
  'contact.owner',
  'sender.first_name',
  'sender.name',
  'sender.email',
] as const;
export type Field = (typeof FIELDS)[number];

/** A field that is missing has no value. */
export type FieldValues = Partial<Record<Field, string>>;

export const isField = (name: string): name is Field => FIELDS.some((field) => field === name);
