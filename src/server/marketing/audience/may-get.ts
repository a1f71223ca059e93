import { type Kysely, sql } from 'kysely';
import type { LeftOutReason, MarketingSettings } from '../../../core/api/marketing';
import { addressHash } from '../../privacy/address-hash';
import type { Services } from '../../services';
import type { AccountSettings, Database } from '../../store/schema';
import { limitNamesOf } from '../../crm/no-tracking';
import { accountSettingsOf, settingsOf, type ToAudience } from './load';
import { type StandingRow, standingSql } from './standing';

/** A copy on the point of leaving. */
export interface LeavingCopy {
  contact: string;
  /** Folded, as the copy is addressed. */
  address: string;
}

export type MayGet =
  | {
      ok: true;
      /** It may carry an image, tracked links (M4, P2, O6). */
      image: boolean;
      links: boolean;
      /** The address that answers are to go to. */
      replyTo: string;
    }
  | { ok: false; reason: LeftOutReason };

/**
 * M12, P2: whether each of these copies may leave now, and with what; at most some hundred at once. By contact; one that is
 * gone meanwhile is `erased`. A copy whose address the contact no longer has is `no-address`.
 */
export async function mayGetNow(
  { secrets }: Pick<Services, 'secrets'>,
  db: Kysely<Database>,
  account: number,
  message: ToAudience,
  copies: readonly LeavingCopy[],
): Promise<Map<string, MayGet>> {
  if (copies.length === 0) return new Map();
  const settings = settingsOf(message);
  const accountSettings = await accountSettingsOf(db, account);
  const standing = standingSql({ account, settings, accountSettings, among: { copies } });
  const { rows } = await sql<StandingRow>`${standing}`.execute(db);
  const byContact = new Map(rows.map((row) => [row.id, row]));
  const limits = await limitsOf(db, account, copies);
  const withdrawn = await withdrawnByHash(secrets, db, account, settings, copies);
  return new Map(
    copies.map((copy): [string, MayGet] => {
      const row = byContact.get(copy.contact);
      if (!row) return [copy.contact, { ok: false, reason: 'erased' }];
      const reason = row.reason ?? withdrawn.get(copy.address);
      if (reason != null) return [copy.contact, { ok: false, reason }];
      const replyTo = replyToOf(settings, row.owner_mailbox);
      if (replyTo === undefined) return [copy.contact, { ok: false, reason: 'owner-without-mailbox' }];
      const tracked = trackingOf(accountSettings, settings);
      const limit = limits(copy);
      return [
        copy.contact,
        {
          ok: true,
          image: tracked.opens && row.trackable && limit !== 'all',
          links: tracked.clicks && row.trackable && limit === undefined,
          replyTo,
        },
      ];
    }),
  );
}

/** M4: what the message may track. The account's off binds; its on is the default. */
export const trackingOf = (
  account: Pick<AccountSettings, 'opens' | 'clicks'>,
  { track }: Pick<MarketingSettings, 'track'>,
): { opens: boolean; clicks: boolean } => ({
  opens: account.opens !== false && track?.opens !== false,
  clicks: account.clicks !== false && track?.clicks !== false,
});

/** Undefined: nowhere, so that the contact is left out (M2). */
function replyToOf({ from, replyTo }: MarketingSettings, ownerMailbox: string | null): string | undefined {
  const own = from?.address.toLowerCase();
  if (replyTo === undefined || replyTo.kind === 'from') return own;
  if (replyTo.kind === 'mailbox') return replyTo.address.toLowerCase();
  if (ownerMailbox !== null) return ownerMailbox;
  return replyTo.fallback?.kind === 'mailbox' ? replyTo.fallback.address.toLowerCase() : undefined;
}

type Limit = 'all' | 'links' | undefined;

/** O6: "no tracking" of a contact, an address or a domain with those under it; the strictest binds. */
async function limitsOf(
  db: Kysely<Database>,
  account: number,
  copies: readonly LeavingCopy[],
): Promise<(copy: LeavingCopy) => Limit> {
  const names = [...new Set(copies.flatMap(({ address }) => limitNamesOf(address)))];
  const rows = await db
    .selectFrom('tracking_limits')
    .select(['scope', 'value', 'level'])
    .where('account_id', '=', account)
    .where((eb) =>
      eb.or([
        eb.and([
          eb('scope', '=', 'contact'),
          eb(
            'value',
            'in',
            copies.map(({ contact }) => contact),
          ),
        ]),
        eb.and([eb('scope', 'in', ['address', 'domain']), eb('value', 'in', names)]),
      ]),
    )
    .execute();
  const levels = new Map<string, Limit>();
  for (const { scope, value, level } of rows) {
    const key = scope === 'contact' ? `contact ${value}` : value;
    if (levels.get(key) !== 'all') levels.set(key, level);
  }
  return ({ contact, address }) => {
    const found = [`contact ${contact}`, ...limitNamesOf(address)].map((name) => levels.get(name));
    return found.includes('all') ? 'all' : found.find((one) => one !== undefined);
  };
}

/** What somebody said whose address was erased since: it is known by its hash alone, and holds if they come back. */
async function withdrawnByHash(
  secrets: Services['secrets'],
  db: Kysely<Database>,
  account: number,
  { mailKind }: MarketingSettings,
  copies: readonly LeavingCopy[],
): Promise<Map<string, LeftOutReason>> {
  const byHash = new Map(copies.map(({ address }) => [addressHash(secrets, account, address), address]));
  const hashes = [...byHash.keys()];
  const { rows } = await sql<{ hash: string; reason: LeftOutReason }>`
    select o.address_hash as hash, 'objected' as reason from objections o
      where o.account_id = ${account} and o.ended_at is null and o.address is null
        and o.address_hash = any(${hashes}::text[])
    union all
    select u.address_hash, case when u.kind_id is null then 'unsubscribed' else 'unsubscribed-kind' end
      from unsubscribes u
      where u.account_id = ${account} and u.ended_at is null and u.address is null
        and u.address_hash = any(${hashes}::text[]) and (u.kind_id is null or u.kind_id = ${mailKind ?? null}::uuid)`.execute(
    db,
  );
  return new Map(rows.map(({ hash, reason }) => [byHash.get(hash) ?? '', reason]));
}
