import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { employeeCalled, sandboxBench, someone } from '../fixtures/sandbox';
import type { SandboxBench } from '../fixtures/sandbox';
import { launchBrowser } from '../fixtures/browser';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const alice = employeeCalled('alice');

let bench: SandboxBench;
let browser: Browser;
let page: Page;
let tracking: Server;
let hits: string[];
let trackingUrl: string;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  bench = await sandboxBench();
  await build({
    entryPoints: [join(__dirname, '../../src/sandbox/recipients/page.ts')],
    outfile: join(bench.dataDir, 'dist/sandbox/mail.js'),
    bundle: true,
    format: 'iife',
  });
  hits = [];
  tracking = createServer((request, answer) => {
    hits.push(`${request.url} ${request.headers['x-forwarded-for']?.toString()}`);
    if (request.url?.startsWith('/o/') === true)
      answer.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
    else answer.writeHead(302, { location: `${bench.sandbox.url}/site/pricing` }).end();
  });
  await new Promise<void>((resolve) => tracking.listen(0, 'localhost', resolve));
  const address = tracking.address() as AddressInfo;
  trackingUrl = `http://localhost:${address.port}`;
  page = await browser.newPage();
});

afterEach(async () => {
  await page.close();
  await bench.close();
  tracking.closeAllConnections();
  await new Promise<void>((resolve) => tracking.close(() => resolve()));
});

async function send(to: string): Promise<void> {
  const { address, name } = someone(to);
  await bench.sandbox.mailboxes.sendFromOutlook(alice, {
    subject: 'Our offer',
    html: `<p>See <a href="${trackingUrl}/c/t/1">prices</a></p><img src="${trackingUrl}/o/t.gif" alt="mark">`,
    to: [{ address, name }],
    cc: [],
    bcc: [],
    headers: {},
    customProperties: {},
    attachments: [],
  });
}

test('Bob reads by keyboard, the image loads as his, a link lands on its target, and his answer leaves with file and picture', async () => {
  await send('bob');
  await page.goto(`${bench.sandbox.url}/mail/bob`);
  const row = page.getByRole('button', { name: /Alice Moreau.*Our offer.*unread/s });
  await row.focus();
  await page.keyboard.press('Enter');
  const mail = page.frameLocator('iframe');
  await mail.getByText('prices').waitFor();
  await waitUntil(() => hits.length > 0);
  expect(hits).toEqual([`/o/t.gif ${someone('bob').ip}`]);
  await page.getByRole('button', { name: /Our offer(?!.*unread)/s }).waitFor();

  const opened = page.context().waitForEvent('page', { timeout: 0 });
  await mail.getByText('prices').click();
  const site = await opened;
  await site.getByRole('heading', { name: 'Pricing' }).waitFor();
  expect(hits.at(-1)).toBe(`/c/t/1 ${someone('bob').ip}`);
  await site.close();

  await page.getByRole('button', { name: 'Reply' }).click();
  await page.getByLabel('Answer to Alice Moreau').fill('Gladly.');
  await page
    .getByLabel('Attach files')
    .setInputFiles({ name: 'order.txt', mimeType: 'text/plain', buffer: Buffer.from('one') });
  await page
    .getByLabel('Put pictures into the text')
    .setInputFiles({ name: 'sign.png', mimeType: 'image/png', buffer: PNG });
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Your answer was sent.').waitFor();
  const [answer] = bench.sandbox.mailboxes.list(alice.address, 'inbox');
  if (answer === undefined) throw new Error('the answer arrived');
  const { attachments } = await bench.sandbox.mailboxes.content(answer);
  expect(attachments.map(({ name, isInline }) => [name, isInline])).toEqual([
    ['sign.png', true],
    ['order.txt', false],
  ]);
});

test('Frank sees a bar instead of pictures, and loads them by its button', async () => {
  await send('frank');
  await page.goto(`${bench.sandbox.url}/mail/frank`);
  await page.getByRole('button', { name: /Our offer/ }).click();
  await page.frameLocator('iframe').getByText('prices').waitFor();
  await page.getByText('Pictures in this mail from Alice Moreau are not shown.').waitFor();
  expect(hits).toEqual([]);
  await page.getByRole('button', { name: 'Show pictures' }).click();
  await page.frameLocator('iframe').getByText('prices').waitFor();
  await waitUntil(() => hits.length === 1);
  expect(hits).toEqual([`/o/t.gif ${someone('frank').ip}`]);
});

test('new mail comes into the list by itself, and an empty one says so', async () => {
  await page.goto(`${bench.sandbox.url}/mail/carol`);
  await page.getByText('No mail yet.').waitFor();
  await send('carol');
  await page.getByRole('button', { name: /Our offer/ }).waitFor();
});

async function waitUntil(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 500 && !condition(); n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}
