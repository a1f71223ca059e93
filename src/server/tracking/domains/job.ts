import type { JobHandler } from '../../jobs';
import type { Services } from '../../services';
import { askSome, inTurns } from './asking';
import { checkParts, checkTrackingOrigin } from './check';
import { checkDomain } from './domains';
import { originOf, serverTrackingHost } from './hosts';

export const DOMAINS_JOB = 'tracking.domains';
/**
 * C7 gives five minutes from the failure until no new link leads there: one round, a second look, and their time. Mail
 * that has left keeps its links (`messages/reports.ts`): its clicks count once the domain is back.
 */
const EVERY_MS = 3 * 60_000;
const SECOND_LOOK_MS = 20_000;
/** After it no further host is asked: those come first in the next round. */
const ROUND_MS = 30_000;

/** Looks at every account's tracking domains, some at once; those that several share are asked once. */
export function domainsJob(services: Services, told: () => Promise<void>): JobHandler {
  return async ({ signal }) => {
    const { db } = services.store;
    const own = serverTrackingHost(services);
    const now = (): number => services.clock.now().getTime();
    const accounts = await db
      .selectFrom('accounts')
      .select('id')
      .where('closed_at', 'is', null)
      .orderBy('id')
      .execute();
    const rows = await db
      .selectFrom('tracking_domains')
      .select(['account_id', 'host', 'state'])
      .where('removed_at', 'is', null)
      .orderBy('checked_at', (order) => order.asc().nullsFirst())
      .execute();
    const before = new Map(rows.map(({ account_id: account, host, state }) => [`${account} ${host}`, state]));
    const open = new Set(accounts.map(({ id }) => id));
    const looked = [
      ...accounts.map(({ id: account }) => ({ account, host: own })),
      ...rows.flatMap(({ account_id: account, host }) =>
        host !== own && open.has(account) ? [{ account, host }] : [],
      ),
    ];
    const end = now() + ROUND_MS;
    const outcomes = await askSome(
      inTurns(looked),
      (host) => checkTrackingOrigin(checkParts(services, [host]), originOf(services, host)),
      () => now() < end && !signal.aborted,
    );
    let changed = false;
    let suspect = false;
    for (const { account, host } of looked) {
      const outcome = outcomes.get(host);
      if (!outcome) continue;
      const { standing } = await checkDomain(services, account, host, outcome);
      changed ||= (standing.state === 'failing') !== (before.get(`${account} ${host}`) === 'failing');
      suspect ||= standing.suspectSince !== null;
    }
    if (changed) await told();
    return { again: new Date(now() + (suspect ? SECOND_LOOK_MS : EVERY_MS)) };
  };
}
