import { type Kysely, sql, type Transaction } from 'kysely';
import {
  MarketingSettings,
  type MarketingSettingsView,
  type ReplyToAnswer,
} from '../../../core/api/marketing';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { domainsOf } from '../../tracking/domains';
import { changeMessage, loadMessage, type ChangeRefusal, type MarketingUser } from '../messages';
import { accountSettingsOf } from './load';
import { neededReplyTo, replyToAnswer } from './reply-to';

/** What a message is set to, and what may be chosen; undefined: there is no such message. */
export async function settingsView(
  services: Pick<Services, 'store' | 'urls'>,
  account: number,
  id: string,
): Promise<Omit<MarketingSettingsView, 'canChange'> | undefined> {
  const { db } = services.store;
  const message = await loadMessage(db, account, id);
  if (!message) return undefined;
  const settings = MarketingSettings.parse(message.settings);
  const { opens, clicks } = await accountSettingsOf(db, account);
  const hosts = await domainsOf(db, services, account);
  const kinds = await db
    .selectFrom('mail_kinds')
    .select(['id', 'name'])
    .where('account_id', '=', account)
    .where((eb) => eb.or([eb('removed_at', 'is', null), eb('id', '=', settings.mailKind ?? null)]))
    .orderBy('position')
    .orderBy('name')
    .execute();
  const { rows: lists } = await sql<{
    id: string;
    name: string;
    kind: 'active' | 'static' | 'list';
    count: number;
    filling: boolean;
  }>`
    select s.id, s.name, s.kind, s.count, s.state = 'filling' as filling from segments s
    where s.account_id = ${account} and s.removed_at is null order by lower(s.name), s.id`.execute(db);
  return {
    version: message.version,
    settings,
    account: { opens: opens !== false, clicks: clicks !== false },
    trackingHosts: hosts.flatMap(({ host, isDefault, state, retired }) =>
      retired ? [] : [{ host, isDefault, state }],
    ),
    kinds,
    lists,
  };
}

/** Why settings are not taken; `reply-to` with the reason. */
export type SettingsRefusal =
  { what: ChangeRefusal } | { what: 'reply-to'; answer: ReplyToAnswer } | { what: 'kind' | 'list' | 'host' };

/**
 * Puts all settings of a draft. What is named must be the account's own; a Reply-to must be watched (M3), unless it was
 * chosen before and was lost since: that stops the sending, and not the change of something else.
 */
export async function changeSettings(
  trx: Transaction<Database>,
  services: Pick<Services, 'urls' | 'clock'>,
  who: MarketingUser,
  id: string,
  change: { version: number; settings: MarketingSettings },
): Promise<SettingsRefusal | { what: 'done' }> {
  const { settings } = change;
  const before = await loadMessage(trx, who.account, id);
  if (!before) return { what: 'absent' };
  const earlier = MarketingSettings.parse(before.settings);
  const refused = await foreign(trx, services, who.account, settings, earlier);
  if (refused) return { what: refused };
  const needed = neededReplyTo(settings);
  const chosen = neededReplyTo(earlier);
  for (const address of needed) {
    if (chosen.includes(address) && earlier.replyTo?.kind === settings.replyTo?.kind) continue;
    const answer = await replyToAnswer(trx, who.account, address, services.clock.now());
    if (!answer.ok) return { what: 'reply-to', answer };
  }
  const done = await changeMessage(trx, who, id, { version: change.version, settings }, services.clock.now());
  return { what: typeof done === 'string' ? done : 'done' };
}

/** What is named for the first time and is not there, or is another account's. */
async function foreign(
  db: Kysely<Database>,
  services: Pick<Services, 'urls'>,
  account: number,
  settings: MarketingSettings,
  earlier: MarketingSettings,
): Promise<'kind' | 'list' | 'host' | undefined> {
  const known = new Set([...earlier.to, ...earlier.exclude]);
  const lists = [...new Set([...settings.to, ...settings.exclude])].filter((one) => !known.has(one));
  if (lists.length > 0) {
    const found = await db
      .selectFrom('segments')
      .select('id')
      .where('account_id', '=', account)
      .where('id', 'in', lists)
      .where('removed_at', 'is', null)
      .execute();
    if (found.length < lists.length) return 'list';
  }
  const { mailKind, trackingHost } = settings;
  if (mailKind !== undefined && mailKind !== earlier.mailKind) {
    const kind = await db
      .selectFrom('mail_kinds')
      .select('id')
      .where('account_id', '=', account)
      .where('id', '=', mailKind)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (!kind) return 'kind';
  }
  if (trackingHost !== undefined && trackingHost !== earlier.trackingHost) {
    const hosts = await domainsOf(db, services, account);
    const isUsable = hosts.some(
      ({ host, retired, server, state }) =>
        host === trackingHost.toLowerCase() &&
        !retired &&
        (state === 'good' || (server && state !== 'failing')),
    );
    if (!isUsable) return 'host';
  }
  return undefined;
}
