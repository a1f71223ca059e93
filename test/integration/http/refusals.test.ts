import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { InjectOptions } from 'fastify';
import { z } from 'zod';
import { Problem } from '../../../src/core/api/shared';
import type { Store } from '../../../src/server/store';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { describeOnBothStores } from '../../fixtures/stores';

const ID = '0197f0a0-0000-7000-8000-000000000000';
const HTTP = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** What we rely on in an OpenAPI 3.1 document: its fixed fields, and only those. */
const Operation = z.strictObject({
  tags: z.array(z.string()).min(1),
  summary: z.string().min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z
    .array(
      z.object({
        in: z.enum(['path', 'query', 'header', 'cookie']),
        name: z.string(),
        required: z.boolean(),
        schema: z.record(z.string(), z.unknown()),
      }),
    )
    .optional(),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) })) })
    .optional(),
  responses: z.record(
    z.string().regex(/^(?:[1-5]\d\d|default)$/),
    z.object({
      description: z.string(),
      content: z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) })).optional(),
    }),
  ),
});
const Description = z.object({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.object({ title: z.string(), version: z.string() }),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    securitySchemes: z.record(z.string(), z.object({ type: z.string() })),
  }),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(HTTP), Operation)),
});

describeOnBothStores('what the API takes and refuses', (open) => {
  let store: Store;
  let test: TestApp;

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store, { env: { TRUSTED_PROXIES: 'loopback' } });
  });
  afterAll(async () => {
    await test.close();
    await store.close();
  });

  const asAlice = (request: InjectOptions) => test.ask('alice', request);
  const bob = () => test.contacts.get('bob@partner.example') ?? '';

  const WRONG: [string, () => InjectOptions, string | undefined][] = [
    ['a limit of 0', () => ({ url: '/api/v1/contacts?limit=0' }), 'limit'],
    ['a limit in words', () => ({ url: '/api/v1/contacts?limit=many' }), 'limit'],
    ['a search of 201 characters', () => ({ url: `/api/v1/contacts?search=${'x'.repeat(201)}` }), 'search'],
    ['a search that no database can hold', () => ({ url: '/api/v1/contacts?search=a%00b' }), 'search'],
    ['a contact’s id in words', () => ({ url: '/api/v1/contacts/bob' }), 'id'],
    [
      'a contact without a name',
      () => ({ method: 'POST', url: '/api/v1/contacts', payload: { addresses: ['a@b.example'] } }),
      'name',
    ],
    [
      'a contact with a name of blanks',
      () => ({
        method: 'POST',
        url: '/api/v1/contacts',
        payload: { name: '  ', addresses: ['a@b.example'] },
      }),
      'name',
    ],
    [
      'a contact without an address',
      () => ({ method: 'POST', url: '/api/v1/contacts', payload: { name: 'A', addresses: [] } }),
      'addresses',
    ],
    [
      'a contact whose second address is none',
      () => ({
        method: 'POST',
        url: '/api/v1/contacts',
        payload: { name: 'A', addresses: ['a@b.example', 'nobody'] },
      }),
      'addresses.1',
    ],
    [
      'a contact whose address is a number',
      () => ({ method: 'POST', url: '/api/v1/contacts', payload: { name: 'A', addresses: [7] } }),
      'addresses.0',
    ],
    [
      'a name with U+0000',
      () => ({
        method: 'POST',
        url: '/api/v1/contacts',
        payload: { name: 'A\0', addresses: ['a@b.example'] },
      }),
      'name',
    ],
    [
      'a basis that there is not',
      () => ({ method: 'PATCH', url: `/api/v1/contacts/${bob()}`, payload: { basis: 'because' } }),
      'basis',
    ],
    [
      'a change of nothing',
      () => ({ method: 'PATCH', url: `/api/v1/contacts/${bob()}`, payload: {} }),
      undefined,
    ],
    [
      'a change that is a list',
      () => ({ method: 'PATCH', url: `/api/v1/contacts/${bob()}`, payload: [] }),
      undefined,
    ],
    ['a change without a body', () => ({ method: 'PATCH', url: `/api/v1/contacts/${bob()}` }), undefined],
    ['a timeline’s limit of 101', () => ({ url: `/api/v1/contacts/${ID}/timeline?limit=101` }), 'limit'],
    ['a message’s id in words', () => ({ url: '/api/v1/messages/first' }), 'id'],
    [
      'pictures: perhaps',
      () => ({ url: `/api/v1/messages/${ID}/body?remoteImages=perhaps` }),
      'remoteImages',
    ],
    ['an attachment’s number in words', () => ({ url: `/api/v1/messages/${ID}/attachments/first` }), 'n'],
    [
      'a lookup of 101 addresses',
      () => ({
        method: 'POST',
        url: '/api/v1/lookup',
        payload: { addresses: Array(101).fill('a@b.example') },
      }),
      'addresses',
    ],
    [
      'a lookup with U+0000',
      () => ({ method: 'POST', url: '/api/v1/lookup', payload: { addresses: ['a@b.example\0'] } }),
      'addresses.0',
    ],
    [
      'a lookup without addresses',
      () => ({ method: 'POST', url: '/api/v1/lookup', payload: {} }),
      'addresses',
    ],
    ['a feed before 0', () => ({ url: '/api/v1/feed?before=0' }), 'before'],
    ['a feed before more than there are numbers', () => ({ url: '/api/v1/feed?before=1e300' }), 'before'],
    ['a stream after -1', () => ({ url: '/api/v1/feed/stream?after=-1' }), 'after'],
    [
      'reading up to a half',
      () => ({ method: 'POST', url: '/api/v1/feed/read', payload: { upTo: 1.5 } }),
      'upTo',
    ],
    [
      'a preference in words',
      () => ({ method: 'PATCH', url: '/api/v1/me/preferences', payload: { track: 'yes' } }),
      'track',
    ],
    ['no preference', () => ({ method: 'PATCH', url: '/api/v1/me/preferences', payload: {} }), undefined],
    [
      'a mailbox of another kind',
      () => ({ method: 'POST', url: '/api/v1/mailboxes', payload: { kind: 'all' } }),
      'kind',
    ],
  ];
  it.each(WRONG)('%s is 422, and the field is named', async (_name, request, field) => {
    const answer = await asAlice(request());
    const { error } = Problem.parse(answer.json());
    expect([answer.statusCode, error.code === 'internal', error.field]).toEqual([422, false, field]);
    if (field !== undefined) expect(error.message).toContain(error.code === 'bad-address' ? 'nobody' : field);
  });

  it.each([
    'nonsense',
    Buffer.from('{"at":"yesterday","id":1}').toString('base64url'),
    Buffer.from(JSON.stringify({ at: '0000-01-01T00:00:00.000Z', id: ID })).toString('base64url'),
    '%00',
  ])('a cursor that is not ours (%s) begins at the beginning', async (cursor) => {
    for (const url of ['/api/v1/contacts', `/api/v1/contacts/${bob()}/timeline`]) {
      const answer = await asAlice({ url: `${url}?cursor=${cursor}` });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toBe((await asAlice({ url })).body);
    }
  });

  it('an address that belongs to a contact cannot be given to another, nor twice in two writings to one', async () => {
    const taken = await asAlice({
      method: 'POST',
      url: '/api/v1/contacts',
      payload: { name: 'Bobby', addresses: ['BOB@partner.example'] },
    });
    expect([taken.statusCode, taken.json()]).toMatchObject([
      409,
      { error: { code: 'address-taken', field: 'addresses' } },
    ]);
    const twice = await asAlice({
      method: 'POST',
      url: '/api/v1/contacts',
      payload: { name: 'Gus', addresses: ['Gus@b.example', ' gus@B.example '] },
    });
    expect([twice.statusCode, twice.json()]).toMatchObject([201, { addresses: ['gus@b.example'] }]);
  });

  it('what was changed is answered, and on record with who and what', async () => {
    const answer = await asAlice({
      method: 'PATCH',
      url: `/api/v1/contacts/${bob()}`,
      payload: { company: 'Partner AB', basis: 'contract' },
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      { company: 'Partner AB', basis: 'contract' },
    ]);
    const row = await store.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'contact.change')
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      actor_user_id: test.people.alice.user,
      object_id: bob(),
      detail: { fields: ['company', 'basis'] },
    });
  });

  describe('before any route', () => {
    it('a body of more than 4 MB is 413, and the limit is said', async () => {
      const answer = await asAlice({
        method: 'POST',
        url: '/api/v1/contacts',
        payload: { name: 'x'.repeat(4 * 1024 * 1024 + 1), addresses: [] },
      });
      expect([answer.statusCode, answer.json()]).toEqual([
        413,
        { error: { code: 'too-large', message: 'The body is larger than 4096 kB.' } },
      ]);
    });

    it('a body that is not JSON, or not declared so, is refused in our form', async () => {
      const broken = await asAlice({
        method: 'POST',
        url: '/api/v1/contacts',
        payload: '{"name":',
        headers: { 'content-type': 'application/json' },
      });
      expect([broken.statusCode, Problem.parse(broken.json()).error.code]).toEqual([400, 'bad-request']);
      const xml = await asAlice({
        method: 'POST',
        url: '/api/v1/contacts',
        payload: '<x/>',
        headers: { 'content-type': 'text/xml' },
      });
      expect([xml.statusCode, Problem.parse(xml.json()).error.code]).toEqual([415, 'media-type']);
    });

    it.each(['evil.example', 'localhost.evil.example', 'localhost:1', '', 'localhost:4000@evil.example'])(
      'the host name %j is 421',
      async (host) => {
        for (const url of ['/', '/api/v1/me', '/o/x.gif', '/files/a/b', '/nowhere']) {
          const answer = await test.ask('alice', { url, headers: { host } });
          expect([url, answer.statusCode, Problem.parse(answer.json()).error.code]).toEqual([
            url,
            421,
            'wrong-host',
          ]);
        }
      },
    );

    it('a trusted proxy names the host that was asked for', async () => {
      const host = new URL(test.services.urls.app).host;
      const behind = await test.ask('alice', {
        url: '/api/v1/me',
        headers: { host: '10.0.0.7:4000', 'x-forwarded-host': host.toUpperCase() },
      });
      expect(behind.statusCode).toBe(200);
    });

    it('health is answered under any name, and says no more than that', async () => {
      for (const url of ['/healthz', '/readyz']) {
        const answer = await test.ask(undefined, { url, headers: { host: '10.0.0.7:4000' } });
        expect([answer.statusCode, answer.json()]).toEqual([200, { ok: true }]);
      }
    });

    it('a page that was never built says what to do', async () => {
      const answer = await asAlice({ url: '/addin/launchevent.js' });
      expect([answer.statusCode, Problem.parse(answer.json()).error.code]).toEqual([404, 'not-built']);
    });

    it.each([
      '/nowhere',
      '/api/v1/nowhere',
      '/api/v2/me',
      '/api',
      '/addin/nothing.js',
      '/addin/..%2f..%2fpackage.json',
      '/web/%2e%2e/%2e%2e/package.json',
      '/assets/../package.json',
      '/web/%00',
    ])('the path %s is a 404 in our form', async (url) => {
      const answer = await asAlice({ url });
      expect([answer.statusCode, Problem.parse(answer.json()).error.code]).toEqual([404, 'not-found']);
      expect(answer.body).not.toContain('"dependencies"');
    });

    it('a method that a path does not have is a 404 in our form', async () => {
      const answer = await asAlice({ method: 'DELETE', url: `/api/v1/contacts/${ID}` });
      expect([answer.statusCode, Problem.parse(answer.json()).error.code]).toEqual([404, 'not-found']);
    });

    it('a path that cannot be decoded is refused in our form', async () => {
      const answer = await asAlice({ url: '/api/v1/contacts/%ff' });
      expect([answer.statusCode, Problem.parse(answer.json()).error.code]).toEqual([400, 'bad-request']);
    });

    it('every answer forbids sniffing', async () => {
      for (const url of ['/healthz', '/nowhere', '/api/v1/me', '/api/openapi.json']) {
        expect((await asAlice({ url })).headers['x-content-type-options']).toBe('nosniff');
      }
    });
  });

  it('what we did not foresee is a 500 without detail, and is logged without the address', async () => {
    Object.assign(test.services.clock, {
      now: () => {
        throw new Error('the disk is full of secrets');
      },
    });
    const answer = await test.ask(undefined, { url: '/auth/login?hint=alice@brightwater.example' });
    Reflect.deleteProperty(test.services.clock, 'now');
    expect([answer.statusCode, answer.json()]).toEqual([
      500,
      { error: { code: 'internal', message: 'Something went wrong here. It has been noted.' } },
    ]);
    const line = test.logged.find((entry) => entry.includes('full of secrets')) ?? '';
    expect(line).toContain('/auth/login');
    expect(line).not.toContain('alice@');
  });

  describe('the contract', () => {
    const described = async () =>
      Description.parse((await test.ask(undefined, { url: '/api/openapi.json' })).json());

    it('the route table is the golden one: a change of the contract is seen', () => {
      const golden = readFileSync(join(__dirname, '../../fixtures/routes.golden.txt'), 'utf8')
        .trim()
        .split('\n');
      expect(test.app.routes()).toEqual(golden);
    });

    it('the description is OpenAPI 3.1 and names every route of the API', async () => {
      const { paths } = await described();
      const named = Object.entries(paths).flatMap(([path, item]) =>
        Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
      );
      const routes = test.app
        .routes()
        .filter((route) => /^(?!HEAD|OPTIONS)\w+ \/api\/(?:launch\/)?v\d/.test(route));
      expect(named.sort()).toEqual(routes.sort());
      expect(routes.length).toBeGreaterThan(15);
    });

    it('each operation names its path parameters, its answers, the form of a refusal, and ways to sign in that exist', async () => {
      const { paths, components } = await described();
      for (const [path, item] of Object.entries(paths)) {
        for (const [method, operation] of Object.entries(item)) {
          const where = `${method} ${path}`;
          const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
          const given = (operation.parameters ?? []).filter((p) => p.in === 'path');
          expect([where, given.map((p) => p.name)]).toEqual([where, inPath]);
          expect([where, given.every((p) => p.required)]).toEqual([where, true]);
          expect(operation.responses.default?.content?.['application/json']?.schema).toEqual({
            $ref: '#/components/schemas/Problem',
          });
          for (const way of (operation.security ?? []).flatMap((one) => Object.keys(one))) {
            expect([where, Object.keys(components.securitySchemes)]).toEqual([
              where,
              expect.arrayContaining([way]),
            ]);
          }
          if (
            ['post', 'patch'].includes(method) &&
            !/book|renew|erasure|reopen|restore|\/(?:log|pause|resume|disconnect|repair|secret|leave|return|automatic|count|retry|cancel|files|imports|pictures|unschedule|pane\/items)$/.test(
              path,
            )
          )
            expect([where, operation.requestBody !== undefined]).toEqual([where, true]);
        }
      }
    });

    it('every schema in it is one of JSON Schema 2020-12, and what the server answers satisfies them', async () => {
      const description = await described();
      const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
      ajv.addSchema({ $id: 'doc', components: description.components });
      const schemaOf = (path: string, status: string) => {
        const schema = description.paths[path]?.get?.responses[status]?.content?.['application/json']?.schema;
        if (!schema) throw new Error(`${path} ${status} has no schema`);
        return schema;
      };
      for (const item of Object.values(description.paths)) {
        for (const operation of Object.values(item)) {
          const bodies = [operation.requestBody, ...Object.values(operation.responses)];
          for (const schema of bodies.flatMap((one) =>
            Object.values(one?.content ?? {}).map((c) => c.schema),
          )) {
            if (!('$ref' in schema)) expect(ajv.validateSchema(schema)).toBe(true);
          }
        }
      }
      const cases: [string, string][] = [
        ['/api/v1/me', '/api/v1/me'],
        ['/api/v1/contacts', '/api/v1/contacts'],
        ['/api/v1/contacts/{id}', `/api/v1/contacts/${bob()}`],
        ['/api/v1/feed', '/api/v1/feed'],
        ['/api/v1/mailboxes', '/api/v1/mailboxes'],
      ];
      for (const [path, url] of cases) {
        const validate = ajv.compile(schemaOf(path, '200'));
        const answer: unknown = (await asAlice({ url })).json();
        expect([path, validate(answer), validate.errors]).toEqual([path, true, null]);
      }
    });
  });
});
