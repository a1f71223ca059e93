import { api, ApiError } from './api';
import { texts } from './texts';

/** How it stands with notifications in this browser. */
export type PushHere = 'on' | 'off' | 'blocked' | 'not-supported';

const WORKER = '/service-worker.js';

const supported = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

async function subscriptionHere(): Promise<PushSubscription | undefined> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? undefined;
}

/** Told here? What this browser once subscribed with is given to the server again: it may have been another person's. */
export async function pushHere(): Promise<PushHere> {
  if (!supported()) return 'not-supported';
  if (Notification.permission === 'denied') return 'blocked';
  const subscription = await subscriptionHere();
  if (!subscription || Notification.permission !== 'granted') return 'off';
  await register(subscription);
  return 'on';
}

/** Asks the browser's user, subscribes, and tells the server. Rejects with a sentence for people. */
export async function startTelling(): Promise<PushHere> {
  if (!supported()) return 'not-supported';
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') return permission === 'denied' ? 'blocked' : 'off';
  const { publicKey } = await api.push();
  await navigator.serviceWorker.register(WORKER, { scope: '/', updateViaCache: 'none' });
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: publicKey };
  const subscription = await pushManager.subscribe(options).catch(async () => {
    // Subscribed with another server's key: browsers hold on to the first.
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(options).catch(() => {
      throw new ApiError(0, 'no-push-service', texts.push.noPushService);
    });
  });
  await register(subscription);
  return 'on';
}

async function register(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  await api.subscribePush({
    endpoint: endpoint ?? '',
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
  });
}

/** Ends it here; other browsers of the same person go on. */
export async function stopTelling(): Promise<void> {
  if (!supported()) return;
  const subscription = await subscriptionHere();
  if (!subscription) return;
  await api.unsubscribePush(subscription.endpoint);
  await subscription.unsubscribe();
}

/** Calls with the path when a notification was clicked and this page is the one to show it. */
export function onOpenFromNotification(open: (path: string) => void): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const listen = ({ data }: MessageEvent<unknown>): void => {
    if (typeof data !== 'object' || data === null || !('open' in data)) return;
    if (typeof data.open === 'string' && /^\/(?![/\\])/.test(data.open)) open(data.open);
  };
  navigator.serviceWorker.addEventListener('message', listen);
  return () => navigator.serviceWorker.removeEventListener('message', listen);
}
