import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFileUrl } from '../../../src/server/http/files';
import type { Store } from '../../../src/server/store';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { describeOnBothStores } from '../../fixtures/stores';

describeOnBothStores('files by signed addresses', (open) => {
  let store: Store;
  let test: TestApp;

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
  });
  afterAll(async () => {
    await test.close();
    await store.close();
  });

  async function keep(content: Buffer, account = test.people.alice.account): Promise<string> {
    const { key, size } = await test.services.blobs.putBlob(account, content);
    await store.db
      .insertInto('blobs')
      .values({ account_id: account, key, size, created_at: test.clock.now() })
      .onConflict((c) => c.doNothing())
      .execute();
    return key;
  }

  const urlOf = (
    blob: string,
    file: { name?: string; contentType?: string; disposition?: 'attachment' | 'inline' } = {},
  ): string =>
    makeFileUrl(
      test.services,
      test.people.alice,
    )({
      blob,
      name: 'plan.pdf',
      contentType: 'application/pdf',
      disposition: 'attachment',
      ...file,
    });

  const ask = (url: string, method: 'GET' | 'HEAD' = 'GET', headers: Record<string, string> = {}) => {
    const { host, pathname } = new URL(url);
    return test.ask(undefined, { method, url: pathname, headers: { host, ...headers } });
  };

  it('come byte for byte, without any cookie, from the files’ own origin', async () => {
    const content = randomBytes(300_000);
    const url = urlOf(await keep(content));
    expect(new URL(url).origin).toBe(test.services.urls.files);
    const answer = await ask(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(content)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '300000',
      'content-disposition': `attachment; filename="plan.pdf"; filename*=UTF-8''plan.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'referrer-policy': 'no-referrer',
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('come under the app’s own name by no spelling of the address', async () => {
    const url = new URL(urlOf(await keep(Buffer.from('abc'))));
    const at = (origin: string, pathname: string) => ask(new URL(pathname, origin).href);
    const spelled = url.pathname.replace('/files/', '/%66iles/');
    expect((await at(test.services.urls.app, url.pathname)).statusCode).toBe(404);
    expect((await at(test.services.urls.app, spelled)).statusCode).toBe(404);
    expect((await at(test.services.urls.files, spelled)).body).toBe('abc');
  });

  it('an empty file comes empty', async () => {
    const answer = await ask(urlOf(await keep(Buffer.alloc(0))));
    expect([answer.statusCode, answer.rawPayload.length]).toEqual([200, 0]);
  });

  it('HEAD answers with the same headers and no content', async () => {
    const url = urlOf(await keep(Buffer.from('abc')));
    const head = await ask(url, 'HEAD');
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', '3']);
    expect(head.headers['content-disposition']).toBe((await ask(url)).headers['content-disposition']);
  });

  it.each([
    'Angebot für Łódź.pdf',
    '見積書.pdf',
    'a/b\\c.pdf',
    'quote".pdf',
    "it's (1) * 100%.pdf",
    'emoji 🎉.pdf',
    'line\r\nbreak: x.pdf',
    'half \ud83c of a pair.pdf',
    'a%41%2F.pdf',
    'invoice\u202efdp.exe',
    'tab\u0000\u0009.pdf',
    '..',
    '',
    'ż'.repeat(250),
    `${'長'.repeat(200)}.pdf`,
  ])('the name %j arrives as it is seen, and breaks no header', async (name) => {
    const answer = await ask(urlOf(await keep(Buffer.from('abc')), { name }));
    expect(answer.statusCode).toBe(200);
    const disposition = String(answer.headers['content-disposition']);
    expect(disposition).toMatch(
      /^attachment; filename="[^"%\\\r\n\u0080-\uffff]*"; filename\*=UTF-8''[\w%.!~-]*$/,
    );
    const encoded = disposition.slice(disposition.indexOf("''") + 2);
    const expected =
      name === '' || name === '..'
        ? 'file'
        : name.replace('\ud83c ', '\ufffd ').replace(/[\p{Cc}\u202e]/gu, '');
    expect(decodeURIComponent(encoded)).toBe(expected);
  });

  describe('an address that is not ours', () => {
    const parts = (url: string) => {
      const [, , grant = '', name = ''] = new URL(url).pathname.split('/');
      const [payload = '', mac = ''] = grant.split('.');
      return { payload, mac, name };
    };
    const changed = (payload: string, change: Record<string, unknown>): string => {
      const grant: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return Buffer.from(JSON.stringify(Object.assign({}, grant, change))).toString('base64url');
    };

    const FORGED: [string, (p: ReturnType<typeof parts>, foreign: string) => string][] = [
      ['later', ({ payload, mac, name }) => `${changed(payload, { e: 4_000_000_000 })}.${mac}/${name}`],
      ['inline', ({ payload, mac, name }) => `${changed(payload, { d: 'inline' })}.${mac}/${name}`],
      ['another account', ({ payload, mac, name }) => `${changed(payload, { a: 2 })}.${mac}/${name}`],
      [
        'another blob',
        ({ payload, mac, name }, foreign) => `${changed(payload, { b: foreign })}.${mac}/${name}`,
      ],
      ['another type', ({ payload, mac, name }) => `${changed(payload, { t: 'text/html' })}.${mac}/${name}`],
      ['another name', ({ payload, mac }) => `${payload}.${mac}/invoice.exe`],
      ['a cut signature', ({ payload, mac, name }) => `${payload}.${mac.slice(0, -1)}/${name}`],
      ['no signature', ({ payload, name }) => `${payload}/${name}`],
      ['more after the signature', ({ payload, mac, name }) => `${payload}.${mac}.x/${name}`],
      ['nothing', () => './x'],
    ];
    it.each(FORGED)('(%s) is refused', async (_name, forge) => {
      const foreign = await keep(Buffer.from('of erin'), test.people.erin.account);
      const url = urlOf(await keep(Buffer.from('abc')));
      const answer = await ask(`${test.services.urls.files}/files/${forge(parts(url), foreign)}`);
      expect([403, 404]).toContain(answer.statusCode);
      expect(answer.body).not.toContain('abc');
      expect(answer.body).not.toContain('of erin');
    });
  });

  it('an address is good for five minutes', async () => {
    const url = urlOf(await keep(Buffer.from('abc')));
    test.clock.advance(300_000);
    expect((await ask(url)).statusCode).toBe(200);
    test.clock.advance(1_000);
    const late = await ask(url);
    expect([late.statusCode, late.json()]).toMatchObject([403, { error: { code: 'address-expired' } }]);
  });

  it('a grant never reaches into another account', async () => {
    const foreign = await keep(Buffer.from('of erin'), test.people.erin.account);
    expect((await ask(urlOf(foreign))).statusCode).toBe(404);
  });

  it.each([
    ['image/svg+xml', 'x.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['text/html', 'x.html', '<script>alert(1)</script>'],
    ['application/xhtml+xml', 'x.xhtml', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['text/xml', 'x.xml', '<x/>'],
    ['text/javascript', 'x.js', 'alert(1)'],
    ['IMAGE/PNG', 'x.png', 'png'],
    ['image/png; charset=x', 'x.png', 'png'],
    ['text/plain\r\nset-cookie: a=b', 'x.txt', 'x'],
    ['application/pdf', 'x.pdf', '%PDF'],
  ])('%s is never shown in place, even where that was granted', async (contentType, name, content) => {
    const blob = await keep(Buffer.from(content));
    const answer = await ask(urlOf(blob, { name, contentType, disposition: 'inline' }));
    expect(answer.headers['content-disposition']).toMatch(/^attachment;/);
    expect(answer.headers['content-type']).toBe(
      contentType === 'application/pdf' ? contentType : 'application/octet-stream',
    );
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('Office’s own types are handed on', async () => {
    const contentType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    const answer = await ask(urlOf(await keep(Buffer.from('PK')), { contentType }));
    expect(answer.headers['content-type']).toBe(contentType);
  });

  it('the app’s own origin serves no file, so no cookie ever goes with one', async () => {
    const url = new URL(urlOf(await keep(Buffer.from('abc'))));
    const answer = await ask(`${test.services.urls.app}${url.pathname}`);
    expect(answer.statusCode).toBe(404);
    expect((await ask(`${test.services.urls.files}/api/v1/me`)).statusCode).toBe(404);
  });

  it('a row whose file is gone is a plain 404', async () => {
    const { account } = test.people.alice;
    const blob = await keep(Buffer.from('lost'));
    await rm(join(test.services.settings.dataDir, 'blobs', 'accounts', String(account), blob));
    const answer = await ask(urlOf(blob));
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { error: { code: 'file-gone' } }]);
  });
});
