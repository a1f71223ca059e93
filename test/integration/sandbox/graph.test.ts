import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, PageIterator, ResponseType } from '@microsoft/microsoft-graph-client';
import type { Context, Middleware, PageCollection } from '@microsoft/microsoft-graph-client';
import { BRIGHTWATER, OTHERSIDE, SANDBOX_CLIENT_ID } from '../../../src/sandbox/people';
import type { OutgoingMail } from '../../../src/sandbox/mailboxes';
import { answerProblems, checkedByOpenApi, notificationProblems } from '../../fixtures/graph-openapi';
import { employeeCalled, microsoftOf, sandboxBench, someone } from '../../fixtures/sandbox';
import type { SandboxBench } from '../../fixtures/sandbox';

const GRAPH = 'https://graph.microsoft.com';
const V1 = `${GRAPH}/v1.0`;
const IMMUTABLE = { Prefer: 'IdType="ImmutableId"' };
const CECP = 'String {00020329-0000-0000-C000-000000000046} Name cecp-9d8b3a6e-0000-4000-8000-00000000beef';

const alice = employeeCalled('alice');
const bob = someone('bob');

interface Body {
  contentType: string;
  content: string;
}

/** What the tests look at in a row of an answer, or in a notification; each test knows which of them are there. */
interface Row {
  [name: string]: unknown;
  id: string;
  subject: string;
  name: string;
  displayName: string;
  contentBytes: string;
  size: number;
  hasAttachments: boolean;
  status: number;
  resource: string;
  lifecycleEvent: string;
  resourceData: { id: string };
  internetMessageHeaders?: object[];
}

interface Answer extends Row {
  '@odata.nextLink'?: string;
  '@odata.deltaLink'?: string;
  value: Row[];
  responses: (Row & { body: Answer })[];
  proxyAddresses: string[];
  body: Body;
  uniqueBody: Body;
  error: { code: string; message: string; innerError: Record<string, string> };
  expirationDateTime: string;
}

function answerOf(value: unknown): Answer {
  if (typeof value !== 'object' || value === null) throw new Error('an answer is an object');
  return value as Answer;
}

function first<T>(list: readonly T[]): T {
  const [found] = list;
  if (found === undefined) throw new Error('the list is empty');
  return found;
}

let bench: SandboxBench;
let appToken = '';
let aliceToken = '';

beforeEach(async () => {
  bench = await sandboxBench();
  appToken = await tokenOfApp(['Mail.Read']);
  aliceToken = await bench.sandbox.issueAccessToken(alice, {
    aud: GRAPH,
    scp: 'Mail.Read User.Read',
    azp: SANDBOX_CLIENT_ID,
  });
});
afterEach(() => bench.close());

const tokenOfApp = (roles: string[], tenant = BRIGHTWATER): Promise<string> =>
  bench.sandbox.issueAppToken(tenant, { aud: GRAPH, azp: SANDBOX_CLIENT_ID, roles });

const checked = (url: string, init?: RequestInit): Promise<Response> =>
  checkedByOpenApi((target, options) => microsoftOf(bench.sandbox.url)(target, options))(url, init);

async function get(url: string, headers: Record<string, string> = {}, token = appToken) {
  const answer = await checked(url.startsWith('https:') ? url : `${V1}${url}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  return { status: answer.status, headers: answer.headers, body: answerOf(await answer.json()) };
}

async function call(
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  token = appToken,
) {
  const answer = await checked(`${V1}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: answerOf(text === '' ? {} : JSON.parse(text)) };
}

function mail(more: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    subject: 'Offer',
    html: '<p>Hello <b>Bob</b><script>alert(1)</script></p>',
    to: [{ address: bob.address, name: bob.name }],
    cc: [],
    bcc: [],
    headers: { 'x-mark': 'abc' },
    customProperties: { '9d8b3a6e-0000-4000-8000-00000000beef': { token: 'T-1' } },
    attachments: [],
    ...more,
  };
}

/** A mail from Bob in Alice's inbox. */
async function received(n: number, more: Partial<OutgoingMail> = {}): Promise<string> {
  bench.clock.advance(60_000);
  const sent = await bench.sandbox.mailboxes.sendFromOutlook(
    bob,
    mail({ subject: `Mail ${n}`, to: [{ address: alice.address, name: alice.name }], ...more }),
  );
  return sent.internetMessageId;
}

const filtered = (expression: string, more = ''): string =>
  `/users/${alice.objectId}/messages?$filter=${encodeURIComponent(expression)}${more}`;

describe('tokens', () => {
  test.each([
    ['no token', async () => '', 'Access token is empty.'],
    [
      'an expired one',
      () => bench.sandbox.issueAccessToken(alice, { aud: GRAPH, scp: 'Mail.Read', azp: 'x', expiresIn: -1 }),
      'Lifetime validation failed, the token is expired.',
    ],
    [
      'one for another audience',
      () =>
        bench.sandbox.issueAccessToken(alice, { aud: SANDBOX_CLIENT_ID, scp: 'access_as_user', azp: 'x' }),
      'Access token validation failure. Invalid audience.',
    ],
    ['a forged one', async () => `${aliceToken.slice(0, -6)}AAAAAA`, 'Access token validation failure.'],
  ])('%s is refused with 401', async (_what, make, message) => {
    const answer = await get('/me/messages', {}, await make());
    expect(answer.status).toBe(401);
    expect(answer.body.error).toMatchObject({ code: 'InvalidAuthenticationToken', message });
    expect(answer.body.error.innerError.date).toBe('2026-11-20T09:00:00');
    expect(answer.headers.get('request-id')).toBe(answer.body.error.innerError['request-id']);
  });

  test('an app reads every mailbox of a tenant that grants it, none of another, and has no /me', async () => {
    expect((await get(`/users/${alice.address}/messages`)).status).toBe(200);
    expect((await get('/users/erin@otherside.example/messages')).body.error.code).toBe('ErrorInvalidUser');
    expect((await get('/me/messages')).status).toBe(400);
  });

  test('an app without the role reads what Exchange RBAC opens, and nothing else', async () => {
    const bare = await tokenOfApp([], OTHERSIDE);
    expect((await get('/users/erin@otherside.example/messages', {}, bare)).status).toBe(200);
    const none = await tokenOfApp([]);
    expect((await get(`/users/${alice.address}/messages`, {}, none)).body.error.code).toBe(
      'ErrorAccessDenied',
    );
  });

  test('a person reads the own mailbox with Mail.Read, and no other', async () => {
    expect((await get('/me/messages', {}, aliceToken)).status).toBe(200);
    expect((await get('/users/dan@brightwater.example/messages', {}, aliceToken)).status).toBe(403);
    const without = await bench.sandbox.issueAccessToken(alice, { aud: GRAPH, scp: 'User.Read', azp: 'x' });
    expect((await get('/me/messages', {}, without)).status).toBe(403);
    expect((await get('/me?$select=id,mail,proxyAddresses', {}, without)).body.proxyAddresses).toContain(
      'smtp:a.moreau@brightwater.example',
    );
    expect((await get(`/users/${alice.objectId}`)).body.error.code).toBe('Authorization_RequestDenied');
  });
});

describe('messages', () => {
  test('a list has ten on a page, newest first, and a link with the production address', async () => {
    for (let n = 1; n <= 12; n += 1) await received(n);
    const page = await get('/me/messages?$select=subject', {}, aliceToken);
    expect(page.body.value.map((each: { subject: string }) => each.subject)).toEqual(
      Array.from({ length: 10 }, (_, n) => `Mail ${12 - n}`),
    );
    expect(page.body['@odata.nextLink']).toBe(`${V1}/me/messages?%24select=subject&%24skip=10`);
    const second = await get(page.body['@odata.nextLink'] ?? '', {}, aliceToken);
    expect(second.body.value.map((each: { subject: string }) => each.subject)).toEqual(['Mail 2', 'Mail 1']);
    expect(second.body['@odata.nextLink']).toBeUndefined();
    expect((await get('/me/messages?$top=1001', {}, aliceToken)).status).toBe(400);
  });

  test('$filter finds by time, Message-ID and conversation, and by extended property', async () => {
    const id = await received(1);
    const since = bench.clock.now().toISOString();
    await received(2, { inReplyTo: id, subject: 'RE: Mail 1' });
    bench.clock.advance(1000);
    await bench.sandbox.mailboxes.sendFromOutlook(alice, mail());
    const subjects = async (path: string): Promise<string[]> =>
      (await get(path)).body.value.map((each: { subject: string }) => each.subject);
    expect(await subjects(filtered(`receivedDateTime gt ${since}`, '&$orderby=receivedDateTime'))).toEqual([
      'RE: Mail 1',
      'Offer',
    ]);
    expect(await subjects(filtered(`internetMessageId eq '${id}'`))).toEqual(['Mail 1']);
    const [item] = bench.sandbox.mailboxes.list(alice.address, 'inbox');
    expect(await subjects(filtered(`conversationId eq '${item?.conversationId}'`))).toEqual([
      'RE: Mail 1',
      'Mail 1',
    ]);
    const any = (inner: string): string =>
      `singleValueExtendedProperties/Any(ep: ep/id eq '${CECP}' and ${inner})`;
    expect(await subjects(filtered(any("contains(ep/value,'t-1')")))).toEqual(['Offer']);
    expect(await subjects(filtered(any("ep/value eq 'T-1'")))).toEqual([]);
    expect(
      await subjects(
        filtered(`singleValueExtendedProperties/any(ep:ep/id eq 'String 0x1042' and ep/value eq '${id}')`),
      ),
    ).toEqual(['RE: Mail 1']);
  });

  test.each([
    ["conversationId eq 'x'", '&$orderby=receivedDateTime', 'InefficientFilter'],
    [
      "receivedDateTime ge 2026-01-01T00:00:00Z and conversationId eq 'x'",
      '&$orderby=conversationId',
      'InefficientFilter',
    ],
    ["colour eq 'red'", '', 'RequestBroker--ParseUri'],
    ["subject eq 'it", '', 'BadRequest'],
  ])('$filter=%s%s is refused as %s', async (expression, more, code) => {
    await received(1);
    expect((await get(filtered(expression, more))).body.error.code).toBe(code);
  });

  test('a fully encoded Message-ID with + & # in it is found, an unencoded one is cut', async () => {
    const odd = '<a+b&c#d@example.com>';
    await bench.sandbox.mailboxes.deliver(
      Buffer.from(
        `From: x@example.com\r\nTo: ${alice.address}\r\nSubject: odd\r\nMessage-ID: ${odd}\r\nDate: Fri, 20 Nov 2026 08:00:00 +0000\r\n\r\nx\r\n`,
      ),
      [alice.address],
    );
    expect((await get(filtered(`internetMessageId eq '${odd}'`))).body.value).toHaveLength(1);
    expect((await get(`/me/messages?$filter=internetMessageId eq '${odd}'`, {}, aliceToken)).status).toBe(
      400,
    );
  });

  test('headers come only when selected, and never for what the mailbox sent', async () => {
    await received(1);
    await bench.sandbox.mailboxes.sendFromOutlook(alice, mail());
    const all = (await get('/me/messages', {}, aliceToken)).body.value;
    expect(all.every((each: object) => !('internetMessageHeaders' in each) && !('uniqueBody' in each))).toBe(
      true,
    );
    const [sent, inbound] = (
      await get('/me/messages?$select=subject,internetMessageHeaders', {}, aliceToken)
    ).body.value.sort((a: { subject: string }, b: { subject: string }) => b.subject.localeCompare(a.subject));
    expect(sent?.internetMessageHeaders).toBeUndefined();
    expect(inbound?.internetMessageHeaders).toContainEqual({ name: 'x-mark', value: 'abc' });
  });

  test('extended properties are those that were named, and the key is missing where there is none', async () => {
    const id = await received(1, { customProperties: {} });
    const names = ['String 0x001A', 'String 0x1035', 'String 0x1042', 'Integer 0x0036', CECP]
      .map((each) => `id eq '${each}'`)
      .join(' or ');
    const expand = `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=${names})`)}`;
    const inbound = first((await get(`/me/messages?${expand}`, {}, aliceToken)).body.value);
    expect(inbound.singleValueExtendedProperties).toEqual([
      { id: 'String 0x1a', value: 'IPM.Note' },
      { id: 'String 0x1035', value: id },
      { id: 'Integer 0x36', value: '0' },
    ]);
    const none = (
      await get(
        `/me/messages?$expand=${encodeURIComponent("singleValueExtendedProperties($filter=id eq 'String 0x1042')")}`,
        {},
        aliceToken,
      )
    ).body.value;
    expect('singleValueExtendedProperties' in first(none)).toBe(false);
  });

  test('ids are mutable unless the header asks otherwise, and an old one is gone after a move', async () => {
    await received(1);
    const plain = first((await get('/me/messages', {}, aliceToken)).body.value);
    const lasting = first((await get('/me/messages', IMMUTABLE, aliceToken)).body.value);
    expect(lasting.id).not.toBe(plain.id);
    const [item] = bench.sandbox.mailboxes.list(alice.address, 'inbox');
    if (item === undefined) throw new Error('received');
    await bench.sandbox.mailboxes.move(item, 'archive');
    const gone = await get(`/me/messages/${encodeURIComponent(plain.id)}`, {}, aliceToken);
    expect(gone.status).toBe(404);
    expect(gone.body.error.code).toBe('ErrorItemNotFound');
    expect(
      (await get(`/me/messages/${encodeURIComponent(lasting.id)}`, IMMUTABLE, aliceToken)).body.subject,
    ).toBe('Mail 1');
    expect(
      (await get(`/Me/mailfolders('archive')/Messages('${lasting.id}')`, {}, aliceToken)).body.subject,
    ).toBe('Mail 1');
  });

  test('the body is cleaned unless unsafe HTML is preferred, and can be had as text', async () => {
    await received(1, { html: '<p>new</p><div id="divRplyFwdMsg">From: x</div><script>1</script>' });
    const { id } = first((await get('/me/messages', {}, aliceToken)).body.value);
    const body = async (prefer: string) =>
      (await get(`/me/messages/${id}?$select=body,uniqueBody`, { Prefer: prefer }, aliceToken)).body;
    expect((await body('')).body.content).not.toContain('<script>');
    expect((await body('outlook.allow-unsafe-html')).body.content).toContain('<script>');
    expect((await body('outlook.body-content-type="text"')).body).toEqual({
      contentType: 'text',
      content: 'new\nFrom: x',
    });
    expect((await body('outlook.allow-unsafe-html')).uniqueBody.content).toBe('<p>new</p>');
  });

  test('$value gives the exact bytes as text/plain, 8-bit ones too, and all headers also of a sent copy', async () => {
    const raw = Buffer.concat([
      Buffer.from(
        `From: x@example.com\r\nTo: ${alice.address}\r\nSubject: bytes\r\nMessage-ID: <8@example.com>\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\ncaf`,
      ),
      Buffer.from([0xe9, 0xff, 0x0d, 0x0a]),
    ]);
    const [item] = await bench.sandbox.mailboxes.deliver(raw, [alice.address]);
    const answer = await checked(`${V1}/me/messages/${item?.id}/$value`, {
      headers: { authorization: `Bearer ${aliceToken}` },
    });
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(-raw.length)
        .equals(raw),
    ).toBe(true);
    const { itemId } = await bench.sandbox.mailboxes.sendFromOutlook(alice, mail());
    const sent = bench.sandbox.mailboxes.find(alice.address, itemId);
    const own = await (
      await checked(`${V1}/me/messages/${sent?.id}/$value`, {
        headers: { authorization: `Bearer ${aliceToken}` },
      })
    ).text();
    expect(own).toMatch(/^x-mark: abc\r$/m);
    expect(own).toMatch(/^Message-ID: /m);
  });

  test('attachments are listed with their bytes or without, and each comes whole by itself', async () => {
    const bytes = Buffer.from(Array.from({ length: 3000 }, (_, n) => (n * 11) % 256));
    const file = { contentType: 'application/pdf', content: bytes.toString('base64') };
    await received(1, {
      html: '<img src="cid:p@x">',
      attachments: [
        { ...file, name: 'a.pdf', isInline: false },
        { ...file, name: 'p.png', contentType: 'image/png', isInline: true, contentId: 'p@x' },
      ],
    });
    const { id, hasAttachments } = first((await get('/me/messages', {}, aliceToken)).body.value);
    expect(hasAttachments).toBe(true);
    const full = (await get(`/me/messages/${id}/attachments`, {}, aliceToken)).body.value;
    const pdf = first(full.filter((each) => each.name === 'a.pdf'));
    expect(Buffer.from(pdf.contentBytes, 'base64').equals(bytes)).toBe(true);
    expect(pdf.size).toBeGreaterThan(bytes.length);
    const bare = (
      await get(`/me/messages/${id}/attachments?$select=id,name,contentType,size,isInline`, {}, aliceToken)
    ).body.value;
    expect(bare.every((each: object) => !('contentBytes' in each))).toBe(true);
    const answer = await checked(`${V1}/me/messages/${id}/attachments/${pdf.id}/$value`, {
      headers: { authorization: `Bearer ${aliceToken}` },
    });
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('every write is refused, changes nothing, and is written down past a kill (R8)', async () => {
    await received(1);
    const before = bench.sandbox.mailboxes.list(alice.address);
    const path = `/me/messages/${before[0]?.id}`;
    for (const [method, target, body] of [
      ['PATCH', path, { isRead: true }],
      ['DELETE', path, undefined],
      ['POST', `${path}/move`, { destinationId: 'archive' }],
      ['POST', '/me/sendMail', {}],
    ] as const) {
      const answer = await call(method, target, body, {}, aliceToken);
      expect(answer.status).toBe(403);
    }
    await bench.restart();
    expect(bench.sandbox.mailboxes.list(alice.address)).toEqual(before);
    expect(bench.sandbox.graph.refusedWrites().map(({ method }) => method)).toEqual([
      'PATCH',
      'DELETE',
      'POST',
      'POST',
    ]);
  });
});

describe('delta', () => {
  const start = `/users/${alice.objectId}/mailFolders/inbox/messages/delta?$select=subject,isRead,internetMessageId`;

  async function round(from: string, headers: Record<string, string> = {}) {
    const items: Row[] = [];
    let pages = 0;
    for (let link: string | undefined = from; ;) {
      const { body, status } = await get(link ?? '', headers);
      expect(status).toBe(200);
      pages += 1;
      items.push(...body.value);
      link = body['@odata.nextLink'];
      if (link === undefined) return { items, pages, delta: String(body['@odata.deltaLink']) };
    }
  }

  test('a first round goes through the whole folder in pages, the next gives what came, changed and went', async () => {
    for (let n = 1; n <= 5; n += 1) await received(n);
    const first = await round(start, { Prefer: 'IdType="ImmutableId", odata.maxpagesize=2' });
    expect(first.items.map((each) => each.subject)).toEqual([
      'Mail 1',
      'Mail 2',
      'Mail 3',
      'Mail 4',
      'Mail 5',
    ]);
    expect(first.pages).toBe(3);
    expect(first.delta).toMatch(
      /^https:\/\/graph\.microsoft\.com\/v1\.0\/users\('[^']+'\)\/mailfolders\('[^']+'\)\/messages\/delta\?\$deltatoken=[^+]*%2B/,
    );
    expect((await round(first.delta, IMMUTABLE)).items).toEqual([]);

    const { mailboxes } = bench.sandbox;
    const at = (subject: string) => {
      const found = mailboxes.list(alice.address, 'inbox').find((item) => item.subject === subject);
      if (found === undefined) throw new Error(subject);
      return found;
    };
    const [read, moved, removed] = [at('Mail 1'), at('Mail 2'), at('Mail 3')];
    await mailboxes.markRead(read, true);
    await mailboxes.move(moved, 'archive');
    await mailboxes.remove(removed);
    await received(6);
    const second = await round(first.delta, IMMUTABLE);
    const byId = new Map(second.items.map((each) => [each.id, each]));
    expect(second.items).toHaveLength(4);
    expect(Object.keys(byId.get(read.immutableId) ?? {}).sort()).toEqual([
      '@odata.etag',
      '@odata.type',
      'id',
      'isRead',
      'parentFolderId',
    ]);
    expect(byId.get(moved.immutableId)?.['@removed']).toEqual({ reason: 'deleted' });
    expect(byId.get(removed.immutableId)?.['@removed']).toEqual({ reason: 'deleted' });
    expect(byId.get(at('Mail 6').immutableId)?.subject).toBe('Mail 6');
    const archive = await round(
      `/users/${alice.objectId}/mailFolders('archive')/messages/delta()?$select=id`,
      IMMUTABLE,
    );
    expect(archive.items.map((each) => each.id)).toEqual([moved.immutableId]);
  });

  test('what arrives between two pages of the first round comes with the next round', async () => {
    for (let n = 1; n <= 4; n += 1) await received(n);
    const page = await get(start, { Prefer: 'odata.maxpagesize=3' });
    await received(5);
    const rest = await round(page.body['@odata.nextLink'] ?? '', { Prefer: 'odata.maxpagesize=3' });
    expect(rest.items.map((each) => each.subject)).toEqual(['Mail 4']);
    expect((await round(rest.delta)).items.map((each) => each.subject)).toEqual(['Mail 5']);
  });

  test('a link outlives a kill, and a token that is not ours means starting over', async () => {
    await received(1);
    const { delta } = await round(start);
    await received(2);
    await bench.restart();
    expect((await round(delta)).items.map((each) => each.subject)).toEqual(['Mail 2']);
    const broken = await get(delta.replace('%2B', '+'));
    expect(broken.status).toBe(400);
    expect(broken.body.error.code).toBe('syncStateNotFound');
  });

  test('only documented filters are taken, and there is none over the whole mailbox', async () => {
    expect((await get(`${start}&$filter=${encodeURIComponent("subject eq 'x'")}`)).body.error.code).toBe(
      'ErrorInvalidUrlQuery',
    );
    await received(1);
    const since = encodeURIComponent(`receivedDateTime ge ${bench.clock.now().toISOString()}`);
    expect((await round(`${start}&$filter=${since}`)).items).toHaveLength(1);
    expect((await get('/me/messages/delta', {}, aliceToken)).status).toBe(400);
  });

  test('folders come in their own delta', async () => {
    const first = await round(`/users/${alice.objectId}/mailFolders/delta?$select=displayName`);
    expect(first.items.map((each) => each.displayName)).toEqual(
      expect.arrayContaining(['Inbox', 'Sent Items']),
    );
    expect((await round(first.delta)).items).toEqual([]);
  });
});

interface Endpoint {
  url: string;
  handshakes: string[];
  items: Row[];
  posts: number;
  reply: number;
  echo: (token: string) => string;
  close(): Promise<void>;
}

/** A subscriber's address. */
async function endpoint(port = 0): Promise<Endpoint> {
  const server = createServer((request, answer) => {
    const token = new URL(request.url ?? '', 'http://x').searchParams.get('validationToken');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (token !== null) {
        it.handshakes.push(token);
        answer.writeHead(200, { 'content-type': 'text/plain' }).end(it.echo(token));
        return;
      }
      it.posts += 1;
      const body = answerOf(JSON.parse(Buffer.concat(chunks).toString()));
      if (it.reply < 300) it.items.push(...body.value);
      answer.writeHead(it.reply).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  const it: Endpoint = {
    url: `http://localhost:${(server.address() as AddressInfo).port}/notify?tenant=1`,
    handshakes: [],
    items: [],
    posts: 0,
    reply: 202,
    echo: (token) => token,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return it;
}

async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 400 && !condition(); n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
}

describe('subscriptions', () => {
  let hook: Endpoint;
  beforeEach(async () => {
    hook = await endpoint();
  });
  afterEach(() => hook.close());

  const minutes = (n: number): string => new Date(bench.clock.now().getTime() + n * 60_000).toISOString();
  const wanted = (more: object = {}) => ({
    changeType: 'created',
    notificationUrl: hook.url,
    lifecycleNotificationUrl: hook.url,
    resource: `users/${alice.objectId}/messages`,
    expirationDateTime: minutes(10_000),
    clientState: 'secret',
    ...more,
  });

  test('both addresses are asked to say an awkward token back before the answer comes', async () => {
    const made = await call('POST', '/subscriptions', wanted(), IMMUTABLE);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      clientState: 'secret',
      applicationId: SANDBOX_CLIENT_ID,
      latestSupportedTlsVersion: 'v1_2',
    });
    expect(hook.handshakes).toHaveLength(2);
    for (const character of [' ', '+', '%', '&', '/', '=']) expect(hook.handshakes[0]).toContain(character);
    hook.echo = encodeURIComponent;
    const refused = await call(
      'POST',
      '/subscriptions',
      wanted({ resource: `users/${alice.objectId}/mailFolders('inbox')/messages` }),
    );
    expect(refused.body.error).toMatchObject({ code: 'InvalidRequest' });
  });

  test.each([
    [
      'too long',
      () => ({ expirationDateTime: minutes(10_080) }),
      400,
      'ExtensionError',
      'Subscription expiration can only be 10070 minutes in the future.',
    ],
    ['past', () => ({ expirationDateTime: minutes(-1) }), 400, 'InvalidRequest', /expirationDateTime/],
    [
      'an unreachable address',
      () => ({ notificationUrl: 'http://localhost:9/x' }),
      400,
      'InvalidRequest',
      /must respond with 200 OK/,
    ],
    ['another resource', () => ({ resource: 'me/events' }), 400, 'InvalidRequest', /not supported/],
    ['a long clientState', () => ({ clientState: 'x'.repeat(129) }), 400, 'InvalidRequest', /128/],
  ])('%s is refused', async (_what, more, status, code, message) => {
    const answer = await call('POST', '/subscriptions', wanted(more()));
    expect(answer.status).toBe(status);
    expect(answer.body.error.code).toBe(code);
    expect(answer.body.error.message).toMatch(message);
  });

  test('a second of the same kind is refused with the id of the first, and a mailbox one may not read with Exchange words', async () => {
    const first = await call('POST', '/subscriptions', wanted());
    const second = await call(
      'POST',
      '/subscriptions',
      wanted({ resource: `/Users/${alice.address}/messages` }),
    );
    expect(second.status).toBe(409);
    expect(second.body.error.message).toBe(
      `Subscription Id ${first.body.id} already exists for the requested combination`,
    );
    const other = await call(
      'POST',
      '/subscriptions',
      wanted({ resource: 'users/dan@brightwater.example/messages' }),
      {},
      aliceToken,
    );
    expect(other.status).toBe(403);
    expect(other.body.error.message).toMatch(
      /^Operation: Create; Exception: \[Status Code: Forbidden; Reason: /,
    );
  });

  test('it is renewed, raised to 45 minutes, deleted, and gone without a word when it expires', async () => {
    const { body: made } = await call('POST', '/subscriptions', wanted());
    const renewed = await call('PATCH', `/subscriptions/${made.id}`, { expirationDateTime: minutes(5) });
    expect(renewed.body.expirationDateTime).toBe(minutes(45));
    expect((await call('POST', `/subscriptions/${made.id}/reauthorize`, undefined)).status).toBe(204);
    bench.clock.advance(46 * 60_000);
    appToken = await tokenOfApp(['Mail.Read']);
    const gone = await call('PATCH', `/subscriptions/${made.id}`, { expirationDateTime: minutes(50) });
    expect(gone.body.error).toMatchObject({ code: 'ResourceNotFound', message: 'The object was not found.' });
    const again = await call('POST', '/subscriptions', wanted());
    expect((await call('DELETE', `/subscriptions/${again.body.id}`, undefined)).status).toBe(204);
    expect(bench.sandbox.graph.subscriptions()).toEqual([]);
  });

  test('notifications name the message in its several spellings, and keep to the kind and form of ids that were asked for', async () => {
    const { body: made } = await call('POST', '/subscriptions', wanted(), IMMUTABLE);
    for (let n = 1; n <= 8; n += 1) await received(n);
    await until(() => hook.items.length >= 8);
    expect(notificationProblems({ value: hook.items })).toEqual([]);
    const ids = bench.sandbox.mailboxes.list(alice.address, 'inbox').map((item) => item.immutableId);
    expect(hook.items.map((item) => item.resourceData.id).sort()).toEqual([...ids].sort());
    expect(
      new Set(hook.items.map((item) => String(item.resource).replace(item.resourceData.id, 'ID'))).size,
    ).toBeGreaterThanOrEqual(2);
    expect(new Set(hook.items.map((item) => item.clientState))).toEqual(new Set(['secret']));
    expect(new Set(hook.items.map((item) => item.subscriptionId))).toEqual(new Set([made.id]));
    const [item] = bench.sandbox.mailboxes.list(alice.address, 'inbox');
    if (item === undefined) throw new Error('received');
    await bench.sandbox.mailboxes.markRead(item, true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(hook.items).toHaveLength(8);
  });

  test('changes of one moment go out in one post', async () => {
    await call('POST', '/subscriptions', wanted());
    await bench.sandbox.mailboxes.sendFromOutlook(
      alice,
      mail({ to: [{ address: alice.address, name: 'me' }] }),
    );
    await until(() => hook.items.length === 2);
    expect(hook.posts).toBe(1);
  });

  test('what is not answered with 2xx comes again, also after a kill', async () => {
    await call('POST', '/subscriptions', wanted());
    hook.reply = 503;
    await received(1);
    await until(() => hook.posts >= 1);
    const port = Number(new URL(hook.url).port);
    await hook.close();
    await bench.restart();
    hook = await endpoint(port);
    await until(() => hook.items.length > 0);
    expect(hook.items[0]?.changeType).toBe('created');
  });

  test('lifecycle events come on demand, and a removed subscription is gone', async () => {
    const { body: made } = await call('POST', '/subscriptions', wanted());
    expect(await bench.sandbox.graph.lifecycle(made.id, 'missed')).toBe(202);
    await bench.sandbox.graph.lifecycle(made.id, 'subscriptionRemoved');
    expect(hook.items.map((item) => [item.lifecycleEvent, item.clientState, item.changeType])).toEqual([
      ['missed', 'secret', undefined],
      ['subscriptionRemoved', 'secret', undefined],
    ]);
    expect(bench.sandbox.graph.subscriptions()).toEqual([]);
  });
});

describe("Microsoft's own client", () => {
  class Transport implements Middleware {
    async execute(context: Context): Promise<void> {
      const url = typeof context.request === 'string' ? context.request : context.request.url;
      context.response = await checked(url, {
        ...context.options,
        headers: { ...headersOf(context), authorization: `Bearer ${aliceToken}` },
      });
    }
  }
  const headersOf = (context: Context): Record<string, string> =>
    Object.fromEntries(new Headers(context.options?.headers));
  const client = (): Client => Client.initWithMiddleware({ middleware: new Transport() });

  test('pages through a list and a delta by its PageIterator', async () => {
    for (let n = 1; n <= 7; n += 1) await received(n);
    const api = client();
    const seen: string[] = [];
    const first: PageCollection = await api
      .api('/me/mailFolders/inbox/messages/delta')
      .select('subject')
      .header('Prefer', 'odata.maxpagesize=3')
      .get();
    const iterator = new PageIterator(api, first, (item: Row) => seen.push(String(item.subject)) > 0, {
      headers: { Prefer: 'odata.maxpagesize=3' },
    });
    await iterator.iterate();
    expect(seen).toHaveLength(7);
    expect(iterator.getDeltaLink()).toContain('$deltatoken=');
  });

  test('gets MIME as bytes and errors with their code', async () => {
    await received(1);
    const [item] = bench.sandbox.mailboxes.list(alice.address, 'inbox');
    if (item === undefined) throw new Error('received');
    const bytes: ArrayBuffer = await client()
      .api(`/me/messages/${item.id}/$value`)
      .responseType(ResponseType.ARRAYBUFFER)
      .get();
    expect(Buffer.from(bytes).equals(await bench.sandbox.mailboxes.raw(item))).toBe(true);
    await expect(client().api('/me/messages/AAA').get()).rejects.toMatchObject({
      statusCode: 404,
      code: 'ErrorItemNotFound',
    });
  });
});

test('$batch answers each request by itself', async () => {
  await received(1);
  const { status, body } = await call(
    'POST',
    '/$batch',
    {
      requests: [
        { id: '1', method: 'GET', url: '/me/messages?$select=subject' },
        { id: '2', method: 'GET', url: '/me/messages/AAA' },
        { id: '3', method: 'GET', url: '/me', dependsOn: ['2'] },
      ],
    },
    {},
    aliceToken,
  );
  expect(status).toBe(200);
  expect(body.responses.map((each: { status: number }) => each.status)).toEqual([200, 404, 424]);
  expect(first(first(body.responses).body.value).subject).toBe('Mail 1');
});

test('the description itself finds what is wrong: the judge is awake', () => {
  const url = `${V1}/me/messages`;
  const judged = answerProblems('GET', url, 200, { value: [{ id: 'x', isRead: 'yes', colour: 'red' }] });
  expect(judged.length === 0 || judged.some((text) => text.includes('isRead'))).toBe(true);
  expect(judged.length === 0 || judged.some((text) => text.includes('.colour is no property'))).toBe(true);
});
