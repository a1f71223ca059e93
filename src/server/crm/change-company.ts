import { sql, type Transaction } from 'kysely';
import type { CompanyChange } from '../../core/api/companies';
import { recordAudit } from '../audit';
import { json, type Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { companiesByName } from './companies';
import { workDomainOf } from './contacts';
import type { Viewer } from './visibility';

type Trx = Transaction<Database>;
export type CompanyRefusal = 'no-such-company' | 'name-taken' | 'domain-taken' | 'nobodys-domain';

const locked = (trx: Trx, account: number, ids: readonly string[]) =>
  trx
    .selectFrom('companies')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();

/** Renames a company, with its contacts, and gives it to a user. */
export async function changeCompany(
  trx: Trx,
  who: Viewer,
  id: string,
  change: CompanyChange,
  now: Date,
): Promise<CompanyRefusal | undefined> {
  const { account } = who;
  const [row] = await locked(trx, account, [id]);
  if (!row) return 'no-such-company';
  const { name } = change;
  if (name !== undefined && name !== row.name) {
    const [other] = (await companiesByName(trx, account, [name])).values();
    if (other && other.id !== id) return 'name-taken';
    await nameContacts(trx, account, id, name, now);
  }
  await trx
    .updateTable('companies')
    .set({
      updated_at: now,
      ...(name !== undefined && { name }),
      ...(change.owner !== undefined && { owner_user_id: change.owner }),
    })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
  await recordAudit(
    trx,
    who,
    now,
    'company.change',
    { kind: 'company', id },
    { fields: Object.keys(change) },
  );
  return undefined;
}

/** The contacts of a company bear its name. */
const nameContacts = (trx: Trx, account: number, company: string, name: string, now: Date) =>
  trx
    .updateTable('contacts')
    .set({ company: name, updated_at: now })
    .where('account_id', '=', account)
    .where('company_id', '=', company)
    .execute();

/** L3: from now on a new contact with an address of this domain, or below it, is of this company. */
export async function giveDomain(
  trx: Trx,
  who: Viewer,
  id: string,
  given: string,
  now: Date,
): Promise<CompanyRefusal | undefined> {
  // As contacts are looked up by it.
  const domain = workDomainOf(given);
  if (domain === null) return 'nobodys-domain';
  const [row] = await locked(trx, who.account, [id]);
  if (!row) return 'no-such-company';
  const holder = await trx
    .selectFrom('company_domains')
    .select('company_id')
    .where('account_id', '=', who.account)
    .where('domain', '=', domain)
    .executeTakeFirst();
  if (holder) return holder.company_id === id ? undefined : 'domain-taken';
  await trx
    .insertInto('company_domains')
    .values({ account_id: who.account, domain, company_id: id })
    .execute();
  await recordAudit(trx, who, now, 'company.domain', { kind: 'company', id });
  return undefined;
}

/** False: it is not the company's. */
export async function takeDomain(
  trx: Trx,
  who: Viewer,
  id: string,
  domain: string,
  now: Date,
): Promise<boolean> {
  const gone = await trx
    .deleteFrom('company_domains')
    .where('account_id', '=', who.account)
    .where('domain', '=', domain)
    .where('company_id', '=', id)
    .returning('domain')
    .executeTakeFirst();
  if (!gone) return false;
  await recordAudit(trx, who, now, 'company.domain-removed', { kind: 'company', id });
  return true;
}

/** Makes one company of two; what was moved is kept, so that it can be undone. False: one of them is not there. */
export async function mergeCompanies(
  trx: Trx,
  who: Viewer,
  { kept, gone }: { kept: string; gone: string },
  now: Date,
): Promise<boolean> {
  const { account } = who;
  if (kept === gone) return false;
  const rows = await locked(trx, account, [kept, gone]);
  const stays = rows.find(({ id }) => id === kept);
  const goes = rows.find(({ id }) => id === gone);
  if (!stays || !goes) return false;
  const contacts = await trx
    .updateTable('contacts')
    .set({ company_id: kept, company: stays.name, updated_at: now })
    .where('account_id', '=', account)
    .where('company_id', '=', gone)
    .returning('id')
    .execute();
  const domains = await trx
    .updateTable('company_domains')
    .set({ company_id: kept })
    .where('account_id', '=', account)
    .where('company_id', '=', gone)
    .returning('domain')
    .execute();
  await trx.deleteFrom('companies').where('account_id', '=', account).where('id', '=', gone).execute();
  await trx
    .insertInto('company_merges')
    .values({
      account_id: account,
      id: uuidV7(now),
      kept_id: kept,
      gone_id: gone,
      moved: json({
        name: goes.name,
        owner: goes.owner_user_id,
        createdAt: goes.created_at.toISOString(),
        contacts: contacts.map(({ id }) => id),
        domains: domains.map(({ domain }) => domain),
      }),
      by_user_id: who.user,
      at: now,
    })
    .execute();
  await recordAudit(trx, who, now, 'company.merge', { kind: 'company', id: kept }, { other: gone });
  return true;
}

/**
 * Makes two companies again: contacts and domains go back as far as they still are where the merge put them. Refused
 * where a later merge stands on it, or another company has taken the name.
 */
export async function undoCompanyMerge(
  trx: Trx,
  who: Viewer,
  { company, merge: id }: { company: string; merge: string },
  now: Date,
): Promise<'no-such-merge' | 'name-taken' | undefined> {
  const { account } = who;
  const [merge] = await trx
    .selectFrom('company_merges')
    .selectAll()
    .where('account_id', '=', account)
    .where('kept_id', '=', company)
    .where('undone_at', 'is', null)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .forUpdate()
    .execute();
  if (!merge || merge.id !== id) return 'no-such-merge';
  const { moved, gone_id: gone } = merge;
  if ((await companiesByName(trx, account, [moved.name])).size > 0) return 'name-taken';
  await trx
    .insertInto('companies')
    .values({
      account_id: account,
      id: gone,
      name: moved.name,
      owner_user_id: moved.owner,
      created_at: new Date(moved.createdAt),
      updated_at: now,
    })
    .execute();
  if (moved.contacts.length > 0) {
    await trx
      .updateTable('contacts')
      .set({ company_id: gone, company: moved.name, updated_at: now })
      .where('account_id', '=', account)
      .where('company_id', '=', company)
      .where('id', '=', sql<string>`any(${moved.contacts}::uuid[])`)
      .execute();
  }
  if (moved.domains.length > 0) {
    await trx
      .updateTable('company_domains')
      .set({ company_id: gone })
      .where('account_id', '=', account)
      .where('company_id', '=', company)
      .where('domain', 'in', moved.domains)
      .execute();
  }
  await trx
    .updateTable('company_merges')
    .set({ undone_at: now })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
  await recordAudit(trx, who, now, 'company.unmerge', { kind: 'company', id: company }, { other: gone });
  return undefined;
}

/** P5: a company of which nobody is left may be known by the one who was erased, and goes too. */
export async function dropEmptyCompany(trx: Trx, account: number, company: string): Promise<void> {
  const other = await trx
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', account)
    .where('company_id', '=', company)
    .limit(1)
    .executeTakeFirst();
  if (other) return;
  await trx
    .deleteFrom('company_domains')
    .where('account_id', '=', account)
    .where('company_id', '=', company)
    .execute();
  await trx
    .deleteFrom('company_merges')
    .where('account_id', '=', account)
    .where('kept_id', '=', company)
    .execute();
  await trx.deleteFrom('companies').where('account_id', '=', account).where('id', '=', company).execute();
}
