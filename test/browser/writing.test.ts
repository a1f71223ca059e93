import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startJobs, type RunningJobs } from '../../src/server/jobs';
import { mailboxJobs } from '../../src/server/mailbox';
import { recordEvent } from '../../src/server/events';
import { reminderJobs } from '../../src/server/reminders';
import { sendingJobs } from '../../src/server/sending';
import type { Store } from '../../src/server/store';
import type { TestApp } from '../fixtures/app';
import { writeMessage } from '../fixtures/messages';
import { temporaryDirectory } from '../fixtures/stores';
import { waitFor } from '../fixtures/wait-for';
import { openWebWorld, signIn, type WebWorld } from '../fixtures/web-page';

describe('writing a mail, in a real browser', () => {
  const root = temporaryDirectory();
  let world: WebWorld;
  let store: Store;
  let test: TestApp;
  let jobs: RunningJobs;
  let page: Page;
  let bob = '';
  const failures: string[] = [];

  beforeAll(async () => {
    world = await openWebWorld(root);
    ({ store, test } = world);
    bob = test.contacts.get('bob@partner.example') ?? '';
    jobs = await startJobs({
      store,
      clock: test.clock,
      handlers: {
        ...mailboxJobs(test.services),
        ...sendingJobs(test.services),
        ...reminderJobs(test.services),
      },
    });
    page = await world.browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
    page.on('pageerror', (error) => failures.push(error.message));
    await signIn(page, test, 'Alice Moreau');
  });
  afterAll(async () => {
    await jobs?.stop();
    await world?.close();
  });

  /** For looking at by people, when a folder is named. */
  const shot = async (name: string): Promise<void> => {
    const folder = process.env.SCREENS;
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };
  const go = (path: string) => page.goto(`${test.services.urls.app}${path}`);

  it('a template is made, shown as a contact would get it, and its faults are told', async () => {
    await go('/templates');
    await page.getByRole('heading', { name: 'No templates yet' }).waitFor();
    await page.getByRole('button', { name: 'New template' }).click();
    await page.getByLabel(/^Name/).fill('After a call');
    await page.getByLabel('Subject').fill('Thank you, {{ contact.first_name }}');
    const text = page.getByRole('textbox', { name: 'Text' });
    await text.click();
    await text.pressSequentially('Dear {{ contact.first_name | default: "reader" }}, of {{ contact.shoe }}');
    await page.getByText('There is no such field').waitFor();
    await page.getByRole('button', { name: 'Choose a contact' }).click();
    await page.getByRole('button', { name: /Bob Lindqvist/ }).click();
    await page.getByText('Thank you, Bob', { exact: true }).waitFor();
    await page.frameLocator('iframe[title="Preview"]').getByText('Dear Bob,').waitFor();
    await shot('templates');
    for (let i = 0; i < ' of {{ contact.shoe }}'.length; i++) await text.press('Backspace');
    await page.getByText('There is no such field').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('list', { name: 'Templates' }).getByText('After a call').waitFor();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('“After a call” was removed.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('list', { name: 'Templates' }).getByText('After a call').waitFor();
  });

  it('Microsoft is asked for sending, and the draft that was begun is still there afterwards', async () => {
    await go(`/contacts/${bob}/write`);
    await page.getByText('Mailtrail may not send from your mailbox yet').waitFor();
    await page.getByRole('button', { name: 'Insert template' }).click();
    await page.getByRole('menuitem', { name: 'After a call' }).click();
    await page.getByText('Draft saved').waitFor();
    await shot('write-ask');
    await page.getByRole('button', { name: 'Allow sending' }).click();
    await page.getByRole('button', { name: /Alice Moreau/ }).click();
    await page.waitForURL(/\/write\?draft=.*access=send/, { waitUntil: 'commit' });
    await page.getByRole('textbox', { name: 'Text' }).getByText('contact.first_name').waitFor();
    expect(await page.getByLabel('Subject').inputValue()).toBe('Thank you, {{ contact.first_name }}');
    expect(await page.getByText('Mailtrail may not send from your mailbox yet').count()).toBe(0);
  });

  it('what will happen follows the draft; sent with a file, taken back once, it has left and is remembered', async () => {
    const text = page.getByRole('textbox', { name: 'Text' });
    await text.click();
    await page.getByRole('button', { name: 'Link' }).click();
    await page.getByLabel('Address of the link').fill('https://site.example/offer');
    await page.getByLabel('Address of the link').press('Enter');
    await page.getByText('It carries the image: you will see that it was opened.').waitFor();
    await page.getByText('0 of 1 links are tracked.').waitFor();
    await page.locator('input[type=file]').setInputFiles({
      name: 'terms.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('terms'),
    });
    await page.getByRole('list', { name: 'Attached files' }).getByText('terms.txt').waitFor();
    await page.getByRole('combobox', { name: 'Remind me if nobody replies' }).click();
    await page.getByRole('option', { name: 'After 3 days' }).click();
    await shot('write');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
    await page.getByText('Draft saved').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText(/It leaves in/).waitFor();
    await shot('write-leaving');
    // Nobody waits for the moment in which it can be taken back.
    test.clock.advance(10_000);
    jobs.wake();
    await page.getByText('Microsoft has taken it.', { exact: false }).waitFor();
    await shot('write-sent');
    await waitFor('Bob has it', async () =>
      Promise.resolve(
        test.sandbox.mailboxes
          .list('bob@partner.example', 'inbox')
          .some((item) => item.subject === 'Thank you, Bob' && item.hasAttachments),
      ),
    );
  });

  it('the list keeps its filters in the address, and the reminder stands on it', async () => {
    await go('/messages');
    const table = page.getByRole('table', { name: 'Messages' });
    await table.getByText('Thank you, Bob').waitFor();
    await page
      .getByRole('list', { name: 'Reminders' })
      .getByText(/Thank you, Bob/)
      .waitFor();
    await shot('messages');
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByText('No message fits.').waitFor();
    expect(page.url()).toContain('q=nothing');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('combobox', { name: 'What became of it' }).click();
    await page.getByRole('option', { name: 'No open seen' }).click();
    await page.getByText('images can be blocked', { exact: false }).waitFor();
    await page.reload();
    expect(page.url()).toContain('met=no-open-seen');
    await page.getByText('images can be blocked', { exact: false }).waitFor();
    await page.setViewportSize({ width: 320, height: 800 });
    await go('/messages');
    await table.getByText('Thank you, Bob').waitFor();
    await shot('messages-320');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(320);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('a marketing message is written in blocks that move, go and come back, beside what a contact would see', async () => {
    await go('/marketing');
    await page.getByRole('heading', { name: 'No marketing messages yet' }).waitFor();
    await page.getByRole('button', { name: 'New message' }).click();
    await page.getByLabel('Subject').fill('News for you');
    const blocks = page.getByRole('list', { name: 'Blocks' });
    const kinds = async (): Promise<string[]> =>
      Promise.all(
        (await blocks.getByRole('group').all()).map(
          async (one) => (await one.getAttribute('aria-label')) ?? '',
        ),
      );
    await blocks.getByRole('button', { name: /^Heading/, expanded: false }).click();
    await page.getByRole('textbox', { name: 'Heading' }).fill('Spring');
    await blocks.getByRole('button', { name: /^Text/, expanded: false }).click();
    const text = page.getByRole('textbox', { name: 'Text', exact: true });
    await text.click();
    await text.pressSequentially('Hello ');
    await blocks.getByRole('button', { name: 'Insert field' }).click();
    await page.getByRole('menuitem', { name: 'First name', exact: true }).click();
    const seen = page.frameLocator('iframe[title="Preview"]');
    await seen.getByText('Hello there').waitFor();
    await page.getByRole('button', { name: 'Choose a contact' }).click();
    await page.getByRole('button', { name: /Bob Lindqvist/ }).click();
    await seen.getByText('Hello Bob').waitFor();

    await page.getByRole('button', { name: 'Add block' }).click();
    await page.getByRole('menuitem', { name: 'Line' }).click();
    expect(await kinds()).toEqual(['Heading', 'Text', 'Line', 'Footer']);
    await blocks.getByRole('button', { name: /^Line/ }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByText('Moved to place 2 of 4.').waitFor();
    expect(await kinds()).toEqual(['Heading', 'Line', 'Text', 'Footer']);
    await blocks.getByRole('group', { name: 'Text' }).getByRole('button', { name: 'Remove block' }).click();
    await page.getByText('Removed: Text.').waitFor();
    expect(await kinds()).toEqual(['Heading', 'Line', 'Footer']);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await kinds()).toEqual(['Heading', 'Line', 'Text', 'Footer']);
    await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();

    // Somebody else was faster: nothing of theirs is lost, and what to do is said.
    const address = page.url().replace('/marketing/', '/api/v1/marketing/');
    const theirs = await page.evaluate(
      async (url) => {
        const { content, version } = await (await fetch(url)).json();
        const answer = await fetch(url, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json', 'x-mailtrail': '1' },
          body: JSON.stringify({ version, content: { ...content, subject: 'Theirs' } }),
        });
        return answer.status;
      },
      address.split('?')[0] ?? '',
    );
    expect(theirs).toBe(200);
    await page.getByLabel('Subject').fill('Mine');
    await page.getByText('Somebody else has changed this message meanwhile.').waitFor();
    await page.getByRole('button', { name: 'Load their version' }).click();
    await page.waitForFunction(() => document.querySelector('input')?.value === 'Theirs');
    await page.getByRole('tab', { name: /^Checks/ }).click();
    await page.getByText('Your company has no postal address yet.').waitFor();
    await shot('marketing-write');
    expect(failures).toEqual([]);
  });

  it('plots count persons alone, and can be read as a table', async () => {
    const { account, user } = test.people.alice;
    const now = test.clock.now();
    const message = await writeMessage(store, {
      account_id: account,
      user_id: user,
      at: now,
      subject: 'Counted',
      recipients: [{ address: 'bob@partner.example', contact: bob }],
    });
    await store.tx(async (trx) => {
      for (const [n, recipient] of [1, 1, 0].entries()) {
        await recordEvent(trx, {
          account,
          kind: 'open',
          at: now,
          recordedAt: now,
          user,
          message,
          recipient,
          cause: `test:${n}`,
          ...(recipient > 0 && { contact: bob }),
        });
      }
    });
    await go('/insights');
    await page.getByRole('img', { name: /By day\. Opens: 2, Clicks: 0/ }).waitFor();
    await shot('insights');
    await page.getByRole('button', { name: 'Show as a table' }).first().click();
    await page.getByRole('table', { name: 'By day' }).waitFor();
    expect(failures).toEqual([]);
  });
});
