import type { Kysely, Transaction } from 'kysely';
import type { Deployment } from '../../core/api/deployment';
import { compareManifests, makeManifest, nextVersion, startsByItself, versionIn } from '../../core/manifest';
import { recordAudit } from '../audit';
import type { Services } from '../services';
import type { Database } from '../store/schema';

const HEARD_MS = 30 * 86_400_000;
/** What an account has before it gives its add-in a name of its own. */
export const ADDIN_NAME = 'Mailtrail';

const FIRST = '1.0.0.0';

interface Asker {
  account: number;
  user: number;
}
type Parts = Pick<Services, 'urls' | 'entra' | 'clock'>;

/**
 * The account's manifest as it stands now. Where it differs from the last one that was made, in whatever way, it is a
 * new one with a higher version: Outlook takes no change without (facts of Microsoft's own: it may keep the old for days).
 */
async function present(
  trx: Transaction<Database>,
  services: Parts,
  account: number,
  addinId: string,
): Promise<{ xml: string; version: string; name: string; madeAt: Date; number: number }> {
  const { settings } = await trx
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const name = settings.addinName ?? ADDIN_NAME;
  const newest = await trx
    .selectFrom('account_manifests')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const made = (version?: string): string =>
    makeManifest({
      baseUrl: services.urls.app,
      trackingUrl: services.urls.tracking,
      id: addinId,
      clientId: services.entra.clientId,
      name,
      ...(version !== undefined && { version }),
    });
  if (newest && made(newest.version) === newest.xml) {
    const { xml, version, made_at: madeAt, number } = newest;
    return { xml, version, name, madeAt, number };
  }
  const version = nextVersion(newest?.version, versionIn(made()) ?? FIRST);
  const madeAt = services.clock.now();
  const number = (newest?.number ?? 0) + 1;
  const xml = made(version);
  await trx
    .insertInto('account_manifests')
    .values({ account_id: account, version, number, xml, made_at: madeAt })
    .execute();
  return { xml, version, name, madeAt, number };
}

/** A7: the manifest, the ones before it, and what an administrator has to do about the difference. */
export async function deploymentOf(
  trx: Transaction<Database>,
  services: Parts,
  account: number,
  addinId: string,
): Promise<Deployment> {
  const { xml, version, name, madeAt } = await present(trx, services, account, addinId);
  const rows = await trx
    .selectFrom('account_manifests')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('number', 'desc')
    .limit(50)
    .execute();
  const [deployed] = rows
    .flatMap((row) => (row.deployed_at ? [{ row, at: row.deployed_at }] : []))
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  const changes = deployed ? compareManifests(deployed.row.xml, xml) : [];
  return {
    address: services.urls.app,
    addinId,
    name,
    version,
    madeAt: madeAt.toISOString(),
    versions: rows.map((row) => ({
      version: row.version,
      madeAt: row.made_at.toISOString(),
      ...(row.fetched_at && { fetchedAt: row.fetched_at.toISOString() }),
      ...(row.deployed_at && { deployedAt: row.deployed_at.toISOString() }),
    })),
    ...(deployed && { deployed: { version: deployed.row.version, at: deployed.at.toISOString() } }),
    changes,
    consentNeeded: changes.length > 0 && startsByItself(xml),
    heard: await heardOf(trx, account, services.clock.now()),
  };
}

/** Books of tickets are given to Outlook alone: who has one has the add-in. */
async function heardOf(db: Kysely<Database>, account: number, now: Date): Promise<Deployment['heard']> {
  const row = await db
    .selectFrom('ticket_books')
    .select((eb) => [eb.fn.max('issued_at').as('last'), eb.fn.count('user_id').distinct().as('people')])
    .where('account_id', '=', account)
    .where('issued_at', '>', new Date(now.getTime() - HEARD_MS))
    .executeTakeFirst();
  const last: unknown = row?.last;
  return { ...(last instanceof Date && { lastAt: last.toISOString() }), people: Number(row?.people ?? 0) };
}

/** For download: remembered as handed out. */
export async function fetchManifest(
  trx: Transaction<Database>,
  services: Parts,
  who: Asker,
  addinId: string,
): Promise<{ xml: string; version: string }> {
  const { xml, version, number } = await present(trx, services, who.account, addinId);
  await trx
    .updateTable('account_manifests')
    .set((eb) => ({ fetched_at: eb.fn.coalesce('fetched_at', eb.val(services.clock.now())) }))
    .where('account_id', '=', who.account)
    .where('number', '=', number)
    .execute();
  await recordAudit(trx, who, services.clock.now(), 'deployment.download', {
    kind: 'manifest',
    id: version,
  });
  return { xml, version };
}

/** An administrator's word which one is in Microsoft 365; null: none is. False: there is no such version. */
export async function sayDeployed(
  trx: Transaction<Database>,
  services: Parts,
  who: Asker,
  version: string | null,
): Promise<boolean> {
  const now = services.clock.now();
  const rows = trx.updateTable('account_manifests').where('account_id', '=', who.account);
  if (version !== null) {
    const said = await rows
      .where('version', '=', version)
      .set({ deployed_at: now })
      .returning('version')
      .executeTakeFirst();
    if (!said) return false;
  }
  await rows
    .where('deployed_at', 'is not', null)
    .$if(version !== null, (others) => others.where('version', '<>', version))
    .set({ deployed_at: null })
    .execute();
  await recordAudit(trx, who, now, 'deployment.deployed', { kind: 'manifest', id: version ?? 'none' });
  return true;
}
