import { sql, type Kysely, type SqlBool, type Transaction } from 'kysely';
import type { CheckOutcome } from '../../../core/api/checks';
import type { TrackingDomain, TrackingDomains } from '../../../core/api/deployment';
import { recordAudit } from '../../audit';
import { foldAddress } from '../../crm/contacts';
import type { Services } from '../../services';
import { wrong } from '../../checks/outcome';
import { json, type Database } from '../../store/schema';
import { checkParts, checkTrackingOrigin } from './check';
import { originOf, serverTrackingHost, tellHosts } from './hosts';
import { nextStanding, type DomainStanding } from './standing';

interface Asker {
  account: number;
  user: number;
}

/** Where a mail is from (A9): an address of a mailbox, or, where only who writes is known, that user's own one. */
export type MailFrom = { address: string } | { user: number };

/** The domain that one-to-one mail is tracked by, and whether new links may lead there. */
export interface PresentDomain {
  host: string;
  origin: string;
  failing: boolean;
}

/** The mailbox's (C7), else the account's default, else the server's own; none that was never found good. Without `from`, of the account. */
export async function presentDomain(
  db: Kysely<Database>,
  services: Pick<Services, 'urls'>,
  account: number,
  from?: MailFrom,
): Promise<PresentDomain> {
  const own = serverTrackingHost(services);
  const rows = await db
    .selectFrom('tracking_domains as d')
    .leftJoin('mailboxes as m', (join) =>
      join
        .onRef('m.account_id', '=', 'd.account_id')
        .onRef('m.tracking_host', '=', 'd.host')
        .on(from === undefined ? sql.lit(false) : isFrom(from)),
    )
    .select(['d.host', 'd.state', 'd.is_default', 'm.id as mailbox'])
    .where('d.account_id', '=', account)
    .where('d.removed_at', 'is', null)
    .where((eb) => eb.or([eb('d.state', '<>', 'unchecked'), eb('d.host', '=', own)]))
    .where((eb) => eb.or([eb('d.is_default', '=', true), eb('d.host', '=', own), eb('m.id', 'is not', null)]))
    .orderBy('m.connected_at')
    .execute();
  const row =
    rows.find(({ mailbox }) => mailbox !== null) ??
    rows.find((one) => one.is_default) ??
    rows.find(({ host }) => host === own);
  const host = row?.host ?? own;
  return { host, origin: originOf(services, host), failing: row?.state === 'failing' };
}

const isFrom = (from: MailFrom) =>
  'user' in from
    ? sql<SqlBool>`m.kind = 'personal' and m.owner_user_id = ${from.user}`
    : sql<SqlBool>`(lower(m.address) = ${foldAddress(from.address)}
        or lower(m.aliases::text)::jsonb ? ${foldAddress(from.address)})`;

/** Every domain of an account, the default first; the server's own is one of them though nobody added it. */
export async function domainsOf(
  db: Kysely<Database>,
  services: Pick<Services, 'urls'>,
  account: number,
): Promise<TrackingDomain[]> {
  const own = serverTrackingHost(services);
  const present = await presentDomain(db, services, account);
  const rows = await db
    .selectFrom('tracking_domains')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('added_at')
    .execute();
  const views = rows.map((row): TrackingDomain => ({
    host: row.host,
    url: originOf(services, row.host),
    server: row.host === own,
    isDefault: row.host === present.host,
    state: row.state,
    checks: row.checks,
    ...(row.checked_at && { checkedAt: row.checked_at.toISOString() }),
    ...(row.failing_since && { failingSince: row.failing_since.toISOString() }),
    retired: row.removed_at !== null,
  }));
  if (!views.some(({ server }) => server)) {
    views.unshift({
      host: own,
      url: services.urls.tracking,
      server: true,
      isDefault: present.host === own,
      state: 'unchecked',
      checks: [],
      retired: false,
    });
  }
  return views.sort(
    (a, b) => Number(a.retired) - Number(b.retired) || Number(b.isDefault) - Number(a.isDefault),
  );
}

/**
 * A name that leads to this server proves nothing of who asks for it, so whose domain was found good first keeps it, given
 * up or not: links that were sent still lead there under their name. The server's own is everybody's.
 */
async function isOthers(
  db: Kysely<Database>,
  services: Pick<Services, 'urls'>,
  account: number,
  host: string,
): Promise<boolean> {
  if (host === serverTrackingHost(services)) return false;
  const row = await db
    .selectFrom('tracking_domains')
    .select('host')
    .where('host', '=', host)
    .where('account_id', '<>', account)
    .where('state', '<>', 'unchecked')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * `there`: it is one of the account's already; `others`: another account's. One that was retired comes back, to be found
 * good anew before it is used.
 */
export async function addDomain(
  trx: Transaction<Database>,
  services: Pick<Services, 'store' | 'clock' | 'urls'>,
  who: Asker,
  host: string,
): Promise<'added' | 'there' | 'others'> {
  if (await isOthers(trx, services, who.account, host)) return 'others';
  const now = services.clock.now();
  const put = await trx
    .insertInto('tracking_domains')
    .values({ account_id: who.account, host, added_at: now })
    .onConflict((c) =>
      c
        .columns(['account_id', 'host'])
        .doUpdateSet({
          removed_at: null,
          // Not `unchecked`: it stays theirs.
          state: sql`case tracking_domains.state when 'unchecked' then 'unchecked' else 'failing' end`,
          failing_since: sql`case tracking_domains.state when 'unchecked' then null else ${now}::timestamptz end`,
          suspect_since: null,
        })
        .where('tracking_domains.removed_at', 'is not', null),
    )
    .returning('host')
    .executeTakeFirst();
  if (!put) return 'there';
  await tellHosts(services.store, trx);
  await recordAudit(trx, who, now, 'tracking-domain.add', { kind: 'tracking-domain', id: host });
  return 'added';
}

/** C7: mail from this mailbox is tracked by it; null: by the account's default. Resolves to why not. */
export async function chooseForMailbox(
  trx: Transaction<Database>,
  services: Pick<Services, 'clock' | 'urls'>,
  who: Asker,
  mailbox: string,
  host: string | null,
): Promise<'done' | 'no-mailbox' | 'unknown' | 'not-good'> {
  if (host !== null) {
    const usable = await usableAs(trx, services, who.account, host);
    if (usable !== 'yes') return usable;
    // The server's own may have no row yet.
    await trx
      .insertInto('tracking_domains')
      .values({ account_id: who.account, host, added_at: services.clock.now() })
      .onConflict((c) => c.doNothing())
      .execute();
  }
  const put = await trx
    .updateTable('mailboxes')
    .set({ tracking_host: host })
    .where('account_id', '=', who.account)
    .where('id', '=', mailbox)
    .returning('id')
    .executeTakeFirst();
  if (!put) return 'no-mailbox';
  const object = { kind: 'mailbox', id: mailbox };
  await recordAudit(trx, who, services.clock.now(), 'mailbox.tracking-domain', object, { host: host ?? '' });
  return 'done';
}

/** C7: one that was never found good is not used; the server's own is until it is found failing. */
async function usableAs(
  db: Kysely<Database>,
  services: Pick<Services, 'urls'>,
  account: number,
  host: string,
): Promise<'yes' | 'unknown' | 'not-good'> {
  const own = host === serverTrackingHost(services);
  const row = await db
    .selectFrom('tracking_domains')
    .select('state')
    .where('account_id', '=', account)
    .where('host', '=', host)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!row) return own ? 'yes' : 'unknown';
  return row.state === 'good' || (own && row.state === 'unchecked') ? 'yes' : 'not-good';
}

/** No mail is tracked by it from now on, of mailboxes that had chosen it neither; what was sent leads on (C4). False: there is none, or it is the server's own. */
export async function retireDomain(
  trx: Transaction<Database>,
  services: Pick<Services, 'store' | 'clock' | 'urls'>,
  who: Asker,
  host: string,
): Promise<boolean> {
  if (host === serverTrackingHost(services)) return false;
  const now = services.clock.now();
  const gone = await trx
    .updateTable('tracking_domains')
    .set({ removed_at: now, is_default: false })
    .where('account_id', '=', who.account)
    .where('host', '=', host)
    .where('removed_at', 'is', null)
    .returning('host')
    .executeTakeFirst();
  if (!gone) return false;
  // Were it to come back, it would be used before it is proven anew.
  await trx
    .updateTable('mailboxes')
    .set({ tracking_host: null })
    .where('account_id', '=', who.account)
    .where('tracking_host', '=', host)
    .execute();
  await tellHosts(services.store, trx);
  await recordAudit(trx, who, now, 'tracking-domain.retire', { kind: 'tracking-domain', id: host });
  return true;
}

/** Resolves to why not. */
export async function makeDefault(
  trx: Transaction<Database>,
  services: Pick<Services, 'store' | 'clock' | 'urls'>,
  who: Asker,
  host: string,
): Promise<'done' | 'unknown' | 'not-good'> {
  const now = services.clock.now();
  const usable = await usableAs(trx, services, who.account, host);
  if (usable !== 'yes') return usable;
  const rows = trx.updateTable('tracking_domains').where('account_id', '=', who.account);
  await rows.where('is_default', '=', true).set({ is_default: false }).execute();
  await rows.where('host', '=', host).set({ is_default: true }).execute();
  await tellHosts(services.store, trx);
  await recordAudit(trx, who, now, 'tracking-domain.default', { kind: 'tracking-domain', id: host });
  return 'done';
}

/** The account's mailboxes, each with what was chosen for it and stands. */
export async function mailboxDomains(
  db: Kysely<Database>,
  account: number,
): Promise<TrackingDomains['mailboxes']> {
  const rows = await db
    .selectFrom('mailboxes as m')
    .leftJoin('tracking_domains as d', (join) =>
      join
        .onRef('d.account_id', '=', 'm.account_id')
        .onRef('d.host', '=', 'm.tracking_host')
        .on('d.removed_at', 'is', null),
    )
    .select(['m.id', 'm.address', 'd.host'])
    .where('m.account_id', '=', account)
    .orderBy('m.address')
    .execute();
  return rows.map(({ id, address, host }) => ({ id, address, ...(host !== null && { host }) }));
}

/** Checks one domain now and keeps what came of it; `known`: what was found a moment ago. */
export async function checkDomain(
  services: Services,
  account: number,
  host: string,
  known?: CheckOutcome,
): Promise<{ outcome: CheckOutcome; standing: DomainStanding }> {
  const found = known ?? (await checkTrackingOrigin(checkParts(services, [host]), originOf(services, host)));
  return services.store.tx(async (trx) => {
    const now = services.clock.now();
    // The server's own has no row until somebody, or the job, has looked.
    await trx
      .insertInto('tracking_domains')
      .values({ account_id: account, host, added_at: now })
      .onConflict((c) => c.doNothing())
      .execute();
    // Everybody's rows of it: of two accounts that have it found good at once, one is the first.
    const rows = await trx
      .selectFrom('tracking_domains')
      .select(['account_id', 'state', 'suspect_since', 'failing_since'])
      .where('host', '=', host)
      .where((eb) => (host === serverTrackingHost(services) ? eb('account_id', '=', account) : eb.lit(true)))
      .orderBy('account_id')
      .forUpdate()
      .execute();
    const row = rows.find((one) => one.account_id === account);
    if (!row) throw new Error('the row was put a moment ago');
    // Two may hold it from before one of them had to be the first: neither loses it.
    const others = row.state === 'unchecked' && rows.some((one) => one !== row && one.state !== 'unchecked');
    const outcome = others ? wrong('other-account', found.facts) : found;
    const next = nextStanding(
      { state: row.state, suspectSince: row.suspect_since, failingSince: row.failing_since },
      outcome,
      now,
    );
    await trx
      .updateTable('tracking_domains')
      .set({
        state: next.state,
        suspect_since: next.suspectSince,
        failing_since: next.failingSince,
        checks: json([outcome]),
        checked_at: now,
      })
      .where('account_id', '=', account)
      .where('host', '=', host)
      .execute();
    return { outcome, standing: next };
  });
}
