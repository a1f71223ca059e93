import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../../audit';
import { dropEmptyCompany } from '../../crm/change-company';
import { forgetSuccessor } from '../../crm/departures';
import { forgetInChoices } from '../../crm/record-choices';
import type { JobHandlers } from '../../jobs';
import { FILE_AGE_MS, releaseFiles, removeReleased } from '../../messages/release-files';
import { eraseFromOutgoing, eraseFromTemplates } from '../../sending/erase';
import type { Services } from '../../services';
import type { ErasureCounts } from '../../store/privacy-tables';
import { json, type Database } from '../../store/schema';
import { addressHash } from '../address-hash';
import { noteErased } from './erasure-list';
import { eraseFromMessage, messagesOf, type Erased } from './erase-messages';
import { forgetInMarketing } from './erase-marketing';
import { ERASE_JOB, personOf, sealPerson, type ErasureRow } from './erasures';
import { likePatterns, scrubber } from './scrub';
import { forgetInWorkflows } from '../../workflows/forget';

/** A job gives way to others after so long, and goes on where it was. */
const AT_A_STRETCH_MS = 20_000;
const PER_STEP = 20;
/** Mail that is being sent is looked at again after so long: whether it left may take twenty minutes to know. */
const BEING_SENT_MS = 30_000;

type Needs = Pick<Services, 'store' | 'secrets' | 'clock' | 'blobs' | 'settings'>;
type Trx = Transaction<Database>;

/** What the next run of `eraseNext` is to wait for. */
export type Stand = 'go on' | 'over' | { wait: Date };

/**
 * Does the next piece of an erasure, in one transaction with the note of how far it is, so that a process may die at any
 * moment: who takes it up again does what is missing, and counts nothing twice.
 */
export async function eraseNext(services: Needs, account: number, id: string): Promise<Stand> {
  const { store, clock, secrets } = services;
  const row = await store.db
    .selectFrom('erasures')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row || row.state === 'done' || row.state === 'undone') return 'over';
  if (row.state === 'scheduled' && row.due_at > clock.now()) return { wait: row.due_at };
  switch (row.step) {
    case 'begin':
      return begin(services, row);
    case 'contact':
      return store.tx(async (trx): Promise<Stand> => {
        const erased = erasedOf(secrets, row);
        if (!(await eraseFromOutgoing(trx, account, erased, clock.now()))) {
          return { wait: new Date(clock.now().getTime() + BEING_SENT_MS) };
        }
        await dropContact(trx, erased);
        await move(trx, row, { step: 'messages' });
        return 'go on';
      });
    case 'messages':
      return nextMessages(services, row);
    case 'rest':
      await store.tx((trx) => dropRest(trx, services, row));
      return 'go on';
    case 'files':
      return dropFiles(services, row);
    case 'done':
      return 'over';
  }
}

const erasedOf = (secrets: Services['secrets'], row: ErasureRow): Erased => ({
  ...personOf(secrets, row),
  account: row.account_id,
  contact: row.contact_id,
});

type Change = Partial<
  Pick<ErasureRow, 'step' | 'state' | 'cursor' | 'sealed' | 'finished_at' | 'contact_id'>
> & {
  counts?: ErasureCounts;
  files?: readonly string[];
};

async function move(trx: Trx, row: ErasureRow, { counts, files, ...change }: Change): Promise<void> {
  await trx
    .updateTable('erasures')
    .set({
      ...change,
      ...(counts && { counts: json(counts) }),
      ...(files && { files: json(files) }),
    })
    .where('account_id', '=', row.account_id)
    .where('id', '=', row.id)
    .execute();
}

/** Finds out under which addresses and names the person stands; from here on nothing brings them back by itself. */
async function begin(services: Needs, row: ErasureRow): Promise<Stand> {
  const { store, secrets, clock } = services;
  const { account_id: account, contact_id: contact } = row;
  const given = personOf(secrets, row);
  const found = await store.tx(async (trx) => {
    const now = await trx
      .selectFrom('erasures')
      .select('state')
      .where('account_id', '=', account)
      .where('id', '=', row.id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    // Undone in the last moment.
    if (now.state === 'undone') return undefined;
    const { rows: addresses } = await sql<{ address: string }>`
      select address from contact_addresses where account_id = ${account} and contact_id = ${contact}::uuid`.execute(
      trx,
    );
    const all = [...new Set([...given.addresses, ...addresses.map(({ address }) => address)])];
    const { rows: names } = await sql<{ name: string }>`
      select name from contacts where account_id = ${account} and id = ${contact}::uuid
      union select name from message_recipients where account_id = ${account} and address = any(${all}::text[])
      union select m.from_name from message_senders s
        join messages m on m.account_id = s.account_id and m.id = s.message_id
        where s.account_id = ${account} and s.contact_id = ${contact}::uuid and not s.by_hand`.execute(trx);
    const person = {
      addresses: all,
      names: [...new Set([...given.names, ...names.map(({ name }) => name.trim())])].filter(
        (name) => name !== '' && !name.includes('@'),
      ),
    };
    for (const address of all) {
      await trx
        .insertInto('erased_addresses')
        .values({
          account_id: account,
          address_hash: addressHash(secrets, account, address),
          erasure_id: row.id,
          at: clock.now(),
        })
        .onConflict((c) => c.doNothing())
        .execute();
    }
    await move(trx, row, { state: 'running', step: 'contact', sealed: sealPerson(secrets, person) });
    return all;
  });
  if (!found) return 'over';
  // Beside the store too, so that a backup brought back can be cleaned again (`mailtrail erasures replay`).
  await noteErased(services, account, found, 'erased');
  return 'go on';
}

async function dropContact(trx: Trx, erased: Erased): Promise<void> {
  const { account, contact, addresses } = erased;
  await forgetInMarketing(trx, erased);
  await forgetSuccessor(trx, account, addresses);
  await forgetInChoices(trx, account, { contact, addresses });
  if (contact !== null) {
    for (const table of [
      'legal_bases',
      'contact_property_changes',
      'contact_changes',
      'contact_addresses',
    ] as const) {
      await trx
        .deleteFrom(table)
        .where('account_id', '=', account)
        .where('contact_id', '=', contact)
        .execute();
    }
    await forgetInWorkflows(trx, account, contact);
    // Mail of others that a person put on their record: what it says of them is found by its words.
    await trx
      .deleteFrom('message_senders')
      .where('account_id', '=', account)
      .where('contact_id', '=', contact)
      .where('by_hand', '=', true)
      .execute();
    const gone = await trx
      .deleteFrom('contacts')
      .where('account_id', '=', account)
      .where('id', '=', contact)
      .returning('company_id')
      .executeTakeFirst();
    if (gone?.company_id != null) await dropEmptyCompany(trx, account, gone.company_id);
    // What a merge would need to be undone holds who they were; so does one into somebody who was merged into them.
    await sql`
      with recursive theirs (id) as (
        select ${contact}::uuid
        union select m.gone_id from contact_merges m join theirs t on t.id = m.kept_id
          where m.account_id = ${account} and m.undone_at is null)
      delete from contact_merges m using theirs t
        where m.account_id = ${account} and (m.kept_id = t.id or m.gone_id = t.id)`.execute(trx);
  }
  await trx
    .deleteFrom('tracking_limits')
    .where('account_id', '=', account)
    .where('value', 'in', [...addresses, ...(contact === null ? [] : [contact]), ''])
    .execute();
  await trx
    .deleteFrom('never_log')
    .where('account_id', '=', account)
    .where('kind', '=', 'address')
    .where('value', 'in', [...addresses, ''])
    .execute();
  // Their objection stands on, by its hash.
  await trx
    .updateTable('objections')
    .set({ address: null })
    .where('account_id', '=', account)
    .where('address', 'in', [...addresses, ''])
    .execute();
}

async function nextMessages(services: Needs, row: ErasureRow): Promise<Stand> {
  const { store, secrets, clock } = services;
  const erased = erasedOf(secrets, row);
  const { ids, upTo } = await messagesOf(store.db, erased, row.cursor);
  const now = clock.now();
  await store.tx(async (trx) => {
    if (upTo === null) return move(trx, row, { step: 'rest', cursor: null });
    const some = ids.slice(0, PER_STEP);
    const counts = { ...row.counts };
    const files = new Set(row.files);
    for (const id of some) {
      const done = await eraseFromMessage(trx, erased, id, now);
      for (const key of done.files) files.add(key);
      for (const kind of ['messages', 'scrubbed', 'hits', 'events'] as const) {
        counts[kind] = (counts[kind] ?? 0) + done[kind];
      }
    }
    const cursor = some.length < ids.length ? (some.at(-1) ?? upTo) : upTo;
    await move(trx, row, { cursor, counts, files: [...files] });
  });
  return 'go on';
}

/** What stands outside of any message: rows of the ledger, and what the queue and the log's drain kept of failures. */
async function dropRest(trx: Trx, { secrets }: Needs, row: ErasureRow): Promise<void> {
  const erased = erasedOf(secrets, row);
  const { account, contact } = erased;
  const clean = scrubber(erased, 'mentioned');
  const patterns = likePatterns(erased);
  await sql`select set_config('mailtrail.change', 'erasure', true)`.execute(trx);
  const events = await trx
    .selectFrom('events')
    .select(['seq', 'detail'])
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .execute();
  for (const { seq, detail } of events) {
    await trx
      .updateTable('events')
      .set({ contact_id: null, detail: json(clean.scrubJson(detail)) })
      .where('account_id', '=', account)
      .where('seq', '=', seq)
      .execute();
  }
  const jobs = await trx
    .selectFrom('jobs')
    .select(['type', 'key', 'payload', 'last_error'])
    .where('account_id', '=', account)
    .where(sql<boolean>`lower(concat_ws(' ', payload::text, last_error)) like any(${patterns}::text[])`)
    .execute();
  for (const { type, key, payload, last_error: error } of jobs) {
    await trx
      .updateTable('jobs')
      .set({
        payload: json(clean.scrubJson(payload)),
        last_error: error === null ? null : clean.scrub(error),
      })
      .where('account_id', '=', account)
      .where('type', '=', type)
      .where('key', '=', key)
      .execute();
  }
  await eraseFromTemplates(trx, account, { patterns, scrub: (text) => clean.scrub(text) });
  // The report of an import says which rows it did not take, as they were.
  await trx
    .deleteFrom('contact_run_bad_rows')
    .where('account_id', '=', account)
    .where(sql<boolean>`lower(cells::text) like any(${patterns}::text[])`)
    .execute();
  // What a change to many looked for may be an address.
  await trx
    .updateTable('contact_runs')
    .set({ request: json({}) })
    .where('account_id', '=', account)
    .where('state', 'in', ['done', 'undone'])
    .where(sql<boolean>`lower(request::text) like any(${patterns}::text[])`)
    .execute();
  const rejects = await trx
    .selectFrom('ingest_rejects')
    .selectAll()
    .where(sql<boolean>`lower(error) like any(${patterns}::text[])`)
    .execute();
  for (const { log, segment, offset, error } of rejects) {
    await trx
      .updateTable('ingest_rejects')
      .set({ error: clean.scrub(error) })
      .where('log', '=', log)
      .where('segment', '=', segment)
      .where('offset', '=', offset)
      .execute();
  }
  const counts = { ...row.counts, events: (row.counts.events ?? 0) + events.length };
  await move(trx, row, { step: 'files', counts });
}

/** Files go when nothing else names them. */
async function dropFiles(services: Needs, row: ErasureRow): Promise<Stand> {
  const { store, clock } = services;
  const { account_id: account } = row;
  await store.tx((trx) => releaseFiles(trx, account, row.files));
  const { removed, young } = await removeReleased(services, account, row.files);
  const counts = { ...row.counts, files: (row.counts.files ?? 0) + removed };
  return store.tx(async (trx): Promise<Stand> => {
    if (young.length > 0) {
      await move(trx, row, { files: young, counts });
      return { wait: new Date(clock.now().getTime() + FILE_AGE_MS) };
    }
    await move(trx, row, {
      state: 'done',
      step: 'done',
      files: [],
      counts,
      sealed: null,
      contact_id: null,
      finished_at: clock.now(),
    });
    await recordAudit(
      trx,
      { account, user: row.asked_by },
      clock.now(),
      'contact.erased',
      { kind: 'erasure', id: row.id },
      { ...counts },
    );
    return 'over';
  });
}

export function eraseJobs(services: Services): JobHandlers {
  return {
    [ERASE_JOB]: async ({ account, key, signal }) => {
      const began = performance.now();
      for (;;) {
        const stand = await eraseNext(services, account, key);
        if (stand === 'over') return;
        if (stand !== 'go on') return { again: stand.wait };
        if (signal.aborted || performance.now() - began > AT_A_STRETCH_MS) {
          return { again: services.clock.now() };
        }
      }
    },
  };
}
