import { FIELDS, isField, type Field } from '../fields';

/** What the system puts in: of the company, and links that are each recipient's own. */
export const SYSTEM_FIELDS = [
  'company.name',
  'company.address',
  'unsubscribe_url',
  'preferences_url',
  'web_view_url',
] as const;
export type SystemField = (typeof SYSTEM_FIELDS)[number];

/** An account's own property of contacts, by its key. */
export type CustomField = `contact.custom.${string}`;
/** What may stand in a marketing message. `sender` is the contact's owner, else who sends. */
export type MarketingField = Field | SystemField | CustomField;

const CUSTOM = /^contact\.custom\.[a-z0-9_]{1,60}$/;

export const customKey = (field: string): string | undefined =>
  CUSTOM.test(field) ? field.slice('contact.custom.'.length) : undefined;

/** `custom`: the keys that there are; undefined: any may be. */
export const isMarketingField =
  (custom?: ReadonlySet<string>) =>
  (name: string): name is MarketingField => {
    const key = customKey(name);
    if (key !== undefined) return custom?.has(key) ?? true;
    return isField(name) || SYSTEM_FIELDS.some((field) => field === name);
  };

/** Fields that have a value for everybody who gets a copy. */
const ALWAYS: ReadonlySet<string> = new Set([
  ...SYSTEM_FIELDS,
  'contact.email',
  'sender.name',
  'sender.email',
]);
export const mayBeEmpty = (field: MarketingField): boolean => !ALWAYS.has(field);

/** The fields of every account, in the order in which they are offered. */
export const OFFERED_FIELDS: readonly (Field | SystemField)[] = [...FIELDS, ...SYSTEM_FIELDS];

/** What a copy is filled with. A field that is missing has no value. */
export type CopyValues = Readonly<Partial<Record<MarketingField, string>>>;
