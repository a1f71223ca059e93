import type { Kysely } from 'kysely';
import type { ContactEdit } from '../../core/api/contacts';
import { contactFields, troubleWith } from '../crm/contact-fields';
import type { Database } from '../store/schema';
import { problem } from './problem';

const TROUBLE = {
  'bad-number': (value: string) => `"${value}" is not a number.`,
  'bad-date': (value: string) => `"${value}" is not a day such as 2026-11-03.`,
  'bad-choice': (value: string) => `"${value}" is none of the choices.`,
};

/** Refuses an edit that names an owner who is nobody here, or a value that does not fit its property. */
export async function checkEdit(db: Kysely<Database>, account: number, edit: ContactEdit): Promise<void> {
  if (typeof edit.owner === 'number') await checkOwner(db, account, edit.owner);
  const values = Object.entries(edit.custom ?? {});
  if (values.length === 0) return;
  const fields = await contactFields(db, account);
  for (const [key, value] of values) {
    const field = fields.find((one) => one.key === key);
    if (!field) throw problem(422, 'no-such-field', 'There is no such property.', `custom.${key}`);
    const trouble = troubleWith(field, value);
    if (trouble) throw problem(422, trouble, TROUBLE[trouble](String(value)), `custom.${key}`);
  }
}

export async function checkOwner(db: Kysely<Database>, account: number, owner: number): Promise<void> {
  const user = await db
    .selectFrom('users')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', owner)
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (!user) throw problem(422, 'no-such-user', 'There is no such active user.', 'owner');
}
