import { type Kysely, sql, type Transaction } from 'kysely';
import type { ContactChanges, ContactEdit, FieldValue } from '../../core/api/contacts';
import { Basis } from '../../core/api/shared';
import { json, type Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { companiesOf } from './companies';
import { customValues, withCustom } from './contact-fields';
import { basesOf, setBasis } from './contacts';
import type { Viewer } from './visibility';

type Value = string | number | null;

/** One property of one contact, as it was and as it is to be. */
export interface PropertyChange {
  property: string;
  before: Value;
  after: Value;
}

const isValue = (value: unknown): value is Value =>
  value === null || typeof value === 'string' || typeof value === 'number';
const valueOf = (value: unknown): Value => (isValue(value) ? value : null);

/** A change as it is kept. */
export const changeOf = (property: string, before: unknown, after: unknown): PropertyChange => ({
  property,
  before: valueOf(before),
  after: valueOf(after),
});

/** What runs keep beside the properties that they changed: who was begun to be erased, made, or given an address. */
export const NOTES: readonly string[] = ['erasure', 'made', 'address'];

/** A contact as far as people change it. */
export interface Standing {
  id: string;
  name: string;
  company: string | null;
  phone: string | null;
  owner: number | null;
  basis: Basis;
  custom: Record<string, string | number>;
}

const none = (value: FieldValue): Value => (value === '' ? null : value);

/** What an edit changes of a contact; what it has already is no change. */
export function changesOf(now: Standing, edit: ContactEdit): PropertyChange[] {
  const changes: PropertyChange[] = [];
  const to = (property: string, before: Value, after: Value | undefined): void => {
    if (after !== undefined && after !== before) changes.push({ property, before, after });
  };
  to('name', now.name, edit.name);
  to('company', now.company, edit.company === '' ? null : edit.company);
  to('phone', now.phone, edit.phone === '' ? null : edit.phone);
  to('owner', now.owner, edit.owner);
  to('basis', now.basis, edit.basis);
  for (const [key, value] of Object.entries(edit.custom ?? {})) {
    to(`custom:${key}`, now.custom[key] ?? null, none(value));
  }
  return changes;
}

const customKey = (property: string): string | undefined =>
  property.startsWith('custom:') ? property.slice('custom:'.length) : undefined;

/** A property as it stands; undefined: it is none that people change. */
export function valueIn(now: Standing, property: string): Value | undefined {
  const { name, company, phone, owner, basis } = now;
  const current: Record<string, Value> = { name, company, phone, owner, basis };
  const key = customKey(property);
  return key === undefined ? current[property] : (now.custom[key] ?? null);
}

/** The change that takes another back; undefined where somebody has changed it since. */
export function reversed(
  now: Standing,
  { property, before, after }: PropertyChange,
): ContactEdit | undefined {
  if (valueIn(now, property) !== after) return undefined;
  const key = customKey(property);
  if (key !== undefined) return { custom: { [key]: before } };
  switch (property) {
    case 'name':
    case 'company':
    case 'phone':
      return { [property]: before ?? '' };
    case 'owner':
      return { owner: typeof before === 'number' ? before : null };
    case 'basis':
      return { basis: Basis.catch('none').parse(before) };
    default:
      return undefined;
  }
}

/** These contacts as they stand, locked. */
export async function standingOf(
  trx: Transaction<Database>,
  account: number,
  ids: readonly string[],
): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('contacts')
    .select(['id', 'name', 'company', 'phone', 'owner_user_id', 'properties'])
    .where('account_id', '=', account)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();
  const bases = await basesOf(trx, account, ids);
  return new Map(
    rows.map(({ id, name, company, phone, owner_user_id: owner, properties }) => [
      id,
      { id, name, company, phone, owner, basis: bases.get(id) ?? 'none', custom: customValues(properties) },
    ]),
  );
}

export interface How {
  now: Date;
  /** Said of a basis that is set. */
  source: string;
  /** Of which run this is a part. */
  run?: string;
}

/**
 * Changes contacts and keeps, per property, what it was (`contact_changes`). Resolves to how many changed.
 */
export async function changeContacts(
  trx: Transaction<Database>,
  who: Viewer,
  edits: readonly { contact: Standing; edit: ContactEdit }[],
  how: How,
): Promise<number> {
  const { account, user } = who;
  const { now } = how;
  const moves = ({ contact, edit }: (typeof edits)[number]): boolean =>
    edit.company !== undefined && edit.company !== contact.company;
  // First, so that a name in other letters is kept as the company has it, and can be taken back.
  const companies = await companiesOf(
    trx,
    account,
    edits.map((one) => ({ name: moves(one) ? (one.edit.company ?? null) : null, at: now })),
  );
  const changed = edits
    .map((one, i) => {
      const { contact, edit } = one;
      const company = companies[i] ?? null;
      const meant = moves(one) ? { ...edit, company: company?.name ?? '' } : edit;
      return { contact, edit, company, changes: changesOf(contact, meant) };
    })
    .filter(({ changes }) => changes.length > 0);
  if (changed.length === 0) return 0;
  for (const { contact, edit, company, changes } of changed) {
    const has = (property: string): boolean => changes.some((change) => change.property === property);
    const custom = Object.fromEntries(
      changes.flatMap(({ property, after }) =>
        property.startsWith('custom:') ? [[property.slice('custom:'.length), after] as const] : [],
      ),
    );
    await trx
      .updateTable('contacts')
      .set({
        updated_at: now,
        ...(has('name') && edit.name !== undefined && { name: edit.name }),
        ...(has('company') && { company: company?.name ?? null, company_id: company?.id ?? null }),
        ...(has('phone') && { phone: edit.phone === '' ? null : (edit.phone ?? null) }),
        ...(has('owner') && { owner_user_id: edit.owner ?? null }),
        ...(Object.keys(custom).length > 0 && { properties: withCustom(custom) }),
      })
      .where('account_id', '=', account)
      .where('id', '=', contact.id)
      .execute();
    if (has('basis') && edit.basis !== undefined) {
      await setBasis(trx, account, contact.id, edit.basis, how.source, now, user);
    }
  }
  await trx
    .insertInto('contact_changes')
    .values(
      changed.flatMap(({ contact, changes }) =>
        changes.map(({ property, before, after }) => ({
          account_id: account,
          id: uuidV7(now),
          contact_id: contact.id,
          property,
          before: json(before),
          after: json(after),
          by_user_id: user,
          run_id: how.run ?? null,
          at: now,
        })),
      ),
    )
    .execute();
  return changed.length;
}

const MOST = 100;

/** What people changed of a contact, newest first. */
export async function contactChanges(
  db: Kysely<Database>,
  account: number,
  contact: string,
): Promise<ContactChanges> {
  const rows = await db
    .selectFrom('contact_changes as h')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'h.account_id').onRef('u.id', '=', 'h.by_user_id'),
    )
    .select(['h.property', 'h.before', 'h.after', 'h.at', 'h.run_id', 'u.name as by_name'])
    .where('h.account_id', '=', account)
    .where('h.contact_id', '=', contact)
    .where('h.property', 'not in', NOTES)
    .orderBy('h.id', 'desc')
    .limit(MOST + 1)
    .execute();
  const named = await ownerNames(db, account, rows);
  return {
    changes: rows.slice(0, MOST).map((row) => {
      const said = (value: unknown): Value => {
        const plain = valueOf(value);
        return row.property === 'owner' && typeof plain === 'number'
          ? (named.get(plain) ?? String(plain))
          : plain;
      };
      return {
        property: row.property,
        before: said(row.before),
        after: said(row.after),
        at: row.at.toISOString(),
        ...(row.by_name !== null && { by: row.by_name }),
        ...(row.run_id !== null && { together: true as const }),
      };
    }),
    more: rows.length > MOST,
  };
}

async function ownerNames(
  db: Kysely<Database>,
  account: number,
  rows: readonly { property: string; before: unknown; after: unknown }[],
): Promise<Map<number, string>> {
  const ids = rows.flatMap(({ property, before, after }) =>
    property === 'owner' ? [before, after].flatMap((id) => (typeof id === 'number' ? [id] : [])) : [],
  );
  if (ids.length === 0) return new Map();
  const users = await db
    .selectFrom('users')
    .select(['id', 'name'])
    .where('account_id', '=', account)
    .where('id', '=', sql<number>`any(${[...new Set(ids)]}::bigint[])`)
    .execute();
  return new Map(users.map(({ id, name }) => [id, name]));
}
