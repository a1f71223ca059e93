import { createECDH, randomBytes } from 'node:crypto';
import type { Services } from '../services';
import type { PushCounts } from './counts';
import { LATE_MS } from './decide';
import { encryptPush } from './encrypt';
import type { PushAnswer, PushPost } from './post';
import { unseal } from './subscriptions';
import { vapidHeader, vapidKey } from './vapid';

/** How long a push service keeps it for a browser that is off; later it is no news. */
export const TTL_S = 4 * 3_600;
const TIME_LIMIT_MS = 10_000;
const LONGEST_RETRY_MS = 3_600_000;

interface Sending {
  account: number;
  notice: string;
  subscription: string;
  signal: AbortSignal;
}

/**
 * Sends a notice to one browser, or says again that it was taken back. The browser gets the notice's id and nothing
 * else. Throws when it is to be tried again; resolves to when the push service wants to be asked again.
 */
export async function sendNotice(
  services: Pick<Services, 'store' | 'secrets' | 'clock' | 'log' | 'settings'>,
  { post, counts }: { post: PushPost; counts: PushCounts },
  { account, notice, subscription, signal }: Sending,
): Promise<Date | undefined> {
  const { store, secrets, clock, log } = services;
  const now = clock.now();
  const state = await stateOf(services, account, notice, subscription);
  if (!state || now.getTime() - state.createdAt.getTime() > TTL_S * 1000) return undefined;
  // Already said, or nothing to say any more.
  if (state.delivered === undefined ? state.standing === 0 : state.delivered === state.standing)
    return undefined;

  const { endpoint, browser } = unseal(secrets, account, state.sealed);
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  const body = encryptPush(JSON.stringify({ notice }), browser, {
    salt: randomBytes(16),
    privateKey: Buffer.from(ecdh.getPrivateKey('hex').padStart(64, '0'), 'hex'),
  });
  const left = TTL_S - Math.floor((now.getTime() - state.createdAt.getTime()) / 1000);
  const { outcomes } = counts;
  const answer = await post(endpoint, {
    headers: {
      authorization: vapidHeader(vapidKey(secrets), endpoint, services.settings.pushContact, now),
      'content-type': 'application/octet-stream',
      'content-encoding': 'aes128gcm',
      ttl: String(left),
      urgency: state.delivered === undefined ? 'high' : 'low',
      // RFC 8030, 5.4: one that waits at the push service is replaced, not added to. 32 characters at most.
      topic: notice.replaceAll('-', ''),
    },
    body,
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]),
  }).catch((error: unknown) => {
    outcomes.failed += 1;
    throw error;
  });

  if (answer.status >= 200 && answer.status < 300) {
    outcomes.sent += 1;
    if (state.delivered === undefined && state.fresh !== undefined)
      counts.took(Math.max(0, clock.now().getTime() - state.fresh.getTime()) / 1000);
    const row = { delivered_at: now, standing: state.standing };
    await store.tx(async (trx) => {
      await trx
        .insertInto('notice_deliveries')
        .values({ account_id: account, notice_id: notice, subscription_id: subscription, ...row })
        .onConflict((c) => c.columns(['account_id', 'notice_id', 'subscription_id']).doUpdateSet(row))
        .execute();
    });
    // Taken back while it was under way, when there was no delivery yet to find.
    const after = await stateOf(services, account, notice, subscription);
    return after && after.standing !== state.standing ? now : undefined;
  }
  if (answer.status === 404 || answer.status === 410) {
    outcomes.gone += 1;
    await store.db
      .deleteFrom('push_subscriptions')
      .where('account_id', '=', account)
      .where('id', '=', subscription)
      .execute();
    return undefined;
  }
  if (answer.status === 429 || answer.status >= 500) {
    outcomes.failed += 1;
    const at = retryAt(answer, now);
    if (at) return at;
    throw new Error(`The push service answered ${answer.status}.`);
  }
  outcomes.refused += 1;
  log.warn({ account, status: answer.status }, 'A push service refused a notification');
  return undefined;
}

async function stateOf({ store }: Pick<Services, 'store'>, account: number, notice: string, id: string) {
  const row = await store.db
    .selectFrom('notices as n')
    .innerJoin('push_subscriptions as s', (join) =>
      join.onRef('s.account_id', '=', 'n.account_id').onRef('s.user_id', '=', 'n.user_id'),
    )
    .innerJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'n.account_id').onRef('u.id', '=', 'n.user_id'),
    )
    .leftJoin('notice_deliveries as d', (join) =>
      join
        .onRef('d.account_id', '=', 'n.account_id')
        .onRef('d.notice_id', '=', 'n.id')
        .onRef('d.subscription_id', '=', 's.id'),
    )
    .select(['n.created_at', 's.sealed', 'd.standing'])
    .where('n.account_id', '=', account)
    .where('n.id', '=', notice)
    .where('s.id', '=', id)
    .where('u.status', '=', 'active')
    .executeTakeFirst();
  if (!row) return undefined;
  const { standing, count, at, recorded } = await store.db
    .selectFrom('notifications as n')
    .innerJoin('events as e', (join) =>
      join.onRef('e.account_id', '=', 'n.account_id').onRef('e.seq', '=', 'n.seq'),
    )
    .leftJoin('events as t', (join) =>
      join.onRef('t.account_id', '=', 'n.account_id').onRef('t.retracts', '=', 'n.seq'),
    )
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      eb.fn.countAll<number>().filterWhere('t.seq', 'is', null).as('standing'),
      eb.fn.min('e.at').as('at'),
      eb.fn.min('n.created_at').as('recorded'),
    ])
    .where('n.account_id', '=', account)
    .where('n.notice_id', '=', notice)
    .executeTakeFirstOrThrow();
  const held = row.created_at.getTime() - recorded.getTime() > LATE_MS;
  return {
    createdAt: row.created_at,
    sealed: row.sealed,
    delivered: row.standing ?? undefined,
    standing,
    /** When it happened, of one event that nothing held back. */
    fresh: count === 1 && !held ? at : undefined,
  };
}

/** RFC 9110, 10.2.3: seconds or a date; an hour at most. */
function retryAt({ retryAfter }: PushAnswer, now: Date): Date | undefined {
  if (retryAfter === undefined) return undefined;
  const at = /^\d{1,9}$/.test(retryAfter)
    ? now.getTime() + Number(retryAfter) * 1000
    : new Date(retryAfter).getTime();
  if (!(at > now.getTime())) return undefined;
  return new Date(Math.min(at, now.getTime() + LONGEST_RETRY_MS));
}
