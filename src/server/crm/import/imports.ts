import { Transform, type Readable } from 'node:stream';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { ImportPlan, type ImportDraft, type ImportPreview } from '../../../core/api/contacts';
import { Id } from '../../../core/api/shared';
import { csvLine, CsvTrouble } from '../../../core/csv';
import { recordAudit } from '../../audit';
import { AT_ONCE as NOW, enqueue } from '../../jobs';
import { dropFilesSoon } from '../../messages/release-files';
import type { Services } from '../../services';
import { json, type AccountSettings, type Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';
import { keptMessages } from '../contact-addresses';
import { contactFields } from '../contact-fields';
import { countRun, DRAFT_MS, REPORT_MS, RUN_JOB, runOf, setRun, TIDY_JOB, type RunRow } from '../runs/runs';
import type { Viewer } from '../visibility';
import { carryOut, keepBadRows, sortRows, withKeptMail, type NumberedRow } from './file-rows';
import { guessColumns, type ReadBy } from './read-row';
import { rowsOfFile } from './rows-of-file';
import { forgetImported } from './undo-import';

/** Of one file; at 200 bytes a row, 250,000 people. */
export const LARGEST_FILE = 50 * 1024 * 1024;
const MOST_ROWS = 250_000;
const MOST_COLUMNS = 200;
const SAMPLES = 5;
const PREVIEWED = 1_000;
const TROUBLES_SHOWN = 20;
/** In one transaction. */
const PER_STEP = 200;
/** Others wait for the queue's hand, and a process may be stopping. */
const AT_A_STRETCH_MS = 20_000;

type Needs = Pick<Services, 'store' | 'clock' | 'secrets' | 'blobs' | 'log'>;

export type ImportRefusal =
  'too-large' | 'too-many-rows' | 'too-many-columns' | 'no-rows' | 'no-such-import' | 'begun';

/** What is kept of an import's request: how its letters are read, and, once it is begun, the plan. */
const Request = z.object({
  fallback: z.string(),
  headings: z.array(z.string()),
  plan: ImportPlan.optional(),
  /** Onto which the rows went, once it is done. */
  list: Id.optional(),
});

class TooLarge extends Error {}

function limited(file: Readable): Readable {
  let size = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > LARGEST_FILE ? new TooLarge('the file is too large') : null, chunk);
    },
  });
  file.on('error', (error) => limit.destroy(error));
  return file.pipe(limit);
}

/** Takes a file in as a draft, which is let go of after a day unless it is begun. */
export async function draftImport(
  services: Needs,
  who: Viewer,
  file: Readable,
  { fileName, fallback }: { fileName: string; fallback: string },
): Promise<ImportDraft | ImportRefusal | CsvTrouble> {
  const { store, blobs, clock } = services;
  let kept;
  try {
    kept = await blobs.putBlob(who.account, limited(file));
  } catch (error) {
    if (error instanceof TooLarge) return 'too-large';
    throw error;
  }
  let headings: string[] | undefined;
  const samples: string[][] = [];
  let rows = 0;
  try {
    for await (const { cells } of rowsOfFile(blobs.openBlob(who.account, kept.key), fallback)) {
      if (!headings) headings = cells.map((cell) => cell.trim().slice(0, 200));
      else {
        rows += 1;
        if (samples.length < SAMPLES) samples.push(cells.map((cell) => cell.slice(0, 200)));
      }
      if (rows > MOST_ROWS) return 'too-many-rows';
    }
  } catch (error) {
    if (error instanceof CsvTrouble) return error;
    throw error;
  }
  if (!headings || rows === 0) return 'no-rows';
  if (headings.length > MOST_COLUMNS) return 'too-many-columns';
  const names = headings;
  const now = clock.now();
  const id = uuidV7(now);
  const { key, size } = kept;
  await store.tx(async (trx) => {
    await trx
      .insertInto('blobs')
      .values({ account_id: who.account, key, size, created_at: now })
      .onConflict((c) => c.doNothing())
      .execute();
    await trx
      .insertInto('contact_runs')
      .values({
        account_id: who.account,
        id,
        kind: 'import',
        state: 'draft',
        request: json({ fallback, headings: names }),
        total: rows,
        file_name: fileName,
        blob_key: key,
        by_user_id: who.user,
        asked_at: now,
      })
      .execute();
    await enqueue(trx, {
      account: who.account,
      type: TIDY_JOB,
      key: id,
      runAt: new Date(now.getTime() + DRAFT_MS),
    });
  });
  return {
    id,
    fileName,
    rows,
    headings: names,
    samples,
    guess: guessColumns(names, samples, await contactFields(store.db, who.account)),
  };
}

const settingsOf = async (db: Kysely<Database>, account: number): Promise<AccountSettings> =>
  (await db.selectFrom('accounts').select('settings').where('id', '=', account).executeTakeFirstOrThrow())
    .settings;

async function readBy(db: Kysely<Database>, account: number, plan: ImportPlan): Promise<ReadBy> {
  const users = await db
    .selectFrom('users')
    .select(['id', 'name', 'email'])
    .where('account_id', '=', account)
    .where('status', '=', 'active')
    .execute();
  const { ownDomains = [] } = await settingsOf(db, account);
  return {
    columns: plan.columns,
    fields: await contactFields(db, account),
    users: new Map(
      users.flatMap(({ id, name, email }) => [
        [name.toLowerCase(), id],
        [email.toLowerCase(), id],
      ]),
    ),
    ownDomains: new Set(ownDomains.map((domain) => domain.toLowerCase())),
  };
}

/** Rows after the heading, from a row on, a step at a time. */
async function* steps(
  services: Needs,
  row: RunRow,
  fallback: string,
  from: number,
): AsyncGenerator<NumberedRow[]> {
  if (row.blob_key === null) return;
  const file = services.blobs.openBlob(row.account_id, row.blob_key);
  let step: NumberedRow[] = [];
  let heading = true;
  for await (const row of rowsOfFile(file, fallback)) {
    const skip = heading || row.row <= from;
    heading = false;
    if (skip) continue;
    step.push(row);
    if (step.length === PER_STEP) {
      yield step;
      step = [];
    }
  }
  if (step.length > 0) yield step;
}

async function ownDraft(db: Kysely<Database>, who: Viewer, id: string): Promise<RunRow | ImportRefusal> {
  const row = await runOf(db, who.account, id);
  if (!row || row.kind !== 'import' || row.by_user_id !== who.user) return 'no-such-import';
  return row.state === 'draft' && row.blob_key !== null ? row : 'begun';
}

/** What would become of the first rows; nothing is written. */
export async function previewImport(
  services: Needs,
  who: Viewer,
  id: string,
  plan: ImportPlan,
): Promise<ImportPreview | ImportRefusal> {
  const { store } = services;
  const row = await ownDraft(store.db, who, id);
  if (typeof row === 'string') return row;
  const by = await readBy(store.db, who.account, plan);
  const { fallback } = Request.parse(row.request);
  const preview: ImportPreview = { lookedAt: 0, made: 0, changed: 0, left: 0, bad: 0, kept: 0, troubles: [] };
  const seen = new Set<string>();
  const kept = new Set<string>();
  for await (const step of steps(services, row, fallback, 1)) {
    const sorted = await store.tx(async (trx) => {
      const found = await sortRows(trx, services, who.account, step, by);
      const addresses = found.make.flatMap(({ person }) => person.addresses);
      for (const address of await withKeptMail(trx, who.account, addresses)) {
        for (const { id: message } of await keptMessages(trx, who, address)) kept.add(message);
      }
      return found;
    });
    const again = sorted.make.filter(({ person }) => person.addresses.some((one) => seen.has(one))).length;
    for (const { person } of sorted.make) for (const address of person.addresses) seen.add(address);
    const known = sorted.known.length + again;
    preview.lookedAt += step.length;
    preview.made += sorted.make.length - again;
    preview[plan.existing === 'update' ? 'changed' : 'left'] += known;
    preview.bad += sorted.bad.length;
    const room = TROUBLES_SHOWN - preview.troubles.length;
    preview.troubles.push(
      ...sorted.bad
        .slice(0, room)
        .map(({ cells, ...rest }) => ({ ...rest, cells: cells.slice(0, 200).map((c) => c.slice(0, 200)) })),
    );
    if (preview.lookedAt >= PREVIEWED) break;
  }
  preview.kept = kept.size;
  return preview;
}

/** Begins an import: a job carries it out. */
export async function beginImport(
  services: Needs,
  who: Viewer,
  id: string,
  plan: ImportPlan,
): Promise<ImportRefusal | undefined> {
  const { store, clock } = services;
  return store.tx(async (trx) => {
    const row = await ownDraft(trx, who, id);
    if (typeof row === 'string') return row;
    const kept = Request.parse(row.request);
    await setRun(trx, row, { state: 'running', cursor: '1', request: json({ ...kept, plan }) });
    await enqueue(trx, { account: who.account, type: RUN_JOB, key: id });
    await recordAudit(
      trx,
      who,
      clock.now(),
      'contacts.import',
      { kind: 'contact-run', id },
      { rows: row.total, existing: plan.existing },
    );
    return undefined;
  });
}

/**
 * Works on an import from where it is, step by step, each in one transaction with the note of how far it is: killed
 * anywhere, it goes on, and no row is done twice. True: it is done.
 */
export async function importOn(services: Needs, row: RunRow, signal: AbortSignal): Promise<boolean> {
  const { store, clock } = services;
  const { account_id: account, id } = row;
  const who: Viewer = { account, user: row.by_user_id };
  const { plan, fallback, headings } = Request.parse(row.request);
  if (!plan) throw new Error('an import without a plan was begun');
  const by = await readBy(store.db, account, plan);
  const settings = await settingsOf(store.db, account);
  const began = performance.now();
  for await (const step of steps(services, row, fallback, Number(row.cursor ?? '1'))) {
    await store.tx(async (trx) => {
      const now = clock.now();
      const sorted = await sortRows(trx, services, account, step, by);
      const did = await carryOut(trx, sorted, { who, plan, settings, now, run: id });
      await keepBadRows(trx, account, id, sorted.bad);
      await setRun(trx, row, { cursor: String(step.at(-1)?.row ?? 1) });
      await countRun(trx, row, { looked_at: step.length, ...did, bad: sorted.bad.length });
    });
    if (signal.aborted || performance.now() - began > AT_A_STRETCH_MS) return false;
  }
  const now = clock.now();
  await store.tx(async (trx) => {
    // The file is let go of; the headings stay for the report.
    await setRun(trx, row, {
      state: 'done',
      finished_at: now,
      request: json({ fallback, headings, list: plan.list }),
    });
    await enqueue(trx, { account, type: TIDY_JOB, key: id, runAt: NOW });
  });
  return true;
}

/** The report of the rows that made nobody, as CSV: row, reason, and the row as it was. */
export async function* badRowsCsv(db: Kysely<Database>, row: RunRow): AsyncGenerator<string> {
  const { headings } = Request.parse(row.request);
  // For Excel, which takes a file without it for one of the country's own letters.
  yield '\ufeff';
  yield csvLine(['row', 'reason', ...headings]);
  for (let after = 0; ;) {
    const page = await db
      .selectFrom('contact_run_bad_rows')
      .select(['row', 'reason', 'cells'])
      .where('account_id', '=', row.account_id)
      .where('run_id', '=', row.id)
      .where('row', '>', after)
      .orderBy('row')
      .limit(500)
      .execute();
    for (const bad of page) yield csvLine([String(bad.row), bad.reason, ...bad.cells]);
    const last = page.at(-1);
    if (!last) return;
    after = last.row;
  }
}

/** Lets go of a draft, of the file of an import that is done, and, after a week, of its report. */
export async function tidyRun(
  { store, clock }: Needs,
  account: number,
  id: string,
): Promise<{ again: Date } | undefined> {
  const row = await runOf(store.db, account, id);
  if (!row || row.state === 'running' || row.state === 'undoing') {
    return row ? { again: new Date(clock.now().getTime() + DRAFT_MS) } : undefined;
  }
  const { blob_key: key } = row;
  const now = clock.now();
  if (key !== null) {
    await store.tx(async (trx) => {
      await setRun(trx, row, { blob_key: null });
      await dropFilesSoon(trx, account, id, [key]);
    });
  }
  if (row.state === 'draft') {
    await store.db
      .deleteFrom('contact_runs')
      .where('account_id', '=', account)
      .where('id', '=', id)
      .execute();
    return undefined;
  }
  const until = new Date((row.finished_at ?? now).getTime() + REPORT_MS);
  if (now < until) return { again: until };
  await forgetImported(store.db, account, id);
  await store.db
    .deleteFrom('contact_run_bad_rows')
    .where('account_id', '=', account)
    .where('run_id', '=', id)
    .execute();
  return undefined;
}
