import { type Kysely, sql } from 'kysely';
import type { FieldKind } from '../../core/api/contacts';
import type { Leaf, Rule } from '../../core/rules';
import { contactFields } from '../crm/contact-fields';
import type { Database } from '../store/schema';

/** Why a rule cannot be taken; `at`: the place in the request, like `rule.rules.2.segment`. */
export type RuleTrouble =
  | { code: 'loop'; at: string; through: string }
  | {
      code:
        | 'no-such-segment-named'
        | 'no-such-message-named'
        | 'no-such-user-named'
        | 'no-such-field-named'
        | 'field-of-other-kind';
      at: string;
    };

interface Placed {
  leaf: Leaf;
  at: string;
}

const placed = (rule: Rule, at: string): Placed[] =>
  rule.kind === 'group'
    ? rule.rules.flatMap((one, i) => placed(one, `${at}.rules.${i}`))
    : [{ leaf: rule, at }];

/**
 * Whether everything that a rule names is there, in this account, and is asked as what it is. `of`: the segment whose rule
 * it is to be, which it may not lead back to.
 */
export async function troubleWithRule(
  db: Kysely<Database>,
  account: number,
  rule: Rule,
  of?: string,
  at = 'rule',
): Promise<RuleTrouble | undefined> {
  const all = placed(rule, at);
  return (
    (await troubleWithSegments(db, account, all, of)) ??
    (await troubleWithMessages(db, account, all)) ??
    (await troubleWithUsers(db, account, all)) ??
    (await troubleWithFields(db, account, all))
  );
}

async function troubleWithSegments(
  db: Kysely<Database>,
  account: number,
  all: readonly Placed[],
  of: string | undefined,
): Promise<RuleTrouble | undefined> {
  const named = all.flatMap(({ leaf, at }) =>
    leaf.kind === 'member' ? [{ id: leaf.segment, at: `${at}.segment` }] : [],
  );
  if (named.length === 0) return undefined;
  const rows = await db
    .selectFrom('segments')
    .select(['id', 'name', 'uses'])
    .where('account_id', '=', account)
    .where('removed_at', 'is', null)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { id, at } of named) {
    const row = byId.get(id);
    if (!row) return { code: 'no-such-segment-named', at };
    if (of !== undefined && leadsTo(byId, id, of)) return { code: 'loop', at, through: row.name };
  }
  return undefined;
}

function leadsTo(
  byId: ReadonlyMap<string, { uses: readonly string[] }>,
  from: string,
  to: string,
  seen = new Set<string>(),
): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (byId.get(from)?.uses ?? []).some((next) => leadsTo(byId, next, to, seen));
}

async function troubleWithMessages(
  db: Kysely<Database>,
  account: number,
  all: readonly Placed[],
): Promise<RuleTrouble | undefined> {
  const named = all.flatMap(({ leaf, at }) =>
    leaf.kind === 'event' && typeof leaf.of === 'object'
      ? [{ id: leaf.of.message, at: `${at}.of.message` }]
      : [],
  );
  if (named.length === 0) return undefined;
  const ids = named.map(({ id }) => id);
  const { rows } = await sql<{ id: string }>`
    select id from marketing_messages where account_id = ${account} and id = any(${ids}::uuid[])
    union select id from messages where account_id = ${account} and id = any(${ids}::uuid[])`.execute(db);
  const missing = named.find(({ id }) => !rows.some((row) => row.id === id));
  return missing && { code: 'no-such-message-named', at: missing.at };
}

async function troubleWithUsers(
  db: Kysely<Database>,
  account: number,
  all: readonly Placed[],
): Promise<RuleTrouble | undefined> {
  const named = all.flatMap(({ leaf, at }) =>
    leaf.kind === 'owner' ? leaf.users.map((id) => ({ id, at: `${at}.users` })) : [],
  );
  if (named.length === 0) return undefined;
  const rows = await db
    .selectFrom('users')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', sql<number>`any(${named.map(({ id }) => id)}::bigint[])`)
    .execute();
  const missing = named.find(({ id }) => !rows.some((row) => row.id === id));
  return missing && { code: 'no-such-user-named', at: missing.at };
}

const ASKED_AS: Record<FieldKind, Leaf['kind']> = {
  text: 'text',
  choice: 'text',
  number: 'number',
  date: 'date',
};

async function troubleWithFields(
  db: Kysely<Database>,
  account: number,
  all: readonly Placed[],
): Promise<RuleTrouble | undefined> {
  const named = all.flatMap(({ leaf, at }) =>
    'property' in leaf && leaf.property.startsWith('custom:')
      ? [{ key: leaf.property.slice('custom:'.length), kind: leaf.kind, at: `${at}.property` }]
      : [],
  );
  if (named.length === 0) return undefined;
  const fields = await contactFields(db, account);
  for (const { key, kind, at } of named) {
    const field = fields.find((one) => one.key === key);
    if (!field) return { code: 'no-such-field-named', at };
    if (ASKED_AS[field.kind] !== kind) return { code: 'field-of-other-kind', at };
  }
  return undefined;
}
