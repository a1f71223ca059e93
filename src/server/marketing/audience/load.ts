import type { Kysely } from 'kysely';
import type { MarketingSettings } from '../../../core/api/marketing';
import type { AccountSettings, Database } from '../../store/schema';

/** What of a marketing message decides who gets it. */
export interface ToAudience {
  settings: MarketingSettings;
}

export async function accountSettingsOf(db: Kysely<Database>, account: number): Promise<AccountSettings> {
  const { settings } = await db
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  return settings;
}
