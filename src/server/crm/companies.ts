import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { workDomainOf } from './contacts';

export interface Company {
  id: string;
  name: string;
}

/** Where somebody is said to work. */
export interface WorksAt {
  /** As a person wrote it, or made from the domain; null or empty: nowhere. */
  name: string | null;
  /** The address that tells the domain, if there is one. */
  address?: string | undefined;
  at: Date;
}

/** Names are compared in this form, as `companies_by_folded` does. */
const folded = (name: string): string => name.trim().toLowerCase();

/**
 * L3: the companies of these people, in their order, made where they are missing. Whoever has an address of a company's
 * domain is of that company, under the name that it has now; else the name tells. Null: of no company.
 */
export async function companiesOf(
  trx: Transaction<Database>,
  account: number,
  people: readonly WorksAt[],
): Promise<(Company | null)[]> {
  const wanted = people.map(({ name, address, at }) => ({
    name: name?.trim() ?? '',
    domain: address === undefined ? null : workDomainOf(address),
    at,
  }));
  const named = wanted.filter(({ name }) => name !== '');
  if (named.length === 0) return people.map(() => null);
  const byDomain = await companiesByDomain(
    trx,
    account,
    named.flatMap(({ domain }) => domain ?? []),
  );
  const byName = await companiesByName(
    trx,
    account,
    named.map(({ name }) => name),
  );
  const missing = new Map<string, { name: string; at: Date }>();
  for (const { name, domain, at } of named) {
    if (madeFromDomain(name, domain) && domain !== null && byDomain.has(domain)) continue;
    if (!byName.has(folded(name)) && !missing.has(folded(name))) missing.set(folded(name), { name, at });
  }
  if (missing.size > 0) {
    await trx
      .insertInto('companies')
      .values(
        [...missing.values()].map(({ name, at }) => ({
          account_id: account,
          id: uuidV7(at),
          name,
          owner_user_id: null,
          created_at: at,
          updated_at: at,
        })),
      )
      .onConflict((c) => c.doNothing())
      .execute();
    for (const [key, company] of await companiesByName(
      trx,
      account,
      [...missing.values()].map(({ name }) => name),
    )) {
      byName.set(key, company);
    }
  }
  const found = wanted.map(({ name, domain }) => {
    if (name === '') return null;
    const ofDomain = domain === null ? undefined : byDomain.get(domain);
    return (madeFromDomain(name, domain) ? ofDomain : undefined) ?? byName.get(folded(name)) ?? null;
  });
  const domains = new Map<string, string>();
  for (const [i, { domain }] of wanted.entries()) {
    const company = found[i];
    if (domain !== null && company && !byDomain.has(domain)) domains.set(domain, company.id);
  }
  if (domains.size > 0) {
    await trx
      .insertInto('company_domains')
      .values([...domains].map(([domain, id]) => ({ account_id: account, domain, company_id: id })))
      .onConflict((c) => c.doNothing())
      .execute();
  }
  return found;
}

/** What a domain gave as the name gives way to the name that the company has; what a person wrote does not. */
function madeFromDomain(name: string, domain: string | null): boolean {
  return domain !== null && folded(name) === (domain.split('.')[0] ?? '');
}

async function companiesByDomain(
  db: Kysely<Database>,
  account: number,
  domains: readonly string[],
): Promise<Map<string, Company>> {
  if (domains.length === 0) return new Map();
  const rows = await db
    .selectFrom('company_domains as d')
    .innerJoin('companies as k', (join) =>
      join.onRef('k.account_id', '=', 'd.account_id').onRef('k.id', '=', 'd.company_id'),
    )
    .select(['d.domain', 'k.id', 'k.name'])
    .where('d.account_id', '=', account)
    .where('d.domain', 'in', [...new Set(domains)])
    .execute();
  return new Map(rows.map(({ domain, id, name }) => [domain, { id, name }]));
}

/** Folded name → company. */
export async function companiesByName(
  db: Kysely<Database>,
  account: number,
  names: readonly string[],
): Promise<Map<string, Company>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ asked: string; id: string; name: string }>`
    select asked, k.id, k.name from unnest(${[...new Set(names.map((name) => name.trim()))]}::text[]) asked
      join companies k on k.account_id = ${account}
        and lower(k.name collate "und-x-icu") = lower(asked collate "und-x-icu")`.execute(db);
  return new Map(rows.map(({ asked, id, name }) => [folded(asked), { id, name }]));
}
