import { z } from 'zod';
import { Id, Time } from './shared';

/** GET /api/v1/me/push: what a browser needs to subscribe, and the browsers that are told now. */
export const PushState = z.object({
  publicKey: z.string(),
  browsers: z.array(z.object({ id: Id, name: z.string(), since: Time })),
});
export type PushState = z.infer<typeof PushState>;

/** POST /api/v1/me/push: as `PushSubscription.toJSON()` has it. */
export const PushSubscribe = z.object({
  endpoint: z.string().min(1).max(2_000),
  keys: z.object({ p256dh: z.base64url().max(120), auth: z.base64url().max(40) }),
});
export type PushSubscribe = z.infer<typeof PushSubscribe>;

/** DELETE /api/v1/me/push */
export const PushUnsubscribe = PushSubscribe.pick({ endpoint: true });

/** GET /api/v1/me/push/notices/{id}: what the service worker shows. */
export const Notice = z.object({
  title: z.string(),
  body: z.string(),
  /** Where a click leads, on the app's own origin. */
  path: z.string(),
  /** Everything in it was taken back: it replaces what was shown, without a sound. */
  takenBack: z.boolean(),
});
export type Notice = z.infer<typeof Notice>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 22:00');

function knownZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

export const QuietHours = z
  .object({
    from: clock,
    to: clock,
    timeZone: z.string().max(64).refine(knownZone, 'a time zone such as Europe/Berlin'),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    message: 'must differ from the beginning: for no notifications at all, switch the kinds off',
  });
export type QuietHours = z.infer<typeof QuietHours>;

/** GET, PUT /api/v1/me/notifications: what one is told of, on every device. Marketing mail is off unless asked for (O2). */
export const NotificationSettings = z.object({
  open: z.boolean().default(true),
  click: z.boolean().default(true),
  reply: z.boolean().default(true),
  bounce: z.boolean().default(true),
  /** A mailbox has fallen silent (S4). */
  mailbox: z.boolean().default(true),
  /** R11: nobody has answered in time. */
  reminder: z.boolean().default(true),
  /** A workflow tells of a contact (M9). */
  workflow: z.boolean().default(true),
  /** Opens and clicks that belong to nobody in particular (O10). */
  someone: z.boolean().default(true),
  marketing: z.boolean().default(false),
  quiet: QuietHours.nullable().default(null),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

/** POST /api/v1/me/presence: a page is looked at, and has shown the feed up to this event. */
export const Presence = z.object({ shown: z.number().int().min(0) });

/** GET, PUT /api/v1/messages/{id}/mute */
export const Mute = z.object({ muted: z.boolean() });
export type Mute = z.infer<typeof Mute>;
