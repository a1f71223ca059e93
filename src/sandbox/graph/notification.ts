import type { MailChange } from '../mailboxes';
import type { Subscription } from './subscription';

export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

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

/** What a subscriber is told of a change. */
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

/** What a subscriber is told of the subscription itself: neither kind nor resource. */
export function lifecycleNotification(
  subscription: Subscription,
  event: LifecycleEvent,
): Record<string, unknown> {
  const { id, clientState, expirationDateTime, tenantId } = subscription;
  return {
    subscriptionId: id,
    subscriptionExpirationDateTime: expirationDateTime,
    tenantId,
    ...(clientState === undefined ? {} : { clientState }),
    lifecycleEvent: event,
  };
}

export function concerns(subscription: Subscription, change: MailChange): boolean {
  return (
    change.mailbox === subscription.mailbox &&
    subscription.changeTypes.includes(change.kind) &&
    (subscription.folder === undefined || subscription.folder === change.folder)
  );
}
