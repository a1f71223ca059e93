import { type Kysely, sql } from 'kysely';
import type { ContactPage } from '../../core/api/app';
import type { ContactCard } from '../../core/api/shared';
import { objectingContacts } from '../privacy/objections';
import type { Database } from '../store/schema';
import { basesOf } from './contacts';
import { decodeCursor, encodeCursor } from './cursor';
import { departuresOf } from './departures';

/** Cards of these contacts, in the order of the ids. */
export async function contactCards(
  db: Kysely<Database>,
  account: number,
  ids: readonly string[],
): Promise<ContactCard[]> {
  if (ids.length === 0) return [];
  const [rows, addresses, bases, limits, objected, erasures] = await Promise.all([
    db
      .selectFrom('contacts as c')
      .leftJoin('users as u', (join) =>
        join.onRef('u.account_id', '=', 'c.account_id').onRef('u.id', '=', 'c.owner_user_id'),
      )
      .select([
        'c.id',
        'c.name',
        'c.company',
        'c.last_activity_at',
        'c.properties',
        'u.id as owner_id',
        'u.name as owner_name',
      ])
      .where('c.account_id', '=', account)
      .where('c.id', 'in', [...ids])
      .execute(),
    db
      .selectFrom('contact_addresses')
      .select(['contact_id', 'address'])
      .where('account_id', '=', account)
      .where('contact_id', 'in', [...ids])
      .orderBy('is_primary', 'desc')
      .orderBy('address')
      .execute(),
    basesOf(db, account, ids),
    db
      .selectFrom('tracking_limits')
      .select(['value', 'level'])
      .where('account_id', '=', account)
      .where('scope', '=', 'contact')
      .where('value', 'in', [...ids])
      .execute(),
    objectingContacts(db, account, ids),
    db
      .selectFrom('erasures')
      .select(['id', 'contact_id', 'due_at'])
      .where('account_id', '=', account)
      .where('state', '=', 'scheduled')
      .where('contact_id', 'in', [...ids])
      .execute(),
  ]);
  const departures = await departuresOf(db, account, rows);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const limitOf = new Map(limits.map((row) => [row.value, row.level]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const limit = limitOf.get(id);
    const objectedAt = objected.get(id);
    const departure = departures.get(id);
    const erasure = erasures.find((one) => one.contact_id === id);
    const card: ContactCard = {
      id,
      name: row.name,
      ...(row.company !== null && { company: row.company }),
      addresses: addresses.filter((a) => a.contact_id === id).map((a) => a.address),
      ...(row.owner_id !== null &&
        row.owner_name !== null && { owner: { id: row.owner_id, name: row.owner_name } }),
      ...(row.last_activity_at !== null && { lastActivityAt: row.last_activity_at.toISOString() }),
      basis: bases.get(id) ?? 'none',
      ...(limit && { trackingLimit: limit }),
      ...(objectedAt && { objectedAt: objectedAt.toISOString() }),
      ...(departure && { departure }),
      ...(erasure && { erasure: { id: erasure.id, dueAt: erasure.due_at.toISOString() } }),
    };
    return [card];
  });
}

// A contact without activity sorts behind every other.
const NEVER = sql.raw<Date>(`'0001-01-01 00:00:00+00'::timestamptz`);

/** Contacts by last activity, newest first; `search` looks in names, companies and addresses. */
export async function contactPage(
  db: Kysely<Database>,
  account: number,
  query: { search?: string; cursor?: string; limit: number },
): Promise<ContactPage> {
  const key = sql<Date>`coalesce(c.last_activity_at, ${NEVER})`;
  let q = db
    .selectFrom('contacts as c')
    .select(['c.id', key.as('sort_key')])
    .where('c.account_id', '=', account)
    .orderBy('sort_key', 'desc')
    .orderBy('c.id', 'desc')
    .limit(query.limit + 1);
  if (query.search !== undefined && query.search !== '') {
    const like = `%${query.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    q = q.where(
      sql<boolean>`(lower(c.name) like ${like} or lower(coalesce(c.company, '')) like ${like} or exists (
        select 1 from contact_addresses a where a.account_id = c.account_id and a.contact_id = c.id and a.address like ${like}))`,
    );
  }
  const from = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  if (from) q = q.where(sql<boolean>`(${key}, c.id) < (${new Date(from.at)}::timestamptz, ${from.id}::uuid)`);
  const rows = await q.execute();
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    contacts: await contactCards(
      db,
      account,
      shown.map((row) => row.id),
    ),
    ...(rows.length > query.limit &&
      last && { next: encodeCursor({ at: last.sort_key.toISOString(), id: last.id }) }),
  };
}
