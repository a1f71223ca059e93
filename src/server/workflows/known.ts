import { type Kysely, sql } from 'kysely';
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
      .selectFrom('marketing_messages as m')
      .select(['m.id', 'm.name', sendable.as('sendable')])
      .where('m.account_id', '=', account)
      .where('m.removed_at', 'is', null)
      .orderBy('m.updated_at', 'desc')
      .orderBy('m.id')
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
    messages,
    segments,
    users,
    teams,
    fields,
  };
}

/** Of a row of `marketing_messages as m`: it was sent before, or was made for workflows, so one more can get it. */
const sendable = sql<boolean>`m.state in ('sending', 'sent', 'paused') and exists (select from marketing_sends s
  where s.account_id = m.account_id and s.message_id = m.id and s.copied)`;

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
      .selectFrom('marketing_messages as m')
      .select(['m.id', sendable.as('sendable')])
      .where('m.account_id', '=', account)
      .where('m.removed_at', 'is', null)
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
    messages: new Map(messages.map((message) => [message.id, message.sendable])),
    users: new Set(users.map(({ id }) => id)),
    teams: new Set(teams.map(({ id }) => id)),
    secret,
  };
}
