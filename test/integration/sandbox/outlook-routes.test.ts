import { createServer, type Server } from 'node:http';
import { makeManifest } from '../../../src/core/manifest';
import { sandboxBench, type SandboxBench } from '../../fixtures/sandbox';

let app: Server;
let bench: SandboxBench;

beforeAll(async () => {
  app = createServer((_, answer) => answer.end(makeManifest({ baseUrl: 'http://localhost:4000' })));
  await new Promise<void>((resolve) => app.listen(0, 'localhost', resolve));
  const address = app.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  bench = await sandboxBench(`http://localhost:${port}`);
});

afterAll(async () => {
  await bench.close();
  app.close();
});

async function ask(path: string, method = 'GET', body?: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${bench.sandbox.url}/api/outlook/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

const mail = {
  subject: 'Offer',
  html: '<p>Dear Bob</p>',
  to: [{ address: 'bob@partner.example', name: 'Bob' }],
  cc: [],
  bcc: [],
  headers: { 'x-mark': 'm' },
  customProperties: { addin: { mark: 'm' } },
  attachments: [{ name: 'a.txt', contentType: 'text/plain', content: 'aGVsbG8=', isInline: false }],
};

describe('the mailbox behind Outlook', () => {
  test('starts with the person, the people around, and the app’s own manifest', async () => {
    expect((await ask('alice')).body).toMatchObject({
      person: { address: 'alice@brightwater.example' },
      account: { tenantId: 'aaaaaaaa-0000-4000-8000-000000000001' },
      people: expect.arrayContaining([{ address: 'bob@partner.example', name: 'Bob Lindqvist' }]),
      manifest: expect.stringContaining('<OfficeApp'),
    });
  });

  test.each(['bob', 'nobody'])('%s uses no Outlook of ours', async (person) => {
    expect(await ask(person)).toMatchObject({ status: 404, body: { error: 'no-such-person' } });
  });

  test('a sent mail lies in Sent Items with its file, byte for byte', async () => {
    const sent = await ask('alice/send', 'POST', mail);
    expect(sent).toMatchObject({ status: 200, body: { internetMessageId: expect.stringMatching(/^<.*>$/) } });
    const [listed] = bench.sandbox.mailboxes.list('alice@brightwater.example', 'sentitems');
    const id = encodeURIComponent(listed?.id ?? '');
    expect((await ask(`alice/messages/${id}`)).body).toMatchObject({
      subject: 'Offer',
      html: expect.stringContaining('<p>Dear Bob</p>'),
      headersText: expect.stringMatching(/^x-mark: m$/im),
      attachments: [{ index: 0, name: 'a.txt', size: 5, isInline: false }],
    });
    const file = await fetch(`${bench.sandbox.url}/api/outlook/alice/messages/${id}/attachments/0`);
    expect([
      await file.text(),
      file.headers.get('content-disposition'),
      file.headers.get('x-content-type-options'),
    ]).toEqual(['hello', "attachment; filename*=UTF-8''a.txt", 'nosniff']);
    expect(await ask(`dan/messages/${id}`)).toMatchObject({ status: 404 });
  });

  test.each([
    ['nobody to send to', { ...mail, to: [] }],
    ['a header field that is not an x-field', { ...mail, headers: { Subject: 'x' } }],
    ['a header field with a line break', { ...mail, headers: { 'x-a': 'b\r\nBcc: eve@evil.example' } }],
    ['a file that is not base64', { ...mail, attachments: [{ ...mail.attachments[0], content: '!' }] }],
    ['no recipients at all', { ...mail, to: undefined }],
  ])('refuses a mail with %s', async (_what, body) => {
    const before = bench.sandbox.mailboxes.sequence();
    expect(await ask('alice/send', 'POST', body)).toMatchObject({ status: 400 });
    expect(bench.sandbox.mailboxes.sequence()).toBe(before);
  });

  test('tokens are for one known resource, and for an app that is known', async () => {
    const scope = 'api://c0ffee00-0000-4000-8000-00000000a001/access_as_user';
    const clientId = 'c0ffee00-0000-4000-8000-00000000a002';
    expect(await ask('alice/token', 'POST', { clientId, scope })).toMatchObject({
      status: 200,
      body: {
        token: { expires_in: expect.any(Number), scope },
        account: { username: 'alice@brightwater.example' },
      },
    });
    expect(await ask('alice/token', 'POST', { clientId: 'other', scope })).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client' },
    });
    for (const bad of ['openid', 'api://elsewhere/x', `${scope} https://graph.microsoft.com/Mail.Read`]) {
      expect(await ask('alice/token', 'POST', { clientId, scope: bad })).toMatchObject({
        status: 400,
        body: { error: 'invalid_scope' },
      });
    }
  });

  test('roaming settings and custom properties are there after a kill', async () => {
    const [listed] = bench.sandbox.mailboxes.list('alice@brightwater.example', 'sentitems');
    const id = encodeURIComponent(listed?.id ?? '');
    expect((await ask('alice/roaming', 'PUT', { settings: { book: '"b"' } })).status).toBe(204);
    expect(
      (await ask(`alice/messages/${id}/custom-properties`, 'PUT', { properties: { seen: true } })).status,
    ).toBe(204);
    await bench.restart();
    expect((await ask('alice')).body).toMatchObject({ roaming: { book: '"b"' } });
    expect((await ask('dan')).body).toMatchObject({ roaming: {} });
    expect((await ask(`alice/messages/${id}`)).body).toMatchObject({ customProperties: { seen: true } });
  });

  test('drafts are listed, copied and opened again after a kill, and gone once thrown away', async () => {
    const draft = {
      composeType: 'newMail',
      conversationId: null,
      inReplyTo: null,
      subject: 'Half written',
      body: { type: 'html', content: '<p>Dear Bob, <b>and</b></p>' },
      to: [{ address: 'bob@partner.example', name: 'Bob' }],
      cc: [],
      bcc: [],
      attachments: [],
      headers: { 'x-mark': 'm' },
      customProperties: { mark: 'm' },
      categories: [],
      appendOnSend: { content: '<i>x</i>', coercion: 3 },
      signature: null,
      clientSignature: true,
      deliverAt: 0,
    };
    for (const id of ['one', 'two']) expect((await ask(`alice/drafts/${id}`, 'PUT', draft)).status).toBe(204);
    expect((await ask('alice/drafts/bad', 'PUT', { ...draft, body: 'x' })).status).toBe(400);
    await bench.restart();
    expect((await ask('alice/drafts/one')).body).toEqual(draft);
    expect((await ask('alice/messages?folder=drafts')).body).toMatchObject({
      messages: [
        { id: 'two', subject: 'Half written', preview: 'Dear Bob, and', isRead: true },
        { id: 'one', to: [{ address: 'bob@partner.example' }] },
      ],
    });
    expect((await ask('dan/messages?folder=drafts')).body).toEqual({ messages: [] });
    for (let times = 0; times < 2; times += 1)
      expect((await ask('alice/drafts/two', 'DELETE')).status).toBe(204);
    expect((await ask('alice/drafts/two')).status).toBe(404);
    expect((await ask('alice/messages?folder=drafts')).body).toMatchObject({ messages: [{ id: 'one' }] });
  });
});
