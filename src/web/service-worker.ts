/**
 * Shows what the server pushes, with no page of ours open (O2). A push carries a notice's id; the words are asked for
 * with the session's cookie, so that whoever is signed out here learns nothing. It answers no request and caches nothing.
 */
import { neutralWords, readPush, readWords, type Words } from './push-words';

/** The part of the worker's scope that is used: TypeScript's own types of it exclude those of pages. */
interface Scope {
  registration: {
    showNotification(title: string, options: object): Promise<void>;
    getNotifications(filter: { tag: string }): Promise<{ close(): void }[]>;
  };
  clients: {
    matchAll(filter: { type: 'window'; includeUncontrolled: boolean }): Promise<Page[]>;
    openWindow(path: string): Promise<unknown>;
  };
  navigator: { languages: readonly string[] };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install', on: (event: Lasting) => void): void;
  addEventListener(type: 'push', on: (event: Lasting & { data: { text(): string } | null }) => void): void;
  addEventListener(
    type: 'notificationclick',
    on: (event: Lasting & { notification: { data: unknown; close(): void } }) => void,
  ): void;
}
interface Lasting {
  waitUntil(done: Promise<unknown>): void;
}
interface Page {
  url: string;
  visibilityState: string;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

declare const self: Scope;

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener('push', (event) => event.waitUntil(show(event.data?.text() ?? '')));

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const path = typeof event.notification.data === 'string' ? event.notification.data : '/';
  event.waitUntil(openPage(path));
});

const pages = (): Promise<Page[]> => self.clients.matchAll({ type: 'window', includeUncontrolled: true });

async function show(text: string): Promise<void> {
  const notice = readPush(text);
  const tag = notice ?? 'mailtrail';
  const words = notice === undefined ? neutral() : await wordsOf(notice);
  const before = await self.registration.getNotifications({ tag });
  // What nobody was shown, or what was put away, is not brought up to say that it was nothing.
  if (words.takenBack && before.length === 0) return;
  const seen = (await pages()).some((page) => page.visibilityState === 'visible');
  // A page that is looked at shows it itself.
  if (seen && !words.takenBack) return;
  await self.registration.showNotification(words.title, {
    body: words.body,
    tag,
    data: words.path,
    silent: words.takenBack,
    renotify: false,
    icon: '/assets/icon-128.png',
  });
}

const neutral = (): Words => neutralWords(self.navigator.languages);

async function wordsOf(notice: string): Promise<Words> {
  const answer = await fetch(`/api/v1/me/push/notices/${notice}`, {
    credentials: 'same-origin',
    cache: 'no-store',
  }).catch(() => undefined);
  if (!answer?.ok) return neutral();
  return readWords(await answer.json().catch(() => undefined)) ?? neutral();
}

/** In a page of ours that is open, else in a new one. */
async function openPage(path: string): Promise<void> {
  const page = (await pages()).find(({ url }) => !new URL(url).pathname.startsWith('/addin/'));
  if (!page) {
    await self.clients.openWindow(path);
    return;
  }
  page.postMessage({ open: path });
  await page.focus();
}
