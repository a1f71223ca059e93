import type { InjectOptions } from 'fastify';
import { Me } from '../../../src/core/api/app';
import { Problem } from '../../../src/core/api/shared';
import type { MicrosoftFetch } from '../../../src/graph/transport';
import type { Store } from '../../../src/server/store';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { describeOnBothStores } from '../../fixtures/stores';

type Cookies = Map<string, string>;

describeOnBothStores('sign-in of the web app', (open) => {
  let store: Store;
  let test: TestApp;
  let entra: 'real' | 'down' = 'real';

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store, {
      microsoft:
        (real): MicrosoftFetch =>
        async (url, init) => {
          if (entra === 'down' && url.endsWith('/token')) throw new TypeError('fetch failed');
          return real(url, init);
        },
    });
  });
  afterAll(async () => {
    await test.close();
    await store.close();
  });

  /** Asks with the cookies of one browser, and keeps what is set. */
  async function browse(cookies: Cookies, request: InjectOptions) {
    const answer = await test.ask(undefined, {
      ...request,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...request.headers,
      },
    });
    for (const { name, value, expires } of answer.cookies) {
      if (expires !== undefined && expires.getTime() === 0) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  /** Up to the moment when Entra sends the browser back: resolves to that address's path and query. */
  async function upToCallback(cookies: Cookies, person: string, returnTo = '/contacts'): Promise<string> {
    const login = await browse(cookies, { url: '/auth/login', query: { returnTo } });
    expect(login.statusCode).toBe(302);
    const authorize = String(login.headers.location);
    const page = await fetch(authorize);
    expect(await page.text()).toContain('Pick an account');
    const picked = await fetch(authorize, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ person }).toString(),
      redirect: 'manual',
    });
    const back = new URL(picked.headers.get('location') ?? '');
    expect(back.origin).toBe(test.services.urls.app);
    return back.pathname + back.search;
  }

  async function signIn(person: string, returnTo?: string): Promise<Cookies> {
    const cookies: Cookies = new Map();
    const answer = await browse(cookies, { url: await upToCallback(cookies, person, returnTo) });
    expect([answer.statusCode, answer.headers.location]).toEqual([302, returnTo ?? '/contacts']);
    return cookies;
  }

  const reasonIn = (location: unknown): string | null =>
    new URL(String(location), 'http://localhost').searchParams.get('signInFailed');

  it('asks Entra with PKCE, a state, and our scope, and keeps the secrets in a signed cookie of /auth', async () => {
    const answer = await test.ask(undefined, { url: '/auth/login?hint=alice@brightwater.example' });
    const url = new URL(String(answer.headers.location));
    expect(url.origin).toBe(test.sandbox.url);
    expect(url.pathname).toBe('/login.microsoftonline.com/organizations/oauth2/v2.0/authorize');
    const query = Object.fromEntries(url.searchParams);
    expect(query).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${test.services.urls.app}/auth/callback`,
      login_hint: 'alice@brightwater.example',
    });
    expect(query.scope).toContain('access_as_user');
    const [cookie] = answer.cookies;
    expect(cookie).toMatchObject({
      name: 'mailtrail_signin',
      httpOnly: true,
      sameSite: 'Lax',
      path: '/auth',
    });
    expect(cookie?.maxAge).toBe(600);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('signs a person in by code and PKCE, and the session is theirs', async () => {
    const cookies = await signIn('alice');
    const me = await browse(cookies, { url: '/api/v1/me' });
    expect(Me.parse(me.json()).user.name).toBe('Alice Moreau');
    expect(cookies.has('mailtrail_signin')).toBe(false);
    const other = await browse(await signIn('erin', '/'), { url: '/api/v1/me' });
    expect(Me.parse(other.json()).account.id).toBe(test.people.erin.account);
  });

  it('the session cookie is kept from scripts and foreign sites, ends after 12 hours, and lies hashed in the store', async () => {
    const cookies: Cookies = new Map();
    const answer = await browse(cookies, { url: await upToCallback(cookies, 'alice') });
    const session = answer.cookies.find(({ name }) => name === 'mailtrail_session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(session?.secure).toBeUndefined();
    expect(session?.domain).toBeUndefined();
    expect(session?.expires?.getTime()).toBe(test.clock.now().getTime() + 12 * 3_600_000);
    const secret = session?.value.split('.')[1] ?? '';
    expect(secret).toHaveLength(43);
    const rows = await store.db.selectFrom('sessions').select('id_hash').execute();
    expect(rows.map((row) => row.id_hash)).not.toContain(secret);
    expect(test.logged.join('')).not.toContain(secret);
  });

  it('behind https every cookie is for https only', async () => {
    const secure = await openTestApp(store, { urls: { app: 'https://mail.brightwater.example' } });
    const answer = await secure.ask(undefined, { url: '/auth/login' });
    expect(answer.cookies.map((cookie) => cookie.secure)).toEqual([true]);
    await secure.close();
  });

  it('a session ends by the clock', async () => {
    const cookies = await signIn('dan');
    test.clock.advance(12 * 3_600_000 - 1);
    expect((await browse(cookies, { url: '/api/v1/me' })).statusCode).toBe(200);
    test.clock.advance(1);
    expect((await browse(cookies, { url: '/api/v1/me' })).statusCode).toBe(401);
  });

  it('a disabled user loses the session', async () => {
    const cookies = await signIn('dan');
    const status = (to: 'active' | 'disabled') =>
      store.db
        .updateTable('users')
        .set({ status: to })
        .where('oid', '=', test.people.dan.person.objectId)
        .execute();
    await status('disabled');
    expect((await browse(cookies, { url: '/api/v1/me' })).statusCode).toBe(401);
    const again: Cookies = new Map();
    const refused = await browse(again, { url: await upToCallback(again, 'dan') });
    expect(refused.headers.location).toBe('/auth/refused?why=user-disabled');
    expect(again.has('mailtrail_session')).toBe(false);
    await status('active');
  });

  it('a session of another account, or a changed one, is nobody', async () => {
    const cookies = await signIn('alice');
    const [, secret = ''] = (cookies.get('mailtrail_session') ?? '').split('.');
    for (const value of [
      `${test.people.erin.account}.${secret}`,
      `${test.people.alice.account}.${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`,
      `${test.people.alice.account}`,
      `${test.people.alice.account}.`,
      `1e3.${secret}`,
      '',
    ]) {
      const answer = await browse(new Map([['mailtrail_session', value]]), { url: '/api/v1/me' });
      expect(answer.statusCode).toBe(401);
    }
  });

  describe('the callback', () => {
    it('with another state is refused, and no code is redeemed', async () => {
      const cookies: Cookies = new Map();
      const back = new URL(await upToCallback(cookies, 'alice'), 'http://localhost');
      back.searchParams.set('state', 'x'.repeat(32));
      const answer = await browse(cookies, { url: back.pathname + back.search });
      expect(reasonIn(answer.headers.location)).toBe('too-late');
      expect(cookies.size).toBe(0);
    });

    it('without the cookie of the browser that began is refused: nobody can be signed in as somebody else', async () => {
      const attacker: Cookies = new Map();
      const back = await upToCallback(attacker, 'erin');
      const victim: Cookies = new Map();
      const answer = await browse(victim, { url: back });
      expect(reasonIn(answer.headers.location)).toBe('too-late');
      expect(victim.size).toBe(0);
    });

    it('a second time is refused, also with the cookie kept', async () => {
      const cookies: Cookies = new Map();
      const back = await upToCallback(cookies, 'alice');
      const kept: Cookies = new Map(cookies);
      await browse(cookies, { url: back });
      expect(reasonIn((await browse(cookies, { url: back })).headers.location)).toBe('too-late');
      const replayed = await browse(kept, { url: back });
      expect(reasonIn(replayed.headers.location)).toBe('refused');
      expect(kept.has('mailtrail_session')).toBe(false);
    });

    it('after ten minutes is refused', async () => {
      const cookies: Cookies = new Map();
      const back = await upToCallback(cookies, 'alice');
      test.clock.advance(10 * 60_000 + 1);
      expect(reasonIn((await browse(cookies, { url: back })).headers.location)).toBe('too-late');
    });

    it('with a forged or foreign cookie is refused', async () => {
      const cookies: Cookies = new Map();
      const back = await upToCallback(cookies, 'alice');
      const value = decodeURIComponent(cookies.get('mailtrail_signin') ?? '');
      const [body = '', mac = ''] = [
        value.slice(0, value.lastIndexOf('.')),
        value.slice(value.lastIndexOf('.')),
      ];
      const kept: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
      const forged = Buffer.from(
        JSON.stringify(Object.assign({}, kept, { returnTo: '//evil.example' })),
      ).toString('base64url');
      for (const cookie of [forged + mac, forged, body, '%%%', '']) {
        const answer = await browse(new Map([['mailtrail_signin', encodeURIComponent(cookie)]]), {
          url: back,
        });
        expect(reasonIn(answer.headers.location)).toBe('too-late');
      }
    });

    it('that brings a refusal hands on a code of ours, and none of the words that came with it', async () => {
      const cookies: Cookies = new Map();
      const back = new URL(await upToCallback(cookies, 'alice'), 'http://localhost');
      const state = back.searchParams.get('state') ?? '';
      const query = {
        state,
        error: 'access_denied',
        error_description: 'AADSTS65004: x@evil.example declined',
      };
      const answer = await browse(cookies, { url: '/auth/callback', query });
      expect(answer.headers.location).toBe('/?signInFailed=declined');
      expect(test.logged.join('')).toContain('AADSTS65004');
      expect(test.logged.join('')).not.toContain('evil.example');
    });

    it('with a field given twice is refused, not answered 500', async () => {
      const cookies: Cookies = new Map();
      const back = await upToCallback(cookies, 'alice');
      const answer = await browse(cookies, { url: `${back}&code=second` });
      expect([answer.statusCode, reasonIn(answer.headers.location)]).toEqual([302, 'too-late']);
    });

    it('while Microsoft cannot be reached says so', async () => {
      const cookies: Cookies = new Map();
      const back = await upToCallback(cookies, 'alice');
      entra = 'down';
      const answer = await browse(cookies, { url: back });
      entra = 'real';
      expect(reasonIn(answer.headers.location)).toBe('unreachable');
    });

    it('is not redeemed by HEAD', async () => {
      const cookies: Cookies = new Map();
      const back = await upToCallback(cookies, 'alice');
      expect((await browse(cookies, { method: 'HEAD', url: back })).statusCode).toBe(404);
      expect((await browse(cookies, { url: back })).headers.location).toBe('/contacts');
    });
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    'HTTPS:evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n/evil.example',
    'evil.example',
    '@evil.example',
    ' //evil.example',
    '',
  ])('after signing in, %j leads nowhere but to our own start', async (returnTo) => {
    const cookies: Cookies = new Map();
    const answer = await browse(cookies, { url: await upToCallback(cookies, 'alice', returnTo) });
    expect(answer.headers.location).toBe('/');
  });

  it('returnTo given twice is as if it were not given', async () => {
    const answer = await test.ask(undefined, { url: '/auth/login?returnTo=/a&returnTo=//evil.example' });
    expect(answer.statusCode).toBe(302);
  });

  it('signing out ends the session in the store, not only in the browser', async () => {
    const cookies = await signIn('alice');
    const kept: Cookies = new Map(cookies);
    const out = await browse(cookies, {
      method: 'POST',
      url: '/auth/logout',
      headers: { 'x-mailtrail': '1' },
    });
    expect(out.statusCode).toBe(204);
    expect(cookies.size).toBe(0);
    expect((await browse(kept, { url: '/api/v1/me' })).statusCode).toBe(401);
  });

  it('what changes something by cookie must come from our own pages', async () => {
    const cookies = await signIn('alice');
    const bob = test.contacts.get('bob@partner.example') ?? '';
    const requests: InjectOptions[] = [
      { method: 'POST', url: '/api/v1/contacts', payload: { name: 'Eve', addresses: ['eve@evil.example'] } },
      { method: 'PATCH', url: `/api/v1/contacts/${bob}`, payload: { name: 'Changed' } },
      { method: 'PATCH', url: '/api/v1/me/preferences', payload: { track: false } },
      { method: 'POST', url: '/api/v1/feed/read', payload: { upTo: 1 } },
      { method: 'POST', url: '/api/v1/lookup', payload: { addresses: [] } },
      { method: 'POST', url: '/api/v1/mailboxes', payload: { kind: 'personal' } },
      { method: 'POST', url: '/api/launch/v1/book' },
      { method: 'POST', url: '/auth/logout' },
    ];
    for (const request of requests) {
      const answer = await browse(cookies, request);
      expect([request.url, answer.statusCode, Problem.parse(answer.json()).error.code]).toEqual([
        request.url,
        403,
        'foreign-page',
      ]);
    }
    expect((await browse(cookies, { url: '/api/v1/me' })).statusCode).toBe(200);
    const own = await browse(cookies, {
      method: 'PATCH',
      url: '/api/v1/me/preferences',
      payload: { track: false },
      headers: { 'x-mailtrail': '1' },
    });
    expect([own.statusCode, own.json()]).toEqual([200, { track: false }]);
  });

  it('a language that was chosen goes with the person, until they leave it to their browser again', async () => {
    const cookies = await signIn('alice');
    const spoken = async (): Promise<string> =>
      Me.parse((await browse(cookies, { url: '/api/v1/me' })).json()).user.preferences.language;
    const choose = async (language: string): Promise<number> => {
      const payload = { language };
      const headers = { 'x-mailtrail': '1' };
      return (await browse(cookies, { method: 'PATCH', url: '/api/v1/me/preferences', payload, headers }))
        .statusCode;
    };
    expect(await spoken()).toBe('automatic');
    expect([await choose('pl'), await spoken()]).toEqual([200, 'pl']);
    expect([await choose('xx'), await spoken()]).toEqual([422, 'pl']);
    expect([await choose('automatic'), await spoken()]).toEqual([200, 'automatic']);
  });
});
