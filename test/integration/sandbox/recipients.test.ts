import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { someone, employeeCalled, sandboxBench } from '../../fixtures/sandbox';
import type { SandboxBench } from '../../fixtures/sandbox';
import type { OutgoingMail } from '../../../src/sandbox/mailboxes';

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const alice = employeeCalled('alice');

interface Hit {
  url: string;
  headers: IncomingHttpHeaders;
}

/** Stands for the tracking server: an image for `/o`, a redirect for `/c`. */
async function trackingServer() {
  const hits: Hit[] = [];
  const server = createServer((request, answer) => {
    const url = request.url ?? '';
    hits.push({ url, headers: request.headers });
    if (url.startsWith('/o/')) answer.writeHead(200, { 'content-type': 'image/gif' }).end(GIF);
    else if (url.startsWith('/c/'))
      answer.writeHead(302, { location: `${sandboxUrl}/site/pricing?x=1&y=2` }).end();
    else answer.writeHead(400, { 'content-type': 'text/html' }).end('<p>This link is not valid.</p>');
  });
  let sandboxUrl = '';
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address() as AddressInfo;
  return {
    hits,
    url: `http://localhost:${address.port}`,
    leadTo: (url: string) => (sandboxUrl = url),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

let bench: SandboxBench;
let tracking: Awaited<ReturnType<typeof trackingServer>>;

beforeEach(async () => {
  bench = await sandboxBench();
  tracking = await trackingServer();
  tracking.leadTo(bench.sandbox.url);
});
afterEach(async () => {
  await bench.close();
  await tracking.close();
});

async function send(to: string, more: Partial<OutgoingMail> = {}): Promise<void> {
  const person = someone(to);
  await bench.sandbox.mailboxes.sendFromOutlook(alice, {
    subject: 'Our offer',
    html: `<html><body><p class="MsoNormal">Dear you, see <a href="${tracking.url}/c/tok/1?u=x&amp;s=y">prices</a> and <a href="https://example.com/">this</a>.</p><img src="${tracking.url}/o/tok.gif" width="1" height="1"><script>alert(1)</script></body></html>`,
    to: [{ address: person.address, name: person.name }],
    cc: [],
    bcc: [],
    headers: {},
    customProperties: {},
    attachments: [],
    ...more,
  });
}

interface Json {
  [name: string]: unknown;
}

async function api(
  path: string,
  body?: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) {
  const answer = await fetch(`${bench.sandbox.url}/api/mail/${path}`, {
    redirect: 'manual',
    ...(body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) }),
  });
  return answer;
}

async function first(person: string): Promise<{ id: string } & Json> {
  const [mail]: ({ id: string } & Json)[] = await (await api(`${person}/messages`)).json();
  if (mail === undefined) throw new Error(`${person} has no mail`);
  return mail;
}

test('Bob opening a mail loads its image with his own agent and address, and nothing of the sandbox', async () => {
  await send('bob');
  const { id } = await first('bob');
  const opened: Json = await (await api(`bob/messages/${id}/open`, {})).json();
  expect(opened).toEqual({ images: [{ url: `${tracking.url}/o/tok.gif`, status: 200 }] });
  expect(tracking.hits).toHaveLength(1);
  const [hit] = tracking.hits;
  expect(hit?.headers['user-agent']).toBe(someone('bob').userAgent);
  expect(hit?.headers['x-forwarded-for']).toBe(someone('bob').ip);
  expect(hit?.headers.cookie).toBeUndefined();
  expect((await first('bob')).isRead).toBe(true);
});

test('Frank loads nothing until he shows the pictures', async () => {
  await send('frank');
  const { id } = await first('frank');
  expect(await (await api(`frank/messages/${id}/open`, {})).json()).toEqual({ images: [] });
  const blocked = await (await api(`frank/messages/${id}/html`)).text();
  expect(blocked).not.toContain('/net?');
  expect(tracking.hits).toEqual([]);
  expect(await (await api(`frank/messages/${id}`)).json()).toMatchObject({ blocked: true });
  const shown = await (await api(`frank/messages/${id}/html?pictures=1`)).text();
  expect(shown).toContain(`/api/mail/frank/net?u=${encodeURIComponent(`${tracking.url}/o/tok.gif`)}`);
  await api(`frank/messages/${id}/open`, { showPictures: true });
  expect(tracking.hits.map((hit) => hit.headers['user-agent'])).toEqual([someone('frank').userAgent]);
});

test('the frame of a mail runs nothing and leads everything through the program of its reader', async () => {
  await send('bob');
  const { id } = await first('bob');
  const answer = await api(`bob/messages/${id}/html`);
  const html = await answer.text();
  expect(html).not.toContain('<script');
  expect(html).not.toContain(`src="${tracking.url}`);
  expect(html).toContain(
    `href="/api/mail/bob/go?u=${encodeURIComponent(`${tracking.url}/c/tok/1?u=x&s=y`)}"`,
  );
  expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  const picture = await api(`bob/net?u=${encodeURIComponent(`${tracking.url}/o/tok.gif`)}`);
  expect(picture.headers.get('content-type')).toBe('image/gif');
  expect(Buffer.from(await picture.arrayBuffer()).equals(GIF)).toBe(true);
  expect((await api(`bob/net?u=${encodeURIComponent(`${tracking.url}/nothing`)}`)).status).toBe(400);
  expect((await api('bob/net?u=file:///etc/passwd')).status).toBe(400);
});

test('a pressed link is fetched with the browser of the person, who then lands where it leads', async () => {
  await send('bob');
  const { id } = await first('bob');
  const clicked: Json = await (await api(`bob/messages/${id}/click`, { link: 0 })).json();
  expect(clicked).toMatchObject({ status: 302, location: `${bench.sandbox.url}/site/pricing?x=1&y=2` });
  const gone = await api(`bob/go?u=${encodeURIComponent(`${tracking.url}/c/tok/1?u=x&s=y`)}`);
  expect(gone.status).toBe(302);
  const landed = await fetch(gone.headers.get('location') ?? '');
  expect(await landed.text()).toContain('<h1>Pricing</h1>');
  expect(
    tracking.hits.map(({ url, headers }) => [url, headers['user-agent'], headers['x-forwarded-for']]),
  ).toEqual(Array(2).fill(['/c/tok/1?u=x&s=y', someone('bob').browserAgent, someone('bob').ip]));
  expect((await api(`bob/go?u=${encodeURIComponent('https://example.com/a')}`)).headers.get('location')).toBe(
    'https://example.com/a',
  );
  expect((await api(`bob/go?u=${encodeURIComponent(`${tracking.url}/x`)}`)).status).toBe(400);
  expect((await api(`bob/messages/${id}/click`, { link: 7 })).status).toBe(404);
});

test('the bytes of a mail and of its files can be taken out', async () => {
  const bytes = Buffer.from(Array.from({ length: 2000 }, (_, n) => (n * 13) % 256));
  await send('bob', {
    attachments: [
      {
        name: 'Angebot – ü.pdf',
        contentType: 'application/pdf',
        content: bytes.toString('base64'),
        isInline: false,
      },
    ],
  });
  const { id } = await first('bob');
  const { attachments }: { attachments: Json[] } = await (await api(`bob/messages/${id}`)).json();
  expect(attachments).toEqual([
    { index: 0, name: 'Angebot – ü.pdf', contentType: 'application/pdf', size: 2000 },
  ]);
  const file = await api(`bob/messages/${id}/attachments/0`);
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
  expect(file.headers.get('content-disposition')).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent('Angebot – ü.pdf')}`,
  );
  const raw = await (await api(`bob/messages/${id}/raw`)).text();
  expect((await PostalMime.parse(raw)).subject).toBe('Our offer');
});

test('Bob’s answer is MIME as Outlook makes it: threaded, with the quote, a picture in place, a file, and the quoted pictures', async () => {
  const picture = { name: 'logo.png', contentType: 'image/png', content: GIF.toString('base64') };
  await send('bob', {
    html: `<p class="a b" id="c">Hello <img src="cid:old@x"></p><a href="${tracking.url}/c/tok/1?u=x">link</a>`,
    attachments: [{ ...picture, isInline: true, contentId: 'old@x' }],
  });
  const original = await first('bob');
  const answer = await api(`bob/messages/${original.id}/reply`, {
    text: 'Yes, gladly & <soon>.\n\nBob',
    files: [
      { name: 'order.txt', contentType: 'text/plain', content: Buffer.from('one please').toString('base64') },
    ],
    pictures: [{ ...picture, name: 'sign.png' }],
  });
  expect(answer.status).toBe(200);
  const [got] = bench.sandbox.mailboxes.list(alice.address, 'inbox');
  const [sent] = bench.sandbox.mailboxes.list(alice.address, 'sentitems');
  if (got === undefined || sent === undefined) throw new Error('both are there');
  expect(got.inReplyTo).toBe(sent.internetMessageId);
  expect(got.references).toEqual([sent.internetMessageId]);
  expect(got.conversationId).toBe(sent.conversationId);
  const raw = await bench.sandbox.mailboxes.raw(got);
  expect(raw.toString('latin1')).toMatch(/^Content-Type: multipart\/mixed/m);
  expect(raw.toString('latin1')).toMatch(/^Content-Type: multipart\/related/m);
  const mail = await PostalMime.parse(raw);
  expect(mail.subject).toBe('RE: Our offer');
  const html = mail.html ?? '';
  const fresh = html.slice(0, html.indexOf('<div id="appendonsend">'));
  expect(fresh).toContain('Yes, gladly &amp; &lt;soon&gt;.');
  const cid = /<img src="cid:([^"]+)" alt="sign\.png">/.exec(fresh)?.[1];
  expect(cid).toMatch(/^image001\.png@[0-9A-F]{8}\.[0-9A-F]{8}$/);
  expect(fresh.indexOf('<img')).toBeLessThan(fresh.indexOf('Bob'));
  const quote = html.slice(html.indexOf('<div id="divRplyFwdMsg"'));
  expect(quote).toContain(
    '<b>From:</b> Alice Moreau &lt;alice@brightwater.example&gt;<br><b>Sent:</b> Friday, November 20, 2026 9:00 AM<br><b>To:</b> Bob Lindqvist &lt;bob@partner.example&gt;<br><b>Subject:</b> Our offer',
  );
  expect(quote).toContain('<p class="x_a x_b" id="x_c">Hello <img src="cid:old@x"></p>');
  expect(quote).toContain(`${tracking.url}/c/tok/1?u=x`);
  expect(
    mail.attachments.map(({ filename, contentId, disposition }) => [filename, contentId, disposition]),
  ).toEqual(
    expect.arrayContaining([
      ['sign.png', `<${cid}>`, 'inline'],
      ['logo.png', '<old@x>', 'inline'],
      ['order.txt', undefined, 'attachment'],
    ]),
  );
  expect(mail.text).toContain('Yes, gladly & <soon>.');
  expect(got.hasAttachments).toBe(true);
});

test('an answer goes to Reply-To where there is one, and to all others only when asked', async () => {
  await send('bob', {
    replyTo: [{ address: 'team@brightwater.example', name: 'Team' }],
    cc: [{ address: 'frank@quiet.example', name: 'Frank Weber' }],
  });
  const { id } = await first('bob');
  await api(`bob/messages/${id}/reply`, { text: 'x', all: true });
  const [sent] = bench.sandbox.mailboxes.list('bob@partner.example', 'sentitems');
  expect(sent?.to.map(({ address }) => address)).toEqual(['team@brightwater.example']);
  expect(sent?.cc.map(({ address }) => address)).toEqual(['frank@quiet.example']);
});

test('Carol is away: Alice gets her automatic answer once', async () => {
  await send('carol');
  await bench.sandbox.close();
  await bench.restart();
  const answers = bench.sandbox.mailboxes.list(alice.address, 'inbox');
  expect(answers.map(({ subject, messageClass }) => [subject, messageClass])).toEqual([
    // From another company it comes as ordinary mail; the class is for those within one.
    ['Automatic reply: Our offer', 'IPM.Note'],
  ]);
});

test('Bob can write first', async () => {
  await api('bob/messages', {
    to: [{ address: alice.address, name: alice.name }],
    subject: 'Hi',
    text: 'Are you there?',
  });
  expect(bench.sandbox.mailboxes.list(alice.address, 'inbox').map(({ subject }) => subject)).toEqual(['Hi']);
});

test('the mail programs answer what is wrong with a request, and take no body but JSON', async () => {
  await send('bob');
  const { id } = await first('bob');
  expect((await api('nobody/messages')).status).toBe(404);
  expect((await api('bob/messages/999')).status).toBe(404);
  expect((await api(`bob/messages/${id}/reply`, { text: 7 })).status).toBe(400);
  expect(
    (await api(`bob/messages/${id}/reply`, { text: 'x' }, { 'content-type': 'text/plain' })).status,
  ).toBe(415);
  expect((await fetch(`${bench.sandbox.url}/site/nowhere`)).status).toBe(404);
  const page = await fetch(`${bench.sandbox.url}/mail/bob`);
  expect(await page.text()).toContain('<h1>Bob Lindqvist</h1>');
});
