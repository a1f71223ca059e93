import { foldAddress } from '../crm/contacts';
import type { Graph, GraphFailure, User } from '../../graph';
import { enqueue } from '../jobs';
import type { Services } from '../services';
import { json } from '../store/schema';
import { probeMailbox } from './access/probe';
import { readAllAgain } from './folders';
import { FOREVER, RENEW, SUBSCRIBE, SYNC } from './job-types';
import { setState, type WatchedMailbox } from './mailboxes';
import { letGo, prolong, replaceSubscription } from './standing-subscription';
import { stateOfFailure } from './state-of-failure';

const MINUTE_MS = 60_000;
export const RENEW_EVERY_MS = 24 * 60 * MINUTE_MS;
/** Somebody has to grant something first. */
const DENIED_RETRY_MS = 60 * MINUTE_MS;
const RETRY_MS = 5 * MINUTE_MS;
/** Graph takes one renewal or reauthorization of a subscription in 10 minutes (facts: 1.6). */
const RENEWALS_APART_MS = 10 * MINUTE_MS;

/** Said while a mailbox can be read and Graph does not tell of new mail. */
export const POLLED = 'Graph sends no notifications for this mailbox: it is looked at every 10 minutes';

type Next = { again: Date } | undefined;

/**
 * Proves that the mailbox can be read, and subscribes to what arrives in it. Safe to run again at any point: a
 * subscription that a killed run left behind is replaced.
 */
export async function subscribe(services: Services, graph: Graph, mailbox: WatchedMailbox): Promise<Next> {
  const later = (ms: number): Next => ({ again: new Date(services.clock.now().getTime() + ms) });
  const probe = await probeMailbox(graph, mailbox.graphUser);
  if (probe.says !== 'allowed') {
    const told = stateOfFailure(probe.failure);
    if (told) await setState(services.store.db, mailbox, told.state, told.reason);
    if (told?.state === 'disconnected') return undefined;
    return later(told ? DENIED_RETRY_MS : waitOf(probe.failure));
  }
  await learnAddresses(services, graph, mailbox);

  const made = await replaceSubscription(services, graph, mailbox);
  const now = services.clock.now();
  const stands = await services.store.tx(async (trx) => {
    const watched = await trx
      .updateTable('mailboxes')
      .set({
        state: 'watching',
        state_reason: made.ok ? null : POLLED,
        subscription_id: made.ok ? made.value.id : null,
        subscription_expires_at: made.ok ? made.value.expiresAt : null,
        subscription_renewed_at: made.ok ? now : null,
      })
      .where('account_id', '=', mailbox.account)
      .where('id', '=', mailbox.id)
      // A person may have paused or disconnected it meanwhile.
      .where('state', 'not in', ['paused', 'disconnected'])
      // Another run (ours was taken for dead) may have subscribed meanwhile: each knows of its own subscription alone.
      .where('subscription_id', 'is not distinct from', mailbox.subscription)
      .returning('id')
      .executeTakeFirst();
    if (!watched) return false;
    const job = { account: mailbox.account, key: mailbox.id, maxAttempts: FOREVER };
    await readAllAgain(trx, mailbox);
    await enqueue(trx, { ...job, type: SYNC });
    if (made.ok) {
      await enqueue(trx, { ...job, type: RENEW, runAt: new Date(now.getTime() + RENEW_EVERY_MS) });
    }
    return true;
  });
  if (!stands) {
    if (made.ok) await letGo(graph, made.value.id);
    // Paused or disconnected, there is nothing to do then; subscribed by another run, that one is replaced.
    return later(0);
  }
  if (made.ok) return undefined;
  services.log.warn(
    { mailbox: mailbox.id, failure: made.failure.kind, status: made.failure.status, code: made.failure.code },
    'Graph took no subscription for a mailbox; it is polled',
  );
  return later(made.failure.kind === 'denied' ? DENIED_RETRY_MS : waitOf(made.failure));
}

const waitOf = (failure: GraphFailure): number =>
  failure.kind === 'throttled' ? failure.retryAfter * 1_000 : RETRY_MS;

/** Aliases, where the directory may be read; without that, the address the user signed in with stands alone. */
async function learnAddresses(services: Services, graph: Graph, mailbox: WatchedMailbox): Promise<void> {
  const user = await graph.getUser(mailbox.graphUser);
  if (!user.ok) return;
  const { primary, aliases } = addressesOf(user.value);
  if (primary === undefined) return;
  await services.store.db
    .updateTable('mailboxes')
    .set({ address: primary, aliases: json(aliases) })
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    .execute();
}

/** `SMTP:` marks the primary address, `smtp:` an alias; other schemes (SIP, X500) are no mail. */
export function addressesOf(user: User): { primary?: string; aliases: string[] } {
  const proxies = (user.proxyAddresses ?? []).filter((p) => /^smtp:/i.test(p));
  const main = proxies.find((p) => p.startsWith('SMTP:'))?.slice(5) ?? user.mail ?? undefined;
  const primary = main === undefined || main === '' ? undefined : foldAddress(main);
  const aliases = new Set([...proxies.map((p) => foldAddress(p.slice(5))), foldAddress(user.mail ?? '')]);
  aliases.delete('');
  if (primary !== undefined) aliases.delete(primary);
  return { ...(primary !== undefined && { primary }), aliases: [...aliases] };
}

/** Puts off the end of a subscription; one that is gone is made anew, and the gap looked through. */
export async function renew(services: Services, graph: Graph, mailbox: WatchedMailbox): Promise<Next> {
  const later = (ms: number): Next => ({ again: new Date(services.clock.now().getTime() + ms) });
  const { db } = services.store;
  const { subscription } = mailbox;
  const now = services.clock.now();
  const pause = (mailbox.renewedAt?.getTime() ?? 0) + RENEWALS_APART_MS - now.getTime();
  if (subscription !== null && pause > 0) return later(pause);
  const renewed = subscription === null ? undefined : await prolong(services, graph, subscription);
  const job = { account: mailbox.account, key: mailbox.id, maxAttempts: FOREVER };
  if (renewed?.ok) {
    await services.store.tx(async (trx) => {
      await trx
        .updateTable('mailboxes')
        .set({ subscription_expires_at: renewed.value.expiresAt, subscription_renewed_at: now })
        .where('account_id', '=', mailbox.account)
        .where('id', '=', mailbox.id)
        .where('subscription_id', '=', subscription)
        .execute();
      // What happened between the end of its authorization and now was told to nobody.
      await readAllAgain(trx, mailbox);
      await enqueue(trx, { ...job, type: SYNC });
    });
    return later(RENEW_EVERY_MS);
  }
  const mayPass =
    renewed?.failure.kind === 'throttled' || (renewed?.failure.kind === 'failed' && renewed.failure.retry);
  if (renewed && mayPass) return later(waitOf(renewed.failure));
  await enqueue(db, { ...job, type: SUBSCRIBE });
  return undefined;
}
