import type { Browser, Frame } from 'playwright-core';
import { launchBrowser } from '../fixtures/browser';
import { OutlookTab } from '../fixtures/outlook-tab';
import { freePortPair, newDataDir, Serve } from '../fixtures/serve';
import { Alice } from '../fixtures/story-people';
import { waitFor } from '../fixtures/wait-for';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const file = (name: string) => ({
  ...{ name, contentType: 'text/plain', content: base64(`of ${name}`), isInline: false },
});

describe('L8: a received mail, logged from Outlook’s reading pane', () => {
  let serve: Serve;
  let browser: Browser;

  beforeAll(async () => {
    serve = new Serve(await freePortPair(), newDataDir());
    [browser] = await Promise.all([launchBrowser(), serve.start()]);
  }, 200_000);
  afterAll(async () => {
    await browser?.close();
    await serve?.kill();
  });

  test('it is logged with one of its two files, put on a record, moved and undone', async () => {
    const sent = await fetch(`${serve.sandboxUrl}/api/outlook/erin/send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        subject: 'A question',
        html: '<p>Would you look at these?</p>',
        to: [{ address: 'alice@brightwater.example', name: 'Alice Moreau' }],
        ...{ cc: [], bcc: [], headers: {}, customProperties: {} },
        attachments: [file('offer.txt'), file('salaries.txt')],
      }),
    });
    expect(sent.status).toBe(200);
    const tab = await OutlookTab.open(serve, browser);
    const { page } = tab;
    await page.getByRole('list', { name: 'Messages' }).getByText('A question').first().click();
    await page.getByRole('button', { name: /Open Mailtrail/ }).click();
    const isPane = (frame: Frame): boolean => frame.url().includes('/addin/pane.html');
    await waitFor('the pane', () => page.frames().some(isPane), 30_000);
    const pane = page.frames().find(isPane);
    if (!pane) throw new Error('no pane');

    await pane.getByRole('button', { name: 'Log this mail' }).waitFor();
    await pane.getByRole('checkbox', { name: 'salaries.txt' }).uncheck();
    await pane.getByRole('button', { name: 'Log this mail' }).click();
    await pane.getByText(/on nobody’s record yet/).waitFor();
    await pane
      .getByRole('button', { name: /^Add Erin Vale as a contact/ })
      .first()
      .click();
    await pane.getByText('Logged on Erin Vale.').waitFor();

    await pane.getByRole('button', { name: /^Move from Erin Vale/ }).click();
    await pane.getByRole('searchbox').fill('Bob');
    await pane.getByRole('button', { name: /^Bob Lindqvist/ }).click();
    await pane.getByText('Logged on Bob Lindqvist.').waitFor();
    const alice = new Alice(serve);
    const [mail] = await alice.timeline('bob@partner.example');
    expect(mail).toMatchObject({ subject: 'A question', direction: 'incoming', logged: true });
    expect(mail?.attachments.map(({ name, state }) => [name, state])).toEqual([['offer.txt', 'copied']]);
    expect(await alice.timeline('erin@otherside.example')).toEqual([]);

    await pane.getByRole('button', { name: 'Undo the log' }).click();
    await pane.getByText(/The log of this mail was undone/).waitFor();
    expect(await alice.timeline('bob@partner.example')).toEqual([]);
    await pane.getByRole('button', { name: 'Log it again' }).waitFor();
    expect(tab.problems).toEqual([]);
  }, 90_000);
});
