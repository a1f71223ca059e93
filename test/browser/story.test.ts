import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { fromMime } from '../../src/core/incoming';
import { openStore } from '../../src/server/store';
import { launchBrowser } from '../fixtures/browser';
import { freePortPair, newDataDir, Serve } from '../fixtures/serve';
import { Alice, Recipient } from '../fixtures/story-people';
import { waitFor } from '../fixtures/wait-for';

/**
 * The main job, end to end, through the real interfaces: Microsoft's office.js in a real browser, real MIME, real HTTP.
 * One `npm start` in a process of its own; each step is asserted at its far end. With SCREENS=1 the pictures in
 * docs/screens are taken anew on the way.
 */

const ICON = readFileSync(join(__dirname, '../../assets/icon-64.png'));
const OFFER = Buffer.from('%PDF-1.7\n\u0000\u0001\u0002 an offer, byte for byte \u00ff', 'latin1');
const TERMS = Buffer.from('Terms & conditions: zażółć gęślą jaźń\r\n', 'utf8');
const ANSWER = Buffer.from('name;amount\r\nBob;42\r\n', 'utf8');

const SCREENS = join(__dirname, '../../docs/screens');
const shoot = async (page: Page | Locator, name: string): Promise<void> => {
  if (process.env.SCREENS === '1') await page.screenshot({ path: join(SCREENS, `${name}.png`) });
};

describe('the main job', () => {
  let serve: Serve;
  let browser: Browser;
  let context: BrowserContext;
  let outlook: Page;
  let app: Page;
  let bobPage: Page;
  const problems: string[] = [];

  const watch = (page: Page): Page => {
    page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
    page.on('console', (line) => {
      // Asking who is signed in is how the web app finds out that nobody is.
      const signedOut = line.location().url.endsWith('/api/v1/me') && line.text().includes('401');
      if (line.type() === 'error' && !signedOut) problems.push(`${page.url()}: ${line.text()}`);
    });
    return page;
  };
  const pane = async (): Promise<Frame> => {
    await waitFor(
      'the pane',
      () => outlook.frames().some((frame) => frame.url().includes('/addin/pane.html')),
      20_000,
    );
    const found = outlook.frames().find((frame) => frame.url().includes('/addin/pane.html'));
    if (!found) throw new Error('no pane');
    return found;
  };
  const write = async (mail: {
    to: string[];
    subject: string;
    files?: { name: string; mimeType: string; buffer: Buffer }[];
  }) => {
    await outlook.getByRole('button', { name: 'New mail' }).click();
    for (const address of mail.to) {
      await outlook.getByRole('combobox', { name: 'To', exact: true }).fill(address);
      await outlook.getByRole('combobox', { name: 'To', exact: true }).press('Enter');
    }
    await outlook.getByLabel('Subject').fill(mail.subject);
    const body = outlook.frameLocator('iframe[title="Message body"]').locator('body');
    await body.click();
    await body.pressSequentially('Hello, here is what we talked about. ');
    await outlook.getByRole('button', { name: 'Insert link' }).click();
    await outlook.getByLabel('Display as').fill('our prices');
    await outlook.getByLabel('Web address').fill(`${serve.sandboxUrl}/site/pricing?plan=a&seats=5%2C7`);
    await outlook.getByRole('button', { name: 'OK' }).click();
    if (mail.files) {
      await outlook.getByLabel('Files to attach').setInputFiles(mail.files);
      for (const file of mail.files) await outlook.getByText(file.name).waitFor();
    }
  };
  const send = async (): Promise<void> => {
    await outlook.getByRole('button', { name: 'Send', exact: true }).click();
    await outlook.getByText('Your message was sent.').waitFor();
  };

  beforeAll(async () => {
    serve = new Serve(await freePortPair(), newDataDir());
    [browser] = await Promise.all([launchBrowser(), serve.start()]);
    context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: 'Europe/Warsaw',
    });
    context.setDefaultTimeout(120_000);
    outlook = watch(await context.newPage());
    app = watch(await context.newPage());
    bobPage = watch(await context.newPage());
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.kill();
  });

  test('Alice signs in to the web app with her Microsoft account and finds an empty feed', async () => {
    await app.goto(serve.appUrl);
    await app.getByRole('link', { name: 'Sign in with Microsoft' }).click();
    await app.getByRole('button', { name: /Alice Moreau/ }).click();
    await app.getByText('Nothing has happened yet').waitFor();
  });

  test('the pane beside her mail knows Bob and says what will happen on Send', async () => {
    await outlook.goto(`${serve.sandboxUrl}/outlook?as=alice`);
    await write({
      to: ['bob@partner.example'],
      subject: 'Our offer',
      files: [
        { name: 'Offer.pdf', mimeType: 'application/pdf', buffer: OFFER },
        { name: 'Zażółć.txt', mimeType: 'text/plain', buffer: TERMS },
      ],
    });
    await outlook.getByRole('button', { name: /Open Mailtrail/ }).click();
    const frame = await pane();
    await frame.getByRole('button', { name: 'Contact: why Bob Lindqvist is shown so' }).click();
    await frame.getByText('A contact of yours', { exact: false }).waitFor();
    await frame.locator('body').press('Escape');
    expect(await frame.getByRole('switch', { name: 'Track' }).isChecked()).toBe(true);
    expect(await frame.getByRole('switch', { name: 'Log' }).isChecked()).toBe(true);
    await frame.getByText(/opens and 1 of 1 link/).waitFor();
    await shoot(outlook, 'outlook-compose');
    await shoot(outlook.getByRole('complementary', { name: 'Mailtrail pane' }), 'pane');
  });

  let tracked = '';
  let sentAt = 0;
  test('Send runs OnMessageSend, and Bob gets real MIME with one image, one tracked link and both files', async () => {
    await send();
    sentAt = performance.now();
    const bob = new Recipient(serve, 'bob');
    const id = await bob.find('Our offer');
    if (id === undefined) throw new Error('Bob has no mail');
    const { mail, attachments } = await fromMime(await bob.raw(id));
    const html = mail.html ?? '';
    const images = html.match(/<img\b[^>]*>/g) ?? [];
    expect(images).toHaveLength(1);
    expect(images[0]).toContain(`${serve.appUrl}/o/`);
    expect(images[0]).toContain('alt=""');
    tracked = /href="([^"]*\/c\/[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(tracked).toContain(`${serve.appUrl}/c/`);
    expect(html).toContain('>our prices</a>');
    const bytes = new Map(attachments.map((file) => [file.filename, Buffer.from(file.content)]));
    expect(bytes.get('Offer.pdf')?.equals(OFFER)).toBe(true);
    expect(bytes.get('Zażółć.txt')?.equals(TERMS)).toBe(true);
  });

  test('Bob opens it, and within a second Alice reads that in the web app and in the pane', async () => {
    // The pane lives as long as a mail is selected: her sent mail, pinned beside it.
    await outlook.getByRole('tab', { name: 'Sent Items' }).click();
    await outlook.getByRole('list', { name: 'Messages' }).getByText('Our offer').first().click();
    await outlook.getByRole('button', { name: /Open Mailtrail/ }).click();
    const frame = await pane();
    await frame.getByRole('tab', { name: 'Activity' }).click();
    await frame.getByRole('status').filter({ hasText: /live/i }).waitFor();

    await bobPage.goto(`${serve.sandboxUrl}/mail/bob`);
    const image = bobPage.waitForResponse((response) => response.url().includes('/net?u='));
    await bobPage.getByRole('button', { name: /Our offer/ }).click();
    expect((await image).status()).toBe(200);
    const loaded = performance.now();
    await app.getByRole('list', { name: 'Feed' }).getByText('opened it').waitFor();
    const seen = performance.now() - loaded;
    await frame
      .getByText(/Bob Lindqvist.*opened/)
      .first()
      .waitFor();
    process.stdout.write(`open announced ${Math.round(seen)} ms after the image was answered\n`);
    // O2 asks for one second and the line above says what it was; the limit leaves room for what else the machine does.
    expect(seen).toBeLessThan(10_000);
  });

  test('Bob clicks, lands on the target byte for byte, and Alice sees the click', async () => {
    // Nobody reads and clicks within four seconds of Send: such a click is held for a scanner's.
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, sentAt + 5_000 - performance.now())));
    const [landed] = await Promise.all([
      context.waitForEvent('page', { timeout: 0 }),
      bobPage.frameLocator('iframe').getByText('our prices').click(),
    ]);
    await landed.waitForLoadState();
    expect(landed.url()).toBe(`${serve.sandboxUrl}/site/pricing?plan=a&seats=5%2C7`);
    await landed.close();
    await app.getByRole('list', { name: 'Feed' }).getByText('clicked “our prices”').waitFor();
    await shoot(app, 'feed');
    await shoot(bobPage, 'mail-client');
  });

  test('Bob’s record shows the mail safely, its files byte for byte, opens and clicks beneath', async () => {
    await app.getByRole('link', { name: 'Contacts' }).click();
    await app.getByRole('table', { name: 'Contacts' }).getByRole('link', { name: 'Bob Lindqvist' }).click();
    const card = app.getByRole('article', { name: /^Our offer/ });
    await card.getByText('Sent', { exact: true }).waitFor();
    await card.getByText('Tracked: image + 1 of 1 link').waitFor();
    const shown = card.frameLocator('iframe').first();
    await shown.getByText('here is what we talked about').waitFor();
    expect(await shown.locator('img').count()).toBe(0);
    expect(await shown.getByText('our prices').getAttribute('href')).toBe(
      `${serve.sandboxUrl}/site/pricing?plan=a&seats=5%2C7`,
    );
    for (const [name, bytes] of [
      ['Offer.pdf', OFFER],
      ['Zażółć.txt', TERMS],
    ] as const) {
      const [download] = await Promise.all([
        app.waitForEvent('download'),
        card.getByRole('link', { name }).click(),
      ]);
      expect(readFileSync(await download.path()).equals(bytes)).toBe(true);
      expect(download.suggestedFilename()).toBe(name);
    }
    await card.getByText('1 open', { exact: true }).waitFor();
    await card.getByText('1 click', { exact: true }).waitFor();
  });

  test('Bob replies with a file and a picture; only the new text shows, the quote folded, the picture in place', async () => {
    const form = bobPage.locator('form').last();
    if (!(await form.isVisible())) await bobPage.getByRole('button', { name: 'Reply' }).click();
    await form.getByLabel(/Answer to/).fill('Thank you Alice, this works for us.');
    await form
      .getByLabel(/Attach files/)
      .setInputFiles({ name: 'order.csv', mimeType: 'text/csv', buffer: ANSWER });
    await form
      .getByLabel(/Put pictures/)
      .setInputFiles({ name: 'sketch.png', mimeType: 'image/png', buffer: ICON });
    await form.getByRole('button', { name: 'Send' }).click();
    await bobPage.getByText('Your answer was sent.').waitFor();

    const card = app.getByRole('article', { name: /^RE: Our offer/i });
    await card.waitFor();
    const own = card.frameLocator('iframe').first();
    await own.getByText('this works for us').waitFor();
    expect(await own.getByText('here is what we talked about').count()).toBe(0);
    const picture = own.locator('img');
    await waitFor(
      'the picture',
      async () =>
        (await picture.count()) === 1 &&
        (await picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)) === 64,
    );
    await card.getByRole('button', { name: 'Show quoted text' }).click();
    await card.frameLocator('iframe').nth(1).getByText('here is what we talked about').waitFor();
    const [download] = await Promise.all([
      app.waitForEvent('download'),
      card.getByRole('link', { name: 'order.csv' }).click(),
    ]);
    expect(readFileSync(await download.path()).equals(ANSWER)).toBe(true);
    await app
      .getByRole('article', { name: /^Our offer/ })
      .getByText('1 reply', { exact: true })
      .waitFor();
    await shoot(app, 'record');
  });

  test('Carol’s out-of-office answer is filed as that; an open of a mail to two people is Someone’s', async () => {
    await write({ to: ['bob@partner.example', 'carol@lumen.example'], subject: 'The same for both of you' });
    await send();
    const bob = new Recipient(serve, 'bob');
    await waitFor('the mail at Bob', async () => (await bob.find('The same for both of you')) !== undefined);
    await bob.open((await bob.find('The same for both of you')) ?? '');

    const alice = new Alice(serve);
    const absent = async () =>
      (await alice.timeline('carol@lumen.example')).find((m) => m.direction === 'incoming');
    await waitFor('the out-of-office answer', async () => (await absent()) !== undefined);
    expect((await absent())?.judged?.kind).toBe('auto-reply');
    const sent = (await alice.timeline('carol@lumen.example')).find((m) => m.direction === 'outgoing');
    expect(sent?.counts).toEqual({ opens: 1, clicks: 0, replies: 0 });
    const events = sent?.events ?? [];
    expect(events.find((e) => e.kind === 'open')?.who).toBeUndefined();
    expect(events.filter((e) => e.kind === 'auto-reply')).toHaveLength(1);
    expect(events.filter((e) => e.kind === 'reply')).toHaveLength(0);
    await app.getByRole('link', { name: 'Contacts' }).click();
    await app.getByRole('table', { name: 'Contacts' }).getByRole('link', { name: 'Carol Reyes' }).click();
    await app
      .getByRole('article', { name: /The same for both of you/ })
      .first()
      .waitFor();
  });

  test('Ctrl-C ends it cleanly, and the rows say the same as the screens', async () => {
    expect(problems).toEqual([]);
    expect(await serve.stop()).toBe(0);
    const store = await openStore({ dataDir: serve.dataDir, mode: 'sandbox' });
    try {
      const messages = await store.db
        .selectFrom('messages')
        .select(['direction', 'state', 'judged_kind', 'subject'])
        .execute();
      // Mail carries whole seconds: a mail and its automatic answer may bear the same time.
      expect(messages.map((m) => `${m.direction} ${m.state} ${m.judged_kind ?? ''}`.trim()).sort()).toEqual([
        'incoming received auto-reply',
        'incoming received reply',
        'outgoing sent',
        'outgoing sent',
      ]);
      const events = await store.db
        .selectFrom('events')
        .select(['kind', 'recipient_idx'])
        .orderBy('seq')
        .execute();
      expect(events.map((e) => e.kind).sort()).toEqual([
        'auto-reply',
        'click',
        'open',
        'open',
        'reply',
        'sent',
        'sent',
      ]);
      // Alice looked at her own mail in Sent Items, in the same browser that reported it: kept, and not counted (O7).
      const hits = await store.db.selectFrom('hits').select(['kind', 'verdict']).orderBy('at').execute();
      expect(hits.filter((h) => h.verdict !== 'self').map((h) => [h.kind, h.verdict])).toEqual([
        ['open', 'person'],
        ['click', 'person'],
        ['open', 'person'],
      ]);
    } finally {
      await store.close();
    }
  });
});
