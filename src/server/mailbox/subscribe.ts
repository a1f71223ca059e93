import { foldAddress } from '../crm/contacts';
import type { Graph, GraphAnswer, GraphFailure, StandingSubscription, User } from '../../graph';
import { enqueue } from '../jobs';
import type { Services } from '../services';
import { json, type MailboxState } from '../store/schema';
import { clientStateOf } from './client-state';
import { FOREVER, RENEW, SUBSCRIBE, SYNC } from './job-types';
import { setState, type WatchedMailbox } from './mailboxes';

const MINUTE_MS = 60_000;
/** The service refuses more than 10,070 minutes; the margin is for clocks that differ. */
const LIFE_MS = 10_000 * MINUTE_MS;
export const RENEW_EVERY_MS = 24 * 60 * MINUTE_MS;
/** Somebody has to grant something first. */
const DENIED_RETRY_MS = 60 * MINUTE_MS;
const RETRY_MS = 5 * MINUTE_MS;

/** Said while a mailbox can be read and Graph does not tell of new mail. */
export const POLLED = 'Graph sends no notifications for this mailbox: it is looked at every 10 minutes';

/** What a failure means for the mailbox, in words for its owner; undefined: nothing yet, it may pass. */
export function stateOfFailure(failure: GraphFailure): { state: MailboxState; reason: string } | undefined {
  switch (failure.kind) {
    case 'denied':
      return {
        state: 'not-allowed',
        reason:
          'Mailtrail is not allowed to read this mailbox. An administrator must grant Mail.Read for it.',
      };
    case 'unauthorized':
      return {
        state: 'not-allowed',
        reason: 'Microsoft refused our sign-in: consent was withdrawn, or the secret has expired.',
      };
    case 'mailboxUnavailable':
      return {
        state: 'disconnected',
        reason: 'Only Exchange Online mailboxes can be connected, and this is none, or it is switched off.',
      };
    case 'throttled':
    case 'gone':
    case 'notFound':
    case 'exists':
    case 'failed':
      return undefined;
  }
}

type Next = { again: Date } | undefined;

/**
 * Proves that the mailbox can be read, and subscribes to what arrives in it. Safe to run again at any point: a
 * subscription that a killed run left behind is replaced.
 */
export async function subscribe(services: Services, graph: Graph, mailbox: WatchedMailbox): Promise<Next> {
  const later = (ms: number): Next => ({ again: new Date(services.clock.now().getTime() + ms) });
  const inbox = await graph.getFolder(mailbox.graphUser, 'inbox');
  if (!inbox.ok) {
    const missing = inbox.failure.kind === 'notFound';
    const failure: GraphFailure = missing ? { ...inbox.failure, kind: 'mailboxUnavailable' } : inbox.failure;
    const told = stateOfFailure(failure);
    if (told) await setState(services.store.db, mailbox, told.state, told.reason);
    if (told?.state === 'disconnected') return undefined;
    return later(told ? DENIED_RETRY_MS : waitOf(failure));
  }
  await learnAddresses(services, graph, mailbox);

  const made = await replaceSubscription(services, graph, mailbox);
  const now = services.clock.now();
  await services.store.tx(async (trx) => {
    await trx
      .updateTable('mailboxes')
      .set({
        state: 'watching',
        state_reason: made.ok ? null : POLLED,
        subscription_id: made.ok ? made.value.id : null,
        subscription_expires_at: made.ok ? made.value.expiresAt : null,
      })
      .where('account_id', '=', mailbox.account)
      .where('id', '=', mailbox.id)
      .execute();
    const job = { account: mailbox.account, key: mailbox.id, maxAttempts: FOREVER };
    await enqueue(trx, { ...job, type: SYNC });
    if (made.ok) {
      await enqueue(trx, { ...job, type: RENEW, runAt: new Date(now.getTime() + RENEW_EVERY_MS) });
    }
  });
  if (made.ok) return undefined;
  services.log.warn(
    { mailbox: mailbox.id, failure: made.failure.kind, status: made.failure.status, code: made.failure.code },
    'Graph took no subscription for a mailbox; it is polled',
  );
  return later(made.failure.kind === 'denied' ? DENIED_RETRY_MS : waitOf(made.failure));
}

const waitOf = (failure: GraphFailure): number =>
  failure.kind === 'throttled' ? failure.retryAfter * 1_000 : RETRY_MS;

/** One that stands already may carry another address, or no immutable ids: it is deleted, not adopted. */
async function replaceSubscription(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
): Promise<GraphAnswer<StandingSubscription>> {
  if (mailbox.subscription !== null) await graph.deleteSubscription(mailbox.subscription);
  const create = (): Promise<GraphAnswer<StandingSubscription>> =>
    graph.createSubscription({
      resource: `users/${mailbox.graphUser}/messages`,
      notificationUrl: `${services.urls.app}/api/graph/notifications`,
      lifecycleNotificationUrl: `${services.urls.app}/api/graph/lifecycle`,
      clientState: clientStateOf(services.secrets, { account: mailbox.account, mailbox: mailbox.id }),
      expiresAt: new Date(services.clock.now().getTime() + LIFE_MS),
    });
  const made = await create();
  if (made.ok || made.failure.kind !== 'exists' || made.failure.id === undefined) return made;
  await graph.deleteSubscription(made.failure.id);
  return create();
}

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
  const renewed =
    mailbox.subscription === null
      ? undefined
      : await graph.renewSubscription(
          mailbox.subscription,
          new Date(services.clock.now().getTime() + LIFE_MS),
        );
  if (renewed?.ok) {
    await db
      .updateTable('mailboxes')
      .set({ subscription_expires_at: renewed.value.expiresAt })
      .where('account_id', '=', mailbox.account)
      .where('id', '=', mailbox.id)
      .where('subscription_id', '=', mailbox.subscription)
      .execute();
    return later(RENEW_EVERY_MS);
  }
  if (renewed && (renewed.failure.kind === 'throttled' || renewed.failure.kind === 'failed')) {
    return later(waitOf(renewed.failure));
  }
  await enqueue(db, { account: mailbox.account, type: SUBSCRIBE, key: mailbox.id, maxAttempts: FOREVER });
  return undefined;
}
