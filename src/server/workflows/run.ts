import { sql, type Transaction } from 'kysely';
import { retryDelayMs } from '../jobs/run-jobs';
import { standingOf } from '../crm/change-contacts';
import { json, type Database } from '../store/schema';
import { StoreInterrupted } from '../store/port';
import { loadVersions, type EnrolmentRow, type WorkflowRow } from './load';
import { rulesHold } from './ports';
import { StepFailed } from './step-failed';
import { runStep } from './steps';
import { LOOK_EVERY_MS, turnOf, type Needs, type Outcome, type Round, type Walker } from './walker';

const BATCH = 50;
/** Others have their turn then. */
const TURN_MS = 5_000;
/** A step that fails is tried so often, within about two minutes. */
const MOST_ATTEMPTS = 8;
/** Steps of one enrolment in one go, and in all: beyond, something goes round. */
const MOST_AT_ONCE = 100;
const MOST_IN_ALL = 1_000;

type Trx = Transaction<Database>;

/**
 * Moves on whoever is due in a workflow, a batch at a time. What a step does, and that it was done, is one transaction:
 * broken off at any point, nothing is done twice and nothing is left out.
 */
export async function runWorkflow(
  needs: Needs,
  account: number,
  workflow: string,
  signal?: AbortSignal,
): Promise<void | { again: Date }> {
  const { clock } = needs;
  const until = performance.now() + TURN_MS;
  while (signal?.aborted !== true && performance.now() < until) {
    const next = await batch(needs, account, workflow);
    if (next === 'over') return undefined;
    if (next !== 'more') return { again: next };
  }
  return { again: clock.now() };
}

/** Moves one batch on; where that fails, each of them by themself. Resolves to when the next is due. */
async function batch(needs: Needs, account: number, workflow: string): Promise<'over' | 'more' | Date> {
  const { store, clock } = needs;
  let ids: string[] = [];
  try {
    return await store.tx(async (trx) => {
      const row = await runnable(trx, account, workflow);
      if (!row) return 'over';
      const now = clock.now();
      const due = await dueOf(trx, row, now);
      ids = due.map(({ id }) => id);
      if (due.length === 0) return (await nextDue(trx, row)) ?? 'over';
      await advance({ needs, trx, workflow: row, now, standing: new Map() }, due);
      return 'more';
    });
  } catch (error) {
    if (error instanceof StoreInterrupted || ids.length === 0) throw error;
    for (const id of ids) await alone(needs, account, workflow, id);
    return 'more';
  }
}

/** One of a batch that failed: who is not the cause goes on, who is is noted. */
async function alone(needs: Needs, account: number, workflow: string, id: string): Promise<void> {
  const { store, clock, log } = needs;
  try {
    await store.tx(async (trx) => {
      const row = await runnable(trx, account, workflow);
      if (!row) return;
      const now = clock.now();
      const due = await dueOf(trx, row, now, id);
      if (due.length > 0) await advance({ needs, trx, workflow: row, now, standing: new Map() }, due);
    });
  } catch (error) {
    if (error instanceof StoreInterrupted) throw error;
    if (!(error instanceof StepFailed)) log.warn({ err: error, account }, 'A step of a workflow failed');
    await store.tx((trx) => noteFailure(trx, account, id, error, clock.now()));
  }
}

async function noteFailure(trx: Trx, account: number, id: string, error: unknown, now: Date): Promise<void> {
  const row = await trx
    .selectFrom('workflow_enrolments')
    .select('attempts')
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('state', '=', 'in')
    .forUpdate()
    .executeTakeFirst();
  if (!row) return;
  const attempts = row.attempts + 1;
  const over = attempts >= MOST_ATTEMPTS;
  await trx
    .updateTable('workflow_enrolments')
    .set({
      attempts,
      error: error instanceof StepFailed ? error.code : 'internal',
      ...(over
        ? { state: 'failed', due_at: null }
        : { due_at: new Date(now.getTime() + retryDelayMs(attempts, 0.5)) }),
    })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
}

/** The workflow if it is on; nobody switches it off or changes it while this runs. */
async function runnable(trx: Trx, account: number, id: string): Promise<WorkflowRow | undefined> {
  return trx
    .selectFrom('workflows')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('state', '=', 'on')
    .where('removed_at', 'is', null)
    .forShare()
    .executeTakeFirst();
}

async function dueOf(
  trx: Trx,
  { account_id: account, id: workflow }: WorkflowRow,
  now: Date,
  id?: string,
): Promise<EnrolmentRow[]> {
  return trx
    .selectFrom('workflow_enrolments')
    .selectAll()
    .where('account_id', '=', account)
    .where('workflow_id', '=', workflow)
    .where('state', '=', 'in')
    .where('due_at', '<=', now)
    .$if(id !== undefined, (q) => q.where('id', '=', id ?? ''))
    .orderBy('due_at')
    .orderBy('id')
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
}

async function nextDue(trx: Trx, { account_id: account, id }: WorkflowRow): Promise<Date | undefined> {
  const row = await trx
    .selectFrom('workflow_enrolments')
    .select(({ fn }) => fn.min('due_at').as('next'))
    .where('account_id', '=', account)
    .where('workflow_id', '=', id)
    .where('state', '=', 'in')
    .executeTakeFirst();
  return row?.next ?? undefined;
}

/** Moves enrolments on as far as they come without waiting, and writes down where they are. */
async function advance(round: Round, due: readonly EnrolmentRow[]): Promise<void> {
  const { trx, workflow } = round;
  const versions = await loadVersions(
    trx,
    workflow.account_id,
    workflow.id,
    due.map(({ version }) => version),
  );
  if ([...versions.values()].some(tellsPeople)) {
    // As whoever writes events does: first the ledger, then the contacts.
    await trx
      .selectFrom('account_counters')
      .select('event_seq')
      .where('account_id', '=', workflow.account_id)
      .forUpdate()
      .execute();
  }
  round.standing = await standingOf(trx, workflow.account_id, [
    ...new Set(due.flatMap(({ contact_id: contact }) => contact ?? [])),
  ]);
  const walkers = due.map((row): Walker => {
    const version = versions.get(row.version);
    if (!version) throw new StepFailed('step-gone');
    const gone = row.contact_id === null || !round.standing.has(row.contact_id);
    return {
      row,
      contact: row.contact_id ?? '',
      version,
      at: row.step,
      waiting: row.waiting,
      until: row.until,
      done: row.done,
      stay: undefined,
      left: gone ? 'contact-gone' : undefined,
    };
  });
  const done: DoneStep[] = [];
  for (let moving = walkers.filter(moves); moving.length > 0; moving = moving.filter(moves)) {
    await leaveAtGoal(round, moving);
    const [first] = moving.filter(moves);
    if (!first) break;
    const group = moving.filter(
      (walker) => moves(walker) && walker.version === first.version && walker.at === first.at,
    );
    await step(round, group, done);
  }
  await write(round, walkers, done);
}

const tellsPeople = ({ program }: Walker['version']): boolean =>
  [...program.places.values()].some(({ step: { kind } }) => kind === 'notify');

const moves = ({ at, stay, left }: Walker): boolean => at !== null && !stay && left === undefined;

/** Whoever has reached what the workflow is for leaves it, before anything else is done. */
async function leaveAtGoal(round: Round, walkers: readonly Walker[]): Promise<void> {
  const { trx, workflow, now } = round;
  for (const version of new Set(walkers.map((walker) => walker.version))) {
    const { goal } = version.definition;
    if (!goal) continue;
    const own = walkers.filter((walker) => walker.version === version);
    const holds = await rulesHold(
      trx,
      workflow.account_id,
      goal,
      own.map(({ contact }) => contact),
      now,
    );
    for (const walker of own) {
      const said = holds.get(walker.contact);
      if (said?.holds === true) walker.left = 'goal';
      walker.goalUntil = said?.until;
    }
  }
}

interface DoneStep {
  enrolment: string;
  n: number;
  step: string;
  kind: string;
  result: Record<string, unknown>;
}

async function step(round: Round, group: readonly Walker[], done: DoneStep[]): Promise<void> {
  const [{ version, at } = { version: undefined, at: null }] = group;
  const place = at === null ? undefined : version?.program.places.get(at);
  if (!place) throw new StepFailed('step-gone');
  for (const walker of group) {
    if (walker.done >= MOST_IN_ALL) throw new StepFailed('goes-round');
  }
  const outcomes = await runStep(round, place, group);
  group.forEach((walker, i) => {
    const outcome: Outcome = outcomes[i] ?? { go: 'on' };
    if (outcome.go === 'wait') {
      walker.stay = { due: dueWith(round, walker, outcome.due), watches: outcome.watches ?? false };
      walker.waiting = true;
      walker.until = outcome.until ?? null;
      return;
    }
    done.push({
      enrolment: walker.row.id,
      n: turnOf(walker),
      step: place.step.id,
      kind: place.step.kind,
      result: outcome.result ?? {},
    });
    walker.done += 1;
    walker.at = outcome.go === 'to' ? outcome.to : place.next;
    walker.waiting = false;
    walker.until = null;
    // The rest in the next batch, where others have had their turn.
    if (walker.done - walker.row.done >= MOST_AT_ONCE) walker.stay = { due: round.now, watches: false };
  });
}

/** Whoever waits is looked at for the goal too, which time or what no trigger tells of may bring. */
function dueWith({ now }: Round, { version, goalUntil }: Walker, due: Date): Date {
  if (version.definition.goal === null) return due;
  const look = Math.min(now.getTime() + LOOK_EVERY_MS, goalUntil?.getTime() ?? Infinity);
  return new Date(Math.min(due.getTime(), Math.max(look, now.getTime() + 1)));
}

async function write(round: Round, walkers: readonly Walker[], done: readonly DoneStep[]): Promise<void> {
  const { trx, workflow, now } = round;
  const account = workflow.account_id;
  for (let i = 0; i < done.length; i += 500) {
    await trx
      .insertInto('workflow_steps_done')
      .values(
        done.slice(i, i + 500).map(({ enrolment, n, step: id, kind, result }) => ({
          account_id: account,
          enrolment_id: enrolment,
          n,
          step: id,
          kind,
          at: now,
          result: json(result),
        })),
      )
      .execute();
  }
  const rows = walkers.map((walker) => {
    const { row, at, left, stay, version } = walker;
    const over = left !== undefined || at === null;
    return {
      id: row.id,
      state: left === undefined ? (at === null ? 'finished' : 'in') : 'left',
      why: left ?? null,
      step: at,
      waiting: !over && walker.waiting,
      watches: !over && (stay?.watches === true || version.definition.goal !== null),
      due: over ? null : (stay?.due ?? now),
      until: over ? null : walker.until,
      done: walker.done,
    };
  });
  await sql`
    update workflow_enrolments e set state = w.state, why = w.why, step = w.step, waiting = w.waiting,
      watches = w.watches, due_at = w.due, until = w."until", attempts = 0, error = null,
      moved_at = case when e.done <> w.done or e.state <> w.state then ${now} else e.moved_at end,
      done = w.done, ended_at = case when w.state = 'in' then null else ${now}::timestamptz end
    from jsonb_to_recordset(${json(rows)}::jsonb) as w (id uuid, state text, why text, step text, waiting boolean,
      watches boolean, due timestamptz, "until" timestamptz, done integer)
    where e.account_id = ${account} and e.id = w.id and e.id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(
    trx,
  );
}
