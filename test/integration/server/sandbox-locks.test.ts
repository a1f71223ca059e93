import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { mailtrail, ROOT } from '../../fixtures/cli';
import { freePortPair, newDataDir, Serve } from '../../fixtures/serve';

/** The sandbox never runs, nor lies open, where real mail is served. */

const HOST = 'mail.example.com';
const LIVE = {
  PUBLIC_URL: `https://${HOST}`,
  ENTRA_CLIENT_ID: '11111111-2222-4333-8444-555555555555',
  ENTRA_CLIENT_SECRET: 's3cret',
};
const PRELOAD = join(ROOT, 'test/fixtures/list-loaded.cjs');

/** The status under any Host header, which `fetch` does not let one choose. */
const status = (port: number, path: string, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({ port, host: 'localhost', path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject).end();
  });

const listens = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const done = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', done(true)).once('error', done(false)).once('timeout', done(false));
  });

/** Starts it, lets `ask` look at it, ends it; resolves to the project's files that it loaded. */
async function tried(env: Record<string, string>, dataDir: string, ask: (port: number) => Promise<void>) {
  const folder = newDataDir();
  const serve = new Serve(await freePortPair(), dataDir, {
    ...env,
    // Each file a module of its own, so that they can be listed.
    MAILTRAIL_FROM_SOURCES: '1',
    NODE_OPTIONS: `--require ${PRELOAD}`,
    LIST_LOADED_IN: folder,
  });
  await serve.start();
  const pid = serve.pid ?? 0;
  try {
    await ask(serve.port);
  } finally {
    expect(await serve.stop()).toBe(0);
  }
  const loaded: unknown = JSON.parse(readFileSync(join(folder, `${pid}.json`), 'utf8'));
  if (!Array.isArray(loaded)) throw new Error('no list of files was written');
  return loaded.map(String).filter((file) => file.startsWith(join(ROOT, 'src')));
}
const ofSandbox = (files: readonly string[]): string[] => files.filter((file) => /sandbox/.test(file));

describe('a live start', () => {
  const dataDir = newDataDir();

  test('loads no file of the sandbox, serves none of its routes, and opens no port for it', async () => {
    const loaded = await tried(LIVE, dataDir, async (port) => {
      expect(await status(port, '/healthz', HOST)).toBe(200);
      expect(await status(port, '/api/openapi.json', HOST)).toBe(200);
      for (const path of [
        '/office/office.js',
        '/office/dist/office.js',
        '/sandbox/naa-bridge.js',
        '/sandbox/outlook.html',
        '/addin/../sandbox/outlook.html',
        '/web/../sandbox/outlook.html',
        '/addin/%2e%2e/sandbox/outlook.html',
        '/outlook?as=alice',
        '/mail/bob',
        '/site/pricing',
        '/graph.microsoft.com/v1.0/me',
        '/login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
      ]) {
        expect([path, await status(port, path, HOST)]).toEqual([path, 404]);
      }
      expect(await status(port, '/', 'localhost')).toBe(421);
      expect(await listens('127.0.0.1', port)).toBe(true);
      expect(await listens('localhost', port + 1)).toBe(false);
    });
    expect(loaded).toContain(join(ROOT, 'src/server/start.ts'));
    expect(ofSandbox(loaded)).toEqual([]);
  });

  test('its store does not open for the sandbox', async () => {
    const call = await mailtrail(['serve'], {
      env: { DATA_DIR: dataDir, PORT: String(await freePortPair()), LOG_LEVEL: 'warn' },
    });
    expect(call).toMatchObject({
      code: 1,
      out: '',
      err: [
        'mailtrail serve: this store was made for live use and does not open for sandbox use: give another DATA_DIR (or DATABASE_URL), or start it as what it is',
      ],
    });
    expect(readdirSync(dataDir)).not.toContain('sandbox');
  });
});

describe('the sandbox', () => {
  const dataDir = newDataDir();

  test('listens on this machine only, and answers 421 for any other name', async () => {
    const loaded = await tried({}, dataDir, async (port) => {
      const outside = Object.values(networkInterfaces())
        .flatMap((addresses) => addresses ?? [])
        .filter(({ internal, family }) => !internal && family === 'IPv4')
        .map(({ address }) => address);
      // On Linux all of 127.0.0.0/8 is this machine: what listens everywhere answers there too.
      if (process.platform === 'linux') outside.push('127.0.0.2');
      for (const at of [port, port + 1]) {
        expect(await listens('localhost', at)).toBe(true);
        for (const address of outside)
          expect([address, await listens(address, at)]).toEqual([address, false]);
        expect(await status(at, '/', `evil.example:${at}`)).toBe(421);
        expect(await status(at, '/', `localhost.evil.example:${at}`)).toBe(421);
      }
      for (const path of [
        '/outlook?as=alice',
        '/mail/bob',
        '/login.microsoftonline.com/common/discovery/v2.0/keys',
      ]) {
        expect(await status(port + 1, path, `localhost:${port + 1}`)).not.toBe(421);
        expect([path, await status(port + 1, path, 'mail.example.com')]).toEqual([path, 421]);
      }
    });
    // The same look as at the live start, which so is known to see what there is.
    expect(ofSandbox(loaded)).toContain(join(ROOT, 'src/sandbox/index.ts'));
  });

  test('its store does not open for real mail', async () => {
    const call = await mailtrail(['serve'], {
      env: { ...LIVE, DATA_DIR: dataDir, PORT: String(await freePortPair()), LOG_LEVEL: 'warn' },
    });
    expect(call).toMatchObject({
      code: 1,
      out: '',
      err: [expect.stringContaining('this store was made for sandbox use and does not open for live use')],
    });
  });
});

describe('import directions', () => {
  const PARTS = ['core', 'graph', 'addin', 'web', 'server', 'sandbox', 'cli'] as const;
  const MAY: Record<(typeof PARTS)[number], readonly string[]> = {
    core: [],
    graph: ['core'],
    addin: ['core', 'graph'],
    web: ['core', 'graph'],
    server: ['core', 'graph'],
    sandbox: ['core'],
    cli: ['core', 'graph', 'addin', 'web', 'server', 'sandbox'],
  };
  /** A file that is there, for each part. */
  const TARGET: Record<(typeof PARTS)[number], string> = {
    core: 'core/access',
    graph: 'graph/transport',
    addin: 'addin/launch/compose',
    web: 'web/api',
    server: 'server/settings',
    sandbox: 'sandbox/people',
    cli: 'cli/run',
  };
  const lint = async (cases: { file: string; text: string }[]): Promise<string[][]> => {
    const call = await mailtrail([], {
      program: [process.execPath, join(ROOT, 'test/fixtures/lint-imports.mjs')],
      input: JSON.stringify(cases),
    });
    expect(call).toMatchObject({ code: 0, err: [] });
    return JSON.parse(call.out) as string[][];
  };

  test('the linter refuses each forbidden one, and none that is allowed', async () => {
    const pairs = PARTS.flatMap((from) => PARTS.filter((to) => to !== from).map((to) => ({ from, to })));
    const answers = await lint(
      pairs.map(({ from, to }) => ({
        file: `src/${from}/some-file.ts`,
        text: `import * as it from '../${TARGET[to]}';\nexport default it;\n`,
      })),
    );
    const refused = (answer: string[] | undefined): boolean =>
      answer?.length === 1 && (answer[0] ?? '').startsWith('Unexpected path ');
    expect(
      pairs.map(({ from, to }, i) => `${from} → ${to}: ${refused(answers[i]) ? 'refused' : 'allowed'}`),
    ).toEqual(
      pairs.map(({ from, to }) => `${from} → ${to}: ${MAY[from].includes(to) ? 'allowed' : 'refused'}`),
    );
  });

  test('however it is written, and from however deep', async () => {
    const answers = await lint(
      [
        "import type { Sandbox } from '../../sandbox';\nexport type S = Sandbox;\n",
        "export * from '../../sandbox/people';\n",
        "export const load = () => import('../../sandbox');\n",
        "export const it = require('../../sandbox');\n",
      ].map((text) => ({ file: 'src/server/http/some-file.ts', text })),
    );
    expect(answers.map((answer) => answer.length)).toEqual([1, 1, 1, 1]);
  });

  test('outside the command line no source names the sandbox in an import', () => {
    const found = ['core', 'graph', 'addin', 'web', 'server'].flatMap((part) =>
      readdirSync(join(ROOT, 'src', part), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => join('src', part, name))
        .filter((file) =>
          /(?:from|import|require)\b[\s(]*['"`][^'"`\n]*sandbox/.test(readFileSync(join(ROOT, file), 'utf8')),
        ),
    );
    expect(found).toEqual([]);
  });
});
