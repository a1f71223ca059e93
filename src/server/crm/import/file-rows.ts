import type { Transaction } from 'kysely';
import type { ContactEdit, ImportPlan, RowTrouble } from '../../../core/api/contacts';
import type { CsvRow } from '../../../core/csv';
import { erasedAmong } from '../../privacy';
import { addToList, isList } from '../../segments';
import type { Services } from '../../services';
import type { AccountSettings, Database } from '../../store/schema';
import { json } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';
import { changeContacts, standingOf, type Standing } from '../change-contacts';
import { fileOf } from '../contact-addresses';
import { companyOf, contactsByAddress } from '../contacts';
import { insertContacts, listedAmong, nameOf, type NewContact } from '../contacts-to-make';
import { IMPORTED } from '../legal-bases';
import type { Viewer } from '../visibility';
import { readRow, type ImportedPerson, type ReadBy } from './read-row';
import { ADDRESS, MADE, noteImported } from './undo-import';

export type NumberedRow = CsvRow;

export interface BadRow extends NumberedRow {
  reason: RowTrouble;
}

/** What is to be done with some rows. */
export interface Sorted {
  make: { row: number; person: ImportedPerson }[];
  /** Of contacts that are there, or that an earlier row of these makes. */
  known: { row: number; person: ImportedPerson; contact: string }[];
  bad: BadRow[];
}

type Needs = Pick<Services, 'secrets'>;
type Trx = Transaction<Database>;

/** Of whom nothing is kept, not even in a report of what went wrong. */
const UNNAMED: ReadonlySet<RowTrouble> = new Set(['erased', 'never-logged']);

/**
 * Sorts rows into people to make, people who are contacts, and rows that make nobody: M12, P5: nobody who was erased or
 * is never logged (L4) comes back by an import.
 */
export async function sortRows(
  db: Trx,
  { secrets }: Needs,
  account: number,
  rows: readonly NumberedRow[],
  by: ReadBy,
): Promise<Sorted> {
  const bad: BadRow[] = [];
  const refuse = ({ row, cells }: NumberedRow, reason: RowTrouble): void => {
    bad.push({ row, reason, cells: UNNAMED.has(reason) ? [] : cells });
  };
  const people: { at: NumberedRow; person: ImportedPerson }[] = [];
  for (const at of rows) {
    const read = readRow(at.cells, by);
    if (read.ok) people.push({ at, person: read.person });
    else refuse(at, read.reason);
  }
  const addresses = people.flatMap(({ person }) => person.addresses);
  const known = await contactsByAddress(db, account, addresses);
  const erased = await erasedAmong(db, secrets, account, addresses);
  const listed = await listedAmong(db, account, null, addresses);
  const make: Sorted['make'] = [];
  const found: Sorted['known'] = [];
  /** Address → the row of these that makes its contact. */
  const made = new Map<string, number>();
  for (const { at, person } of people) {
    const held = new Set(person.addresses.flatMap((address) => known.get(address) ?? []));
    const twice = person.addresses.some((address) => made.has(address));
    if (person.addresses.some((address) => erased.has(address))) refuse(at, 'erased');
    else if (person.addresses.some((address) => listed.has(address))) refuse(at, 'never-logged');
    else if (held.size > 1 || (held.size === 1 && twice)) refuse(at, 'several-contacts');
    else if (held.size === 1) found.push({ row: at.row, person, contact: [...held][0] ?? '' });
    else if (twice) found.push({ row: at.row, person, contact: '' });
    else {
      make.push({ row: at.row, person });
      for (const address of person.addresses) made.set(address, at.row);
    }
  }
  return { make, known: found, bad };
}

/** Those of these addresses of which mail may be kept (L14): few of many. */
export async function withKeptMail(
  trx: Trx,
  account: number,
  addresses: readonly string[],
): Promise<string[]> {
  if (addresses.length === 0) return [];
  const recipients = await trx
    .selectFrom('message_recipients')
    .select('address')
    .distinct()
    .where('account_id', '=', account)
    .where('address', 'in', [...addresses])
    .where('contact_id', 'is', null)
    .execute();
  const senders = await trx
    .selectFrom('messages')
    .select('from_address as address')
    .distinct()
    .where('account_id', '=', account)
    .where('direction', '=', 'incoming')
    .where('from_address', 'in', [...addresses])
    .execute();
  return [...new Set([...recipients, ...senders].map(({ address }) => address))];
}

export interface Importing {
  who: Viewer;
  plan: ImportPlan;
  settings: AccountSettings;
  now: Date;
  run: string;
}

/** Makes and changes contacts as sorted. Resolves to how many of each. */
export async function carryOut(
  trx: Trx,
  sorted: Sorted,
  { who, plan, settings, now, run }: Importing,
): Promise<{ made: number; changed: number }> {
  const { account } = who;
  const made = sorted.make.map(({ person }): NewContact => ({
    id: uuidV7(now),
    name: nameOf({ name: person.name, address: person.addresses[0] ?? '' }),
    company: person.company === '' ? companyOf(person.addresses[0] ?? '') : person.company,
    phone: person.phone === '' ? null : person.phone,
    ...(Object.keys(person.custom).length > 0 && { properties: { custom: person.custom } }),
    addresses: person.addresses,
    owner: person.owner ?? plan.owner,
    source: IMPORTED,
    at: now,
  }));
  await insertContacts(trx, account, made);
  const fresh = made.map(({ id }) => ({ contact: id, property: MADE, value: null }));
  await noteImported(trx, who, run, fresh, now);
  if (settings.privacy !== false && made.length > 0) {
    const { basis, source } = plan.basis ?? { basis: 'none' as const, source: IMPORTED };
    await trx
      .insertInto('legal_bases')
      .values(
        made.map(({ id }) => ({
          account_id: account,
          contact_id: id,
          purpose: 'one-to-one-tracking' as const,
          at: now,
          basis,
          source,
          proof: null,
          given_on: now.toISOString().slice(0, 10),
          by_user_id: plan.basis ? who.user : null,
        })),
      )
      .execute();
  }
  const holder = new Map(made.flatMap(({ id, addresses }) => addresses.map((one) => [one, id] as const)));
  let changed = 0;
  if (plan.existing === 'update') {
    // One after the other: two rows may be one person.
    for (const { person, contact } of sorted.known) {
      const id = contact !== '' ? contact : person.addresses.flatMap((one) => holder.get(one) ?? [])[0];
      const known = id === undefined ? undefined : (await standingOf(trx, account, [id])).get(id);
      if (!known) continue;
      const fresh = await giveAddresses(trx, account, known.id, person.addresses, now);
      for (const address of fresh) holder.set(address, known.id);
      const given = fresh.map((value) => ({ contact: known.id, property: ADDRESS, value }));
      await noteImported(trx, who, run, given, now);
      const edit = editOf(known, person, plan);
      const did = await changeContacts(trx, who, [{ contact: known, edit }], {
        now,
        run,
        source: plan.basis?.source ?? IMPORTED,
      });
      if (did > 0 || fresh.length > 0) changed += 1;
    }
  }
  await putOnList(trx, account, { list: plan.list, run, now }, [
    ...made.map(({ id }) => id),
    ...sorted.known.flatMap(({ contact }) => (contact === '' ? [] : [contact])),
  ]);
  for (const address of await withKeptMail(trx, account, [...holder.keys()])) {
    await fileOf(trx, account, holder.get(address) ?? '', address);
  }
  return { made: made.length, changed };
}

/** Everybody of these rows goes onto the list that was chosen, if it is still there. */
async function putOnList(
  trx: Trx,
  account: number,
  { list, run, now }: { list: string | undefined; run: string; now: Date },
  contacts: readonly string[],
): Promise<void> {
  if (list === undefined || contacts.length === 0 || !(await isList(trx, account, list))) return;
  await addToList(trx, account, list, contacts, `import:${run}`, now);
}

/** What the file says, over what is there; an empty cell takes nothing away, and no import is anybody's consent (P3). */
function editOf(now: Standing, person: ImportedPerson, plan: ImportPlan): ContactEdit {
  return {
    ...(person.name !== '' && { name: person.name }),
    ...(person.company !== '' && { company: person.company }),
    ...(person.phone !== '' && { phone: person.phone }),
    ...(person.owner !== undefined && { owner: person.owner }),
    ...(Object.keys(person.custom).length > 0 && { custom: person.custom }),
    ...(plan.basis && now.basis === 'none' && { basis: plan.basis.basis }),
  };
}

async function giveAddresses(
  trx: Trx,
  account: number,
  contact: string,
  addresses: readonly string[],
  now: Date,
): Promise<string[]> {
  const rows = await trx
    .insertInto('contact_addresses')
    .values(
      addresses.map((address) => ({
        account_id: account,
        address,
        contact_id: contact,
        is_primary: false,
        created_at: now,
      })),
    )
    .onConflict((c) => c.doNothing())
    .returning('address')
    .execute();
  return rows.map(({ address }) => address);
}

/** Keeps the rows that made nobody, for the report. */
export async function keepBadRows(
  trx: Trx,
  account: number,
  run: string,
  bad: readonly BadRow[],
): Promise<void> {
  if (bad.length === 0) return;
  await trx
    .insertInto('contact_run_bad_rows')
    .values(
      bad.map(({ row, reason, cells }) => ({
        account_id: account,
        run_id: run,
        row,
        reason,
        cells: json(cells.map((cell) => cell.slice(0, 2_000))),
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
}
