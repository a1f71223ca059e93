import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { load } from 'cheerio';
import { ADDIN_PATHS } from '../../../src/core/manifest/address';
import { SANDBOX_CLIENT_ID } from '../../../src/sandbox';
import type { Store } from '../../../src/server/store';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { describeOnEmbeddedStore, temporaryDirectory } from '../../fixtures/stores';

const SOURCE = join(__dirname, '../../../src');
/** Pages as webpack makes them, without the tags of the bundles, which name files of ours. */
const PAGES = {
  'addin/pane.html': 'addin/pane/pane.html',
  'addin/launch.html': 'addin/launch/launch.html',
  'addin/commands.html': 'addin/launch/commands.html',
  'web/index.html': 'web/index.html',
  'sandbox/outlook.html': 'sandbox/outlook/page.html',
  'sandbox/trust.html': 'sandbox/outlook/trust.html',
};
const HASHED = 'texts.0123456789ab.js';
const LONG_SCRIPT = `const a = '${'long '.repeat(1_000)}';`;

/** Scripts that stand in a page, and what else would run as one. */
function inlineScripts(html: string): string[] {
  const $ = load(html);
  const found: string[] = [];
  $('script').each((_n, element) => {
    if ($(element).attr('src') === undefined) found.push($.html(element));
  });
  $('*').each((_n, element) => {
    for (const [name, value] of Object.entries($(element).attr() ?? {})) {
      if (/^on/i.test(name) || /^\s*javascript:/i.test(value)) found.push(`${name}="${value}"`);
    }
  });
  return found;
}

/** What of a policy would let a script run that stands in the page, or a string as code. */
function loose(policy: string): string[] {
  const directives = new Map(
    policy.split(';').map((one) => {
      const [name = '', ...sources] = one.trim().split(/\s+/);
      return [name, sources] as const;
    }),
  );
  const scripts = directives.get('script-src') ?? directives.get('default-src');
  if (directives.has('sandbox') && !directives.get('sandbox')?.includes('allow-scripts')) return [];
  if (!scripts) return ['no script-src'];
  return scripts.filter((one) => /^'(?:unsafe-|nonce-|sha\d)|^(?:\*|data:|blob:|https?:)$/i.test(one));
}

describeOnEmbeddedStore('pages', (open) => {
  let store: Store;
  let app: TestApp;
  const dist = join(temporaryDirectory(), 'dist');

  beforeAll(async () => {
    store = await open();
    app = await openTestApp(store, { dist });
    for (const folder of [dist, join(app.services.settings.dataDir, 'dist')]) {
      for (const [to, from] of Object.entries(PAGES)) {
        await mkdir(join(folder, to, '..'), { recursive: true });
        await copyFile(join(SOURCE, from), join(folder, to));
      }
    }
    await writeFile(join(dist, 'addin', HASHED), LONG_SCRIPT);
    await writeFile(join(dist, 'addin', 'pane.js'), LONG_SCRIPT);
    await writeFile(join(dist, 'addin', 'launchevent.js'), 'const base = "__MAILTRAIL_BASE_URL__";');
    await writeFile(join(dist, 'web', 'service-worker.js'), '');
  });
  afterAll(async () => {
    await app.close();
    await store.close();
  });

  test('no page of the server runs a script that stands in it, and its policy would let none run', async () => {
    const paths = app.app
      .routes()
      .filter((route) => route.startsWith('GET ') && !route.startsWith('GET /api/v1/feed/stream'))
      .map((route) => route.slice(4).replace(/:\w+|\*/g, 'x'));
    const pages = new Set<string>();
    for (const url of paths) {
      const answer = await app.ask(undefined, { url });
      if (!String(answer.headers['content-type']).startsWith('text/html')) continue;
      pages.add(url);
      const policy = answer.headers['content-security-policy'];
      expect([url, loose(String(policy)), inlineScripts(answer.body)]).toEqual([url, [], []]);
    }
    for (const url of ['/', '/settings', '/addin/pane.html', '/addin/launch.html', '/addin/commands.html']) {
      expect(pages).toContain(url);
    }
    expect(pages).toContain('/p/');
  });

  test('nor does a page of the sandbox', async () => {
    const authorize = (change: Record<string, string>): string =>
      `/login.microsoftonline.com/organizations/oauth2/v2.0/authorize?${new URLSearchParams({
        client_id: SANDBOX_CLIENT_ID,
        redirect_uri: `${app.services.urls.app}/auth/callback`,
        response_type: 'code',
        scope: 'openid profile',
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
        ...change,
      }).toString()}`;
    const form = authorize({ response_mode: 'form_post' });
    const pages: [string, RequestInit?][] = [
      ['/outlook?as=alice'],
      ['/mail/bob'],
      ['/site/'],
      [authorize({})],
      [authorize({ client_id: 'nobody' })],
      [form, { method: 'POST', body: new URLSearchParams({ person: 'alice' }) }],
    ];
    for (const [url, init] of pages) {
      const answer = await fetch(app.sandbox.url + url, { redirect: 'manual', ...init });
      expect([url, answer.headers.get('content-type')?.split(';')[0]]).toEqual([url, 'text/html']);
      const found = [
        loose(answer.headers.get('content-security-policy') ?? ''),
        inlineScripts(await answer.text()),
      ];
      expect([url, ...found]).toEqual([url, [], []]);
    }
  });

  test('names that stay are asked about each time and cost nothing unchanged; names with a hash are kept for ever', async () => {
    for (const url of [
      '/addin/pane.html',
      '/addin/pane.js',
      '/addin/launchevent.js',
      '/',
      '/service-worker.js',
    ]) {
      const first = await app.ask(undefined, { url });
      expect([url, first.statusCode, first.headers['cache-control']]).toEqual([url, 200, 'no-cache']);
      const etag = String(first.headers.etag);
      for (const known of [etag, `W/${etag}`]) {
        const again = await app.ask(undefined, { url, headers: { 'if-none-match': known } });
        expect([url, again.statusCode, again.body]).toEqual([url, 304, '']);
      }
      const other = await app.ask(undefined, { url, headers: { 'if-none-match': '"other"' } });
      expect([url, other.statusCode]).toEqual([url, 200]);
    }
    const hashed = await app.ask(undefined, { url: `/addin/${HASHED}` });
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('an icon may be kept without asking, or Office shows none', async () => {
    const icon = await app.ask(undefined, { url: '/assets/icon-32.png' });
    expect([icon.statusCode, icon.headers['cache-control']]).toEqual([200, 'public, max-age=86400']);
  });

  test('the page that the manifest names as support is there, in the reader’s language', async () => {
    const headers = { 'accept-language': 'de-AT,de;q=0.9' };
    const page = await app.ask(undefined, { url: ADDIN_PATHS.support, headers });
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<h1>Hilfe zu Mailtrail</h1>');
    expect(loose(String(page.headers['content-security-policy']))).toEqual([]);
  });

  test('a changed file is served as it is now', async () => {
    const url = '/addin/changed.js';
    await writeFile(join(dist, 'addin', 'changed.js'), 'one');
    const first = await app.ask(undefined, { url });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await writeFile(join(dist, 'addin', 'changed.js'), 'two');
    const second = await app.ask(undefined, {
      url,
      headers: { 'if-none-match': String(first.headers.etag) },
    });
    expect([first.body, second.statusCode, second.body]).toEqual(['one', 200, 'two']);
  });

  test('scripts are compressed for who takes it, and for nobody else', async () => {
    const ask = (encodings: string) =>
      app.ask(undefined, { url: '/addin/pane.js', headers: { 'accept-encoding': encodings } });
    const zipped = await ask('gzip, deflate, br');
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.rawPayload).toString()).toBe(LONG_SCRIPT);
    for (const encodings of ['', 'br', 'gzip;q=0, br']) {
      const plain = await ask(encodings);
      expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, LONG_SCRIPT]);
    }
    expect(zipped.headers.vary).toBe('Accept-Encoding');
  });

  test('the launch file with the address in it stays so, whatever else was asked for by another spelling', async () => {
    // As after an upgrade: nothing of it is kept yet.
    await writeFile(join(dist, 'addin', 'launchevent.js'), 'const base = "__MAILTRAIL_BASE_URL__"; // 2');
    await app.ask(undefined, { url: '/addin//launchevent.js' });
    const script = await app.ask(undefined, { url: '/addin/launchevent.js' });
    expect(script.body).toBe(`const base = "${app.services.urls.app}"; // 2`);
    await writeFile(join(dist, 'addin', 'launchevent.js'), 'const base = "__MAILTRAIL_BASE_URL__";');
  });

  test('no page is to be had without its policy, and nothing outside of the folder', async () => {
    for (const url of ['/web/index.html', '/addin/x/..%2fpane.html', '/addin/..%2f..%2fpackage.json']) {
      expect([url, (await app.ask(undefined, { url })).statusCode]).toEqual([url, 404]);
    }
  });

  test('classic Outlook finds the launch file allowed under its exact address, and may read it from anywhere', async () => {
    const allowed = await app.ask(undefined, { url: '/.well-known/microsoft-officeaddins-allowed.json' });
    expect(allowed.headers['content-type']).toMatch(/^application\/json/);
    expect(allowed.json()).toEqual({ allowed: [`${app.services.urls.app}/addin/launchevent.js`] });
    const script = await app.ask(undefined, { url: '/addin/launchevent.js' });
    expect(script.headers['access-control-allow-origin']).toBe('*');
    expect(script.body).toBe(`const base = "${app.services.urls.app}";`);
    const preflight = await app.ask(undefined, {
      method: 'OPTIONS',
      url: '/api/launch/v1/compose',
      headers: { origin: app.services.urls.app, 'access-control-request-method': 'POST' },
    });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers['access-control-allow-origin']).toBe(app.services.urls.app);
  });
});
