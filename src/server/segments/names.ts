import { type Kysely, sql } from 'kysely';
import type { RuleNamed } from '../../core/api/segments';
import { leavesOf, messagesIn, type Rule, segmentsIn } from '../../core/rules';
import type { Database } from '../store/schema';

/** What the things are called that rules name; what is gone has no name. */
export async function namesIn(
  db: Kysely<Database>,
  account: number,
  rules: readonly Rule[],
): Promise<RuleNamed> {
  const leaves = rules.flatMap(leavesOf);
  const users = leaves.flatMap((leaf) => (leaf.kind === 'owner' ? leaf.users : []));
  const fields = leaves.flatMap((leaf) =>
    'property' in leaf && leaf.property.startsWith('custom:') ? [leaf.property.slice('custom:'.length)] : [],
  );
  const { rows } = await sql<{ of: keyof RuleNamed; id: string; name: string }>`
    select 'segments' as of, id::text as id, name from segments
      where account_id = ${account} and id = any(${rules.flatMap(segmentsIn)}::uuid[])
    union all select 'messages', id::text, name from marketing_messages
      where account_id = ${account} and id = any(${rules.flatMap(messagesIn)}::uuid[])
    union all select 'users', id::text, name from users
      where account_id = ${account} and id = any(${users}::bigint[])
    union all select 'fields', key, name from contact_fields
      where account_id = ${account} and key = any(${fields}::text[])`.execute(db);
  const names: RuleNamed = { segments: {}, messages: {}, users: {}, fields: {} };
  for (const { of, id, name } of rows) names[of][id] = name;
  return names;
}
