import { failureOf, makeGraph, property, type Graph } from '../../../src/graph';

interface Asked {
  url: string;
  method: string;
  headers: Headers;
  body: string;
}

/** A transport that answers from a list and remembers what it was asked. */
function scripted(...answers: Response[]): { graph: Graph; asked: Asked[] } {
  const asked: Asked[] = [];
  const graph = makeGraph({
    token: () => Promise.resolve('a-token'),
    retries: 2,
    fetch: (url, init) => {
      asked.push({
        url,
        method: init?.method ?? 'GET',
        headers: new Headers(init?.headers),
        body: typeof init?.body === 'string' ? init.body : '',
      });
      const answer = answers.shift();
      return answer ? Promise.resolve(answer) : Promise.reject(new Error('nothing more to say'));
    },
  });
  return { graph, asked };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

const NEXT =
  "https://graph.microsoft.com/v1.0/users('u')/mailfolders('F')/messages/delta?$skiptoken=a%2Bb%3D%3D&$select=id";

describe('paging', () => {
  test('a link is called verbatim, and every page asks for immutable ids and carries the token', async () => {
    const { graph, asked } = scripted(
      json({ value: [{ id: 'A=' }], '@odata.nextLink': NEXT }),
      json({ value: [], '@odata.deltaLink': `${NEXT}2` }),
    );
    const first = await graph.messagesDelta('u', 'F');
    expect(first).toEqual({ ok: true, value: { items: [{ id: 'A=' }], next: NEXT } });
    const second = await graph.messagesDelta('u', 'F', NEXT);
    expect(second).toEqual({ ok: true, value: { items: [], delta: `${NEXT}2` } });
    expect(asked[1]?.url).toBe(NEXT);
    for (const call of asked) {
      expect(call.headers.get('prefer')).toMatch(/^IdType="ImmutableId", odata\.maxpagesize=\d+$/);
      expect(call.headers.get('authorization')).toBe('Bearer a-token');
    }
  });

  test('a link that leads elsewhere is refused before it is called, stored or received', async () => {
    const stored = scripted();
    await expect(
      stored.graph.messagesDelta('u', 'F', 'https://graph.microsoft.com.evil.example/x'),
    ).rejects.toThrow('Refused to follow');
    expect(stored.asked).toEqual([]);
    const received = scripted(json({ value: [], '@odata.nextLink': 'http://graph.microsoft.com/v1.0/x' }));
    expect(await received.graph.messagesDelta('u', 'F')).toMatchObject({ ok: false });
  });

  test('a partial and a removed item are both read', async () => {
    const { graph } = scripted(
      json({
        value: [
          { id: 'p', isRead: true },
          { id: 'r', '@removed': { reason: 'deleted' } },
        ],
      }),
    );
    const page = await graph.messagesDelta('u', 'F');
    expect(page.ok && page.value.items).toEqual([
      { id: 'p' },
      { id: 'r', '@removed': { reason: 'deleted' } },
    ]);
  });

  test('a row of a strange shape keeps its id and spoils no page; one without an id is none', async () => {
    const { graph } = scripted(
      json({ value: [{ id: 'a', isDraft: 'perhaps' }, { receivedDateTime: 1 }, { id: 'b' }] }),
    );
    const page = await graph.messagesDelta('u', 'F');
    expect(page.ok && page.value.items).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  test('attachments are listed without their contents, over all pages', async () => {
    const { graph, asked } = scripted(
      json({ value: [{ id: '1' }], '@odata.nextLink': NEXT }),
      json({ value: [{ id: '2' }] }),
    );
    expect(await graph.listAttachments('u', 'm')).toEqual({ ok: true, value: [{ id: '1' }, { id: '2' }] });
    const select = new URL(asked[0]?.url ?? '').searchParams.get('$select');
    expect(select).toBe('id,name,contentType,size,isInline');
  });
});

describe('addresses', () => {
  test('ids, users and OData expressions are encoded', async () => {
    const { graph, asked } = scripted(json({ id: 'x' }), json({ value: [] }));
    await graph.getMessage('a+b@x.example', 'AAM/k-_=#', ["String {g} Name cecp-o'x"]);
    const url = new URL(asked[0]?.url ?? '');
    expect(url.pathname).toBe('/v1.0/users/a%2Bb%40x.example/messages/AAM%2Fk-_%3D%23');
    expect(url.searchParams.get('$expand')).toContain("id eq 'String {g} Name cecp-o''x'");
    await graph.listMessages('u', new Date('2026-03-02T09:00:00Z'));
    expect(new URL(asked[1]?.url ?? '').searchParams.get('$filter')).toBe(
      'receivedDateTime ge 2026-03-02T09:00:00.000Z',
    );
  });
});

describe('bytes', () => {
  test('8-bit MIME keeps its bytes although it is called text', async () => {
    const raw = Uint8Array.of(0x53, 0xe9, 0xff, 0x0d, 0x0a);
    const { graph } = scripted(new Response(raw, { headers: { 'content-type': 'text/plain' } }));
    const answer = await graph.getMime('u', 'm');
    expect(answer.ok && new Uint8Array(await new Response(answer.value).arrayBuffer())).toEqual(raw);
  });
});

describe('failures', () => {
  const subscription = {
    resource: 'users/u/messages',
    notificationUrl: 'https://a.example/n',
    lifecycleNotificationUrl: 'https://a.example/l',
    clientState: 's',
    expiresAt: new Date(),
  };

  test('a write is sent once, whatever the answer', async () => {
    const { graph, asked } = scripted(new Response(null, { status: 503, headers: { 'retry-after': '0' } }));
    expect(await graph.createSubscription(subscription)).toMatchObject({
      ok: false,
      failure: { kind: 'throttled', retryAfter: 1 },
    });
    expect(asked).toHaveLength(1);
  });

  test('a read is tried again as often as it was allowed to', async () => {
    const busy = (): Response => new Response(null, { status: 429, headers: { 'retry-after': '0' } });
    const { graph, asked } = scripted(busy(), busy(), json({ id: 'x' }));
    expect(await graph.getFolder('u', 'inbox')).toEqual({ ok: true, value: { id: 'x' } });
    expect(asked).toHaveLength(3);
  });

  test('a token that Graph refuses is replaced once, also for a write', async () => {
    const asked: (string | null)[] = [];
    let token = 'old';
    const graph = makeGraph({
      token: (fresh) => Promise.resolve(fresh === true ? (token = 'new') : token),
      fetch: (_url, init) => {
        const bearer = new Headers(init?.headers).get('authorization');
        asked.push(bearer);
        return Promise.resolve(
          bearer === 'Bearer new'
            ? json({ id: 's', expirationDateTime: '2026-03-02T09:00:00Z' }, 201)
            : json({ error: { code: 'InvalidAuthenticationToken', message: '' } }, 401),
        );
      },
    });
    expect(await graph.createSubscription(subscription)).toMatchObject({ ok: true, value: { id: 's' } });
    expect(asked).toEqual(['Bearer old', 'Bearer new']);
  });

  test('the end of a subscription is read with any offset; without an end it is none', async () => {
    const { graph } = scripted(
      json({ id: 's', expirationDateTime: '2026-03-20T03:41:09.9520000+05:30' }, 201),
      json({ id: 's', expirationDateTime: 'soon' }, 201),
    );
    expect(await graph.createSubscription(subscription)).toMatchObject({
      value: { expiresAt: new Date('2026-03-19T22:11:09.952Z') },
    });
    expect(await graph.createSubscription(subscription)).toMatchObject({ ok: false });
  });

  test('no answer at all is a failure that may be tried again', async () => {
    const { graph } = scripted();
    expect(await graph.getFolder('u', 'inbox')).toMatchObject({
      ok: false,
      failure: { kind: 'failed', status: 0, retry: true },
    });
  });

  test('an answer of another shape is a failure, not a crash', async () => {
    const { graph } = scripted(json({ hello: 1 }));
    expect(await graph.getFolder('u', 'inbox')).toMatchObject({ ok: false, failure: { kind: 'failed' } });
  });

  test('an existing subscription is named', async () => {
    const id = '0d0d0d0d-0000-4000-8000-00000000000e';
    const message = `Subscription Id ${id} already exists for the requested combination`;
    const { graph } = scripted(json({ error: { code: 'ObjectIdentifierInUse', message } }, 409));
    expect(await graph.createSubscription(subscription)).toMatchObject({
      ok: false,
      failure: { kind: 'exists', id },
    });
  });

  const kind = (status: number, code: string, message = ''): string =>
    failureOf({
      status,
      retryAfter: null,
      body: JSON.stringify({ error: { code, message } }),
      now: new Date(0),
    }).kind;

  test('each answer is told by what the caller can do', () => {
    expect(kind(410, 'x')).toBe('gone');
    expect(kind(400, 'SyncStateNotFound')).toBe('gone');
    expect(kind(404, 'ErrorItemNotFound')).toBe('notFound');
    expect(kind(404, 'MailboxNotEnabledForRESTAPI')).toBe('mailboxUnavailable');
    expect(kind(403, 'ErrorAccessDenied')).toBe('denied');
    expect(kind(401, 'InvalidAuthenticationToken')).toBe('unauthorized');
    expect(kind(400, 'syncstatenotfound')).toBe('gone');
    expect(kind(404, 'SyncStateInvalid')).toBe('gone');
    expect(kind(400, 'resyncRequired')).toBe('gone');
    expect(kind(500, 'ErrorInternalServerError', 'x')).toBe('failed');
    // How Exchange looks under load.
    for (const [status, code] of [
      [429, 'ApplicationThrottled'],
      [500, 'UnknownError'],
      [503, 'UnknownError'],
      [504, ''],
      [509, ''],
    ] as const) {
      expect(kind(status, code)).toBe('throttled');
    }
    const wrapped = (inner: string): string =>
      `Operation: Create; Exception: [Status Code: ${inner}; Reason: x]`;
    expect(kind(403, 'ExtensionError', wrapped('Forbidden'))).toBe('denied');
    expect(kind(403, 'ExtensionError', wrapped('ServiceUnavailable'))).toBe('failed');
    expect(
      kind(400, 'ExtensionError', 'Subscription expiration can only be 10070 minutes in the future.'),
    ).toBe('tooLong');
  });

  test('Retry-After is read as seconds and as a date', () => {
    const wait = (retryAfter: string): unknown =>
      failureOf({ status: 429, retryAfter, body: '<html>', now: new Date('2026-03-02T09:00:00Z') });
    expect(wait('17')).toMatchObject({ retryAfter: 17 });
    expect(wait('Mon, 02 Mar 2026 09:02:00 GMT')).toMatchObject({ retryAfter: 120 });
  });
});

test('a MAPI property is found however Graph spells its id', () => {
  const message = { id: 'x', singleValueExtendedProperties: [{ id: 'String 0x1a', value: 'IPM.Note' }] };
  expect(property(message, 'String 0x001A')).toBe('IPM.Note');
  expect(property(message, 'String 0x1042')).toBeUndefined();
});
