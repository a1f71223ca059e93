import { sql, type Transaction } from 'kysely';
import type { WorkflowProblemView } from '../../core/api/workflows';
import {
  allSteps,
  Definition,
  emptyDefinition,
  loopAmong,
  problemsOf,
  programOf,
} from '../../core/workflows';
import { recordAudit } from '../audit';
import type { Viewer } from '../crm/visibility';
import { enqueue } from '../jobs';
import { json, type Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { newSecret } from './call';
import { RUN_JOB } from './job-types';
import { knownOf } from './known';
import type { WorkflowRow } from './load';
import { putWants } from './wants';
import type { Services } from '../services';

type Trx = Transaction<Database>;

const MOST = 200;
const COPY = ' (2)';

export async function makeWorkflow(
  trx: Trx,
  who: Viewer,
  { name, timeZone, copyOf }: { name: string; timeZone: string; copyOf?: string | undefined },
  now: Date,
): Promise<{ id: string } | 'too-many' | 'no-such-workflow'> {
  const { count } = await trx
    .selectFrom('workflows')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', who.account)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (count >= MOST) return 'too-many';
  const from = copyOf === undefined ? undefined : await locked(trx, who.account, copyOf);
  if (copyOf !== undefined && !from) return 'no-such-workflow';
  const id = uuidV7(now);
  const definition = json(from?.definition ?? emptyDefinition(timeZone));
  await trx
    .insertInto('workflows')
    .values({
      account_id: who.account,
      id,
      name: from && name === from.name ? `${name.slice(0, 120 - COPY.length)}${COPY}` : name,
      state: 'draft',
      definition,
      created_by: who.user,
      updated_by: who.user,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await putVersion(trx, who, { id, version: 1, definition }, now);
  await recordAudit(trx, who, now, 'workflow.make', { kind: 'workflow', id }, { name });
  return { id };
}

async function putVersion(
  trx: Trx,
  who: Viewer,
  { id, version, definition }: { id: string; version: number; definition: string },
  now: Date,
): Promise<void> {
  await trx
    .insertInto('workflow_versions')
    .values({
      account_id: who.account,
      workflow_id: id,
      version,
      definition,
      by_user_id: who.user,
      at: now,
    })
    .execute();
}

/** Held until the transaction ends: nobody runs, changes or switches it meanwhile. */
export async function locked(
  trx: Trx,
  account: number,
  id: string,
  removed = false,
): Promise<WorkflowRow | undefined> {
  return trx
    .selectFrom('workflows')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .$if(!removed, (q) => q.where('removed_at', 'is', null))
    .forUpdate()
    .executeTakeFirst();
}

export type ChangeRefusal = 'no-such-workflow' | 'changed-meanwhile' | { problems: WorkflowProblemView[] };

/**
 * Saves name and steps. A definition is a new version: whoever is in the workflow goes on by the one they began with, or,
 * asked to move, by this one where it still has the step they stand at. One that is on stays one that can run.
 */
export async function changeWorkflow(
  trx: Trx,
  who: Viewer,
  id: string,
  change: {
    name?: string | undefined;
    definition?: Definition | undefined;
    version: number;
    people: 'stay' | 'move';
  },
  now: Date,
): Promise<'done' | ChangeRefusal> {
  const row = await locked(trx, who.account, id);
  if (!row) return 'no-such-workflow';
  if (row.version !== change.version) return 'changed-meanwhile';
  const { definition } = change;
  const version = definition ? row.version + 1 : row.version;
  if (definition) {
    if (row.state === 'on') {
      const problems = await problemsWith(trx, row, definition);
      if (problems.length > 0) return { problems };
      await putWants(trx, who.account, id, definition);
    }
    await putVersion(trx, who, { id, version, definition: json(definition) }, now);
    if (change.people === 'move') await movePeople(trx, row, version, definition);
  }
  await trx
    .updateTable('workflows')
    .set({
      ...(change.name !== undefined && { name: change.name }),
      ...(definition && { definition: json(definition), version }),
      updated_by: who.user,
      updated_at: now,
    })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  await recordAudit(
    trx,
    who,
    now,
    'workflow.change',
    { kind: 'workflow', id },
    { name: change.name ?? row.name },
  );
  return 'done';
}

/** Whoever stands at a step that the version has goes on by it; what they wait for, they wait for as it began. */
async function movePeople(
  trx: Trx,
  row: WorkflowRow,
  version: number,
  definition: Definition,
): Promise<void> {
  const kinds = new Map(allSteps(definition.steps).map(({ id, kind }) => [id, kind]));
  const before = await trx
    .selectFrom('workflow_enrolments as e')
    .innerJoin('workflow_versions as v', (join) =>
      join
        .onRef('v.account_id', '=', 'e.account_id')
        .onRef('v.workflow_id', '=', 'e.workflow_id')
        .onRef('v.version', '=', 'e.version'),
    )
    .select(['v.version', 'v.definition'])
    .distinctOn('v.version')
    .where('e.account_id', '=', row.account_id)
    .where('e.workflow_id', '=', row.id)
    .where('e.state', 'in', ['in', 'failed'])
    .orderBy('v.version')
    .execute();
  for (const one of before) {
    const old = programOf(Definition.parse(one.definition)).places;
    // The same step, of the same kind: another under its name is another.
    const same = [...old.values()].flatMap(({ step }) => (kinds.get(step.id) === step.kind ? [step.id] : []));
    if (same.length === 0) continue;
    await trx
      .updateTable('workflow_enrolments')
      .set({ version, watches: sql<boolean>`watches or ${definition.goal !== null}` })
      .where('account_id', '=', row.account_id)
      .where('workflow_id', '=', row.id)
      .where('version', '=', one.version)
      .where('state', 'in', ['in', 'failed'])
      .where('step', 'in', same)
      .execute();
  }
}

/** What keeps a definition from being run, loops through other workflows that are on among it. */
export async function problemsWith(
  trx: Trx,
  row: WorkflowRow,
  definition: Definition,
): Promise<WorkflowProblemView[]> {
  const known = await knownOf(trx, row.account_id, row.sealed_secret !== null);
  const own = problemsOf(definition, known);
  if (own.length > 0) return own;
  const others = await trx
    .selectFrom('workflows')
    .select(['id', 'name', 'definition'])
    .where('account_id', '=', row.account_id)
    .where('id', '!=', row.id)
    .where('state', '=', 'on')
    .where('removed_at', 'is', null)
    .execute();
  const loop = loopAmong(
    { id: row.id, name: row.name, definition },
    others.map((other) => ({ ...other, definition: Definition.parse(other.definition) })),
    known.segments,
  );
  return loop ? [{ code: 'loop-among', step: loop.step, through: loop.through }] : [];
}

/** Switches a workflow on, or off: then nobody is enrolled, and whoever is in it waits, or (`leave`) leaves. */
export async function switchWorkflow(
  trx: Trx,
  who: Viewer,
  id: string,
  { state, leave }: { state: 'on' | 'off'; leave: boolean },
  now: Date,
): Promise<'done' | ChangeRefusal> {
  // One at a time, or two that go round through each other could both be switched on.
  await sql`select pg_advisory_xact_lock(7265048, ${who.account}::int)`.execute(trx);
  const row = await locked(trx, who.account, id);
  if (!row) return 'no-such-workflow';
  const definition = Definition.parse(row.definition);
  if (state === 'on') {
    const problems = await problemsWith(trx, row, definition);
    if (problems.length > 0) return { problems };
  }
  await putWants(trx, who.account, id, state === 'on' ? definition : undefined);
  await trx
    .updateTable('workflows')
    .set({ state, switched_at: now, updated_by: who.user, updated_at: now })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  if (state === 'off' && leave) {
    await trx
      .updateTable('workflow_enrolments')
      .set({
        state: 'left',
        why: 'switched-off',
        due_at: null,
        watches: false,
        ended_at: now,
        moved_at: now,
      })
      .where('account_id', '=', who.account)
      .where('workflow_id', '=', id)
      .where('state', 'in', ['in', 'failed'])
      .execute();
  }
  if (state === 'on') await enqueue(trx, { account: who.account, type: RUN_JOB, key: id });
  await recordAudit(
    trx,
    who,
    now,
    'workflow.switch',
    { kind: 'workflow', id },
    { name: row.name, on: state === 'on' },
  );
  return 'done';
}

/** Takes a workflow off the list, switched off; `restore` brings it back, off. */
export async function removeWorkflow(
  trx: Trx,
  who: Viewer,
  id: string,
  restore: boolean,
  now: Date,
): Promise<boolean> {
  const row = await locked(trx, who.account, id, true);
  if (!row || (row.removed_at !== null) !== restore) return false;
  await putWants(trx, who.account, id, undefined);
  await trx
    .updateTable('workflows')
    .set({
      removed_at: restore ? null : now,
      ...(row.state === 'on' && { state: 'off', switched_at: now }),
      updated_by: who.user,
      updated_at: now,
    })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  await recordAudit(
    trx,
    who,
    now,
    restore ? 'workflow.restore' : 'workflow.remove',
    { kind: 'workflow', id },
    { name: row.name },
  );
  return true;
}

/** A new secret for its webhooks; calls that wait are signed with it too. Undefined: there is no such workflow. */
export async function makeSecret(
  trx: Trx,
  services: Pick<Services, 'secrets'>,
  who: Viewer,
  id: string,
  now: Date,
): Promise<string | undefined> {
  const row = await locked(trx, who.account, id);
  if (!row) return undefined;
  const { secret, sealed } = newSecret(services);
  await trx
    .updateTable('workflows')
    .set({ sealed_secret: sealed })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  await recordAudit(trx, who, now, 'workflow.secret', { kind: 'workflow', id }, { name: row.name });
  return secret;
}
