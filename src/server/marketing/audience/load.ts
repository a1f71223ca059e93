import type { Kysely } from 'kysely';
import { MarketingSettings } from '../../../core/api/marketing';
import type { AccountSettings, Database } from '../../store/schema';

/** What of a marketing message decides who gets it: its settings, read or as they are stored. */
export interface ToAudience {
  settings: unknown;
}

/** Throws where they are no settings: what is stored was read before. */
export const settingsOf = ({ settings }: ToAudience): MarketingSettings => MarketingSettings.parse(settings);

export async function accountSettingsOf(db: Kysely<Database>, account: number): Promise<AccountSettings> {
  const { settings } = await db
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  return settings;
}
