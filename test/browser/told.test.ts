import type { Browser as Chromium, BrowserContext, CDPSession, Page } from 'playwright-core';
import { LegalBases } from '../../src/core/api/legal-bases';
import { NotificationSettings } from '../../src/core/api/push';
import { recordEvent } from '../../src/server/events';
import { startJobs, type RunningJobs } from '../../src/server/jobs';
import { pushJobs } from '../../src/server/push';
import type { Store } from '../../src/server/store';
import type { TestApp } from '../fixtures/app';
import { writeMessage } from '../fixtures/messages';
import { Browser, PushService } from '../fixtures/push-service';
import { temporaryDirectory } from '../fixtures/stores';
import { waitFor } from '../fixtures/wait-for';
import { openWebWorld, signIn, type WebWorld } from '../fixtures/web-page';

/** Tab presses until this element must have come up. */
const MOST_TABS = 60;

describe('being told, in a real browser', () => {
  const root = temporaryDirectory();
  const phone = new Browser('phone');
  const push = new PushService();
  let world: WebWorld;
  let store: Store;
  let test: TestApp;
  let jobs: RunningJobs;
  let browser: Chromium;
  let context: BrowserContext;
  let page: Page;
  let message = '';

  beforeAll(async () => {
    world = await openWebWorld(root, 'whole');
    ({ store, test, browser } = world);
    jobs = await startJobs({
      store,
      clock: test.clock,
      handlers: pushJobs(test.services, test.app.pushes, push.post),
    });
    message = await writeMessage(store, {
      account_id: test.people.alice.account,
      user_id: test.people.alice.user,
      at: test.clock.now(),
      subject: 'Our offer',
      recipients: [
        { address: 'bob@partner.example', contact: test.contacts.get('bob@partner.example') ?? '' },
      ],
    });
    context = await browser.newContext();
    page = await context.newPage();
    await signIn(page, test, 'Alice Moreau');
  });
  afterAll(async () => {
    await jobs?.stop();
    await world?.close();
  });

  it('a push shows a notification in words, and a click on it opens the message in the page that is there', async () => {
    const origin = test.services.urls.app;
    const cdp = await context.newCDPSession(page);
    await context.grantPermissions(['notifications'], { origin });
    const registered = registrationAt(cdp, origin);
    const started = context.waitForEvent('serviceworker');
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/service-worker.js', { scope: '/' });
      await navigator.serviceWorker.ready;
    });
    const [worker, registrationId] = await Promise.all([started, registered]);
    if ((await page.evaluate(() => Notification.permission)) !== 'granted') {
      console.log('This browser shows no notifications: what the worker hands it is looked at instead');
      await worker.evaluate(keepInsteadOfShowing);
    }

    const { statusCode } = await test.ask('alice', {
      method: 'POST',
      url: '/api/v1/me/push',
      payload: phone.subscription,
    });
    expect(statusCode).toBe(204);
    // Nobody looks at a page of ours.
    await page.goto('about:blank');
    await store.tx((trx) =>
      recordEvent(trx, {
        account: test.people.alice.account,
        user: test.people.alice.user,
        kind: 'open',
        at: test.clock.now(),
        recordedAt: test.clock.now(),
        message,
        recipient: 1,
        contact: test.contacts.get('bob@partner.example'),
        cause: 'hit:one',
        notify: true,
      }),
    );
    await waitFor('the push', () => push.pushed.length > 0);
    const data = phone.read(push.pushed[0]?.body ?? Buffer.alloc(0));
    await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
    await waitFor('a notification', async () => (await worker.evaluate(shown)).length > 0);
    expect(await worker.evaluate(shown)).toEqual([
      { title: 'Bob Lindqvist opened your mail', body: 'Our offer', data: `/messages/${message}` },
    ]);

    await page.goto(`${origin}/contacts`);
    await page.getByRole('heading', { name: 'Contacts' }).waitFor();
    await worker.evaluate(clickTheFirst);
    await page.getByRole('heading', { name: 'Our offer' }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe(`/messages/${message}`);
    await waitFor('it is put away', async () => (await worker.evaluate(shown)).length === 0);
  });

  it('what one is told of, and the quiet hours, are set by keyboard alone', async () => {
    await page.goto(`${test.services.urls.app}/settings/me`);
    await page.getByRole('switch', { name: 'Someone replies' }).waitFor();
    const settings = async () =>
      NotificationSettings.parse((await test.ask('alice', { url: '/api/v1/me/notifications' })).json());
    await tabTo(page, 'Someone replies');
    await page.keyboard.press('Space');
    await waitFor('replies are off', async () => !(await settings()).reply);
    await tabTo(page, /^Quiet hours/);
    await page.keyboard.press('Space');
    await waitFor('quiet hours', async () => (await settings()).quiet !== null);
    // Where it was switched, one goes on from.
    expect(await focused(page)).toMatch(/^Quiet hours/);
    await tabTo(page, 'From');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, /^Save/);
    await page.keyboard.press('Enter');
    await waitFor('from nine in the evening', async () => (await settings()).quiet?.from === '21:00');
    expect(await focused(page)).toMatch(/^Save/);
  });

  it('a legal basis is changed, put back and looked up by keyboard alone', async () => {
    const bob = test.contacts.get('bob@partner.example') ?? '';
    await page.goto(`${test.services.urls.app}/contacts/${bob}`);
    await page.getByRole('heading', { name: 'Legal basis' }).waitFor();
    const now = async () => {
      const { purposes } = LegalBases.parse(
        (await test.ask('alice', { url: `/api/v1/contacts/${bob}/legal-bases` })).json(),
      );
      return purposes.find(({ purpose }) => purpose === 'one-to-one-tracking');
    };
    const before = await now();
    await tabTo(page, /^Change the basis of/);
    await page.keyboard.press('Enter');
    // The first field has the focus: typing picks an option.
    await waitFor('the form', async () => (await focused(page)).startsWith('Basis'));
    await page.keyboard.type('Consent given');
    await tabTo(page, /^Source/);
    await page.keyboard.type('asked by phone');
    await page.keyboard.press('Enter');
    await waitFor('it is saved', async () => (await now())?.basis === 'consent-given');
    expect((await now())?.history[0]).toMatchObject({ source: 'asked by phone' });
    await tabTo(page, 'Undo');
    await page.keyboard.press('Enter');
    await waitFor('it is put back', async () => (await now())?.basis === before?.basis);
    // The screen hears of it after the server has it.
    await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
    await tabTo(page, /^History of/);
    await page.keyboard.press('Enter');
    await page.getByText('asked by phone').first().waitFor();
    // Escape leaves the form as it was.
    await tabTo(page, /^Change the basis of/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('form', { name: /^Basis of/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('form', { name: /^Basis of/ }).waitFor({ state: 'detached' });
  });
});

/** What an assistive technology would call the element that has the focus. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const here = document.activeElement;
    if (!here) return '';
    const label = here instanceof HTMLInputElement || here instanceof HTMLSelectElement ? here.labels : null;
    return (here.getAttribute('aria-label') ?? label?.[0]?.textContent ?? here.textContent ?? '').trim();
  });

async function tabTo(page: Page, name: string | RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let n = 0; n < MOST_TABS; n += 1) {
    await page.keyboard.press(key);
    const at = await focused(page);
    if (typeof name === 'string' ? at === name : name.test(at)) return;
    passed.push(at);
  }
  throw new Error(`no way to ${String(name)} by ${key}: ${passed.join(' | ')}`);
}

// --- in the service worker: these functions run there and see nothing of this file ---

/** The part of a worker's scope that they use. */
interface WorkerScope {
  registration: {
    showNotification(title: string, options: { body: string; data: string }): Promise<void>;
    getNotifications(): Promise<Shown[]>;
  };
  dispatchEvent(event: Event): boolean;
}
interface Shown {
  title: string;
  body: string;
  data: string;
  close(): void;
}

declare const self: WorkerScope;

function keepInsteadOfShowing(): void {
  const { registration } = self;
  let kept: Shown[] = [];
  registration.getNotifications = async () => kept;
  registration.showNotification = async (title, { body, data }) => {
    const close = (): void => void (kept = []);
    kept = [{ title, body, data, close }];
  };
}

async function shown(): Promise<Omit<Shown, 'close'>[]> {
  return (await self.registration.getNotifications()).map(({ title, body, data }) => ({ title, body, data }));
}

/** As a person would: a script cannot, so the event is made. It brings no right to raise the window with it. */
async function clickTheFirst(): Promise<void> {
  const [notification] = await self.registration.getNotifications();
  const waitUntil = (done: Promise<unknown>): void => void done.catch(() => undefined);
  self.dispatchEvent(Object.assign(new Event('notificationclick'), { notification, waitUntil }));
}

/** The browser's own number for the worker of an origin. */
function registrationAt(cdp: CDPSession, origin: string): Promise<string> {
  return new Promise((resolve, reject) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
      if (found) resolve(found.registrationId);
    });
    cdp.send('ServiceWorker.enable').catch(reject);
  });
}
