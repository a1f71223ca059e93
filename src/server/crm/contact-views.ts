import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { ContactFilter, ContactPage, ContactQuery, ContactSort } from '../../core/api/contacts';
import type { ContactCard } from '../../core/api/shared';
import { objectingContacts } from '../privacy/objections';
import type { Database } from '../store/schema';
import { basesOf } from './contacts';
import { customValues } from './contact-fields';
import { contactsMeant } from './contact-filter';
import { decodeSortCursor, encodeSortCursor } from './cursor';
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
        'c.company_id',
        'c.phone',
        'c.last_activity_at',
        'c.last_open_at',
        'c.last_click_at',
        'c.last_reply_at',
        'c.created_at',
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
      ...(row.company_id !== null && { companyId: row.company_id }),
      ...(row.phone !== null && { phone: row.phone }),
      custom: customValues(row.properties),
      createdAt: row.created_at.toISOString(),
      last: {
        ...(row.last_open_at && { open: row.last_open_at.toISOString() }),
        ...(row.last_click_at && { click: row.last_click_at.toISOString() }),
        ...(row.last_reply_at && { reply: row.last_reply_at.toISOString() }),
      },
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

// A contact without activity sorts behind every other, and one without a company behind those with.
const NEVER = sql.raw<Date>(`'0001-01-01 00:00:00+00'::timestamptz`);
const LAST_TEXT = '\uffff';

interface Order {
  /** As the index has it. */
  key: RawBuilder<unknown>;
  /** Of the key in a cursor. */
  type: 'timestamptz' | 'text collate "und-x-icu"' | 'uuid';
  natural: 'asc' | 'desc';
}

const ORDERS: Record<ContactSort, Order> = {
  activity: {
    key: sql`coalesce(c.last_activity_at, ${NEVER})`,
    type: 'timestamptz',
    natural: 'desc',
  },
  name: {
    key: sql`c.name collate "und-x-icu"`,
    type: 'text collate "und-x-icu"',
    natural: 'asc',
  },
  company: {
    key: sql`coalesce(c.company, U&'\\FFFF') collate "und-x-icu"`,
    type: 'text collate "und-x-icu"',
    natural: 'asc',
  },
  // Ids begin with the time at which they were made.
  created: { key: sql`c.id`, type: 'uuid', natural: 'desc' },
};

/** The first place of an order that is not before what somebody gave; undefined: it says no place in this order. */
function placeOf(sort: ContactSort, order: 'asc' | 'desc', given: string): RawBuilder<SqlBool> | undefined {
  const { key, type } = ORDERS[sort];
  const behind = sql.raw(order === 'asc' ? '>=' : '<=');
  const at = (place: string): RawBuilder<SqlBool> => sql`${key} ${behind} ${place}::${sql.raw(type)}`;
  if (sort === 'name' || sort === 'company') {
    const beginning = given.trim().toLowerCase();
    return beginning === '' ? undefined : at(order === 'asc' ? beginning : beginning + LAST_TEXT);
  }
  const time = z.iso.datetime().safeParse(given);
  const ms = time.success ? Date.parse(time.data) : Number.NaN;
  if (Number.isNaN(ms) || ms < 0) return undefined;
  if (sort === 'activity') return at(new Date(ms).toISOString());
  const hex = ms.toString(16).padStart(12, '0');
  return at(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`);
}

/** The contacts that a filter means, in order, a page at a time. */
export async function contactPage(
  db: Kysely<Database>,
  account: number,
  query: ContactFilter &
    Partial<Pick<ContactQuery, 'sort' | 'order' | 'cursor' | 'from'>> & { limit: number },
  now: Date,
): Promise<ContactPage> {
  const sort = query.sort ?? 'activity';
  const { key, type, natural } = ORDERS[sort];
  const order = query.order ?? natural;
  const from = query.cursor === undefined ? undefined : decodeSortCursor(query.cursor, sort);
  const place = from || query.from === undefined ? undefined : placeOf(sort, order, query.from);
  const behind = sql.raw(order === 'asc' ? '>' : '<');
  let q = db
    .selectFrom('contacts as c')
    .select(['c.id', 'c.name', 'c.company', 'c.last_activity_at'])
    .where(contactsMeant(account, query, now))
    .orderBy(sql`${key} ${sql.raw(order)}`)
    .limit(query.limit + 1);
  if (sort !== 'created') q = q.orderBy('c.id', order);
  if (place) q = q.where(place);
  if (from) {
    const at = sql`${from.key}::${sql.raw(type)}`;
    q =
      sort === 'created'
        ? q.where(sql<boolean>`c.id ${behind} ${from.id}::uuid`)
        : q.where(sql<boolean>`(${key}, c.id) ${behind} (${at}, ${from.id}::uuid)`);
  }
  const rows = await q.execute();
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const keyOf = (row: (typeof rows)[number]): string =>
    ({
      activity: row.last_activity_at?.toISOString() ?? '0001-01-01T00:00:00.000Z',
      name: row.name,
      company: row.company ?? LAST_TEXT,
      created: '',
    })[sort];
  return {
    contacts: await contactCards(
      db,
      account,
      shown.map((row) => row.id),
    ),
    ...(rows.length > query.limit &&
      last && { next: encodeSortCursor({ sort, key: keyOf(last), id: last.id }) }),
  };
}

/** How many contacts a filter means. */
export async function countContacts(
  db: Kysely<Database>,
  account: number,
  filter: ContactFilter,
  now: Date,
): Promise<number> {
  const { n } = await db
    .selectFrom('contacts as c')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where(contactsMeant(account, filter, now))
    .executeTakeFirstOrThrow();
  return n;
}
