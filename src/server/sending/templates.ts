import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { can, type Role } from '../../core/access';
import type { ChangedTemplate, FilledTemplate, NewTemplate, TemplateView } from '../../core/api/templates';
import { fieldsIn, fillFields, type FieldValues } from '../../core/fields';
import { recordAudit } from '../audit';
import type { Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { contactValues, senderValues } from './field-values';

export interface TemplateUser {
  account: number;
  user: number;
  role: Role;
}

type Row = Selectable<Database['templates']> & { owner_name: string | null };

const mayChange = (who: TemplateUser, row: { owner_user_id: number; shared: boolean }): boolean =>
  row.shared
    ? can(who.role, 'change', 'shared-template') || row.owner_user_id === who.user
    : row.owner_user_id === who.user;

const viewOf = (who: TemplateUser, row: Row): TemplateView => ({
  id: row.id,
  name: row.name,
  subject: row.subject,
  html: row.html,
  shared: row.shared,
  canChange: mayChange(who, row),
  ...(row.owner_name !== null && { by: row.owner_name }),
  updatedAt: row.updated_at.toISOString(),
  fields: [...new Set([...fieldsIn(row.subject), ...fieldsIn(row.html)])],
});

const visible = (db: Kysely<Database>, who: TemplateUser) =>
  db
    .selectFrom('templates as t')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 't.account_id').onRef('u.id', '=', 't.owner_user_id'),
    )
    .selectAll('t')
    .select('u.name as owner_name')
    .where('t.account_id', '=', who.account)
    .where((eb) => eb.or([eb('t.shared', '=', true), eb('t.owner_user_id', '=', who.user)]));

const MOST = 500;

/** A8: one's own templates and the shared ones, by name. */
export async function templateViews(
  db: Kysely<Database>,
  who: TemplateUser,
  search?: string,
): Promise<TemplateView[]> {
  let query = visible(db, who).where('t.removed_at', 'is', null);
  if (search !== undefined && search !== '') {
    const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where((eb) => eb.or([eb('t.name', 'ilike', like), eb('t.subject', 'ilike', like)]));
  }
  const rows = await query
    .orderBy(sql`t.name collate "und-x-icu"`)
    .orderBy('t.id')
    .limit(MOST)
    .execute();
  return rows.map((row) => viewOf(who, row));
}

export async function templateView(
  db: Kysely<Database>,
  who: TemplateUser,
  id: string,
): Promise<TemplateView | undefined> {
  const row = await visible(db, who).where('t.id', '=', id).executeTakeFirst();
  return row && viewOf(who, row);
}

export async function makeTemplate(
  trx: Transaction<Database>,
  who: TemplateUser,
  made: Required<NewTemplate>,
  now: Date,
): Promise<string> {
  const id = uuidV7(now);
  await trx
    .insertInto('templates')
    .values({
      account_id: who.account,
      id,
      owner_user_id: who.user,
      ...made,
      created_at: now,
      updated_at: now,
    })
    .execute();
  if (made.shared) await recordAudit(trx, who, now, 'template.share', { kind: 'template', id });
  return id;
}

/** `changed`, unless there is none that this person sees, or it is not theirs to change. */
export async function changeTemplate(
  trx: Transaction<Database>,
  who: TemplateUser,
  id: string,
  change: ChangedTemplate & { removed?: boolean },
  now: Date,
): Promise<'changed' | 'absent' | 'not-allowed'> {
  const row = await trx
    .selectFrom('templates')
    .select(['owner_user_id', 'shared'])
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where((eb) => eb.or([eb('shared', '=', true), eb('owner_user_id', '=', who.user)]))
    .forUpdate()
    .executeTakeFirst();
  if (!row) return 'absent';
  if (!mayChange(who, row)) return 'not-allowed';
  if (change.shared === true && !can(who.role, 'create', 'shared-template')) return 'not-allowed';
  const { removed, ...columns } = change;
  await trx
    .updateTable('templates')
    .set({ ...columns, ...(removed !== undefined && { removed_at: removed ? now : null }), updated_at: now })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  if (row.shared || change.shared === true) {
    const action =
      removed === undefined ? 'template.change' : removed ? 'template.remove' : 'template.restore';
    await recordAudit(trx, who, now, action, { kind: 'template', id });
  }
  return 'changed';
}

/** A text with the fields of one person in it; of nobody, with its defaults. */
export async function fillTemplate(
  db: Kysely<Database>,
  who: TemplateUser,
  text: { subject: string; html: string },
  to: { contact?: string | undefined; address?: string | undefined },
): Promise<FilledTemplate> {
  const address = to.contact === undefined ? to.address : await addressOf(db, who.account, to.contact);
  const people = address === undefined ? [] : [{ address, name: '' }];
  const [known] = [...(await contactValues(db, who.account, people)).values()];
  const values: FieldValues = { ...known, ...(await senderValues(db, who.account, who.user)) };
  const subject = fillFields(text.subject, values, false);
  const html = fillFields(text.html, values, true);
  return {
    subject: subject.text,
    html: html.text,
    unfilled: [...new Set([...subject.unfilled, ...html.unfilled])].map((field) => ({ field })),
    faults: [
      ...subject.faults.map((one) => ({ part: 'subject' as const, ...one })),
      ...html.faults.map((one) => ({ part: 'html' as const, ...one })),
    ],
  };
}

async function addressOf(
  db: Kysely<Database>,
  account: number,
  contact: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('contact_addresses')
    .select('address')
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .orderBy('is_primary', 'desc')
    .orderBy('address')
    .executeTakeFirst();
  return row?.address;
}
