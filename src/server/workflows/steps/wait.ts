import type { Kysely } from 'kysely';
import { waitUntil, type How, type Step } from '../../../core/workflows';
import type { Database } from '../../store/schema';
import type { Outcome, Round, RunStep, Walker } from '../walker';

const DATE_COLUMN: Record<string, keyof Database['contacts']> = {
  created: 'created_at',
  lastActivity: 'last_activity_at',
  lastOpen: 'last_open_at',
  lastClick: 'last_click_at',
  lastReply: 'last_reply_at',
  lastEngagement: 'last_engagement_at',
  firstMarketingReply: 'first_marketing_reply_at',
  lastMarketingReply: 'last_marketing_reply_at',
};

/** Waits until a moment that is fixed when one comes to the step; weeks pass in the store, not in a timer. */
export const runWait: RunStep<Extract<Step, { kind: 'wait' }>> = async (round, step, group) => {
  const coming = group.filter(({ waiting }) => !waiting);
  const days = await daysFor(round, step.how, coming);
  return group.map((walker): Outcome => {
    const { now } = round;
    const until = walker.waiting
      ? walker.until
      : waitUntil(step.how, now, walker.version.definition.timeZone, days.get(walker.contact) ?? null);
    if (!until) return { go: 'on', result: { noDay: true } };
    if (until <= now) return { go: 'on', result: { until: until.toISOString() } };
    return { go: 'wait', due: until, until };
  });
};

async function daysFor(
  { trx, workflow, standing }: Round,
  how: How,
  walkers: readonly Walker[],
): Promise<Map<string, string | Date>> {
  if (how.kind !== 'date' || how.property === null) return new Map();
  const contacts = walkers.map(({ contact }) => contact);
  return daysOf(trx, workflow.account_id, how.property, contacts, (contact) => standing.get(contact)?.custom);
}

/** What a date property holds for contacts: a day as written, or a moment. */
export async function daysOf(
  db: Kysely<Database>,
  account: number,
  property: string,
  contacts: readonly string[],
  customOf: (contact: string) => Record<string, string | number> | undefined,
): Promise<Map<string, string | Date>> {
  if (property.startsWith('custom:')) {
    const key = property.slice('custom:'.length);
    return new Map(
      contacts.flatMap((contact) => {
        const value = customOf(contact)?.[key];
        return typeof value === 'string' ? [[contact, value] as const] : [];
      }),
    );
  }
  const column = DATE_COLUMN[property];
  if (column === undefined || contacts.length === 0) return new Map();
  const rows = await db
    .selectFrom('contacts')
    .select(['id', column])
    .where('account_id', '=', account)
    .where('id', 'in', [...new Set(contacts)])
    .execute();
  return new Map(
    rows.flatMap((row) => {
      const value = row[column];
      return value instanceof Date ? [[row.id, value] as const] : [];
    }),
  );
}
