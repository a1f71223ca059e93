import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type {
  ContactField,
  ContactFieldChange,
  FieldKind,
  FieldValue,
  NewContactField,
} from '../../core/api/contacts';
import { recordAudit } from '../audit';
import { json, type Database } from '../store/schema';
import type { Viewer } from './visibility';

const Custom = z.object({ custom: z.record(z.string(), z.union([z.string(), z.number()])) });

/** What `contacts.properties` holds of the account's own properties, by key. */
export function customValues(properties: unknown): Record<string, string | number> {
  const read = Custom.safeParse(properties);
  return read.success ? read.data.custom : {};
}

/** The account's own properties, in their order. */
export async function contactFields(db: Kysely<Database>, account: number): Promise<ContactField[]> {
  const rows = await db
    .selectFrom('contact_fields')
    .select(['key', 'name', 'kind', 'choices'])
    .where('account_id', '=', account)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .execute();
  return rows;
}

/** Why a value does not fit a property; undefined: it does. Empty text and null take it away. */
export function troubleWith(
  { kind, choices }: Pick<ContactField, 'kind' | 'choices'>,
  value: FieldValue,
): 'bad-number' | 'bad-date' | 'bad-choice' | undefined {
  if (value === null || value === '') return undefined;
  switch (kind) {
    case 'text':
      return undefined;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'bad-number';
    case 'date':
      return z.iso.date().safeParse(value).success ? undefined : 'bad-date';
    case 'choice':
      return choices.some((choice) => choice === value) ? undefined : 'bad-choice';
  }
}

/**
 * A value as people write it in a file, by its kind: "1 234,5" and "1,234.5" are numbers, "31.12.2026", "2026-12-31" and
 * "31/12/2026" days. Undefined: it cannot be read so.
 */
export function readValue(
  { kind, choices }: Pick<ContactField, 'kind' | 'choices'>,
  said: string,
): FieldValue | undefined {
  const text = said.trim();
  if (text === '') return null;
  switch (kind) {
    case 'text':
      return text.slice(0, 1000);
    case 'number': {
      const bare = text.replace(/[\s\u00a0\u202f']/g, '');
      // The last sign that is a comma or a point is the decimal one, unless it stands before groups of three.
      const decimal = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare)
        ? bare.replace(/,/g, '')
        : /^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/.test(bare)
          ? bare.replace(/\./g, '').replace(',', '.')
          : bare.replace(',', '.');
      return /^[+-]?\d+(?:\.\d+)?$/.test(decimal) ? Number(decimal) : undefined;
    }
    case 'date': {
      const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text);
      const turned = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text);
      const [year = '', month = '', day = ''] = parts
        ? parts.slice(1)
        : turned
          ? turned.slice(1).reverse()
          : [];
      const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
      return z.iso.date().safeParse(iso).success ? iso : undefined;
    }
    case 'choice':
      return choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
  }
}

/** Latin letters and digits of the name, and a number where that is taken. */
function keyFor(name: string, taken: ReadonlySet<string>): string {
  const plain =
    name
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .replace(/ł/g, 'l')
      .replace(/ß/g, 'ss')
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_|_$/g, '')
      .slice(0, 40) || 'property';
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? plain : `${plain}_${n}`;
    if (!taken.has(key)) return key;
  }
}

export type FieldRefusal = 'name-taken' | 'too-many' | 'no-such-field' | 'no-choices';
const MOST_FIELDS = 50;

/** Makes a property of the account's own. */
export async function makeField(
  trx: Transaction<Database>,
  who: Viewer,
  { name, kind, choices }: Required<NewContactField> & { kind: FieldKind },
  now: Date,
): Promise<FieldRefusal | undefined> {
  const rows = await allFields(trx, who.account);
  const standing = rows.filter(({ removed_at: removed }) => removed === null);
  if (standing.some((row) => sameName(row.name, name))) return 'name-taken';
  if (standing.length >= MOST_FIELDS) return 'too-many';
  const key = keyFor(name, new Set(rows.map((row) => row.key)));
  await trx
    .insertInto('contact_fields')
    .values({
      account_id: who.account,
      key,
      name,
      kind,
      choices: json(kind === 'choice' ? choices : []),
      position: Math.max(0, ...rows.map(({ position }) => position)) + 1,
      created_at: now,
    })
    .execute();
  await recordAudit(trx, who, now, 'contact-field.make', { kind: 'contact-field', id: key }, { kind });
  return undefined;
}

/** Renames a property, changes its choices, hides it, or shows it again with the values that it had. */
export async function changeField(
  trx: Transaction<Database>,
  who: Viewer,
  key: string,
  change: ContactFieldChange,
  now: Date,
): Promise<FieldRefusal | undefined> {
  const rows = await allFields(trx, who.account);
  const row = rows.find((one) => one.key === key);
  if (!row) return 'no-such-field';
  const name = change.name ?? row.name;
  const removed = change.removed ?? row.removed_at !== null;
  const others = rows.filter((one) => one.key !== key && one.removed_at === null);
  if (!removed && others.some((one) => sameName(one.name, name))) return 'name-taken';
  if (row.kind === 'choice' && change.choices?.length === 0) return 'no-choices';
  await trx
    .updateTable('contact_fields')
    .set({
      name,
      ...(change.choices && row.kind === 'choice' && { choices: json(change.choices) }),
      removed_at: removed ? (row.removed_at ?? now) : null,
    })
    .where('account_id', '=', who.account)
    .where('key', '=', key)
    .execute();
  await recordAudit(
    trx,
    who,
    now,
    'contact-field.change',
    { kind: 'contact-field', id: key },
    { fields: Object.keys(change) },
  );
  return undefined;
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const allFields = (trx: Transaction<Database>, account: number) =>
  trx
    .selectFrom('contact_fields')
    .select(['key', 'name', 'kind', 'position', 'removed_at'])
    .where('account_id', '=', account)
    .orderBy('position')
    .forUpdate()
    .execute();

/** `properties` of a contact with these values of the account's own put in or taken away. */
export const withCustom = (changed: Record<string, FieldValue>) => {
  const put = Object.fromEntries(
    Object.entries(changed).filter(([, value]) => value !== null && value !== ''),
  );
  const gone = Object.keys(changed).filter((key) => !(key in put));
  return sql<string>`properties || jsonb_build_object('custom',
    (coalesce(properties -> 'custom', '{}'::jsonb) - ${gone}::text[]) || ${json(put)}::jsonb)`;
};
