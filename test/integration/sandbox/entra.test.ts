import { createHash, randomBytes } from 'node:crypto';
import { request as rawRequest } from 'node:http';
import { ConfidentialClientApplication } from '@azure/msal-node';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import {
  BRIGHTWATER,
  OTHERSIDE,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
} from '../../../src/sandbox/people';
import { employeeCalled, microsoftOf, sandboxBench } from '../../fixtures/sandbox';
import type { SandboxBench } from '../../fixtures/sandbox';

const REDIRECT = 'http://localhost:4000/auth/callback';
const API_SCOPE = `api://${SANDBOX_CLIENT_ID}/access_as_user`;
const GRAPH_SCOPE = 'https://graph.microsoft.com/Mail.Read';

let bench: SandboxBench;
beforeAll(async () => {
  bench = await sandboxBench();
});
afterAll(() => bench.close());

const microsoft: typeof fetch = (input, init) => microsoftOf(bench.sandbox.url)(input, init);

/** MSAL's network port, with the origin swapped. */
const networkClient: INetworkModule = {
  sendGetRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => send<T>('GET', url, options),
  sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => send<T>('POST', url, options),
};
async function send<T>(
  method: string,
  url: string,
  options?: NetworkRequestOptions,
): Promise<NetworkResponse<T>> {
  const answer = await microsoft(url, { method, headers: options?.headers, body: options?.body });
  const body = (await answer.json()) as T;
  return { headers: Object.fromEntries(answer.headers), body, status: answer.status };
}

function msal(tenant: string): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: {
      clientId: SANDBOX_CLIENT_ID,
      clientSecret: SANDBOX_CLIENT_SECRET,
      authority: `https://login.microsoftonline.com/${tenant}`,
    },
    system: { networkClient },
  });
}

/** What a browser does at the sign-in page: it presses a person's button. */
async function pick(authorizeUrl: string, person: string): Promise<URL> {
  const answer = await microsoft(authorizeUrl, {
    method: 'POST',
    body: new URLSearchParams({ person }),
    redirect: 'manual',
  });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '');
}

function authorizeUrl(more: Record<string, string> = {}, authority = 'common'): string {
  const query = new URLSearchParams({
    client_id: SANDBOX_CLIENT_ID,
    response_type: 'code',
    redirect_uri: REDIRECT,
    scope: `openid profile ${API_SCOPE}`,
    state: 'a state & more',
    ...more,
  });
  return `https://login.microsoftonline.com/${authority}/oauth2/v2.0/authorize?${query}`;
}

async function token(fields: Record<string, string>, authority = 'common') {
  const answer = await microsoft(`https://login.microsoftonline.com/${authority}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: SANDBOX_CLIENT_ID,
      client_secret: SANDBOX_CLIENT_SECRET,
      ...fields,
    }),
  });
  const body: Record<string, unknown> = await answer.json();
  return { status: answer.status, body };
}

test('msal-node signs a person in by code with PKCE, and gets further tokens silently', async () => {
  const app = msal(BRIGHTWATER.id);
  const verifier = randomBytes(48).toString('base64url');
  const url = await app.getAuthCodeUrl({
    scopes: [GRAPH_SCOPE, 'offline_access'],
    redirectUri: REDIRECT,
    state: 's1',
    nonce: 'n1',
    codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
    codeChallengeMethod: 'S256',
  });
  const back = await pick(url, 'alice');
  expect(back.searchParams.get('state')).toBe('s1');
  const result = await app.acquireTokenByCode({
    code: back.searchParams.get('code') ?? '',
    scopes: [GRAPH_SCOPE],
    redirectUri: REDIRECT,
    codeVerifier: verifier,
    nonce: 'n1',
  });
  const alice = employeeCalled('alice');
  expect(result.account?.homeAccountId).toBe(`${alice.objectId}.${alice.tenantId}`);
  expect(result.account?.username).toBe(alice.address);
  expect(result.idTokenClaims).toMatchObject({ nonce: 'n1', oid: alice.objectId });
  expect(decodeJwt(result.accessToken)).toMatchObject({
    aud: 'https://graph.microsoft.com',
    scp: 'Mail.Read',
  });
  if (result.account === null) throw new Error('an account');
  const again = await app.acquireTokenSilent({
    account: result.account,
    scopes: [GRAPH_SCOPE],
    forceRefresh: true,
  });
  expect(again.fromCache).toBe(false);
  expect(decodeJwt(again.accessToken).oid).toBe(alice.objectId);
});

test('msal-node gets app-only tokens: with the role where Entra grants it, without any where only Exchange lets the app in', async () => {
  const scopes = ['https://graph.microsoft.com/.default'];
  const granted = await msal(BRIGHTWATER.id).acquireTokenByClientCredential({ scopes });
  const scoped = await msal(OTHERSIDE.id).acquireTokenByClientCredential({ scopes });
  expect(decodeJwt(granted?.accessToken ?? '')).toMatchObject({
    roles: ['Mail.Read'],
    tid: BRIGHTWATER.id,
    idtyp: 'app',
  });
  expect(decodeJwt(scoped?.accessToken ?? '').roles).toBeUndefined();
});

test('an API token carries the claims of version 2.0 and verifies by the published keys', async () => {
  const back = await pick(authorizeUrl(), 'erin');
  expect(back.searchParams.get('state')).toBe('a state & more');
  const { body } = await token({
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: REDIRECT,
  });
  const discovery: { jwks_uri: string } = await (
    await microsoft('https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration')
  ).json();
  expect(discovery).toMatchObject({ issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' });
  const jwks: JSONWebKeySet = await (await microsoft(discovery.jwks_uri)).json();
  const erin = employeeCalled('erin');
  const { payload } = await jwtVerify(String(body.access_token), createLocalJWKSet(jwks), {
    issuer: `https://login.microsoftonline.com/${erin.tenantId}/v2.0`,
    audience: SANDBOX_CLIENT_ID,
    currentDate: bench.clock.now(),
  });
  expect(payload).toMatchObject({
    azp: SANDBOX_CLIENT_ID,
    scp: 'access_as_user',
    tid: erin.tenantId,
    oid: erin.objectId,
    name: erin.name,
    preferred_username: erin.address,
    ver: '2.0',
  });
  expect(body.scope).toBe(`${API_SCOPE} openid profile`);
});

test('the page offers the people of the tenant, and puts the hinted one first', async () => {
  const all = await (await microsoft(authorizeUrl())).text();
  for (const name of ['Alice Moreau', 'Dan Okafor', 'Erin Vale']) expect(all).toContain(name);
  expect(all).not.toContain('Bob Lindqvist');
  const one = await (await microsoft(authorizeUrl({}, OTHERSIDE.id))).text();
  expect(one).not.toContain('Alice Moreau');
  const hinted = await (await microsoft(authorizeUrl({ login_hint: 'dan@brightwater.example' }))).text();
  expect(hinted.indexOf('Dan Okafor')).toBeLessThan(hinted.indexOf('Alice Moreau'));
  expect(hinted).toMatch(/value="dan" autofocus/);
});

test.each([
  [
    'a redirect address off this machine',
    authorizeUrl({ redirect_uri: 'https://evil.example/cb' }),
    'AADSTS50011',
  ],
  ['an unknown client', authorizeUrl({ client_id: 'c0ffee00-0000-4000-8000-0000000000ff' }), 'AADSTS700016'],
  ['an unknown tenant', authorizeUrl({}, 'cccccccc-0000-4000-8000-000000000003'), 'AADSTS90002'],
  [
    'a plain challenge',
    authorizeUrl({ code_challenge: 'x', code_challenge_method: 'plain' }),
    'AADSTS501491',
  ],
])('the sign-in page refuses %s without sending anybody anywhere', async (_what, url, code) => {
  const answer = await microsoft(url, { redirect: 'manual' });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(code);
});

test('a person of another tenant is not signed in to this one', async () => {
  const answer = await microsoft(authorizeUrl({}, OTHERSIDE.id), {
    method: 'POST',
    body: new URLSearchParams({ person: 'alice' }),
    redirect: 'manual',
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('AADSTS50020');
});

test('refusals of the token endpoint are shaped and numbered as Entra numbers them', async () => {
  const challenge = {
    code_challenge: createHash('sha256').update('v').digest('base64url'),
    code_challenge_method: 'S256',
  };
  const code = (await pick(authorizeUrl(challenge), 'alice')).searchParams.get('code') ?? '';
  const redeem = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
  const wrongVerifier = await token({ ...redeem, code_verifier: 'w' });
  expect(wrongVerifier.status).toBe(400);
  expect(wrongVerifier.body).toMatchObject({ error: 'invalid_grant', error_codes: [501481] });
  expect(wrongVerifier.body.error_description).toMatch(/^AADSTS501481: .* Trace ID: .* Timestamp: /);
  expect((await token({ ...redeem, code_verifier: 'v', client_secret: 'x' })).body.error_codes).toEqual([
    7000215,
  ]);
  expect(
    (await token({ ...redeem, code_verifier: 'v', redirect_uri: 'http://localhost:4000/x' })).body
      .error_codes,
  ).toEqual([500112]);
  expect((await token({ ...redeem, code_verifier: 'v', code: `${code}x` })).body.error_codes).toEqual([
    70000,
  ]);
  expect((await token({ ...redeem, code_verifier: 'v' })).status).toBe(200);
  expect((await token({ ...redeem, code_verifier: 'v' })).body.error_codes).toEqual([54005]);
  expect((await token({ grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
  const late = (await pick(authorizeUrl(), 'alice')).searchParams.get('code') ?? '';
  bench.clock.advance(601_000);
  expect((await token({ ...redeem, code: late })).body.error_codes).toEqual([70008]);
});

test('keys and refresh tokens outlive a kill', async () => {
  const code =
    (await pick(authorizeUrl({ scope: `openid offline_access ${GRAPH_SCOPE}` }), 'dan')).searchParams.get(
      'code',
    ) ?? '';
  const first = await token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT });
  const keys = await (await microsoft('https://login.microsoftonline.com/common/discovery/v2.0/keys')).json();
  await bench.restart();
  expect(
    await (await microsoft('https://login.microsoftonline.com/common/discovery/v2.0/keys')).json(),
  ).toEqual(keys);
  const second = await token({
    grant_type: 'refresh_token',
    refresh_token: String(first.body.refresh_token),
  });
  expect(second.status).toBe(200);
  expect(decodeJwt(String(second.body.access_token)).oid).toBe(employeeCalled('dan').objectId);
});

test('a request under another host name is refused, whatever it asks', async () => {
  const url = new URL(bench.sandbox.url);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    rawRequest(
      { host: 'localhost', port: url.port, path: '/mail/bob', headers: { host: 'rebound.example' } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    )
      .on('error', reject)
      .end();
  });
  expect(status).toBe(421);
});
