import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { MessageReport } from '../../src/core/api/reports';
import { EnrolmentPage, WorkflowView } from '../../src/core/api/workflows';
import { launchBrowser } from '../fixtures/browser';
import { Colleague, expectedNumbers, marketingFigures, receivedIn } from '../fixtures/marketing-people';
import { freePortPair, newDataDir, Serve } from '../fixtures/serve';
import { waitFor } from '../fixtures/wait-for';

const MIA = 'mia@brightwater.example';
const WithId = z.object({ id: z.string() });

/**
 * Marketing mail, from a mailbox that is connected until a workflow acts on who answered: one `npm start`, its screens in a
 * real browser, and the sandbox's recipients. The segment of those who replied and the workflow are made over HTTP; their
 * builders have tests of their own.
 */
describe('the second job: marketing mail and its answers', () => {
  const dataDir = newDataDir();
  let serve: Serve;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    serve = new Serve(await freePortPair(), dataDir, { SANDBOX_CONTACTS: 'yes', SANDBOX_SPEED: '50' });
    [browser] = await Promise.all([launchBrowser(), serve.start()]);
    page = await (
      await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } })
    ).newPage();
    page.setDefaultTimeout(60_000);
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.kill();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** For looking at by people, when a folder is named. */
  const shot = async (name: string): Promise<void> => {
    const folder = process.env.SCREENS;
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };
  const tab = (name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click();

  test('Mia connects her mailbox, writes, chooses where answers go, sends to a segment; answers come, are counted, and are acted on', async () => {
    const mia = new Colleague(serve, 'mia');
    await page.goto(serve.appUrl);
    await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
    await page.getByRole('button', { name: /Mia Sandberg/ }).click();
    await page.getByRole('heading', { name: 'Feed' }).waitFor();

    await page.getByRole('link', { name: 'Marketing mail', exact: true }).click();
    await page.getByRole('button', { name: 'New message' }).click();
    await page.getByRole('textbox', { name: 'Subject', exact: true }).fill('Sails are up');
    const block = (kind: string) => page.getByRole('group', { name: kind, exact: true });
    await block('Heading').getByRole('button', { name: 'Heading', exact: true }).click();
    await block('Heading')
      .getByRole('textbox')
      .first()
      .fill('Sails are up, {{ contact.first_name | default: "friend" }}');
    await block('Text').getByRole('button', { name: 'Text', exact: true }).click();
    await block('Text').getByRole('textbox', { name: 'Text' }).click();
    await page.keyboard.type('The season begins on 12 May. Answer, and we keep you a place.');
    await page.getByRole('button', { name: 'Add block' }).click();
    await page.getByRole('menuitem', { name: 'Button' }).click();
    await block('Button').getByRole('textbox', { name: 'Text of the button' }).fill('See the boats');
    await block('Button').getByRole('textbox', { name: 'Leads to' }).fill(`${serve.sandboxUrl}/site/pricing`);
    await page.getByText('Not saved yet').waitFor({ state: 'detached' });
    await page.getByText('Saved', { exact: true }).waitFor();
    await shot('marketing-write');
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const path = `/api/v1/marketing/${id}`;
    await tab('Settings');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Mia from Brightwater');
    await page.getByRole('combobox', { name: 'Address' }).fill(MIA);
    await page.getByRole('combobox', { name: 'Address' }).blur();
    // M3: nobody watches it yet, and the reason stands there.
    await page.getByRole('radio', { name: 'Use the From address as Reply-to' }).check();
    await page
      .getByText(/mia@brightwater\.example.*not connected/i)
      .first()
      .waitFor();
    await shot('marketing-refused');

    await page.getByRole('link', { name: 'Mailboxes' }).click();
    await page.getByRole('button', { name: 'Connect my mailbox' }).click();
    await page.getByRole('button', { name: `Connect ${MIA}` }).click();
    await page.getByText(/^Watching, last proof/).waitFor();

    await page.goto(`${serve.appUrl}/marketing/${id}?tab=settings`);
    await page.getByRole('radio', { name: 'Use the From address as Reply-to' }).check();
    await page.getByText(`Answers to it are seen in ${MIA}.`).waitFor();
    await page.getByRole('combobox', { name: 'Lists and segments' }).click();
    await page.getByRole('menuitemcheckbox', { name: /^Sailors/ }).click();
    await page.keyboard.press('Escape');
    await page.getByText(/people would get it now/).waitFor();
    await shot('marketing-settings');

    const replied = await mia.ask(WithId, 'POST', '/api/v1/segments', {
      name: 'Answered about sails',
      kind: 'active',
      rule: { kind: 'event', event: 'replied', of: { message: id } },
    });
    const called = await mia.ask(WithId, 'POST', '/api/v1/segments', { name: 'To call', kind: 'list' });
    const flow = await mia.ask(WorkflowView, 'POST', '/api/v1/workflows', { name: 'Call who answers' });
    const flowPath = `/api/v1/workflows/${flow.id}`;
    const { version: flowVersion } = await mia.ask(WorkflowView, 'PATCH', flowPath, {
      version: flow.version,
      definition: {
        triggers: [{ kind: 'reply', of: { kind: 'message', message: id } }],
        filter: null,
        again: 'never',
        goal: null,
        timeZone: 'Europe/Berlin',
        steps: [
          { id: 'a', kind: 'list', action: 'add', list: called.id },
          { id: 'b', kind: 'task', title: 'Call them', days: 1, user: null },
        ],
      },
    });
    expect(flowVersion).toBeGreaterThan(0);
    await mia.ask(z.unknown(), 'POST', `${flowPath}/state`, { state: 'on' });

    await tab('Send');
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('Sent', { exact: true }).first().waitFor();
    await waitFor(
      'the recipients to be done',
      async () => {
        const { taken, waiting } = await marketingFigures(serve);
        return taken > 50 && waiting === 0;
      },
      120_000,
      200,
    );
    const { mails } = receivedIn(dataDir);
    const ours = mails.filter(({ subject }) => subject === 'Sails are up');
    const expected = expectedNumbers(ours);
    const did = (act: string): number => ours.filter(({ done }) => done.get(act) === 'delivered').length;
    for (const act of ['reply', 'away', 'report', 'calendar']) expect(did(act)).toBeGreaterThan(0);
    const numbers = async () => (await mia.get(MessageReport, `${path}/report`)).numbers;
    await waitFor(
      'the report to settle',
      async () => {
        const now: Record<string, number> = await numbers();
        return Object.entries(expected).every(([name, value]) => now[name] === value);
      },
      60_000,
      200,
    ).catch(() => undefined);
    expect(await numbers()).toMatchObject(expected);

    await tab('Report');
    const number = (name: string) =>
      page
        .locator('dl > div')
        .filter({ has: page.getByText(name, { exact: true }) })
        .locator('dd')
        .first();
    await waitFor('the screen to say so', async () =>
      (await number('Contacts who replied').innerText()).startsWith(String(expected.replied)),
    );
    expect(await number('Bounced').innerText()).toMatch(new RegExp(`^${expected.bounced}\\b`));
    await shot('marketing-report');

    await tab('Recipients');
    await page.goto(`${serve.appUrl}/marketing/${id}?tab=recipients&show=replied`);
    const replies = page.getByRole('list', { name: 'Replies' });
    await replies.waitFor();
    expect(await replies.getByRole('article').count()).toBe(expected.replied);
    // The new text, without the mail that it answers.
    expect(await replies.innerText()).not.toContain('The season begins on 12 May');
    await shot('marketing-replies');

    await page.goto(`${serve.appUrl}/segments/${replied.id}?tab=members`);
    await page.getByRole('heading', { name: 'Answered about sails' }).waitFor();
    const members = page.getByRole('table').getByRole('row');
    await waitFor('the segment to fill', async () => (await members.count()) - 1 === expected.replied);
    await shot('marketing-segment');

    await waitFor('the workflow to have run', async () => {
      const { enrolments } = await mia.get(EnrolmentPage, `${flowPath}/enrolments`);
      return enrolments.filter(({ state }) => state === 'finished').length === expected.replied;
    });
    await page.goto(`${serve.appUrl}/segments/${called.id}?tab=members`);
    await waitFor('the list to have them all', async () => (await members.count()) - 1 === expected.replied);
    await page.goto(`${serve.appUrl}/workflows/${flow.id}`);
    await page.getByText('Call who answers').first().waitFor();
    await shot('marketing-workflow');
  });
});
