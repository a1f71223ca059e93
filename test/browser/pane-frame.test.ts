import type { Browser, Frame } from 'playwright-core';
import { launchBrowser } from '../fixtures/browser';
import { OutlookTab } from '../fixtures/outlook-tab';
import { freePortPair, newDataDir, Serve } from '../fixtures/serve';
import { waitFor } from '../fixtures/wait-for';

const OUTLOOK =
  'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/8.0; ms-office; MSOffice 16)';

describe('the pane’s frame, beside Alice’s sent mail', () => {
  let serve: Serve;
  let browser: Browser;
  let tab: OutlookTab;
  let pane: Frame;

  const paneFrame = async (): Promise<Frame> => {
    const isPane = (frame: Frame): boolean => frame.url().includes('/addin/pane.html');
    await waitFor('the pane', () => tab.page.frames().some(isPane));
    const found = tab.page.frames().find(isPane);
    if (!found) throw new Error('no pane');
    return found;
  };
  const choose = (name: string | RegExp) => pane.getByRole('tab', { name }).click();
  const isServer = (url: URL): boolean =>
    url.origin === serve.appUrl &&
    (url.pathname.startsWith('/api/') || url.pathname === '/addin/config.json');

  beforeAll(async () => {
    serve = new Serve(await freePortPair(), newDataDir());
    [browser] = await Promise.all([launchBrowser(), serve.start()]);
    tab = await OutlookTab.open(serve, browser);
    for (const subject of ['First offer', 'Second offer']) {
      await tab.write({ subject, html: '<p>Our offer</p>' });
      await tab.send();
    }
    const [mail] = await tab.received('First offer');
    const image = /src="([^"]*\/o\/[^"]*)"/.exec(mail?.html ?? '')?.[1] ?? '';
    const seen = await fetch(image, {
      headers: { 'user-agent': OUTLOOK, 'x-forwarded-for': '198.51.100.7' },
    });
    expect(seen.status).toBe(200);
    await tab.page.getByRole('tab', { name: 'Sent Items' }).click();
    await tab.page.getByRole('list', { name: 'Messages' }).getByText('First offer').first().click();
    await tab.page.getByRole('button', { name: /Open Mailtrail/ }).click();
    pane = await paneFrame();
    await pane.getByRole('article', { name: 'First offer' }).first().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.kill();
  });

  test('pinned, it follows to the mail that is selected last, and to none', async () => {
    await tab.page.getByRole('button', { name: 'Pin pane' }).click();
    const list = tab.page.getByRole('list', { name: 'Messages' });
    for (const subject of ['Second offer', 'First offer', 'Second offer']) {
      await list.getByText(subject).first().click();
    }
    await pane.getByRole('article', { name: 'Second offer' }).first().waitFor();
    expect(await pane.getByRole('article', { name: 'First offer' }).count()).toBe(0);
    await tab.page.getByRole('tab', { name: 'Inbox' }).click();
    await pane.getByText('Select a mail to see who is on it and what came of it.').waitFor();
    expect(await pane.getByRole('article').count()).toBe(0);
  });

  test('the log section, too, is there again once the server is', async () => {
    await tab.page.route('**/api/v1/log/standing', (route) => route.abort());
    await tab.page.getByRole('tab', { name: 'Sent Items' }).click();
    await tab.page.getByRole('list', { name: 'Messages' }).getByText('First offer').first().click();
    await pane.getByRole('article', { name: 'First offer' }).first().waitFor();
    await pane.getByText(/has not been reached since/).waitFor();
    await tab.page.unrouteAll();
    await pane.evaluate(() => window.dispatchEvent(new Event('online')));
    await pane.getByText(/^Logged on /).waitFor();
  });

  test('an open is marked as a scanner’s in the feed, and that is taken back', async () => {
    await choose(/Activity/);
    const line = pane.getByRole('listitem').filter({ hasText: 'Bob Lindqvist opened' }).first();
    await line.getByRole('button', { name: /^More about/ }).click();
    await pane.getByRole('menuitem', { name: 'This was a scanner' }).click();
    await pane.getByText('Marked as a scanner’s: it does not count.').waitFor();
    await pane.getByText('Bob Lindqvist opened (taken back)').waitFor();
    await pane.getByRole('button', { name: 'Undo' }).click();
    await pane.getByText(/^Taken back: Mailtrail judges it/).waitFor();
    await pane.getByRole('button', { name: 'Clicks' }).click();
    await pane.getByText('Nothing of this kind').waitFor();
    await pane.getByRole('button', { name: 'All', exact: true }).click();
  });

  test('without the server it says so, keeps what it has, and goes back by itself', async () => {
    await tab.page.route(isServer, (route) => route.abort());
    await choose('Settings');
    await pane.getByText(/has not been reached since/).waitFor();
    await choose(/Activity/);
    expect(await pane.getByText('Bob Lindqvist opened').count()).toBeGreaterThan(0);
    expect(await pane.getByRole('progressbar').count()).toBe(0);
    await pane.getByRole('button', { name: 'Try now' }).click();
    await pane.getByText(/has not been reached since/).waitFor();
    await tab.page.unrouteAll();
    // It goes back by itself in any case; the network's return only makes it try at once.
    await pane.evaluate(() => window.dispatchEvent(new Event('online')));
    await pane.getByText('Mailtrail is reached again.').waitFor();
    // Who was at the button has one there still.
    await pane.getByRole('button', { name: 'Close' }).click();
    await pane.getByText('Mailtrail is reached again.').waitFor({ state: 'detached' });
    await choose('Settings');
    await pane.getByText('alice@brightwater.example').first().waitFor();
  });

  test('an expired sign-in that only the line of the feed meets gives the button, and what is there stays', async () => {
    await choose(/Activity/);
    await tab.page.route('**/api/v1/feed/stream*', (route) => route.fulfill({ status: 401 }));
    await tab.page.getByRole('button', { name: 'Reload pane' }).click();
    pane = await paneFrame();
    await pane.getByText('Outlook could not sign you in by itself.').waitFor();
    expect(await pane.getByText('Bob Lindqvist opened').count()).toBeGreaterThan(0);
    await tab.page.unrouteAll();
    await pane.getByRole('button', { name: 'Sign in' }).click();
    await pane.getByText('Live', { exact: true }).waitFor();
  });

  test('a Microsoft that does not answer is told apart from the server, and the button signs in', async () => {
    await tab.page.route('**/token', (route) => route.abort());
    await pane.evaluate(() => {
      for (const name of Object.keys(localStorage))
        if (name.startsWith('msal.')) localStorage.removeItem(name);
    });
    await tab.page.getByRole('button', { name: 'Reload pane' }).click();
    pane = await paneFrame();
    await pane.getByText(/^Microsoft’s sign-in does not answer/).waitFor();
    expect(await pane.getByText(/not been reached|is reached again/).count()).toBe(0);
    await tab.page.unrouteAll();
    await pane.getByRole('button', { name: 'Sign in' }).click();
    await pane.getByText('Live', { exact: true }).waitFor();
    await choose('Settings');
  });

  test('a setting is kept, and so is the tab, over a restart', async () => {
    const track = pane.getByRole('switch', { name: /^Track/ });
    await track.uncheck();
    await tab.page.getByRole('button', { name: 'Reload pane' }).click();
    pane = await paneFrame();
    await pane.getByRole('tab', { name: 'Settings', selected: true }).waitFor();
    await waitFor('the switch is off', async () => !(await track.isChecked().catch(() => true)));
    await track.check();
  });

  test('who signs out is signed out after a restart too, and one button signs in', async () => {
    await pane.getByRole('button', { name: 'Sign out' }).click();
    await pane.getByText(/^You signed out/).waitFor();
    await tab.page.getByRole('button', { name: 'Reload pane' }).click();
    pane = await paneFrame();
    await pane.getByText(/^You signed out/).waitFor();
    expect(await pane.getByText('Bob Lindqvist').count()).toBe(0);
    await pane.getByRole('button', { name: 'Sign in' }).click();
    await choose(/Activity/);
    await pane
      .getByText(/Bob Lindqvist opened/)
      .first()
      .waitFor();
    expect(tab.problems).toEqual([]);
  });

  test('who signed out in another Outlook is signed out in this one, whatever opens it', async () => {
    const asked = tab.page.waitForRequest(
      (one) => one.headers().authorization?.startsWith('Bearer') === true,
    );
    await choose('Settings');
    const { authorization = '' } = (await asked).headers();
    const book = `${serve.appUrl}/api/launch/v1/book`;
    expect((await fetch(book, { method: 'DELETE', headers: { authorization } })).status).toBe(204);
    await tab.page.getByRole('button', { name: 'Reload pane' }).click();
    pane = await paneFrame();
    await pane.getByText(/^You signed out/).waitFor();
    expect(await pane.getByText('Bob Lindqvist').count()).toBe(0);
  });
});
