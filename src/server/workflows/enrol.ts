import { sql, type Transaction } from 'kysely';
import type { Definition } from '../../core/workflows';
import { enqueue } from '../jobs';
import type { Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { RUN_JOB } from './job-types';
import type { Version, WorkflowRow } from './load';
import { rulesHold } from './ports';

/** Who is to be enrolled, and by what: one enrolment for each cause. */
export interface Cause {
  contact: string;
  cause: string;
  event?: number | null;
  /** A person did it by hand. */
  by?: number;
}

/** So often a contact may come into one workflow within a day: beyond, something goes round that nobody foresaw. */
export const MOST_A_DAY = 50;
const DAY_MS = 86_400_000;

/**
 * Enrols contacts in a workflow, as far as its filter and its setting for coming again allow. A cause that enrolled
 * before enrols nobody. Resolves to the new enrolments, by cause.
 */
export async function enrol(
  trx: Transaction<Database>,
  workflow: Pick<WorkflowRow, 'account_id' | 'id' | 'version'>,
  { definition, program }: Version,
  causes: readonly Cause[],
  now: Date,
): Promise<Map<string, string>> {
  const { account_id: account } = workflow;
  const there = await existing(trx, account, causes);
  const wanted = await allowed(
    trx,
    workflow,
    definition,
    causes.filter(({ contact }) => there.has(contact)),
    now,
  );
  if (wanted.length === 0) return new Map();
  const made = await trx
    .insertInto('workflow_enrolments')
    .values(
      wanted.map(({ contact, cause, event, by }) => ({
        account_id: account,
        id: uuidV7(now),
        workflow_id: workflow.id,
        version: workflow.version,
        contact_id: contact,
        cause,
        event_seq: event ?? null,
        state: 'in' as const,
        step: program.first,
        watches: definition.goal !== null,
        due_at: now,
        by_user_id: by ?? null,
        begun_at: now,
        moved_at: now,
      })),
    )
    .onConflict((c) => c.columns(['account_id', 'workflow_id', 'cause']).doNothing())
    .returning(['cause', 'id'])
    .execute();
  if (made.length > 0) await enqueue(trx, { account, type: RUN_JOB, key: workflow.id });
  return new Map(made.map(({ cause, id }) => [cause, id]));
}

async function existing(
  trx: Transaction<Database>,
  account: number,
  causes: readonly Cause[],
): Promise<Set<string>> {
  if (causes.length === 0) return new Set();
  const rows = await trx
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', account)
    .where('id', 'in', [...new Set(causes.map(({ contact }) => contact))])
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Those who may come in: by the filter, and by whether they may come again. */
async function allowed(
  trx: Transaction<Database>,
  workflow: Pick<WorkflowRow, 'account_id' | 'id'>,
  { filter, again }: Definition,
  causes: readonly Cause[],
  now: Date,
): Promise<Cause[]> {
  if (causes.length === 0) return [];
  const contacts = [...new Set(causes.map(({ contact }) => contact))];
  const known = await standing(trx, workflow, contacts, now);
  const meant = filter ? await rulesHold(trx, workflow.account_id, filter, contacts, now) : undefined;
  return causes.filter(({ contact }) => {
    const one = known.get(contact) ?? { ever: false, within: false, today: 0 };
    if (meant && meant.get(contact)?.holds !== true) return false;
    if (one.today >= MOST_A_DAY) return false;
    if (again === 'never' && one.ever) return false;
    if (again === 'after-leaving' && one.within) return false;
    // The next cause of the same contact finds them in it.
    known.set(contact, { ever: true, within: true, today: one.today + 1 });
    return true;
  });
}

interface Stay {
  /** Was in it; an enrolment that was taken back before anything was done never was. */
  ever: boolean;
  within: boolean;
  today: number;
}

async function standing(
  trx: Transaction<Database>,
  workflow: Pick<WorkflowRow, 'account_id' | 'id'>,
  contacts: readonly string[],
  now: Date,
): Promise<Map<string, Stay>> {
  const { rows } = await sql<{ contact: string } & Stay>`
    select contact_id as contact, true as ever, bool_or(state in ('in', 'failed')) as within,
      (count(*) filter (where begun_at > ${new Date(now.getTime() - DAY_MS)}))::int as today
    from workflow_enrolments
    where account_id = ${workflow.account_id} and workflow_id = ${workflow.id}
      and contact_id = any(${contacts}::uuid[]) and why is distinct from 'taken-back'
    group by contact_id`.execute(trx);
  return new Map(rows.map(({ contact, ...stay }) => [contact, stay]));
}
