import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { AT_ONCE, enqueue } from '../jobs';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { enrol } from './enrol';
import { RUN_JOB } from './job-types';
import { loadVersions } from './load';

type Signal = Selectable<Database['workflow_signals']>;
type Trx = Transaction<Database>;

const MOST = 200;
/** Any number that nobody else locks with. */
const LOCK = 7_265_047;

/**
 * Follows what has happened, in its order: enrols, takes back, and has waiting ones looked at. Each batch is one
 * transaction with the end of its signals, so whatever breaks off, each signal is followed once.
 */
export async function follow(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  account: number,
  signal?: AbortSignal,
): Promise<void | { again: Date }> {
  while (signal?.aborted !== true) {
    if (!(await hasSignals(store.db, account))) return undefined;
    const done = await store.tx(async (trx) => {
      if (!(await alone(trx, account))) return 'busy';
      const signals = await trx
        .selectFrom('workflow_signals')
        .selectAll()
        .where('account_id', '=', account)
        .orderBy('id')
        .limit(MOST)
        .execute();
      if (signals.length === 0) return 'over';
      await followAll(trx, account, signals, clock.now());
      await trx
        .deleteFrom('workflow_signals')
        .where('account_id', '=', account)
        .where(
          'id',
          'in',
          signals.map(({ id }) => id),
        )
        .execute();
      return signals.length < MOST ? 'over' : 'more';
    });
    // Another run of this account is under way, which may be past the newest signal.
    if (done === 'busy') return { again: AT_ONCE };
    if (done === 'over') return undefined;
  }
  return { again: clock.now() };
}

async function hasSignals(db: Kysely<Database>, account: number): Promise<boolean> {
  const row = await db
    .selectFrom('workflow_signals')
    .select('id')
    .where('account_id', '=', account)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Signals of one account are followed one after the other, by whichever node. */
async function alone(trx: Trx, account: number): Promise<boolean> {
  const { rows } = await sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(${LOCK}, ${account}::int) as got`.execute(trx);
  return rows[0]?.got === true;
}

async function followAll(trx: Trx, account: number, signals: readonly Signal[], now: Date): Promise<void> {
  await begin(
    trx,
    account,
    signals.filter(({ kind }) => kind === 'begin'),
    now,
  );
  const takenBack = signals.flatMap(({ kind, event_seq: seq }) =>
    kind === 'taken-back' && seq !== null ? [seq] : [],
  );
  if (takenBack.length > 0) await takeBack(trx, account, takenBack, now);
  const moved = signals.flatMap(({ kind, contact_id: contact }) =>
    kind === 'look' && contact !== null ? [contact] : [],
  );
  if (moved.length > 0) await lookAt(trx, account, moved, now);
}

async function begin(trx: Trx, account: number, signals: readonly Signal[], now: Date): Promise<void> {
  const ids = [...new Set(signals.flatMap(({ workflow_id: id }) => id ?? []))];
  if (ids.length === 0) return;
  const workflows = await trx
    .selectFrom('workflows')
    .select(['account_id', 'id', 'version'])
    .where('account_id', '=', account)
    .where('id', 'in', ids)
    .where('state', '=', 'on')
    .where('removed_at', 'is', null)
    .orderBy('id')
    // Nobody switches it off meanwhile.
    .forShare()
    .execute();
  for (const workflow of workflows) {
    const version = (await loadVersions(trx, account, workflow.id, [workflow.version])).get(workflow.version);
    if (!version) continue;
    const causes = signals.flatMap(({ workflow_id: id, contact_id: contact, cause, event_seq: event }) =>
      id === workflow.id && contact !== null ? [{ contact, cause, event }] : [],
    );
    await enrol(trx, workflow, version, causes, now);
  }
}

/** V: what enrolled them does not stand any more, and they have done nothing yet. Whoever has, goes on. */
async function takeBack(trx: Trx, account: number, events: readonly number[], now: Date): Promise<void> {
  await trx
    .updateTable('workflow_enrolments')
    .set({ state: 'left', why: 'taken-back', due_at: null, watches: false, ended_at: now, moved_at: now })
    .where('account_id', '=', account)
    .where('event_seq', 'in', [...new Set(events)])
    .where('state', 'in', ['in', 'failed'])
    .where('done', '=', 0)
    .execute();
}

/** Something about these contacts has changed: a branch that waits, or a goal, is asked again. */
async function lookAt(trx: Trx, account: number, contacts: readonly string[], now: Date): Promise<void> {
  const rows = await trx
    .updateTable('workflow_enrolments')
    .set({ due_at: sql<Date>`least(due_at, ${now}::timestamptz)` })
    .where('account_id', '=', account)
    .where('contact_id', 'in', [...new Set(contacts)])
    .where('state', '=', 'in')
    .where('watches', '=', true)
    .returning('workflow_id')
    .execute();
  for (const id of [...new Set(rows.map(({ workflow_id: workflow }) => workflow))].sort()) {
    await enqueue(trx, { account, type: RUN_JOB, key: id });
  }
}
