import { build } from 'esbuild';
import type { Browser, Frame, Page } from 'playwright-core';
import { launchBrowser } from '../fixtures/browser';
import { launchScript, openOutlookWorld, type OutlookWorld } from '../fixtures/outlook-addin';
import { waitFor } from '../fixtures/wait-for';

/** Calls of the public API, one after another; each name maps to its value, "OK", or `{failed|threw}`. */
const PANE = `
const settle = (object, method, ...args) => new Promise((resolve) => {
  try {
    object[method](...args, (result) => resolve(result.status === 'succeeded' ? (result.value === undefined ? 'OK' : result.value) : { failed: result.error.code, name: result.error.name }));
  } catch (error) { resolve({ threw: error.name }); }
});
window.settle = settle;
window.heard = [];
Office.onReady((info) => {
  document.body.append('Ready in ' + info.host);
  window.itemChanges = [];
  Office.context.mailbox.addHandlerAsync(Office.EventType.ItemChanged, () => {
    const { item } = Office.context.mailbox;
    window.itemChanges.push(item ? item.subject : null);
  });
});
window.custom = () => new Promise((resolve) => Office.context.mailbox.item.loadCustomPropertiesAsync((r) => resolve(r.value)));
window.compose = async () => {
  const { mailbox, roamingSettings, requirements } = Office.context;
  const { item } = mailbox;
  const { Html, Text } = Office.CoercionType;
  const out = {};
  out.host = mailbox.diagnostics.hostName;
  out.user = [mailbox.userProfile.displayName, mailbox.userProfile.emailAddress, mailbox.userProfile.accountType];
  out.sets = ['1.8', '1.12', '1.14', '1.15'].map((v) => requirements.isSetSupported('Mailbox', v));
  out.naa = requirements.isSetSupported('NestedAppAuth', '1.1');
  out.itemType = item.itemType;
  out.to = await settle(item.to, 'getAsync');
  out.ccAdd = await settle(item.cc, 'addAsync', [{ displayName: 'Carol', emailAddress: 'carol@lumen.example' }, 'dan@brightwater.example']);
  out.cc = await settle(item.cc, 'getAsync');
  out.from = await settle(item.from, 'getAsync');
  out.subjectSet = await settle(item.subject, 'setAsync', 'Set by the add-in');
  out.subject = await settle(item.subject, 'getAsync');
  out.subjectLong = await settle(item.subject, 'setAsync', 'x'.repeat(256));
  out.bodyType = await settle(item.body, 'getTypeAsync');
  out.bodySet = await settle(item.body, 'setAsync', '<P class=a>one &amp; <A href="http://x.example/?a=1&amp;b=2">two</A></P>', { coercionType: Html });
  out.bodyPrepend = await settle(item.body, 'prependAsync', '<p>above</p>', { coercionType: Html });
  out.body = await settle(item.body, 'getAsync', Html);
  out.text = await settle(item.body, 'getAsync', Text);
  out.headers = await settle(item.internetHeaders, 'setAsync', { 'x-test-mark': 'm', 'x-gone': 'g' });
  out.headersRemove = await settle(item.internetHeaders, 'removeAsync', ['x-gone']);
  out.headersGet = await settle(item.internetHeaders, 'getAsync', ['x-test-mark', 'x-gone']);
  out.headerLong = await settle(item.internetHeaders, 'setAsync', { 'x-l': 'y'.repeat(1000) });
  out.sessionSet = await settle(item.sessionData, 'setAsync', 'k', 'v');
  out.session = await settle(item.sessionData, 'getAsync', 'k');
  out.sessionMissing = await settle(item.sessionData, 'getAsync', 'none');
  out.sessionAll = await settle(item.sessionData, 'getAllAsync');
  await settle(item, 'addHandlerAsync', Office.EventType.RecipientsChanged, (e) => heard.push(['recipients', e.changedRecipientFields.to]));
  await settle(item, 'addHandlerAsync', Office.EventType.AttachmentsChanged, (e) => heard.push([e.attachmentStatus, e.attachmentDetails.name]));
  out.attach = typeof (await settle(item, 'addFileAttachmentFromBase64Async', btoa('from the add-in'), 'addin.txt', { isInline: false }));
  out.attachments = (await settle(item, 'getAttachmentsAsync')).map(({ id, ...rest }) => rest);
  const [first] = await settle(item, 'getAttachmentsAsync');
  out.content = await settle(item, 'getAttachmentContentAsync', first.id);
  out.contentMissing = await settle(item, 'getAttachmentContentAsync', 'none');
  await settle(item.to, 'setAsync', ['frank@quiet.example']);
  await settle(item, 'removeAttachmentAsync', first.id);
  await new Promise((resolve) => setTimeout(resolve, 100));
  out.heard = heard;
  out.removeHandler = await settle(item, 'removeHandlerAsync', Office.EventType.RecipientsChanged);
  out.idEarly = await settle(item, 'getItemIdAsync');
  out.saved = typeof (await settle(item, 'saveAsync'));
  out.idLate = typeof (await settle(item, 'getItemIdAsync'));
  out.composeType = await settle(item, 'getComposeTypeAsync');
  const note = { type: 'informationalMessage', message: 'A note', icon: 'Icon.16', persistent: false };
  out.note = await settle(item.notificationMessages, 'addAsync', 'n1', note);
  out.noteAgain = await settle(item.notificationMessages, 'addAsync', 'n1', note);
  out.notes = await settle(item.notificationMessages, 'getAllAsync');
  const insight = { type: 'insightMessage', message: 'Open it once', icon: 'Icon.16', actions: [{ actionType: 'showTaskPane', actionText: 'Open the pane', commandId: 'msgComposeOpenPane', contextData: {} }] };
  out.insight = await settle(item.notificationMessages, 'addAsync', 'n2', insight);
  out.category = await settle(item.categories, 'addAsync', ['Red category']);
  out.categories = await settle(item.categories, 'getAsync');
  const properties = await custom();
  properties.set('mark', 'secret');
  out.customSave = await new Promise((resolve) => properties.saveAsync((r) => resolve(r.status)));
  out.custom = (await custom()).getAll();
  roamingSettings.set('book', { n: 1 });
  out.roaming = await settle(roamingSettings, 'saveAsync');
  out.exchangeToken = await settle(mailbox, 'getCallbackTokenAsync', { isRest: true });
  out.appendOnSend = await settle(item.body, 'appendOnSendAsync', '<i>appended</i>', { coercionType: Html });
  out.initialization = await settle(item, 'getInitializationContextAsync');
  return out;
};
window.read = async () => {
  const { item } = Office.context.mailbox;
  const out = { type: item.itemType, subject: item.subject, normalized: item.normalizedSubject, from: item.from, to: item.to.length, created: item.dateTimeCreated instanceof Date };
  out.attachments = item.attachments.map(({ id, ...rest }) => rest);
  out.content = await settle(item, 'getAttachmentContentAsync', item.attachments[0].id);
  out.text = await settle(item.body, 'getAsync', Office.CoercionType.Text);
  out.headers = await settle(item, 'getAllInternetHeadersAsync');
  const properties = await custom();
  properties.set('seen', true);
  out.customSave = await new Promise((resolve) => properties.saveAsync((r) => resolve(r.status)));
  return out;
};
window.roaming = () => Office.context.roamingSettings.get('book');
window.sso = () => OfficeRuntime.auth.getAccessToken({});
`;

/** Signs in as the pane does, by Microsoft's own library. */
const SIGN_IN = `
import { createNestablePublicClientApplication } from '@azure/msal-browser';
window.signIn = async (clientId, scope) => {
  const app = await createNestablePublicClientApplication({ auth: { clientId, authority: 'https://login.microsoftonline.com/common' } });
  const result = await app.acquireTokenSilent({ scopes: [scope] });
  return { token: result.accessToken, username: result.account.username };
};`;

declare global {
  interface Window {
    compose: () => Promise<Record<string, unknown>>;
    read: () => Promise<Record<string, unknown>>;
    roaming: () => unknown;
    sso: () => Promise<string>;
    signIn: (clientId: string, scope: string) => Promise<{ token: string; username: string }>;
    itemChanges: (string | null)[];
  }
}

// A browser on a busy machine takes its time.

let world: OutlookWorld;
let browser: Browser;
let page: Page;
const outside: string[] = [];

beforeAll(async () => {
  const [bundled] = (
    await build({
      stdin: { contents: SIGN_IN, resolveDir: __dirname },
      bundle: true,
      write: false,
      logLevel: 'silent',
    })
  ).outputFiles;
  world = await openOutlookWorld({ pane: PANE, launch: launchScript({}), bundle: bundled?.text });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

beforeEach(async () => {
  page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== 'localhost') outside.push(request.url());
  });
  await page.goto(`${world.url}?as=alice`);
});

afterEach(async () => {
  await page.close();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const field = (name: string) => page.getByRole('combobox', { name, exact: true });
const body = () => page.frameLocator('iframe[title="Message body"]').locator('body');

async function writeTo(...people: string[]): Promise<void> {
  await button('New mail').click();
  for (const person of people) {
    await field('To').fill(person);
    await field('To').press('Enter');
  }
}

async function openPane(): Promise<Frame> {
  await button('Open Mailtrail').click();
  const element = page.locator('iframe[title="Mailtrail"]');
  await page.frameLocator('iframe[title="Mailtrail"]').getByText('Ready in Outlook').waitFor();
  const frame = await (await element.elementHandle())?.contentFrame();
  if (!frame) throw new Error('the pane has no frame');
  return frame;
}

const inboxOf = async (address: string, subject: string) => {
  const item = world.sandbox.mailboxes
    .list(address, 'inbox')
    .find((candidate) => candidate.subject === subject);
  if (!item) throw new Error(`no '${subject}' for ${address}`);
  return { item, content: await world.sandbox.mailboxes.content(item) };
};

const sent = () => page.getByText('Your message was sent.').waitFor();

describe('Outlook on the web, played for the unmodified office.js', () => {
  test('a compose pane gets the whole API, with Microsoft’s own shapes, errors and events', async () => {
    await writeTo('bob@partner.example');
    const pane = await openPane();
    const out = await pane.evaluate(() => window.compose());
    expect(out).toMatchObject({
      host: 'OutlookWebApp',
      user: ['Alice Moreau', 'alice@brightwater.example', 'enterprise'],
      sets: [true, true, true, false],
      naa: true,
      itemType: 'message',
      to: [
        { emailAddress: 'bob@partner.example', displayName: 'Bob Lindqvist', recipientType: 'externalUser' },
      ],
      ccAdd: 'OK',
      cc: [
        { emailAddress: 'carol@lumen.example' },
        { emailAddress: 'dan@brightwater.example', recipientType: 'user' },
      ],
      from: { emailAddress: 'alice@brightwater.example', displayName: 'Alice Moreau', recipientType: 'user' },
      subject: 'Set by the add-in',
      subjectLong: { threw: 'Sys.ArgumentOutOfRangeException' },
      bodyType: 'html',
      body: '<p>above</p><P class=a>one &amp; <A href="http://x.example/?a=1&amp;b=2">two</A></P>',
      text: 'above\none & two',
      headersGet: { 'x-test-mark': 'm' },
      headerLong: { threw: 'Sys.ArgumentOutOfRangeException' },
      session: 'v',
      sessionMissing: { failed: 9050, name: 'KeyNotFound' },
      sessionAll: { k: 'v' },
      attach: 'string',
      attachments: [
        { name: 'addin.txt', size: 15, attachmentType: 'file', isInline: false, contentType: 'text/plain' },
      ],
      content: { content: btoa('from the add-in'), format: 'base64' },
      contentMissing: { failed: 9003, name: 'InvalidAttachmentId' },
      heard: [
        ['added', 'addin.txt'],
        ['recipients', true],
        ['removed', 'addin.txt'],
      ],
      idEarly: { failed: 9046 },
      saved: 'string',
      idLate: 'string',
      composeType: { composeType: 'newMail', coercionType: 'html' },
      note: 'OK',
      noteAgain: { failed: 9023, name: 'DuplicateNotificationKey' },
      notes: [{ key: 'n1', type: 'informationalMessage', message: 'A note' }],
      insight: 'OK',
      categories: [{ displayName: 'Red category', color: 'Preset0' }],
      customSave: 'succeeded',
      custom: { mark: 'secret' },
      roaming: 'OK',
      exchangeToken: { failed: 9018 },
      appendOnSend: 'OK',
      initialization: '',
    });
    // What the add-in did stands on the screen.
    expect(await page.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Set by the add-in');
    expect(await body().innerText()).toContain('one & two');
    await page.getByRole('region', { name: 'Notifications' }).getByText('A note').waitFor();

    await button('Send').click();
    await sent();
    const { item, content } = await inboxOf('frank@quiet.example', 'Set by the add-in');
    expect(content.html).toContain('<A href="http://x.example/?a=1&amp;b=2">two</A></P><i>appended</i>');
    expect(content.headers).toContainEqual({ name: expect.stringMatching(/^x-test-mark$/i), value: 'm' });
    expect(item.cc.map(({ address }) => address)).toEqual(['carol@lumen.example', 'dan@brightwater.example']);
    const [copy] = world.sandbox.mailboxes.list('alice@brightwater.example', 'sentitems');
    expect(Object.values(copy?.customProperties ?? {})).toEqual([{ mark: 'secret' }]);
    expect(outside).toEqual([]);
  });

  test('roaming settings outlive the page, and a reloaded pane finds its item again', async () => {
    await writeTo();
    const pane = await openPane();
    expect(await pane.evaluate(() => window.roaming())).toEqual({ n: 1 });
    await button('Reload pane').click();
    await page.waitForTimeout(300);
    await page.frameLocator('iframe[title="Mailtrail"]').getByText('Ready in Outlook').waitFor();
  });

  test('msal-browser signs in through the host, and the older single sign-on gives a token too', async () => {
    await writeTo();
    const pane = await openPane();
    const clientId = 'c0ffee00-0000-4000-8000-00000000a002';
    const scope = 'api://c0ffee00-0000-4000-8000-00000000a001/access_as_user';
    const { token, username } = await pane.evaluate(
      ([id, wanted]) => window.signIn(id ?? '', wanted ?? ''),
      [clientId, scope],
    );
    const claims = (text: string): unknown =>
      JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString());
    expect(username).toBe('alice@brightwater.example');
    expect(claims(token)).toMatchObject({
      aud: 'c0ffee00-0000-4000-8000-00000000a001',
      azp: clientId,
      scp: 'access_as_user',
      oid: 'aaaaaaaa-0000-4000-8000-0000000000a1',
      tid: 'aaaaaaaa-0000-4000-8000-000000000001',
    });
    expect(claims(await pane.evaluate(() => window.sso()))).toMatchObject({ scp: 'access_as_user' });
  });

  test('the send handler runs in a fresh frame, after append-on-send, and its changes travel', async () => {
    world.setLaunch(
      launchScript({
        onMessageSend: `(event) => {
          const { item } = Office.context.mailbox;
          item.body.getAsync('html', (got) => item.body.setAsync(got.value.replace('original', 'changed'), { coercionType: 'html' }, () =>
            item.internetHeaders.setAsync({ 'x-sent-by': 'handler' }, () => event.completed({ allowEvent: true }))));
        }`,
      }),
    );
    await writeTo('bob@partner.example');
    await page.getByRole('textbox', { name: 'Subject' }).fill('Handled');
    await body().click();
    await body().pressSequentially('The original text');
    await button('Send').click();
    await sent();
    const { content } = await inboxOf('bob@partner.example', 'Handled');
    expect(content.html).toContain('The changed text');
    expect(content.headers).toContainEqual({ name: expect.stringMatching(/^x-sent-by$/i), value: 'handler' });
    expect(await page.locator('iframe[title="Mailtrail: OnMessageSend"]').count()).toBe(0);
  });

  test('compose events run for a new mail, and for each change of its recipients and files', async () => {
    const note = `(event) => Office.context.mailbox.item.sessionData.getAsync('log', (got) =>
      Office.context.mailbox.item.sessionData.setAsync('log', (got.value || '') + ' ' + event.type, () => event.completed()))`;
    const onMessageSend = `(event) => Office.context.mailbox.item.sessionData.getAsync('log', (got) =>
      Office.context.mailbox.item.internetHeaders.setAsync({ 'x-log': got.value }, () => event.completed({ allowEvent: true })))`;
    world.setLaunch(
      launchScript({ onMessageRecipientsChanged: note, onMessageAttachmentsChanged: note, onMessageSend }),
    );
    await writeTo('bob@partner.example');
    const ended = () => page.locator('iframe[title^="Mailtrail: "]').count();
    await waitFor('the handlers end', async () => (await ended()) === 0);
    await page
      .getByLabel('Files to attach')
      .setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('the plan') });
    await page.getByRole('list', { name: 'Attachments' }).getByText('plan.txt').waitFor();
    await waitFor('the handlers end', async () => (await ended()) === 0);
    await page.getByRole('textbox', { name: 'Subject' }).fill('Events');
    await button('Send').click();
    await sent();
    const { content } = await inboxOf('bob@partner.example', 'Events');
    expect(content.headers.find(({ name }) => /^x-log$/i.test(name))?.value.trim()).toBe(
      'olkRecipientsChanged olkAttachmentsChanged',
    );
    expect(content.attachments.map(({ name, content: bytes }) => [name, bytes.toString()])).toEqual([
      ['plan.txt', 'the plan'],
    ]);
  });

  test('a refusal shows its words; Don’t send goes on writing, Send anyway sends', async () => {
    world.setLaunch(
      launchScript({
        onMessageSend: `(event) => event.completed({ allowEvent: false, errorMessage: 'Is Bob the right one?' })`,
      }),
    );
    await writeTo('bob@partner.example');
    await page.getByRole('textbox', { name: 'Subject' }).fill('Refused');
    await button('Send').click();
    const dialog = page
      .getByRole('dialog', { name: 'Mailtrail' })
      .or(page.getByRole('alertdialog', { name: 'Mailtrail' }));
    await dialog.getByText('Is Bob the right one?').waitFor();
    await dialog.getByRole('button', { name: "Don't send" }).click();
    expect(await page.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Refused');
    await button('Send').click();
    await dialog.getByRole('button', { name: 'Send anyway' }).click();
    await sent();
    await inboxOf('bob@partner.example', 'Refused');
  });

  test('a handler that never completes is named slow after five seconds, and cannot hold the mail', async () => {
    world.setLaunch(launchScript({ onMessageSend: '() => undefined' }));
    await writeTo('bob@partner.example');
    await page.getByRole('textbox', { name: 'Subject' }).fill('Slow');
    await button('Send').click();
    await page.getByText('Mailtrail is taking longer than expected.').waitFor();
    await button('Send anyway').click();
    await sent();
    await inboxOf('bob@partner.example', 'Slow');
  });

  test('a handler that is registered nowhere asks, and cannot hold the mail', async () => {
    world.setLaunch('Office.onReady();');
    await writeTo('bob@partner.example');
    await page.getByRole('textbox', { name: 'Subject' }).fill('Nowhere');
    await button('Send').click();
    await page.getByText(/Mailtrail is unavailable/).waitFor();
    await button('Send anyway').click();
    await sent();
  });

  test('a call the host does not know fails, and the page says so in red', async () => {
    world.setLaunch(launchScript({}));
    await writeTo();
    const pane = await openPane();
    await pane.evaluate(() => Office.context.mailbox.displayAppointmentForm('an-appointment'));
    await page.getByRole('alert').filter({ hasText: 'cannot answer: 9 unknown 9' }).waitFor();
  });

  test('links and pictures are put into the text; the text keeps its HTML', async () => {
    await writeTo('bob@partner.example');
    await page.getByRole('textbox', { name: 'Subject' }).fill('Rich');
    await body().click();
    await body().pressSequentially('See ');
    await button('Insert link').click();
    await page.getByLabel('Display as').fill('our offer');
    await page.getByLabel('Web address').fill('https://www.example.com/offer?a=1&b=2');
    await button('OK').click();
    await page.getByLabel('Picture to insert').setInputFiles({
      name: 'dot.png',
      mimeType: 'image/png',
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
        'base64',
      ),
    });
    await body().locator('img').waitFor();
    await body().click();
    await body().press('End');
    await body().pressSequentially('!');
    await button('Send').click();
    await sent();
    const { content } = await inboxOf('bob@partner.example', 'Rich');
    expect(content.html).toContain('<a href="https://www.example.com/offer?a=1&amp;b=2">our offer</a>');
    const picture = content.attachments.find(({ name }) => name === 'dot.png');
    expect(picture?.isInline).toBe(true);
    expect(content.html).toContain(`src="cid:${picture?.contentId}"`);
  });

  test('a plain-text mail stays plain text', async () => {
    await writeTo('bob@partner.example');
    await page.getByRole('textbox', { name: 'Subject' }).fill('Plain');
    await button('Plain text').click();
    await page.getByRole('textbox', { name: 'Message body' }).fill('1 < 2\nand so on');
    await button('Send').click();
    await sent();
    const { content } = await inboxOf('bob@partner.example', 'Plain');
    expect([content.text?.trimEnd(), content.html]).toEqual(['1 < 2\nand so on', undefined]);
  });

  test('a received mail is read in its pane; pinned, the pane follows the selection; a reply quotes', async () => {
    const raw = (subject: string) =>
      Buffer.from(
        [
          'From: Bob Lindqvist <bob@partner.example>',
          'To: alice@brightwater.example',
          `Subject: ${subject}`,
          `Message-ID: <${subject.replace(/\W/g, '')}@partner.example>`,
          'Date: Sat, 21 Nov 2026 10:00:00 +0000',
          'MIME-Version: 1.0',
          'Content-Type: multipart/mixed; boundary=b',
          '',
          '--b',
          'Content-Type: text/html; charset=utf-8',
          '',
          `<html><body><p>About ${subject}</p><script>document.title = 'run'</script></body></html>`,
          '--b',
          'Content-Type: text/plain; name=note.txt',
          'Content-Disposition: attachment; filename=note.txt',
          '',
          'a note',
          '--b--',
          '',
        ].join('\r\n'),
      );
    await world.sandbox.mailboxes.deliver(raw('First'), ['alice@brightwater.example']);
    await world.sandbox.mailboxes.deliver(raw('Re: Second'), ['alice@brightwater.example']);
    const list = page.getByRole('list', { name: 'Messages' });
    await list.getByRole('button', { name: /Re: Second/ }).click();
    await page.frameLocator('iframe[title="Message text"]').getByText('About Re: Second').waitFor();
    const pane = await openPane();
    expect(await pane.evaluate(() => window.read())).toMatchObject({
      type: 'message',
      subject: 'Re: Second',
      normalized: 'Second',
      from: {
        emailAddress: 'bob@partner.example',
        displayName: 'Bob Lindqvist',
        recipientType: 'externalUser',
      },
      to: 1,
      created: true,
      attachments: [{ name: 'note.txt', attachmentType: 'file', isInline: false }],
      content: { format: 'base64' },
      text: expect.stringContaining('About Re: Second'),
      headers: expect.stringContaining('ReSecond@partner.example'),
      customSave: 'succeeded',
    });
    await button('Pin pane').click();
    await list.getByRole('button', { name: /First/ }).click();
    await waitFor('the pane hears of the other mail', async () =>
      (await pane.evaluate(() => window.itemChanges)).includes('First'),
    );
    expect(await page.title()).toBe('Outlook - Alice Moreau');

    await button('Reply').click();
    await body().getByText('About First').waitFor();
    expect(await page.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Re: First');
    await body().press('Control+Home');
    await body().pressSequentially('Thank you');
    await button('Send').click();
    await sent();
    const { item, content } = await inboxOf('bob@partner.example', 'Re: First');
    expect(item.inReplyTo).toBe('<First@partner.example>');
    expect(content.html).toMatch(/Thank you[^]*id="appendonsend"[^]*id="divRplyFwdMsg"[^]*About First/);
  });
});
