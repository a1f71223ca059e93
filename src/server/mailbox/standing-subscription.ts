import type { Graph, GraphAnswer, NewSubscription, StandingSubscription } from '../../graph';
import type { Services } from '../services';
import { clientStateOf } from './client-state';
import type { WatchedMailbox } from './mailboxes';

const MINUTE_MS = 60_000;
/** The service takes 10,070 minutes, whatever its documentation says; the margin is for clocks that differ. */
const LIFE_MS = 10_000 * MINUTE_MS;
const MARGIN_MS = 10 * MINUTE_MS;
/** Told a shorter life, and of one that stands already, perhaps twice. */
const MOST_ATTEMPTS = 5;

type Answer = GraphAnswer<StandingSubscription>;

/** Asks with the usual life, and once more with the one that Graph tells, where it takes none so long. */
async function withLife(now: Date, ask: (expiresAt: Date) => Promise<Answer>): Promise<Answer> {
  const first = await ask(new Date(now.getTime() + LIFE_MS));
  if (first.ok || first.failure.kind !== 'tooLong') return first;
  const told = first.failure.minutes * MINUTE_MS;
  return ask(new Date(now.getTime() + Math.max(told / 2, Math.min(told - MARGIN_MS, LIFE_MS))));
}

/** Puts off the end of a subscription, which reauthorizes it too. */
export const prolong = (services: Pick<Services, 'clock'>, graph: Graph, id: string): Promise<Answer> =>
  withLife(services.clock.now(), (expiresAt) => graph.renewSubscription(id, expiresAt));

/**
 * Deletes a subscription. Resolves to after how many ms to try again, where Graph could not be reached or was busy; what
 * it refuses to delete ends by itself within a week, and what it still sends is dropped.
 */
export async function letGo(graph: Graph, id: string): Promise<number | undefined> {
  const gone = await graph.deleteSubscription(id);
  if (gone.ok) return undefined;
  const { failure } = gone;
  if (failure.kind === 'throttled') return failure.retryAfter * 1_000;
  return failure.kind === 'failed' && failure.retry ? MINUTE_MS : undefined;
}

/**
 * Subscribes to a mailbox. One that stands already (a killed run left it) is deleted, since it may carry another
 * address or a `clientState` of former secrets; where Graph does not let go of it, it is taken over if it calls us.
 */
export async function replaceSubscription(
  services: Pick<Services, 'clock' | 'urls' | 'secrets'>,
  graph: Graph,
  mailbox: WatchedMailbox,
): Promise<Answer> {
  if (mailbox.subscription !== null) await graph.deleteSubscription(mailbox.subscription);
  const wanted: Omit<NewSubscription, 'expiresAt'> = {
    resource: `users/${mailbox.graphUser}/messages`,
    notificationUrl: `${services.urls.app}/api/graph/notifications`,
    lifecycleNotificationUrl: `${services.urls.app}/api/graph/lifecycle`,
    clientState: clientStateOf(services.secrets, { account: mailbox.account, mailbox: mailbox.id }),
  };
  const deleted = new Set<string>();
  for (let attempt = 1; ; attempt += 1) {
    const made = await withLife(services.clock.now(), (expiresAt) =>
      graph.createSubscription({ ...wanted, expiresAt }),
    );
    if (made.ok || made.failure.kind !== 'exists' || attempt >= MOST_ATTEMPTS) return made;
    const id = made.failure.id ?? (await findStanding(graph, (s) => isSame(s.resource, wanted.resource)))?.id;
    if (id === undefined) return made;
    if (!deleted.has(id)) {
      deleted.add(id);
      const gone = await graph.deleteSubscription(id);
      if (gone.ok || gone.failure.kind === 'notFound') continue;
    }
    const standing = await findStanding(graph, (s) => s.id.toLowerCase() === id.toLowerCase());
    const callsUs =
      standing?.notificationUrl === wanted.notificationUrl &&
      standing.lifecycleNotificationUrl === wanted.lifecycleNotificationUrl;
    return callsUs ? prolong(services, graph, id) : made;
  }
}

async function findStanding(
  graph: Graph,
  wanted: (subscription: StandingSubscription) => boolean,
): Promise<StandingSubscription | undefined> {
  const all = await graph.listSubscriptions();
  return all.ok ? all.value.find(wanted) : undefined;
}

/** With or without a leading slash, in any casing. */
const isSame = (a: string | undefined, b: string): boolean =>
  a?.replace(/^\//, '').toLowerCase() === b.toLowerCase();
