import type { Kysely } from 'kysely';
import type { MarketingPreview } from '../../../core/api/marketing-messages';
import type { Content } from '../../../core/marketing/content';
import type { CopyValues } from '../../../core/marketing/fields';
import { contactFields } from '../../crm/contact-fields';
import type { Database } from '../../store/schema';
import { companyValues, copyValuesOf, makeReady, valuesOfNobody, type ReadyOptions } from '../content';
import type { MarketingUser } from './change';

/** What a content is checked against: the account's properties of contacts, and whether it has an address. */
export async function knownOf(db: Kysely<Database>, account: number): Promise<Required<ReadyOptions>> {
  const fields = await contactFields(db, account);
  const company = await companyValues(db, account);
  return {
    custom: new Set(fields.map(({ key }) => key)),
    address: (company['company.address'] ?? '').trim() !== '',
  };
}

/**
 * A content as a contact would get it (M1). Nothing is sent or tracked: the links that are each recipient's own lead to
 * `base`. Undefined: there is no such contact.
 */
export async function preview(
  db: Kysely<Database>,
  who: MarketingUser,
  content: Content,
  contact: string | undefined,
  base: string,
): Promise<MarketingPreview | undefined> {
  const sender = await db
    .selectFrom('users')
    .select(['name', 'email'])
    .where('account_id', '=', who.account)
    .where('id', '=', who.user)
    .executeTakeFirst();
  const by = sender ?? { name: '', email: '' };
  const known =
    contact === undefined
      ? valuesOfNobody(by)
      : (await copyValuesOf(db, who.account, [contact], by)).get(contact);
  if (!known) return undefined;
  const values: CopyValues = {
    ...known,
    ...(await companyValues(db, who.account)),
    unsubscribe_url: base,
    preferences_url: base,
    web_view_url: base,
  };
  const ready = await makeReady(content, await knownOf(db, who.account));
  return {
    ...ready.fill(values),
    plain: ready.plain,
    bytes: ready.bytes,
    problems: ready.problems,
    unfilled: ready.unfilled(values),
    links: ready.links,
  };
}
