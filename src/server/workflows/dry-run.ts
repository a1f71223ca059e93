import type { DryRun } from '../../core/api/workflows';
import { type Definition, programOf, type Step, waitUntil } from '../../core/workflows';
import { changesOf, type Standing, standingOf } from '../crm/change-contacts';
import type { Store } from '../store/port';
import type { Transaction } from 'kysely';
import type { Database } from '../store/schema';
import type { WorkflowRow } from './load';
import { memberOf, rulesHold } from './ports';
import { editOf } from './steps/set';
import { daysOf } from './steps/wait';

const MOST = 100;
const DAY_MS = 86_400_000;

/**
 * What would happen to a contact who came into the workflow now: which way they go at each branch as things stand, and
 * what each step would do. Nothing is done: its transaction writes nothing. Undefined: there is no such contact.
 */
export async function dryRun(
  store: Pick<Store, 'tx'>,
  workflow: WorkflowRow,
  definition: Definition,
  contact: string,
  now: Date,
): Promise<DryRun | undefined> {
  return store.tx(async (trx) => {
    const account = workflow.account_id;
    const standing = (await standingOf(trx, account, [contact])).get(contact);
    if (!standing) return undefined;
    const holds = async (rule: Definition['filter'], at: Date): Promise<boolean> =>
      rule !== null && (await rulesHold(trx, account, rule, [contact], at)).get(contact)?.holds === true;
    const before = await trx
      .selectFrom('workflow_enrolments')
      .select('id')
      .where('account_id', '=', account)
      .where('workflow_id', '=', workflow.id)
      .where('contact_id', '=', contact)
      .executeTakeFirst();
    const steps: DryRun['steps'] = [];
    const { first, places } = programOf(definition);
    let id = first;
    let at = now;
    while (id !== null && steps.length < MOST) {
      const place = places.get(id);
      if (!place) break;
      const { step } = place;
      if (step.kind === 'branch') {
        const yes = await holds(step.rule, at);
        // What it would wait for cannot be known: it is shown as if it did not come.
        steps.push({
          ...named(step, at),
          result: { holds: yes, ...(!yes && step.within > 0 && { waits: step.within }) },
        });
        if (!yes) at = new Date(at.getTime() + step.within * DAY_MS);
        id = (yes ? place.yes : place.no) ?? null;
        continue;
      }
      const { result, until } = await wouldDo(trx, workflow, definition, standing, step, at);
      steps.push({ ...named(step, at), result });
      if (until && until > at) at = until;
      id = place.next;
    }
    return {
      ...(definition.filter && { filter: await holds(definition.filter, now) }),
      wasIn: before !== undefined && definition.again === 'never',
      ...(definition.goal && { goal: await holds(definition.goal, now) }),
      steps,
      more: id !== null,
    };
  });
}

const named = (step: Step, at: Date) => ({ step: step.id, kind: step.kind, at: at.toISOString() });

interface Would {
  result: Record<string, unknown>;
  until?: Date;
}

async function wouldDo(
  trx: Transaction<Database>,
  workflow: WorkflowRow,
  { timeZone }: Definition,
  standing: Standing,
  step: Exclude<Step, { kind: 'branch' }>,
  at: Date,
): Promise<Would> {
  const account = workflow.account_id;
  switch (step.kind) {
    case 'wait': {
      const { how } = step;
      const days =
        how.kind === 'date' && how.property !== null
          ? await daysOf(trx, account, how.property, [standing.id], () => standing.custom)
          : undefined;
      const until = waitUntil(how, at, timeZone, days?.get(standing.id) ?? null);
      return until ? { result: { until: until.toISOString() }, until } : { result: { noDay: true } };
    }
    case 'set':
      return {
        result: await editOf({ trx, workflow }, step).then(
          (edit) => ({ changed: changesOf(standing, edit).length > 0 }),
          () => ({ fails: 'property-gone' }),
        ),
      };
    case 'list': {
      const is = step.list !== null && (await memberOf(trx, account, step.list, standing.id));
      return { result: { changed: step.action === 'add' ? !is : is } };
    }
    case 'notify':
      return { result: step.whom.kind === 'owner' && standing.owner === null ? { users: [] } : {} };
    case 'task':
      return { result: step.user === null && standing.owner === null ? { nobodys: true } : {} };
    default:
      return { result: {} };
  }
}
