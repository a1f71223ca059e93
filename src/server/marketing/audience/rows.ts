import { type Kysely, sql } from 'kysely';
import type { LeftOutReason } from '../../../core/api/marketing';
import type { Database } from '../../store/schema';
import { accountSettingsOf, settingsOf, type ToAudience } from './load';
import { type StandingRow, standingSql } from './standing';

/** One contact of an audience, for a copy of its own. */
export interface AudienceRow {
  contact: string;
  /** Folded; empty: there is none, and the contact is left out. */
  address: string;
  name: string;
  leftOut?: LeftOutReason;
}

/**
 * The next contacts of the audience in order of their ids, those left out among them. `after`: the last contact of the page
 * before, absent or null at the beginning. Empty: there are no more.
 */
export async function audienceRows(
  trx: Kysely<Database>,
  account: number,
  message: ToAudience,
  after: string | null | undefined,
  limit: number,
): Promise<AudienceRow[]> {
  const settings = settingsOf(message);
  const { rows: page } = await sql<{ id: string }>`
    select distinct next.contact_id as id from segments s
    cross join lateral (
      select m.contact_id from segment_members m where m.account_id = s.account_id and m.segment_id = s.id
        ${after == null ? sql`` : sql`and m.contact_id > ${after}::uuid`}
      order by m.contact_id limit ${limit}) next
    where s.account_id = ${account} and s.id = any(${settings.to}::uuid[]) and s.removed_at is null
    order by 1 limit ${limit}`.execute(trx);
  if (page.length === 0) return [];
  const ids = page.map(({ id }) => id);
  const accountSettings = await accountSettingsOf(trx, account);
  const standing = standingSql({ account, settings, accountSettings, among: { ids } });
  const { rows } = await sql<StandingRow>`select s.* from (${standing}) s order by s.id`.execute(trx);
  return rows.map(({ id, address, name, reason }) => ({
    contact: id,
    address: address ?? '',
    name,
    ...(reason !== null && { leftOut: reason }),
  }));
}
