import { randomUUID } from 'node:crypto';
import type { MailChange, Mailboxes } from '../mailboxes';
import type { Faults } from './faults';
import type { GraphLedger } from './ledger';
import type { Subscription } from './subscription';

/** Changes that come within this many milliseconds go out together. */
const GATHER = 25;
const FIRST_TIMEOUT = 3_000;
const RETRY_TIMEOUT = 10_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** Milliseconds after which what could not be delivered is given up. */
const GIVE_UP = 4 * 3_600_000;

export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

export interface Notifier {
  /** Sends a lifecycle event for a subscription; resolves to the status of the answer. */
  lifecycle(id: string, event: LifecycleEvent): Promise<number>;
  /** Resolves when nothing waits to be delivered but what is being tried again. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** The spellings of `resource` that the service uses for one and the same message. */
function resourceOf(objectId: string, tenantId: string, id: string, turn: number): string {
  switch (turn % 4) {
    case 0:
      return `Users/${objectId}/Messages/${id}`;
    case 1:
      return `users/${objectId}@${tenantId}/messages/${id}`;
    case 2:
      return `Users('${objectId}')/messages('${id}')`;
    default:
      return `users/${objectId}/messages/${id}`;
  }
}

/** The expiry as the service writes it: now and then with another zone than UTC. */
function expiryText(iso: string, turn: number): string {
  if (turn % 3 !== 2) return iso;
  const shifted = new Date(Date.parse(iso) + 5.5 * 3_600_000).toISOString();
  return shifted.replace('Z', '+05:30');
}

export function notification(subscription: Subscription, change: MailChange): Record<string, unknown> {
  const id = subscription.immutableIds ? change.immutableId : change.id;
  const resource = resourceOf(subscription.objectId, subscription.tenantId, id, change.sequence);
  return {
    id: Buffer.from(`${subscription.id} ${change.sequence}`).toString('base64'),
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: expiryText(subscription.expirationDateTime, change.sequence),
    ...(subscription.clientState === undefined ? {} : { clientState: subscription.clientState }),
    changeType: change.kind,
    resource,
    tenantId: subscription.tenantId,
    resourceData: {
      '@odata.type': '#Microsoft.Graph.Message',
      '@odata.id': resource,
      '@odata.etag': `W/"CQAAABYAAAC${Buffer.from(String(change.sequence)).toString('base64')}"`,
      id,
    },
  };
}

export function concerns(subscription: Subscription, change: MailChange): boolean {
  return (
    change.mailbox === subscription.mailbox &&
    change.sequence > subscription.notifiedUpTo &&
    subscription.changeTypes.includes(change.kind) &&
    (subscription.folder === undefined || subscription.folder === change.folder)
  );
}

async function post(url: string, value: object[], timeout: number): Promise<number> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', 'client-request-id': randomUUID() },
    body: JSON.stringify({ value }),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeout),
  });
  await answer.arrayBuffer();
  return answer.status;
}

export interface NotifierDeps {
  ledger: GraphLedger;
  mailboxes: Mailboxes;
  faults: Faults;
  onError: (error: unknown) => void;
}

/**
 * Tells the subscribers of changes, each endpoint by itself: what is not answered with 2xx in time is tried again,
 * also after a restart, since how far each subscription was told is on disk.
 */
export function startNotifier({ ledger, mailboxes, faults, onError }: NotifierDeps): Notifier {
  const busy = new Map<string, Promise<void>>();
  const pauses = new Set<() => void>();
  let closed = false;

  function waiting(url: string): { subscriptions: Subscription[]; value: object[]; sequence: number } {
    const sequence = mailboxes.sequence();
    const subscriptions = ledger.subscriptions().filter((each) => each.notificationUrl === url);
    const due = subscriptions.flatMap((subscription) =>
      mailboxes
        .changes(subscription.mailbox, subscription.notifiedUpTo)
        .filter((change) => concerns(subscription, change))
        .map((change) => ({ change, value: notification(subscription, change) })),
    );
    due.sort((a, b) => a.change.sequence - b.change.sequence);
    return { subscriptions, value: due.map((each) => each.value), sequence };
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        pauses.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      pauses.add(done);
    });
  }

  /** Delivers to one endpoint until nothing waits for it. */
  async function serve(url: string): Promise<void> {
    await pause(GATHER);
    let failures = 0;
    let failingSince = 0;
    while (!closed) {
      const { subscriptions, value, sequence } = waiting(url);
      if (value.length === 0) return;
      const sent = faults.notifications?.(value) ?? value;
      const status = await post(url, sent, failures === 0 ? FIRST_TIMEOUT : RETRY_TIMEOUT).catch(() => 0);
      const delivered = status >= 200 && status < 300;
      if (failures === 0) failingSince = Date.now();
      if (delivered || Date.now() - failingSince > GIVE_UP) {
        failures = 0;
        await ledger.record({ type: 'notified', ids: subscriptions.map(({ id }) => id), sequence });
      } else {
        await pause(Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE));
        failures += 1;
      }
    }
  }

  function wake(): void {
    if (closed) return;
    for (const url of new Set(ledger.subscriptions().map((each) => each.notificationUrl))) {
      if (busy.has(url) || waiting(url).value.length === 0) continue;
      const work = serve(url)
        .catch(onError)
        .finally(() => {
          busy.delete(url);
          wake();
        });
      busy.set(url, work);
    }
  }

  const stop = mailboxes.onChange(wake);
  wake();
  return {
    lifecycle: async (id, event) => {
      const subscription = ledger.find(id);
      if (subscription?.lifecycleNotificationUrl === undefined) {
        throw new Error(`subscription ${id} is not there or has no address for lifecycle events`);
      }
      if (event === 'subscriptionRemoved') await ledger.record({ type: 'unsubscribed', id });
      const { clientState, expirationDateTime, tenantId, lifecycleNotificationUrl } = subscription;
      return post(
        lifecycleNotificationUrl,
        [
          {
            subscriptionId: id,
            subscriptionExpirationDateTime: expirationDateTime,
            tenantId,
            ...(clientState === undefined ? {} : { clientState }),
            lifecycleEvent: event,
          },
        ],
        FIRST_TIMEOUT,
      );
    },
    settled: async () => {
      while (busy.size > 0) await Promise.all(busy.values());
    },
    close: async () => {
      closed = true;
      stop();
      for (const done of [...pauses]) done();
      await Promise.all(busy.values());
    },
  };
}
