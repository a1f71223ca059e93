import type { Clock } from '../clock';
import type { Mailboxes } from '../mailboxes';
import type { Timers } from '../timers';
import type { Call } from './call';
import { endpointHealth } from './endpoint-health';
import type { EndpointHealth } from './endpoint-health';
import type { Faults } from './faults';
import type { GraphLedger } from './ledger';
import { concerns, lifecycleNotification, notification } from './notification';
import type { LifecycleEvent } from './notification';
import type { Subscription } from './subscription';

/** Changes that come within this many milliseconds go out together. */
const GATHER = 25;
const FIRST_TIMEOUT = 3_000;
const RETRY_TIMEOUT = 10_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30 * 60_000;
const SLOW_DELAY = 10 * 60_000;
/** Milliseconds after which what could not be delivered is given up. */
const GIVE_UP = 4 * 3_600_000;
/** Before the end of a subscription, its owner is told to renew it, again and again. */
const REMIND_BEFORE = [60, 45, 30, 15].map((minutes) => minutes * 60_000);
const JSON_TYPE = 'application/json; charset=utf-8';

export interface Notifier {
  /** Sends a lifecycle event for a subscription; resolves to the status of the answer. */
  lifecycle(id: string, event: LifecycleEvent): Promise<number>;
  /** Resolves when no post is under way; what waits for its time waits on. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface NotifierDeps {
  ledger: GraphLedger;
  mailboxes: Mailboxes;
  faults: Faults;
  clock: Clock;
  timers: Timers;
  call: Call;
  onError: (error: unknown) => void;
}

/** One post, until it is delivered or given up. */
interface Delivery {
  url: string;
  items: object[];
  /** Of each subscription in it, the change before its first. */
  from: Map<string, number>;
  tries: number;
  since: number;
}

/**
 * Tells the subscribers of changes: what is not answered with 2xx in time is tried again by itself, later each time,
 * while newer ones go out; also after a restart, since how far each subscription was told is on disk.
 */
export function startNotifier(deps: NotifierDeps): Notifier {
  const { ledger, mailboxes, faults, clock, timers, call, onError } = deps;
  const busy = new Set<Promise<void>>();
  const stops = new Set<() => void>();
  const gathering = new Set<string>();
  const pending = new Set<Delivery>();
  /** How far the changes were made into deliveries, by subscription. */
  const taken = new Map<string, number>();
  const health = new Map<string, EndpointHealth>();
  let stopReminder: () => void = () => undefined;
  let closed = false;
  const now = (): number => clock.now().getTime();

  function later(ms: number, work: () => Promise<void>): () => void {
    const stop = timers.after(ms, () => {
      stops.delete(stop);
      if (!closed) track(work());
    });
    stops.add(stop);
    return () => {
      stops.delete(stop);
      stop();
    };
  }

  function track(work: Promise<void>): void {
    const tracked: Promise<void> = work.catch(onError).finally(() => busy.delete(tracked));
    busy.add(tracked);
  }

  function healthOf(url: string): EndpointHealth {
    const found = health.get(url) ?? endpointHealth();
    health.set(url, found);
    return found;
  }

  /** Posts once; resolves to the status, 0 where no answer came in time. */
  async function post(url: string, items: object[], timeout: number): Promise<number> {
    const content = { type: JSON_TYPE, body: JSON.stringify({ value: items }) };
    const answer = await call(url, content, timeout).catch(() => ({ status: 0, ms: Infinity }));
    healthOf(url).note(now(), answer.ms);
    return answer.ms > timeout ? 0 : answer.status;
  }

  const delivered = (status: number): boolean => status >= 200 && status < 300;

  async function send(delivery: Delivery): Promise<void> {
    const timeout = delivery.tries === 0 ? FIRST_TIMEOUT : RETRY_TIMEOUT;
    delivery.tries += 1;
    const { url, items } = delivery;
    if (items.length === 0 || delivered(await post(url, items, timeout))) return finish(delivery);
    const wait = Math.min(FIRST_PAUSE * 2 ** (delivery.tries - 1), LONGEST_PAUSE);
    if (now() + wait - delivery.since <= GIVE_UP) {
      later(wait, () => send(delivery));
      return;
    }
    await finish(delivery);
    for (const id of delivery.from.keys()) await tell(id, 'missed');
  }

  /** Writes down how far the subscriptions of a delivery were told: up to what still waits. */
  async function finish(delivery: Delivery): Promise<void> {
    pending.delete(delivery);
    for (const id of delivery.from.keys()) {
      const waiting = [...pending].flatMap((each) => each.from.get(id) ?? []);
      const sequence = Math.min(taken.get(id) ?? 0, ...waiting);
      await ledger.record({ type: 'notified', ids: [id], sequence });
    }
  }

  function due(url: string): { subscription: Subscription; from: number }[] {
    return ledger
      .subscriptions()
      .filter((each) => each.notificationUrl === url)
      .map((subscription) => ({
        subscription,
        from: Math.max(subscription.notifiedUpTo, taken.get(subscription.id) ?? 0),
      }))
      .filter(({ subscription, from }) =>
        mailboxes.changes(subscription.mailbox, from).some((change) => concerns(subscription, change)),
      );
  }

  /** Makes one delivery of everything that is new for an address. */
  async function gather(url: string): Promise<void> {
    gathering.delete(url);
    const found = due(url);
    const rows = found.flatMap(({ subscription, from }) =>
      mailboxes
        .changes(subscription.mailbox, from)
        .filter((change) => concerns(subscription, change))
        .map((change) => ({ at: change.sequence, item: notification(subscription, change) })),
    );
    const delivery: Delivery = {
      url,
      items: [],
      from: new Map(found.map(({ subscription, from }) => [subscription.id, from])),
      tries: 0,
      since: now(),
    };
    for (const { subscription } of found) taken.set(subscription.id, mailboxes.sequence());
    if (rows.length === 0) return;
    pending.add(delivery);
    if (healthOf(url).standing(now()) === 'dropping') {
      await finish(delivery);
      for (const id of delivery.from.keys()) later(SLOW_DELAY, async () => void (await tell(id, 'missed')));
      return;
    }
    const value = rows.sort((a, b) => a.at - b.at).map(({ item }) => item);
    delivery.items = faults.notifications?.(value) ?? value;
    await send(delivery);
  }

  function wake(): void {
    if (closed) return;
    for (const url of new Set(ledger.subscriptions().map((each) => each.notificationUrl))) {
      if (gathering.has(url) || due(url).length === 0) continue;
      gathering.add(url);
      const slow = healthOf(url).standing(now()) === 'slow';
      later(faults.notifiesAfter?.() ?? (slow ? SLOW_DELAY : GATHER), async () => {
        await gather(url);
        wake();
      });
    }
  }

  async function tell(id: string, event: LifecycleEvent): Promise<number> {
    const subscription = ledger.find(id);
    if (subscription?.lifecycleNotificationUrl === undefined) return 0;
    const { lifecycleNotificationUrl: url } = subscription;
    return post(url, [lifecycleNotification(subscription, event)], FIRST_TIMEOUT);
  }

  /** Waits for the next moment at which an owner is to be told to renew. */
  function remindNext(): void {
    stopReminder();
    if (closed) return;
    const moments = ledger
      .subscriptions()
      .flatMap(({ id, expirationDateTime }) =>
        REMIND_BEFORE.map((before) => ({ id, at: Date.parse(expirationDateTime) - before })).filter(
          ({ at }) => at > now(),
        ),
      );
    const [next] = moments.sort((a, b) => a.at - b.at);
    if (next === undefined) return;
    stopReminder = later(next.at - now(), async () => {
      await tell(next.id, 'reauthorizationRequired');
      remindNext();
    });
  }

  const ends = [mailboxes.onChange(wake), ledger.onRecord(remindNext)];
  wake();
  remindNext();
  return {
    lifecycle: async (id, event) => {
      const subscription = ledger.find(id);
      if (subscription?.lifecycleNotificationUrl === undefined) {
        throw new Error(`subscription ${id} is not there or has no address for lifecycle events`);
      }
      const { lifecycleNotificationUrl: url } = subscription;
      if (event === 'subscriptionRemoved') await ledger.record({ type: 'unsubscribed', id });
      return post(url, [lifecycleNotification(subscription, event)], FIRST_TIMEOUT);
    },
    settled: async () => {
      while (busy.size > 0) await Promise.all(busy);
    },
    close: async () => {
      closed = true;
      for (const end of ends) end();
      for (const stop of [...stops]) stop();
      await Promise.all(busy);
    },
  };
}
