import { TokenRefused } from '../../../graph';
import type { Finding } from '../../../core/api/mailboxes';
import { enqueue, type Job } from '../../jobs';
import { watchReplyTo, watchTrackingDomains } from '../../marketing/watch-sends';
import type { Services } from '../../services';
import type { GraphAccess } from '../graph-access';
import { CHECK_ALL, COUNT, FOREVER, SUBSCRIBE, SYNC } from '../job-types';
import { setState } from '../mailboxes';
import { leaveOne } from '../owned';
import { stateOfFailure } from '../state-of-failure';
import { settleAlerts } from './alerts';
import { failingDomains } from './failing-domains';
import { domainFinding, findings, lateAt, secretFinding } from './findings';
import { standings, type StoredStanding } from './standing';

export const CHECK_EVERY_MS = 5 * 60_000;
/** S4 gives a quarter of an hour, so a mailbox is looked at again as soon as it is late; not more often than this. */
const SOONEST_MS = 30_000;
/** S5: watching stops within the hour of a withdrawn consent, though the token that was given before is good longer. */
const RENEW_EVERY_MS = 30 * 60_000;
const COUNT_EVERY_MS = 24 * 3_600_000;

/** Looks every five minutes whether the mailboxes are alive, tells who must know, and takes up what stands still. */
export function makeCheck(
  services: Services,
  access: GraphAccess,
): (job: Pick<Job, 'account' | 'key'>) => Promise<{ again: Date } | undefined> {
  const renewed = new Map<string, number>();

  /** A consent that Microsoft no longer takes shows here first. */
  async function proveAccess(mailbox: StoredStanding): Promise<void> {
    if (mailbox.access === 'pane' || !['watching', 'failing', 'connecting'].includes(mailbox.state)) return;
    const way = mailbox.access === 'delegated' ? `${mailbox.account} ${mailbox.owner}` : mailbox.tenant;
    const now = services.clock.now().getTime();
    if ((renewed.get(way) ?? 0) > now - RENEW_EVERY_MS) return;
    try {
      await access.renew(mailbox);
    } catch (error) {
      // Anything else may pass, and the sync says so if it does not.
      if (error instanceof TokenRefused) await refused(mailbox, error.code);
      return;
    }
    renewed.set(way, now);
  }

  async function refused(mailbox: StoredStanding, code: string): Promise<void> {
    const told = stateOfFailure({ kind: 'unauthorized', status: 0, code });
    if (!told) return;
    await setState(services.store.db, mailbox, told.state, told.reason);
    mailbox.state = told.state;
    mailbox.reason = told.reason;
    await enqueueFor(mailbox, SUBSCRIBE, new Date(services.clock.now().getTime() + RENEW_EVERY_MS));
  }

  const enqueueFor = (mailbox: StoredStanding, type: string, runAt?: Date): Promise<void> =>
    enqueue(services.store.db, {
      account: mailbox.account,
      type,
      key: mailbox.id,
      maxAttempts: FOREVER,
      runAt,
    });

  /** S5: a disabled owner's mailbox is let go of; what stands still is set going. */
  async function takeUp(mailbox: StoredStanding, found: readonly Finding[]): Promise<void> {
    const is = (kind: Finding['kind']): boolean => found.some((finding) => finding.kind === kind);
    if (!mailbox.ownerActive && mailbox.state !== 'paused' && mailbox.state !== 'disconnected') {
      await services.store.tx((trx) => leaveOne(trx, mailbox, services.clock.now()));
      return;
    }
    if (is('lapsed')) await enqueueFor(mailbox, SUBSCRIBE);
    if (is('stale') && mailbox.access !== 'pane') await enqueueFor(mailbox, SYNC);
    const now = services.clock.now().getTime();
    const counted = mailbox.countedAt ?? mailbox.connectedAt;
    if (mailbox.state === 'watching' && mailbox.access !== 'pane') {
      if (is('gap') || now - counted.getTime() > COUNT_EVERY_MS) await enqueueFor(mailbox, COUNT);
    }
  }

  async function check(mailbox: StoredStanding): Promise<Date | undefined> {
    await proveAccess(mailbox);
    const now = services.clock.now();
    const found = findings(mailbox, now);
    await takeUp(mailbox, found);
    const { id, address, owner, account } = mailbox;
    return services.store.tx(async (trx) => {
      const again = await settleAlerts(trx, { account, mailbox: { id, address, owner } }, found, now);
      const later = await watchReplyTo(trx, mailbox, found, now);
      return again && later && later < again ? later : (again ?? later);
    });
  }

  async function checkServer(): Promise<void> {
    const now = services.clock.now();
    const secret = secretFinding(services.settings.clientSecretExpires, now);
    const accounts = await services.store.db
      .selectFrom('accounts')
      .select('id')
      .where('closed_at', 'is', null)
      .execute();
    const failing = await failingDomains(services.store.db);
    for (const { id } of accounts) {
      const domains = failing.get(id);
      const found = [...(secret ? [secret] : []), ...(domains ? [domainFinding(domains)] : [])];
      await services.store.tx(async (trx) => {
        await settleAlerts(trx, { account: id, mailbox: null }, found, now);
        await watchTrackingDomains(trx, services, id, domains ?? [], now);
      });
    }
  }

  return async (job) => {
    const all = job.key === CHECK_ALL;
    const now = services.clock.now();
    const mailboxes = await standings(
      services.store.db,
      now,
      all ? undefined : { account: job.account, id: job.key },
    );
    let soon: Date | undefined;
    let failed: { error: unknown } | undefined;
    for (const mailbox of mailboxes) {
      try {
        for (const again of [await check(mailbox), all ? onceLate(mailbox, now) : undefined]) {
          if (again && (!soon || again < soon)) soon = again;
        }
      } catch (error) {
        // One that cannot be looked at hides no other's silence.
        failed ??= { error };
      }
    }
    if (all) await checkServer();
    if (failed) throw failed.error;
    if (!all) return soon && { again: soon };
    const next = new Date(now.getTime() + CHECK_EVERY_MS);
    return { again: soon && soon < next ? soon : next };
  };
}

function onceLate(mailbox: StoredStanding, now: Date): Date | undefined {
  const late = lateAt(mailbox);
  if (mailbox.state !== 'watching' || late <= now) return undefined;
  return new Date(Math.max(late.getTime(), now.getTime() + SOONEST_MS));
}
