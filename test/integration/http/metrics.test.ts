import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { makeLink, makeNonce, makeToken, messageKeyOf, reportCredential } from '../../../src/core/token';
import { HIT } from '../../../src/server/tracking/ingested';
import { issueTicket } from '../../../src/server/tracking/ticket-keys';
import { openStore, type Store } from '../../../src/server/store';
import { STORE_ALARMS } from '../../../src/server/store/port';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { sourcesBelow } from '../../fixtures/sources';
import { temporaryDirectory, testTemplate } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';
import { reportOf } from '../tracking/world';

const PAGE = readFileSync(join(__dirname, '../../../docs/operations.md'), 'utf8');

describe('what a server tells about itself', () => {
  const root = temporaryDirectory();
  let store: Store;
  let own: TestApp;

  beforeAll(async () => {
    store = await openStore({
      dataDir: await mkdtemp(join(root, 'store-')),
      mode: 'sandbox',
      template: await testTemplate(),
    });
    own = await openTestApp(store, { env: { TRUSTED_PROXIES: 'loopback' } });
  });
  afterAll(async () => {
    await own.close();
    await store.close();
  });

  const get = (url: string, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    own.app.http.inject({
      method: 'GET',
      url,
      headers: { host: 'localhost:4000', ...headers },
      remoteAddress,
    });

  describe('/metrics', () => {
    test('every metric has a line in docs/operations.md, and no line is of another', async () => {
      const { body } = await get('/metrics');
      const told = [...body.matchAll(/^# HELP (\w+)/gm)].map(([, name]) => name);
      const written = [...PAGE.matchAll(/^\| `(\w+)(?:\{\w+\})?` \|/gm)]
        .map(([, name = '']) => name)
        .filter((name) => /^(?:mailtrail|process|nodejs)_/.test(name));
      expect(told.length).toBeGreaterThan(10);
      expect(written.sort()).toEqual(told.sort());
    });

    test('every alarm has a line in docs/operations.md, and no line is of another', () => {
      const [, table = ''] = PAGE.split('| `alarm` | what happened |');
      const written = [...table.matchAll(/^\| ((?:`[\w-]+`(?:, )?)+) \|/gm)].flatMap(([, names = '']) =>
        [...names.matchAll(/`([\w-]+)`/g)].map(([, name]) => name),
      );
      const elsewhere = sourcesBelow('src/server').flatMap(({ text }) =>
        [...text.matchAll(/\balarm: '([\w-]+)'/g)].map(([, name]) => name),
      );
      expect(written.sort()).toEqual([...STORE_ALARMS, ...new Set(elsewhere)].sort());
    });

    test('count what happens at the door, and how the store takes it', async () => {
      const before = (await get('/metrics')).body;
      expect(before).toContain('mailtrail_store_up 1');
      expect(before).toContain('mailtrail_ingest_backlog_bytes 0');
      const { host } = new URL(own.services.urls.tracking);
      await get('/o/rubbish.gif', { host });
      await waitFor('the forged image is counted', async () =>
        (await get('/metrics')).body.includes('mailtrail_hits_total{outcome="forged"} 1'),
      );
    });

    test('without a token are for this machine, asked for by its own name and for itself', async () => {
      expect((await get('/metrics')).statusCode).toBe(200);
      expect((await get('/metrics', {}, '198.51.100.7')).statusCode).toBe(403);
      expect((await get('/metrics', { 'x-forwarded-for': '198.51.100.7' })).statusCode).toBe(403);
      expect((await get('/metrics', { 'x-real-ip': '198.51.100.7' })).statusCode).toBe(403);
      expect((await get('/metrics', { host: 'mail.example' })).statusCode).toBe(403);
      expect((await get('/metrics', { host: 'localhost.mail.example' })).statusCode).toBe(403);
    });
  });

  describe('/readyz', () => {
    test('says which part does not work: the store', async () => {
      const down = jest.spyOn(store, 'health').mockRejectedValue(new Error('down'));
      const answer = await get('/readyz');
      expect([answer.statusCode, Object.keys(answer.json())]).toEqual([503, ['ok', 'store']]);
      expect((await get('/metrics')).body).toContain('mailtrail_store_up 0');
      down.mockRestore();
      expect((await get('/readyz')).statusCode).toBe(200);
    });

    test.each([
      ['none runs', undefined],
      ['it was stopped', { running: false, stuckMs: 0 }],
      ['it stands still', { running: true, stuckMs: 61_000 }],
    ])('says which part does not work: the drain, when %s', async (_name, state) => {
      const spy = jest
        .spyOn(own.services.ingest, 'drainState', 'get')
        .mockReturnValue(state && { drained: 0, setAside: 0, backlogBytes: 1, ...state });
      const answer = await get('/readyz');
      expect([answer.statusCode, Object.keys(answer.json())]).toEqual([503, ['ok', 'drain']]);
      spy.mockRestore();
      expect((await get('/readyz')).statusCode).toBe(200);
    });
  });

  test('a disk that takes no writes makes it not ready, while it goes on answering', async () => {
    const other = await openTestApp(store);
    await rm(other.services.settings.dataDir, { recursive: true, force: true });
    const answer = await other.ask(undefined, { method: 'GET', url: '/readyz' });
    expect([answer.statusCode, Object.keys(answer.json())]).toEqual([503, ['ok', 'disk']]);
    expect((await other.ask(undefined, { method: 'GET', url: '/healthz' })).statusCode).toBe(200);
    await other.close();
  });

  test('with METRICS_TOKEN whoever sends it is answered, and nobody else', async () => {
    const other = await openTestApp(store, { env: { METRICS_TOKEN: 'a-token-of-some-length' } });
    const ask = (authorization: string) =>
      other.ask(undefined, { method: 'GET', url: '/metrics', headers: { authorization } });
    expect((await ask('Bearer a-token-of-some-length')).statusCode).toBe(200);
    expect((await ask('Bearer a-token-of-some-lengtH')).statusCode).toBe(403);
    expect((await ask('')).statusCode).toBe(403);
    await other.close();
  });

  test('no log line names a person, an address, an agent, a token or a target', async () => {
    const { services, people, logged, app } = own;
    const { tracking } = services.urls;
    const { account, user } = people.alice;
    const ticket = issueTicket(services.secrets.master, {
      account,
      user,
      serial: 1_000_000,
      day: 20_000,
      trackingUrl: tracking,
      paid: true,
      expiresAt: new Date(8e15),
    });
    const token = makeToken(ticket, makeNonce(ticket, { time: 1, counter: 1, random: 0 }), 0);
    const link = makeLink(ticket, token, 1, 'https://secret-target.example/path');
    if (!link.ok) throw new Error(link.reason);
    const agent = 'Mozilla/5.0 (Telltale Agent 7)';
    const ask = (url: string, more: InjectOptions = {}) =>
      app.http.inject({
        url,
        ...more,
        headers: {
          host: new URL(tracking).host,
          'user-agent': agent,
          'x-forwarded-for': '198.51.100.77',
          ...more.headers,
        },
      });
    const report = {
      method: 'POST',
      headers: { authorization: reportCredential(ticket, token) },
      payload: reportOf(token, own.clock.now()),
    } as const;
    expect((await ask('/api/launch/v1/sent', report)).statusCode).toBe(202);
    expect((await ask(`/o/${token}.gif`)).statusCode).toBe(200);
    expect((await ask(link.url.slice(tracking.length))).statusCode).toBe(302);
    await ask(link.url.slice(tracking.length).replace('secret-target', 'other-target'));
    await ask(`/nowhere/${token}?who=bob@partner.example`);
    // Records that the store will not take, with what was sent in them.
    await services.ingest.append(HIT, { raw: { ip: '198.51.100.77', userAgent: agent }, token });
    await services.ingest.append('unheard-of', { agent, to: 'bob@partner.example' });
    const failing = jest.spyOn(store.db, 'selectFrom').mockImplementationOnce(() => {
      throw Object.assign(new Error('value "bob@partner.example" is too long'), { code: '22001' });
    });
    await own.ask('alice', { url: '/api/v1/feed' });
    failing.mockRestore();
    await waitFor('everything is drained', () => services.ingest.drainState?.backlogBytes === 0);

    const lines = logged.join('');
    expect(lines).toContain('ingest-reject');
    for (const secret of [
      '@',
      'Bob',
      'Alice',
      '198.51.100',
      'Telltale',
      token,
      messageKeyOf(token) ?? token,
      'secret-target',
      'other-target',
      'Offer',
    ]) {
      expect([secret, lines.split('\n').filter((line) => line.includes(secret))]).toEqual([secret, []]);
    }
  });
});
