import type { Kysely } from 'kysely';
import type { ContactFilter } from '../../core/api/contacts';
import { csvLine } from '../../core/csv';
import type { Database } from '../store/schema';
import { contactFields } from './contact-fields';
import { contactPage } from './contact-views';

const AT_ONCE = 200;

/** The contacts that a filter means, as CSV with every column there is, from A to Z; made as it is sent. */
export async function* contactsCsv(
  db: Kysely<Database>,
  account: number,
  filter: ContactFilter,
  now: Date,
): AsyncGenerator<string> {
  const fields = await contactFields(db, account);
  // For Excel, which takes a file without it for one of the country's own letters.
  yield '\ufeff';
  yield csvLine([
    'Name',
    'Email',
    'Other addresses',
    'Company',
    'Phone',
    'Owner',
    'Legal basis',
    'Last activity',
    'Last open',
    'Last click',
    'Last reply',
    'Created',
    ...fields.map(({ name }) => name),
  ]);
  for (let cursor: string | undefined; ;) {
    const page = await contactPage(
      db,
      account,
      { ...filter, sort: 'name', limit: AT_ONCE, ...(cursor !== undefined && { cursor }) },
      now,
    );
    yield page.contacts
      .map((contact) => {
        const [first = '', ...others] = contact.addresses;
        return csvLine([
          contact.name,
          first,
          others.join('; '),
          contact.company ?? '',
          contact.phone ?? '',
          contact.owner?.name ?? '',
          contact.basis,
          contact.lastActivityAt ?? '',
          contact.last?.open ?? '',
          contact.last?.click ?? '',
          contact.last?.reply ?? '',
          contact.createdAt ?? '',
          ...fields.map(({ key }) => String(contact.custom?.[key] ?? '')),
        ]);
      })
      .join('');
    if (page.next === undefined) return;
    cursor = page.next;
  }
}
