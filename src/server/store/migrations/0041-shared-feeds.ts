import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // L5: copies of one mail agree in when it was sent, and may come days apart.
  `alter table messages add column sent_at timestamptz`,
  // A9: of what stands in nobody's feed, or in another's; it stands in this person's too.
  `alter table notifications add column shared boolean not null default false`,
  `create index notifications_shared on notifications (account_id, user_id, seq) where shared`,
  // R4: answers that could be matched to nothing are few, and listed.
  `create index messages_unmatched on messages (account_id, at, id) where matched_by = 'unmatched'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
