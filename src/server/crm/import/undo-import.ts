import { sql, type Transaction } from 'kysely';
import type { ContactEdit } from '../../../core/api/contacts';
import type { Services } from '../../services';
import { json, type Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';
import { dropEmptyCompany } from '../change-company';
import {
  changeContacts,
  changeOf,
  reversed,
  standingOf,
  valueIn,
  type PropertyChange,
  type Standing,
} from '../change-contacts';
import { notFromMerge } from '../merge-parts';
import { countRun, setRun, type RunRow } from '../runs/runs';
import type { Viewer } from '../visibility';

type Trx = Transaction<Database>;

const AT_ONCE = 100;

/** What an import notes beside the properties that it changed, in `contact_changes`; no history shows it. */
export const MADE = 'made' as const;
export const ADDRESS = 'address' as const;

/** Notes who was made, or which address was given to whom, so that the import can be taken back. */
export async function noteImported(
  trx: Trx,
  who: Viewer,
  run: string,
  notes: readonly { contact: string; property: typeof MADE | typeof ADDRESS; value: string | null }[],
  now: Date,
): Promise<void> {
  if (notes.length === 0) return;
  await trx
    .insertInto('contact_changes')
    .values(
      notes.map(({ contact, property, value }) => ({
        account_id: who.account,
        id: uuidV7(now),
        contact_id: contact,
        property,
        before: json(null),
        after: json(value),
        by_user_id: who.user,
        run_id: run,
        at: now,
      })),
    )
    .execute();
}

/** Whom the import put on its list, and who is there by nothing else, goes from it. */
async function takeOffList(trx: Trx, { account_id: account, id, request }: RunRow): Promise<void> {
  const list =
    typeof request === 'object' && request !== null && 'list' in request ? request.list : undefined;
  if (typeof list !== 'string') return;
  await trx
    .deleteFrom('segment_members')
    .where('account_id', '=', account)
    .where('segment_id', '=', list)
    .where('why', '=', `import:${id}`)
    .execute();
}

/** Once an import cannot be taken back any more, its notes go. */
export const forgetImported = (db: Trx | Services['store']['db'], account: number, run: string) =>
  db
    .deleteFrom('contact_changes')
    .where('account_id', '=', account)
    .where('run_id', '=', run)
    .where('property', 'in', [MADE, ADDRESS])
    .execute();

/**
 * Takes back the next of what an import did, the latest first: values as they were, addresses from contacts who were there
 * before, and those whom it made, unless there is more of them by now. True: all is looked at.
 */
export async function undoImportNext(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  row: RunRow,
): Promise<boolean> {
  const { account_id: account, id: run } = row;
  const who: Viewer = { account, user: row.by_user_id };
  const now = clock.now();
  let query = store.db
    .selectFrom('contact_changes')
    .select(['id', 'contact_id', 'property', 'after'])
    .where('account_id', '=', account)
    .where('run_id', '=', run)
    .orderBy('id', 'desc')
    .limit(AT_ONCE);
  if (row.cursor !== null) query = query.where('id', '<', row.cursor);
  const notes = await query.execute();
  const last = notes.at(-1);
  return store.tx(async (trx) => {
    if (!last) {
      await takeOffList(trx, row);
      await setRun(trx, row, { state: 'undone', cursor: null });
      return true;
    }
    const made = notes.filter(({ property }) => property === MADE).map(({ contact_id: id }) => id);
    for (const { contact_id: contact, property, after } of notes) {
      if (property === ADDRESS) await takeAddress(trx, account, contact, String(after));
    }
    const ids = [...new Set(notes.map(({ contact_id: id }) => id))];
    const edits = await editsBack(trx, account, run, ids);
    // As part of the run: what it did itself is no reason for somebody to stay.
    await changeContacts(trx, who, edits, { now, run, source: 'change taken back' });
    const removed = await removeMade(trx, row, made);
    await setRun(trx, row, { cursor: last.id });
    await countRun(trx, row, { removed: removed.length, stayed: made.length - removed.length });
    return false;
  });
}

/** What gives these contacts the values that they had before the run, where it was the last to change them. */
async function editsBack(
  trx: Trx,
  account: number,
  run: string,
  ids: readonly string[],
): Promise<{ contact: Standing; edit: ContactEdit }[]> {
  const rows = await trx
    .selectFrom('contact_changes as h')
    .select(['h.contact_id', 'h.property', 'h.before', 'h.after'])
    .where('h.account_id', '=', account)
    .where('h.run_id', '=', run)
    .where('h.contact_id', 'in', [...ids])
    .where('h.property', 'not in', [MADE, ADDRESS])
    .where(notFromMerge)
    .execute();
  const standing = await standingOf(trx, account, ids);
  return [...standing.values()].map((contact) => {
    const changes = rows
      .filter(({ contact_id: id }) => id === contact.id)
      .map(({ property, before, after }) => changeOf(property, before, after));
    let edit: ContactEdit = {};
    for (const property of new Set(changes.map((change) => change.property))) {
      const after = valueIn(contact, property) ?? null;
      const theirs = changes.filter((change) => change.property === property);
      const back = reversed(contact, { property, before: valueBefore(after, theirs), after });
      const custom = { ...edit.custom, ...back?.custom };
      edit = { ...edit, ...back, ...(Object.keys(custom).length > 0 && { custom }) };
    }
    return { contact, edit };
  });
}

/**
 * Back from a value through changes that were made one after the other. Several rows of a file may be one person, and of
 * changes in one moment no id tells which was first: each begins with the value that the one before it left.
 */
export function valueBefore(
  value: PropertyChange['after'],
  changes: readonly PropertyChange[],
): PropertyChange['before'] {
  const i = changes.findIndex(({ after }) => after === value);
  const change = changes[i];
  return change ? valueBefore(change.before, changes.toSpliced(i, 1)) : value;
}

/** Mail that was filed by it stays, as where a person takes an address off. */
const takeAddress = (trx: Trx, account: number, contact: string, address: string) =>
  trx
    .deleteFrom('contact_addresses')
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .where('address', '=', address)
    .where('is_primary', '=', false)
    .execute();

/** Deletes those of whom there is nothing but what the import brought. Resolves to whom. */
async function removeMade(trx: Trx, row: RunRow, made: readonly string[]): Promise<string[]> {
  if (made.length === 0) return [];
  const { account_id: account, id: run } = row;
  const { rows: gone } = await sql<{ id: string; company: string | null }>`
    select c.id, c.company_id as company from contacts c
      where c.account_id = ${account} and c.id = any(${[...made]}::uuid[])
        and not exists (select from contact_changes h where h.account_id = c.account_id and h.contact_id = c.id
          and h.run_id is distinct from ${run}::uuid)
        and not exists (select from message_recipients r where r.account_id = c.account_id and r.contact_id = c.id)
        and not exists (select from message_senders s where s.account_id = c.account_id and s.contact_id = c.id)
        and not exists (select from events e where e.account_id = c.account_id and e.contact_id = c.id)
        and not exists (select from contact_merges m where m.account_id = c.account_id and m.kept_id = c.id
          and m.undone_at is null)
        and not exists (select from erasures e where e.account_id = c.account_id and e.contact_id = c.id)
        and not exists (select from tracking_limits t where t.account_id = c.account_id and t.scope = 'contact'
          and t.value = c.id::text)
        and not exists (select from record_choices w where w.account_id = c.account_id and w.added ? c.id::text)
        and not exists (select from contact_addresses a where a.account_id = c.account_id and a.contact_id = c.id
          and a.created_at > c.created_at)
        and not exists (select from legal_bases l where l.account_id = c.account_id and l.contact_id = c.id
          and l.at > c.created_at and not exists (select from contact_changes h where h.account_id = l.account_id
            and h.contact_id = l.contact_id and h.run_id = ${run}::uuid and h.property = 'basis' and h.at = l.at))
      for update`.execute(trx);
  const ids = gone.map(({ id }) => id);
  if (ids.length === 0) return ids;
  for (const table of [
    'legal_bases',
    'contact_property_changes',
    'contact_changes',
    'contact_addresses',
  ] as const) {
    await trx.deleteFrom(table).where('account_id', '=', account).where('contact_id', 'in', ids).execute();
  }
  await trx.deleteFrom('contacts').where('account_id', '=', account).where('id', 'in', ids).execute();
  await dropCompaniesMade(trx, row, [...new Set(gone.flatMap(({ company }) => company ?? []))]);
  return ids;
}

/** Companies that came with the import, and have nobody any more. */
async function dropCompaniesMade(trx: Trx, row: RunRow, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await trx
    .selectFrom('companies')
    .select('id')
    .where('account_id', '=', row.account_id)
    .where('id', 'in', [...ids])
    .where('created_at', '>=', row.asked_at)
    .whereRef('updated_at', '=', 'created_at')
    .execute();
  for (const { id } of rows) await dropEmptyCompany(trx, row.account_id, id);
}
