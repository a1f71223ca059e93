import { type Kysely, sql } from 'kysely';
import type { CompanyCard, CompanyMerges, CompanyPage, CompanyQuery } from '../../core/api/companies';
import type { Database } from '../store/schema';
import { decodeSortCursor, encodeSortCursor } from './cursor';

/** Cards of these companies, in the order of the ids. */
export async function companyCards(
  db: Kysely<Database>,
  account: number,
  ids: readonly string[],
): Promise<CompanyCard[]> {
  if (ids.length === 0) return [];
  const [rows, domains, counts] = await Promise.all([
    db
      .selectFrom('companies as k')
      .leftJoin('users as u', (join) =>
        join.onRef('u.account_id', '=', 'k.account_id').onRef('u.id', '=', 'k.owner_user_id'),
      )
      .select(['k.id', 'k.name', 'u.id as owner_id', 'u.name as owner_name'])
      .where('k.account_id', '=', account)
      .where('k.id', 'in', [...ids])
      .execute(),
    db
      .selectFrom('company_domains')
      .select(['company_id', 'domain'])
      .where('account_id', '=', account)
      .where('company_id', 'in', [...ids])
      .orderBy('domain')
      .execute(),
    db
      .selectFrom('contacts')
      .select((eb) => [
        'company_id',
        eb.fn.countAll<number>().as('n'),
        eb.fn.max('last_activity_at').as('last'),
      ])
      .where('account_id', '=', account)
      .where('company_id', 'in', [...ids])
      .groupBy('company_id')
      .execute(),
  ]);
  return ids.flatMap((id) => {
    const row = rows.find((one) => one.id === id);
    if (!row) return [];
    const count = counts.find((one) => one.company_id === id);
    return [
      {
        id,
        name: row.name,
        domains: domains.flatMap(({ company_id: company, domain }) => (company === id ? [domain] : [])),
        ...(row.owner_id !== null &&
          row.owner_name !== null && { owner: { id: row.owner_id, name: row.owner_name } }),
        contacts: count?.n ?? 0,
        ...(count?.last && { lastActivityAt: new Date(count.last).toISOString() }),
      },
    ];
  });
}

/** Companies from A to Z; `search` looks in names and domains. */
export async function companyPage(
  db: Kysely<Database>,
  account: number,
  query: CompanyQuery,
): Promise<CompanyPage> {
  const name = sql<string>`k.name collate "und-x-icu"`;
  let q = db
    .selectFrom('companies as k')
    .select(['k.id', 'k.name'])
    .where('k.account_id', '=', account)
    .orderBy(sql`${name} asc`)
    .orderBy('k.id')
    .limit(query.limit + 1);
  if (query.search !== undefined && query.search !== '') {
    const like = `%${query.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    q = q.where(
      sql<boolean>`(lower(k.name collate "und-x-icu") like ${like} or exists (select 1 from company_domains d
        where d.account_id = k.account_id and d.company_id = k.id and d.domain like ${like}))`,
    );
  }
  if (query.owner !== undefined) {
    q =
      query.owner === 'none'
        ? q.where('k.owner_user_id', 'is', null)
        : q.where('k.owner_user_id', '=', query.owner);
  }
  const from = query.cursor === undefined ? undefined : decodeSortCursor(query.cursor, 'name');
  if (from)
    q = q.where(sql<boolean>`(${name}, k.id) > (${from.key}::text collate "und-x-icu", ${from.id}::uuid)`);
  const rows = await q.execute();
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    companies: await companyCards(
      db,
      account,
      shown.map(({ id }) => id),
    ),
    ...(rows.length > query.limit &&
      last && { next: encodeSortCursor({ sort: 'name', key: last.name, id: last.id }) }),
  };
}

/** Merges into this company that can be undone, the latest first. */
export async function companyMerges(
  db: Kysely<Database>,
  account: number,
  company: string,
): Promise<CompanyMerges> {
  const rows = await db
    .selectFrom('company_merges as m')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'm.account_id').onRef('u.id', '=', 'm.by_user_id'),
    )
    .select(['m.id', 'm.at', 'u.name as by_name', sql<string>`m.moved ->> 'name'`.as('gone_name')])
    .where('m.account_id', '=', account)
    .where('m.kept_id', '=', company)
    .where('m.undone_at', 'is', null)
    .orderBy('m.at', 'desc')
    .orderBy('m.id', 'desc')
    .execute();
  return {
    merges: rows.map((row) => ({
      id: row.id,
      name: row.gone_name,
      at: row.at.toISOString(),
      ...(row.by_name !== null && { by: row.by_name }),
    })),
  };
}
