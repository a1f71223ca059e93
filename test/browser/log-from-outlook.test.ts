import type { Browser, Frame } from 'playwright-core';
import PostalMime from 'postal-mime';
import { z } from 'zod';
import { SANDBOX_ADDIN_CLIENT_ID, SANDBOX_API_SCOPE, SANDBOX_CLIENT_ID } from '../../src/sandbox/people';
import { launchBrowser } from '../fixtures/browser';
import { OutlookTab } from '../fixtures/outlook-tab';
import { freePortPair, newDataDir, Serve } from '../fixtures/serve';
import { Alice, Recipient } from '../fixtures/story-people';
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
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.kill();
  });

  const post = async (url: string, body: object, headers: Record<string, string> = {}): Promise<unknown> => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  /** Erin, who is a stranger to Brightwater, writes to one of them; it is open in their Outlook, the pane beside it. */
  const isPane = (frame: Frame): boolean => frame.url().includes('/addin/pane.html');
  const opened = async (as: 'alice' | 'dan', subject: string): Promise<{ tab: OutlookTab; pane: Frame }> => {
    await post(`${serve.sandboxUrl}/api/outlook/erin/send`, {
      subject,
      html: '<p>Would you look at these?</p>',
      to: [{ address: `${as}@brightwater.example`, name: as }],
      ...{ cc: [], bcc: [], headers: {}, customProperties: {} },
      attachments: [file('offer.txt'), file('salaries.txt')],
    });
    const tab = await OutlookTab.open(serve, browser, { as });
    await tab.page.getByRole('list', { name: 'Messages' }).getByText(subject).first().click();
    const pane = await paneOf(tab);
    await pane.getByRole('button', { name: 'Log this mail' }).waitFor();
    return { tab, pane };
  };
  const paneOf = async (tab: OutlookTab): Promise<Frame> => {
    await tab.page
      .getByRole('button', { name: /Mailtrail/ })
      .first()
      .click();
    await waitFor('the pane', () => tab.page.frames().some(isPane));
    const pane = tab.page.frames().find(isPane);
    if (!pane) throw new Error('no pane');
    return pane;
  };

  test('it is logged with one of its two files, put on a record, moved and undone', async () => {
    const { tab, pane } = await opened('alice', 'A question');
    await pane.getByRole('checkbox', { name: 'salaries.txt' }).uncheck();
    await pane.getByRole('button', { name: 'Log this mail' }).click();
    await pane.getByText(/on nobody’s record yet/).waitFor();
    await pane
      .getByRole('button', { name: /^Add Erin Vale as a contact/ })
      .first()
      .click();
    await pane.getByText('1 mail that was kept comes onto the record.').waitFor();
    await pane.getByRole('textbox', { name: 'Company' }).fill('Otherside');
    await pane.getByRole('button', { name: 'Create the contact' }).click();
    await pane.getByText('Logged on Erin Vale.').waitFor();
    const erin = pane.getByRole('article', { name: 'Erin Vale' });
    await erin.getByRole('combobox', { name: 'Legal basis for tracking' }).selectOption('contract');
    await erin.getByRole('button', { name: 'Undo' }).waitFor();

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
    await tab.close();
  });

  test('where nothing is granted to the server, the pane hands the mail over with its own sign-in', async () => {
    const scope = `api://${SANDBOX_CLIENT_ID}/${SANDBOX_API_SCOPE}`;
    const { token } = z
      .object({ token: z.object({ access_token: z.string() }) })
      .parse(
        await post(`${serve.sandboxUrl}/api/outlook/dan/token`, { clientId: SANDBOX_ADDIN_CLIENT_ID, scope }),
      );
    const authorization = `Bearer ${token.access_token}`;
    const connected = { kind: 'personal', access: 'pane', rule: { sent: 'nothing', received: 'nothing' } };
    await post(`${serve.appUrl}/api/v1/mailboxes`, connected, { authorization });
    const { tab, pane } = await opened('dan', 'For Dan alone');
    await pane.getByRole('button', { name: 'Log this mail' }).click();
    await pane.getByText('Logged on Erin Vale.').waitFor();
    const [mail] = (await new Alice(serve).timeline('erin@otherside.example')).filter(
      ({ subject }) => subject === 'For Dan alone',
    );
    expect(mail?.attachments.map(({ name }) => name)).toEqual(['offer.txt', 'salaries.txt']);
    expect(tab.problems).toEqual([]);
    await tab.close();
  });

  /** O11: a mail to Bob and Erin, each apart, on its way; Microsoft was asked in a window of its own. */
  const sendApart = async (subject: string): Promise<{ tab: OutlookTab; pane: Frame }> => {
    const tab = await OutlookTab.open(serve, browser);
    await tab.write({
      subject,
      html: '<p>Hello, here are our <a href="https://shop.example/prices">prices</a>.</p>',
      to: ['bob@partner.example', 'erin@otherside.example'],
      attachments: [{ ...file('terms.txt'), id: 'terms', size: 12, attachmentType: 0, url: null }],
    });
    const pane = await paneOf(tab);
    await pane.getByRole('button', { name: 'Send to each of 2 apart' }).click();
    const asked = tab.page.context().waitForEvent('page', { timeout: 0 });
    await pane.getByRole('link', { name: 'Let Mailtrail send for me' }).click();
    const window = await asked;
    window.setDefaultTimeout(120_000);
    // Who is at this browser, then what Mailtrail may do.
    await window.getByRole('button', { name: /Alice Moreau/ }).click();
    await window.waitForURL(/prompt=consent/);
    await window.getByRole('button', { name: /Alice Moreau/ }).click();
    await pane.getByText('Each of the 2 gets a copy of their own', { exact: false }).waitFor();
    await window.close();
    await pane.getByRole('button', { name: 'Send now' }).click();
    await pane.getByText('Leaves in a few seconds…').waitFor();
    return { tab, pane };
  };

  test('A1: while it is written, the pane says who is on it and why, and files it where its writer says; O11: or sends it to each apart', async () => {
    const alice = new Alice(serve);
    // It leaves while the other one is written.
    const apart = await sendApart('To each of you');
    const tab = await OutlookTab.open(serve, browser);
    const meeting = '<a href="https://teams.microsoft.com/l/meetup-join/1">join us</a>';
    await tab.write({
      subject: 'Two records',
      html: `<p>See <a href="https://shop.example/prices">prices</a> or ${meeting}.</p>`,
      to: ['bob@partner.example', 'frank@quiet.example'],
    });
    const pane = await paneOf(tab);
    await pane.getByText('One link is left alone:').waitFor();
    await pane.getByText(/Opens will say “Someone”: 2 recipients/).waitFor();

    // The reason is on the badge, without a pointer too.
    const badge = pane.getByRole('button', { name: 'No basis: why Frank Weber is shown so' });
    await badge.press('Enter');
    await pane.getByText(/No legal basis is recorded/).waitFor();
    await badge.press('Escape');

    // The line follows the text.
    await tab.page.frameLocator('iframe[title="Message body"]').locator('body').fill('No link any more');
    await pane.getByText('Tracked: opens only. Logged with its attachments.').waitFor();

    await pane.getByRole('checkbox', { name: 'Frank Weber' }).uncheck();
    await pane.getByText(/One record stays/).waitFor();
    await pane.getByRole('button', { name: 'Add a record' }).click();
    await pane.getByRole('searchbox').fill('Erin');
    await pane.getByRole('button', { name: /^Erin Vale/ }).click();
    await pane.getByRole('checkbox', { name: /Erin Vale/, checked: true }).waitFor();
    await pane.getByRole('combobox', { name: 'Remind me if there is no reply' }).selectOption('3');
    await pane.getByText(/waits while somebody is out of office/).waitFor();
    await tab.send();
    const subjects = async (address: string): Promise<string[]> =>
      (await alice.timeline(address)).map(({ subject }) => subject);
    await waitFor('it is filed', async () =>
      (await subjects('erin@otherside.example')).includes('Two records'),
    );
    expect(await subjects('bob@partner.example')).toContain('Two records');
    expect(await subjects('frank@quiet.example')).not.toContain('Two records');
    expect(tab.problems).toEqual([]);
    await tab.close();

    await apart.pane.getByText('2 copies were sent.').waitFor();
    for (const [key, address] of [
      ['bob', 'bob@partner.example'],
      ['erin', 'erin@otherside.example'],
    ] as const) {
      const recipient = new Recipient(serve, key);
      const mail = await PostalMime.parse(
        await recipient.raw((await recipient.find('To each of you')) ?? ''),
      );
      expect(mail.to?.map((to) => to.address)).toEqual([address]);
      expect(mail.attachments.map(({ filename }) => filename)).toEqual(['terms.txt']);
      expect(await subjects(address)).toContain('To each of you');
    }

    // Opened again, the draft says that it was sent, instead of offering that once more.
    await apart.tab.press('Save');
    await apart.tab.page.getByText('Draft saved.').waitFor();
    await apart.tab.openDraft('To each of you');
    const again = await paneOf(apart.tab);
    await again.getByText('2 copies were sent.').waitFor();
    await again.getByRole('button', { name: 'Discard this draft' }).waitFor();
    expect(apart.tab.problems).toEqual([]);
    await apart.tab.close();
  });
});
