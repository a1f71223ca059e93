import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { type Call, mailtrail } from '../../fixtures/cli';
import { freePortPair, newDataDir, Serve } from '../../fixtures/serve';
import { Alice } from '../../fixtures/story-people';
import { waitFor } from '../../fixtures/wait-for';

/** How long an end may take, with people still connected. */
const FAREWELL_MS = 5_000;
const start = (env: Record<string, string>): Promise<Call> =>
  mailtrail(['serve'], { env: { LOG_LEVEL: 'warn', ...env } });

describe('what cannot start says why, in one line each', () => {
  test.each([
    [{ PORT: 'abc' }, ["PORT is 'abc'; allowed: a whole number from 1 to 65534"]],
    [
      {
        PORT: '0',
        LOG_LEVEL: 'loud\nand clear',
        DATABASE_URL: 'mysql://u:hidden@h/d',
        TRACKING_URL: 'ftp://x',
      },
      [
        "PORT is '0'; allowed: a whole number from 1 to 65534",
        'DATABASE_URL is something else (not shown); allowed: postgres://user:password@host/database',
        "TRACKING_URL is 'ftp://x'; allowed: https://host[:port] without a path (http only for localhost)",
        "LOG_LEVEL is 'loud and clear'; allowed: fatal, error, warn, info, debug, trace, silent",
      ],
    ],
  ])('%j: exit code 2', async (env, lines) => {
    const dataDir = join(newDataDir(), 'none');
    const call = await start({ DATA_DIR: dataDir, ...env });
    expect(call).toMatchObject({ code: 2, out: '', err: lines.map((line) => `mailtrail serve: ${line}`) });
    expect(existsSync(dataDir)).toBe(false);
  });

  test('a DATA_DIR that is a file, and a database that does not answer, are named: exit code 1', async () => {
    const file = join(newDataDir(), 'file');
    writeFileSync(file, 'mine');
    const [isFile, noDatabase] = await Promise.all([
      start({ DATA_DIR: file }),
      start({ DATA_DIR: newDataDir(), DATABASE_URL: 'postgres://u:hidden@127.0.0.1:9/none' }),
    ]);
    expect(isFile).toMatchObject({
      code: 1,
      err: [expect.stringContaining(`DATA_DIR is '${file}'; allowed: a folder`)],
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(noDatabase).toMatchObject({ code: 1, err: [expect.stringContaining('DATABASE_URL')] });
    expect(noDatabase.err[0]).not.toContain('hidden');
  });
});

describe('a server that runs', () => {
  let serve: Serve;
  let alice: Alice;

  beforeAll(async () => {
    serve = new Serve(await freePortPair(), join(newDataDir(), 'made', 'by', 'it'));
    alice = new Alice(serve);
    await mailtrail(['serve'], { env: { PORT: 'abc' } }); // warms the compiler's cache: the figure is the server's own
    const from = performance.now();
    await serve.start();
    process.stdout.write(`first start, from nothing: ${(performance.now() - from).toFixed(0)} ms\n`);
  });
  afterAll(() => serve.kill());

  const answers = async (): Promise<void> => {
    expect((await fetch(`${serve.appUrl}/readyz`)).status).toBe(200);
  };

  test('keeps what it has to itself: folders 0700, files 0600', () => {
    const modes = (path: string): string[] => {
      const found = statSync(path);
      const wrong = (found.mode & 0o077) === 0 ? [] : [`${path} ${(found.mode & 0o777).toString(8)}`];
      if (!found.isDirectory()) return wrong;
      return [...wrong, ...readdirSync(path).flatMap((name) => modes(join(path, name)))];
    };
    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect(mode(serve.dataDir)).toBe(0o700);
    expect(mode(join(serve.dataDir, 'secrets'))).toBe(0o600);
    // Files of the database are PGlite's; they lie behind the folder's own mode.
    for (const name of ['pg', 'ingest', 'blobs'])
      expect([name, mode(join(serve.dataDir, name))]).toEqual([name, 0o700]);
    expect(modes(join(serve.dataDir, 'ingest'))).toEqual([]);
  });

  test('a second one on the same DATA_DIR is refused, with the pid and what to do, and touches nothing', async () => {
    const journal = join(serve.dataDir, 'sandbox');
    const before = readdirSync(journal, { recursive: true }).sort();
    const call = await start({ PORT: String(await freePortPair()), DATA_DIR: serve.dataDir });
    expect(call).toMatchObject({
      code: 1,
      out: '',
      err: [
        `mailtrail serve: ${serve.dataDir} is in use by process ${serve.pid ?? '?'}: one process per data directory; end that one, or give another DATA_DIR`,
      ],
    });
    expect(readdirSync(journal, { recursive: true }).sort()).toEqual(before);
    await answers();
  });

  test('a port in use is named, with PORT, and leaves nothing locked', async () => {
    const dataDir = newDataDir();
    chmodSync(dataDir, 0o755);
    const inUse = (port: number): object => ({
      code: 1,
      out: '',
      err: [
        `mailtrail serve: port ${port} is in use; end what uses it, or choose another with PORT=… (the sandbox takes PORT + 1 too)`,
      ],
    });
    // The app's own port, then the sandbox's.
    expect(await start({ PORT: String(serve.port), DATA_DIR: dataDir })).toMatchObject(inUse(serve.port));
    const free = await freePortPair();
    const taken = createServer().listen(free + 1, 'localhost');
    await once(taken, 'listening');
    expect(await start({ PORT: String(free), DATA_DIR: dataDir })).toMatchObject(inUse(free + 1));
    taken.close();
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
    const other = new Serve(free, dataDir);
    await other.start();
    expect(statSync(dataDir).mode & 0o777).toBe(0o700); // one that was there is narrowed
    expect(await other.stop()).toBe(0);
    await answers();
  });

  /** A report whose body never ends. */
  const slowRequest = (port: number, path: string): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, 'localhost', () => {
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"token":`,
        );
        resolve(socket);
      });
      socket.once('error', reject);
    });

  test.each([
    ['SIGTERM', 1],
    // npm hands Ctrl-C on to a process that had it from the terminal already.
    ['SIGINT', 2],
  ] as const)(
    '%s, %i times, ends it cleanly while a stream and slow requests are open, and the next start goes on',
    async (signal, times) => {
      const Me = z.looseObject({});
      const me = await alice.get(Me, '/api/v1/me');
      const secrets = readFileSync(join(serve.dataDir, 'secrets'), 'utf8');
      const stream = await fetch(`${serve.appUrl}/api/v1/feed/stream`, {
        headers: { authorization: `Bearer ${await alice.accessToken()}` },
      });
      expect(stream.status).toBe(200);
      const read = stream.text().then(
        () => 'ended',
        () => 'cut',
      );
      const slow = [
        await slowRequest(serve.port, '/api/launch/v1/sent'),
        await slowRequest(serve.port + 1, '/api/outlook/alice/send'),
      ];
      const closed = slow.map((socket) => {
        socket.removeAllListeners('error').on('error', () => undefined);
        socket.resume();
        return new Promise((resolve) => socket.once('close', resolve));
      });

      const from = performance.now();
      if (times === 2) {
        serve.signal(signal);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const code = await serve.stop(signal);
      const ms = performance.now() - from;
      process.stdout.write(`${signal} × ${times}: ended in ${ms.toFixed(0)} ms\n`);
      expect(serve.output).not.toContain('"level":50');
      expect(serve.output).toContain('Ending');
      expect(serve.output).not.toContain('still under way');
      expect(code).toBe(0);
      expect(ms).toBeLessThan(FAREWELL_MS);
      await Promise.all([read, ...closed]);
      expect(existsSync(join(serve.dataDir, 'lock'))).toBe(false);

      await serve.start();
      expect(await alice.get(Me, '/api/v1/me')).toEqual(me);
      expect(readFileSync(join(serve.dataDir, 'secrets'), 'utf8')).toBe(secrets);
    },
  );

  test('SIGTERM while it is still starting ends it cleanly too', async () => {
    expect(await serve.stop()).toBe(0);
    const up = serve.start().then(
      () => 'up',
      () => 'ended',
    );
    await waitFor('the lock of the start', () => existsSync(join(serve.dataDir, 'lock')));
    expect(await serve.stop('SIGTERM')).toBe(0);
    await up;
    expect(existsSync(join(serve.dataDir, 'lock'))).toBe(false);
    await serve.start();
    await answers();
  });
});
