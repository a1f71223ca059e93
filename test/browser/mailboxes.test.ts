import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startJobs, type RunningJobs } from '../../src/server/jobs';
import { CHECK, CHECK_ALL, mailboxJobs } from '../../src/server/mailbox';
import { enqueue } from '../../src/server/jobs';
import { openStore, type Store } from '../../src/server/store';
import { openTestApp, RunningClock, type TestApp } from '../fixtures/app';
import { launchBrowser } from '../fixtures/browser';
import { rawMail } from '../fixtures/raw-mail';
import { temporaryDirectory, testTemplate } from '../fixtures/stores';
import { buildWebApp } from '../fixtures/web-app';

const DAN = 'dan@brightwater.example';

describe('a mailbox, in a real browser', () => {
  const root = temporaryDirectory();
  let store: Store;
  let test: TestApp;
  let jobs: RunningJobs;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const dist = await mkdtemp(join(root, 'dist-'));
    [store, browser] = await Promise.all([
      testTemplate().then(async (template) =>
        openStore({ dataDir: await mkdtemp(join(root, 'store-')), mode: 'sandbox', template }),
      ),
      launchBrowser(),
      buildWebApp(dist),
    ]);
    test = await openTestApp(store, { dist, clock: new RunningClock(new Date()) });
    await test.listen();
    jobs = await startJobs({ store, clock: test.clock, handlers: mailboxJobs(test.services) });
    await test.sandbox.mailboxes.deliver(
      rawMail({
        from: 'Bob Lindqvist <bob@partner.example>',
        to: DAN,
        subject: 'Lunch?',
        text: 'On Friday?',
      }),
      [DAN],
    );
    page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(test.services.urls.app);
    await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
    await page.getByRole('button', { name: /Dan Okafor/ }).click();
    await page.getByRole('heading', { name: 'Feed' }).waitFor();
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await jobs?.stop();
    await test?.close();
    await store?.close();
  });

  /** For looking at by people, when a folder is named. */
  const shot = async (name: string): Promise<void> => {
    const folder = process.env.SCREENS;
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };

  it('is connected by consent with a preview, examined, told of when it fails, paused and disconnected with undo', async () => {
    await page.getByRole('link', { name: 'Mailboxes' }).click();
    await page.getByText('No mailbox is connected').waitFor();
    await shot('empty');
    await page.getByRole('button', { name: 'Connect my mailbox' }).click();

    await page.getByRole('radio', { name: /your own consent/ }).check();
    await page.getByRole('link', { name: 'Consent at Microsoft' }).click();
    await page.getByRole('heading', { name: 'Permissions requested' }).waitFor();
    await shot('consent');
    await page.getByRole('button', { name: /Dan Okafor/ }).click();

    await page.getByText(/none was sent and 0 of 1 received would have been logged/).waitFor();
    await page.getByLabel('Log of what I receive').selectOption('known');
    await page.getByText(/none was sent and 1 of 1 received would have been logged/).waitFor();
    await shot('connect');
    await page.getByRole('button', { name: `Connect ${DAN}` }).click();

    await page.getByRole('heading', { name: DAN }).waitFor();
    await page.getByText(/^Watching, last proof/).waitFor();
    await page.getByRole('button', { name: 'Count the last day' }).click();
    await page.getByText('It has not been connected for long enough to be counted.').waitFor();
    await shot('doctor');

    await test.sandbox.withdrawConsent('dan');
    test.clock.advance(31 * 60_000);
    await enqueue(store.db, { account: 0, type: CHECK, key: CHECK_ALL });
    await jobs.idle();
    await page.getByRole('link', { name: 'Feed' }).click();
    const alerts = page.getByRole('region', { name: 'Alerts' });
    await alerts.getByText(/consent to read this mailbox was withdrawn/).waitFor();
    await shot('alert');
    await alerts.getByRole('link', { name: 'Look and repair' }).click();
    await page.getByRole('link', { name: 'Consent again' }).waitFor();
    await shot('not-allowed');

    // By keyboard alone: focus goes to the way back, so that Enter takes it.
    await page.getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Enter');
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    await shot('paused');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('Disconnected. What was filed stays.').first().waitFor();
    await undo.click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.getByRole('link', { name: 'All mailboxes' }).click();
    await page.getByRole('link', { name: `Health of ${DAN}` }).waitFor();
    await shot('list');
  }, 60_000);
});
