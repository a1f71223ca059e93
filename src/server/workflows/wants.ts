import type { Transaction } from 'kysely';
import type { Definition, Trigger } from '../../core/workflows';
import { DATES_OF_CONTACT } from '../../core/rules';
import { json, type Database } from '../store/schema';

/** Where a property stands in a row of `contacts`, as JSON. */
const COLUMN: Record<string, string> = {
  name: 'name',
  company: 'company',
  phone: 'phone',
  owner: 'owner_user_id',
};

const pathOf = (property: string): string[] =>
  property.startsWith('custom:')
    ? ['properties', 'custom', property.slice('custom:'.length)]
    : [COLUMN[property] ?? property];

/** What only events move (M7): taking one back moves it back, which nobody waits for. */
const isByEvents = (property: string): boolean =>
  property === 'marketingReplied' || DATES_OF_CONTACT.some((date) => date === property);

interface Want {
  kind: string;
  message_kind?: 'marketing' | 'one-to-one';
  message_id?: string;
  property?: string;
  path?: string[];
  value?: string | null;
  segment_id?: string;
}

function wantOf(trigger: Trigger): Want[] {
  switch (trigger.kind) {
    case 'segment':
      return trigger.segment === null ? [] : [{ kind: 'segment', segment_id: trigger.segment }];
    case 'property': {
      const { property, to } = trigger;
      if (property === null) return [];
      if (isByEvents(property)) return [{ kind: 'date', property }];
      return [
        {
          kind: 'property',
          property,
          path: pathOf(property),
          value: to === undefined ? null : json(to === '' ? null : to),
        },
      ];
    }
    default: {
      const { kind, of } = trigger;
      if (of.kind === 'message') return of.message === null ? [] : [{ kind, message_id: of.message }];
      return [{ kind, message_kind: of.kind }];
    }
  }
}

/** Has the store's triggers look for what enrols in a workflow, or for nothing any more. */
export async function putWants(
  trx: Transaction<Database>,
  account: number,
  workflow: string,
  definition: Definition | undefined,
): Promise<void> {
  await trx
    .deleteFrom('workflow_wants')
    .where('account_id', '=', account)
    .where('workflow_id', '=', workflow)
    .execute();
  const wants = definition?.triggers.flatMap(wantOf) ?? [];
  if (wants.length === 0) return;
  await trx
    .insertInto('workflow_wants')
    .values(wants.map((want, n) => ({ account_id: account, workflow_id: workflow, n, ...want })))
    .execute();
}
