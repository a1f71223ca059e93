import type { Browser, Frame } from 'playwright-core';
import { z } from 'zod';
import { SANDBOX_ADDIN_CLIENT_ID, SANDBOX_API_SCOPE, SANDBOX_CLIENT_ID } from '../../src/sandbox/people';
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
    await tab.page.getByRole('button', { name: /Open Mailtrail/ }).click();
    const isPane = (frame: Frame): boolean => frame.url().includes('/addin/pane.html');
    await waitFor('the pane', () => tab.page.frames().some(isPane));
    const pane = tab.page.frames().find(isPane);
    if (!pane) throw new Error('no pane');
    await pane.getByRole('button', { name: 'Log this mail' }).waitFor();
    return { tab, pane };
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
});
