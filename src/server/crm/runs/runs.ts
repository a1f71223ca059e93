import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { ContactChoice, ContactEdit, type RunView, type Runs } from '../../../core/api/contacts';
import { Id } from '../../../core/api/shared';
import { recordAudit } from '../../audit';
import { enqueue } from '../../jobs';
import { json, type Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';
import { contactsMeant } from '../contact-filter';
import type { Viewer } from '../visibility';

export const RUN_JOB = 'contacts.run';
/** Lets go of what a run needed: its file, its bad rows, a draft that was never begun. */
export const TIDY_JOB = 'contacts.tidy-run';
const DAY_MS = 86_400_000;
/** So long a draft waits for its owner, and the report of bad rows to be fetched. */
export const DRAFT_MS = DAY_MS;
export const REPORT_MS = 7 * DAY_MS;
/** So long what many were changed to, and what was imported, can be taken back. */
const UNDO_MS = DAY_MS;
const MOST_SHOWN = 20;

export type RunRow = Selectable<Database['contact_runs']>;
type Trx = Transaction<Database>;

/** What an `edit`, `erase` or `list` run does, as it is kept until it is done. */
export const RunRequest = z.object({
  who: ContactChoice,
  edit: ContactEdit.optional(),
  /** Of the kind `list`: onto which, or off it. */
  list: Id.optional(),
  remove: z.boolean().optional(),
});
export type RunRequest = z.infer<typeof RunRequest>;

/** Begins a change to many contacts: a job carries it out. Resolves to its id. */
export async function beginRun(
  trx: Trx,
  who: Viewer,
  kind: 'edit' | 'erase' | 'list',
  request: RunRequest,
  now: Date,
): Promise<string> {
  const id = uuidV7(now);
  const ids = 'ids' in request.who ? request.who.ids : undefined;
  const total =
    ids?.length ??
    (
      await trx
        .selectFrom('contacts as c')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where(contactsMeant(who.account, 'filter' in request.who ? request.who.filter : {}, now))
        .executeTakeFirstOrThrow()
    ).n;
  await trx
    .insertInto('contact_runs')
    .values({
      account_id: who.account,
      id,
      kind,
      state: 'running',
      request: json(request),
      total,
      by_user_id: who.user,
      asked_at: now,
    })
    .execute();
  await enqueue(trx, { account: who.account, type: RUN_JOB, key: id });
  await recordAudit(
    trx,
    who,
    now,
    `contacts.${kind}`,
    { kind: 'contact-run', id },
    {
      contacts: total,
      ...(request.edit && { fields: Object.keys(request.edit) }),
      ...(request.list !== undefined && { list: request.list, ...(request.remove && { removed: true }) }),
    },
  );
  return id;
}

/** Takes back what a run did, as far as nobody has changed it since. False: there is nothing to take back. */
export async function undoRun(trx: Trx, who: Viewer, id: string, now: Date): Promise<boolean> {
  const row = await trx
    .selectFrom('contact_runs')
    .selectAll()
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where('by_user_id', '=', who.user)
    .forUpdate()
    .executeTakeFirst();
  if (!row || !canUndo(row, now)) return false;
  await setRun(trx, row, { state: 'undoing', cursor: null });
  await enqueue(trx, { account: who.account, type: RUN_JOB, key: id });
  await recordAudit(trx, who, now, 'contacts.undo', { kind: 'contact-run', id });
  return true;
}

export const setRun = (
  trx: Kysely<Database>,
  row: Pick<RunRow, 'account_id' | 'id'>,
  change: Partial<Pick<RunRow, 'state' | 'cursor' | 'finished_at' | 'blob_key' | 'total'>> & {
    request?: string;
  },
): Promise<unknown> =>
  trx
    .updateTable('contact_runs')
    .set(change)
    .where('account_id', '=', row.account_id)
    .where('id', '=', row.id)
    .execute();

/** Adds to what a run has counted. */
export const countRun = (
  trx: Trx,
  row: Pick<RunRow, 'account_id' | 'id'>,
  more: Partial<Record<'looked_at' | 'changed' | 'made' | 'bad' | 'removed' | 'stayed', number>>,
): Promise<unknown> =>
  trx
    .updateTable('contact_runs')
    .set({
      looked_at: sql<number>`looked_at + ${more.looked_at ?? 0}`,
      changed: sql<number>`changed + ${more.changed ?? 0}`,
      made: sql<number>`made + ${more.made ?? 0}`,
      bad: sql<number>`bad + ${more.bad ?? 0}`,
      removed: sql<number>`removed + ${more.removed ?? 0}`,
      stayed: sql<number>`stayed + ${more.stayed ?? 0}`,
    })
    .where('account_id', '=', row.account_id)
    .where('id', '=', row.id)
    .execute();

export async function runOf(db: Kysely<Database>, account: number, id: string): Promise<RunRow | undefined> {
  return db
    .selectFrom('contact_runs')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
}

function canUndo(row: RunRow, now: Date): boolean {
  if (row.state !== 'done' || !row.finished_at || row.changed + row.made === 0) return false;
  // An erasure itself waits five minutes; after that there is nothing left to take back.
  const within = row.kind === 'erase' ? 5 * 60_000 : UNDO_MS;
  return now.getTime() < row.finished_at.getTime() + within;
}

export const runView = (row: RunRow, now: Date): RunView => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  askedAt: row.asked_at.toISOString(),
  ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
  total: row.total,
  lookedAt: row.looked_at,
  changed: row.changed,
  made: row.made,
  bad: row.bad,
  ...(row.file_name !== null && { fileName: row.file_name }),
  canUndo: canUndo(row, now),
  ...(row.kind === 'import' &&
    row.state === 'undone' && { takenBack: { removed: row.removed, stayed: row.stayed } }),
});

/** The latest runs of a person. */
export async function runsOf(db: Kysely<Database>, who: Viewer, now: Date): Promise<Runs> {
  const rows = await db
    .selectFrom('contact_runs')
    .selectAll()
    .where('account_id', '=', who.account)
    .where('by_user_id', '=', who.user)
    .where('state', '!=', 'draft')
    .orderBy('asked_at', 'desc')
    .limit(MOST_SHOWN)
    .execute();
  return { runs: rows.map((row) => runView(row, now)) };
}
