import { z } from 'zod';

/** One subscription, as kept. */
export const subscriptionShape = z.object({
  id: z.string(),
  changeTypes: z.array(z.enum(['created', 'updated', 'deleted'])),
  /** As it was asked for. */
  changeType: z.string(),
  resource: z.string(),
  /** Address of the mailbox, and the folder when it is not the whole mailbox. */
  mailbox: z.string(),
  folder: z.string().optional(),
  tenantId: z.string(),
  objectId: z.string(),
  applicationId: z.string(),
  creatorId: z.string(),
  notificationUrl: z.string(),
  lifecycleNotificationUrl: z.string().optional(),
  clientState: z.string().optional(),
  expirationDateTime: z.string(),
  immutableIds: z.boolean(),
  /** Changes up to this one were delivered, or were before its time. */
  notifiedUpTo: z.number(),
});

export type Subscription = z.infer<typeof subscriptionShape>;

/** A line of Graph's journal. */
export const graphRecordShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribed'), subscription: subscriptionShape }),
  z.object({
    type: z.literal('renewed'),
    id: z.string(),
    expirationDateTime: z.string(),
    notificationUrl: z.string(),
  }),
  z.object({ type: z.literal('unsubscribed'), id: z.string() }),
  z.object({ type: z.literal('notified'), ids: z.array(z.string()), sequence: z.number() }),
  z.object({ type: z.literal('refused'), at: z.string(), method: z.string(), path: z.string() }),
]);

export type GraphRecord = z.infer<typeof graphRecordShape>;

/** A write to somebody's mail that was refused (R8: the watch only reads). */
export interface RefusedWrite {
  at: string;
  method: string;
  path: string;
}

/** A subscription as Graph shows it. */
export function subscriptionJson(subscription: Subscription): Record<string, unknown> {
  return {
    id: subscription.id,
    resource: subscription.resource,
    applicationId: subscription.applicationId,
    changeType: subscription.changeType,
    clientState: subscription.clientState ?? null,
    notificationUrl: subscription.notificationUrl,
    notificationQueryOptions: null,
    lifecycleNotificationUrl: subscription.lifecycleNotificationUrl ?? null,
    expirationDateTime: subscription.expirationDateTime,
    creatorId: subscription.creatorId,
    includeResourceData: null,
    latestSupportedTlsVersion: 'v1_2',
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: null,
  };
}
