import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Settings } from '../../../src/server/settings';
import type { Services } from '../../../src/server/services';
import type { Store } from '../../../src/server/store';
import { openDoor, type Door } from '../../../src/server/tracking';
import { openStore } from '../../../src/server/store';
import { temporaryDirectory, testTemplate } from '../../fixtures/stores';
import { HOST, makeWorld, type World } from './world';

/** The door as a listening server has it: before any framework. */
describe('the door of a listening server', () => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;
  const opened: Server[] = [];

  beforeAll(async () => {
    store = await openStore({
      dataDir: path.join(root, 'store'),
      mode: 'sandbox',
      template: await testTemplate(),
    });
    world = await makeWorld(store, root);
  });
  afterAll(async () => {
    for (const server of opened) server.close();
    await world.close();
    await store.close();
  });

  async function listen(settings: Partial<Settings>): Promise<{ door: Door; port: number }> {
    const services: Services = { ...world.services, settings: { ...world.services.settings, ...settings } };
    // What a busy disk costs is another test's.
    const door = openDoor(services, 60_000);
    const server = createServer((incoming, response) => {
      if (!door.answers(incoming, response)) response.writeHead(404).end();
    });
    opened.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port }: AddressInfo = Object(server.address());
    return { door, port };
  }

  const ask = (
    port: number,
    url: string,
    { method = 'GET', ...headers }: Record<string, string> = {},
  ): Promise<{ status: number; headers: Record<string, unknown>; length: number }> =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        { port, host: '127.0.0.1', path: url, method, headers: { host: HOST, ...headers } },
        (answer) => {
          let length = 0;
          answer.on('data', (chunk: Buffer) => (length += chunk.length));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, length }),
          );
        },
      );
      outgoing.on('error', reject).end();
    });
  const lastIp = (append: jest.SpyInstance): unknown => {
    const [, hit]: unknown[] = append.mock.lastCall ?? [];
    return Object(Object(hit).raw).ip;
  };

  test('answers over the limit of a source as ever, and counts what it does not record', async () => {
    const { door, port } = await listen({ hitLimit: 5 });
    const mail = await world.write();
    for (let i = 0; i < 8; i += 1) {
      expect(await ask(port, mail.image)).toMatchObject({ status: 200, length: 43 });
    }
    const target = 'https://site.example/a';
    expect(await ask(port, mail.link(1, target))).toMatchObject({
      status: 302,
      headers: { location: target },
    });
    expect(door.counts).toMatchObject({ recorded: 5, limited: 4, unrecorded: 0 });
  });

  test('takes a client address from configured proxies only', async () => {
    const append = jest.spyOn(world.services.ingest, 'append');
    const mail = await world.write();
    const forged = { 'x-forwarded-for': '198.51.100.99' };
    const alone = await listen({ trustedProxies: undefined });
    await ask(alone.port, mail.image, forged);
    expect(lastIp(append)).toBe('127.0.0.1');
    const elsewhere = await listen({ trustedProxies: '10.0.0.0/8' });
    await ask(elsewhere.port, mail.image, forged);
    expect(lastIp(append)).toBe('127.0.0.1');
    const behind = await listen({ trustedProxies: ['loopback', '192.0.2.0/24'] });
    await ask(behind.port, mail.image, { 'x-forwarded-for': '203.0.113.5, 198.51.100.99, 192.0.2.8' });
    expect(lastIp(append)).toBe('198.51.100.99');
    append.mockRestore();
  });

  test('never takes a HEAD for a hit, of an image or of a link', async () => {
    const { door, port } = await listen({});
    const mail = await world.write();
    expect(await ask(port, mail.image, { method: 'HEAD' })).toMatchObject({ status: 200, length: 0 });
    expect(await ask(port, mail.link(1, 'https://site.example/'), { method: 'HEAD' })).toMatchObject({
      status: 302,
      headers: { location: 'https://site.example/' },
    });
    expect(door.counts).toMatchObject({ recorded: 0, limited: 0, forged: 0 });
  });

  test('leaves to others what is not its own: another host, another path, another method', async () => {
    const { port } = await listen({});
    const mail = await world.write();
    expect((await ask(port, mail.image, { host: 'evil.example' })).status).toBe(404);
    expect((await ask(port, '/api/v1/me')).status).toBe(404);
    expect((await ask(port, mail.image, { method: 'POST' })).status).toBe(404);
  });

  test('answers what nobody signed: the image all the same, a page without target for a link', async () => {
    const { door, port } = await listen({});
    expect(await ask(port, '/o/rubbish.gif')).toMatchObject({
      status: 200,
      length: 43,
      headers: { 'content-type': 'image/gif', 'cache-control': 'no-store, max-age=0' },
    });
    expect(await ask(port, '/c/rubbish/1?u=https%3A%2F%2Fevil.example&s=x')).toMatchObject({ status: 400 });
    expect(door.counts.forged).toBe(2);
  });
});
