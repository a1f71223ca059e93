import { type RawBuilder, sql, type SqlBool } from 'kysely';

/** A contact, aliased `c`, is in one of these segments and lists. What was removed has nobody. */
export const membersIn = (segments: readonly string[]): RawBuilder<SqlBool> => sql`exists (
  select 1 from segment_members sm join segments s on s.account_id = sm.account_id and s.id = sm.segment_id and s.removed_at is null
  where sm.account_id = c.account_id and sm.contact_id = c.id and sm.segment_id = any(${[...segments]}::uuid[]))`;
