import type { Kysely } from 'kysely';
import type { WorkflowChoices } from '../../core/api/workflows';
import { DATES_OF_CONTACT, Rule } from '../../core/rules';
import type { Known } from '../../core/workflows';
import { contactFields } from '../crm/contact-fields';
import type { Database } from '../store/schema';

const MOST = 500;

/** What steps and triggers may name, for those who build. */
export async function workflowChoices(db: Kysely<Database>, account: number): Promise<WorkflowChoices> {
  const [messages, segments, users, teams, fields] = await Promise.all([
    db
      .selectFrom('marketing_messages')
      .select(['id', 'name', 'state'])
      .where('account_id', '=', account)
      .where('removed_at', 'is', null)
      .orderBy('updated_at', 'desc')
      .orderBy('id')
      .limit(MOST)
      .execute(),
    db
      .selectFrom('segments')
      .select(['id', 'name', 'kind'])
      .where('account_id', '=', account)
      .where('removed_at', 'is', null)
      .orderBy('name')
      .limit(MOST)
      .execute(),
    db
      .selectFrom('users')
      .select(['id', 'name'])
      .where('account_id', '=', account)
      .where('status', '=', 'active')
      .orderBy('name')
      .limit(MOST)
      .execute(),
    db
      .selectFrom('teams')
      .select(['id', 'name'])
      .where('account_id', '=', account)
      .orderBy('name')
      .limit(MOST)
      .execute(),
    contactFields(db, account),
  ]);
  return {
    messages: messages.map(({ id, name, state }) => ({ id, name, sendable: isSendable(state) })),
    segments,
    users,
    teams,
    fields,
  };
}

/** What was sent once can be sent to one more; a draft may still change under it. */
export const isSendable = (state: string): boolean => state === 'sent' || state === 'sending';

type Property = { kind: 'text' | 'number' | 'date' | 'choice' | 'user'; choices: readonly string[] };

const BUILT_IN: readonly (readonly [string, Property['kind']])[] = [
  ['name', 'text'],
  ['company', 'text'],
  ['phone', 'text'],
  ['owner', 'user'],
  ['marketingReplied', 'number'],
  ...DATES_OF_CONTACT.map((key) => [key, 'date'] as const),
];

/** What an account has, by which definitions are checked. */
export async function knownOf(db: Kysely<Database>, account: number, secret: boolean): Promise<Known> {
  const [messages, segments, users, teams, fields] = await Promise.all([
    db
      .selectFrom('marketing_messages')
      .select(['id', 'state'])
      .where('account_id', '=', account)
      .where('removed_at', 'is', null)
      .execute(),
    db
      .selectFrom('segments')
      .select(['id', 'kind', 'rule'])
      .where('account_id', '=', account)
      .where('removed_at', 'is', null)
      .execute(),
    db
      .selectFrom('users')
      .select('id')
      .where('account_id', '=', account)
      .where('status', '=', 'active')
      .execute(),
    db.selectFrom('teams').select('id').where('account_id', '=', account).execute(),
    contactFields(db, account),
  ]);
  const builtIn = BUILT_IN.map(([key, kind]): [string, Property] => [key, { kind, choices: [] }]);
  const own = fields.map(({ key, kind, choices }): [string, Property] => [
    `custom:${key}`,
    { kind, choices },
  ]);
  return {
    properties: new Map([...builtIn, ...own]),
    lists: new Set(segments.flatMap(({ id, kind }) => (kind === 'list' ? [id] : []))),
    segments: new Map(
      segments.map(({ id, kind, rule }) => [
        id,
        kind === 'active' ? (Rule.safeParse(rule).data ?? null) : null,
      ]),
    ),
    messages: new Map(messages.map(({ id, state }) => [id, isSendable(state)])),
    users: new Set(users.map(({ id }) => id)),
    teams: new Set(teams.map(({ id }) => id)),
    secret,
  };
}
