import { createHmac, createPublicKey } from 'node:crypto';
import { decodeJwt, exportSPKI, generateKeyPair, importJWK, SignJWT } from 'jose';
import { Me } from '../../../src/core/api/app';
import { Problem } from '../../../src/core/api/shared';
import type { MicrosoftFetch } from '../../../src/graph/transport';
import { BRIGHTWATER } from '../../../src/sandbox';
import type { Store } from '../../../src/server/store';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { describeOnBothStores } from '../../fixtures/stores';

const b64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describeOnBothStores('access tokens', (open) => {
  let store: Store;
  let test: TestApp;
  let keysAnswer: 'real' | 'down' | 'broken' = 'real';
  const calls: string[] = [];

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store, {
      microsoft:
        (real): MicrosoftFetch =>
        async (url, init) => {
          calls.push(url);
          if (keysAnswer === 'down') throw new TypeError('fetch failed');
          if (keysAnswer === 'broken') return new Response('sorry', { status: 500 });
          return real(url, init);
        },
    });
  });
  afterAll(async () => {
    await test.close();
    await store.close();
  });

  const me = (token: string) =>
    test.ask(undefined, { url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } });
  const refusal = async (token: string): Promise<[number, string, string]> => {
    const answer = await me(token);
    const { error } = Problem.parse(answer.json());
    return [answer.statusCode, error.code, error.message];
  };
  const seconds = () => Math.floor(test.clock.now().getTime() / 1000);

  it('while Microsoft gives no keys, nobody is let in and nobody is told that their token is bad', async () => {
    keysAnswer = 'down';
    expect(await refusal(test.people.alice.token)).toEqual([503, 'no-keys', expect.any(String)]);
    keysAnswer = 'broken';
    expect(await refusal(test.people.alice.token)).toEqual([503, 'no-keys', expect.any(String)]);
    keysAnswer = 'real';
  });

  it('a token of Entra signs its person in, by tenant and object id', async () => {
    const answer = await me(test.people.alice.token);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { user, account } = Me.parse(answer.json());
    expect(user).toMatchObject({
      id: test.people.alice.user,
      name: 'Alice Moreau',
      role: 'admin',
      seat: 'paid',
    });
    expect(account.id).toBe(test.people.alice.account);
  });

  it('no token at all is answered with what to do', async () => {
    const answer = await test.ask(undefined, { url: '/api/v1/me' });
    expect([answer.statusCode, answer.json()]).toEqual([
      401,
      { error: { code: 'not-signed-in', message: 'Sign in first.' } },
    ]);
  });

  const CHANGED: [string, () => Record<string, unknown>, RegExp][] = [
    ['an expired token', () => ({ exp: seconds() - 61 }), /expired/],
    ['a token that is not valid yet', () => ({ nbf: seconds() + 61 }), /not valid yet/],
    ['a token without an end', () => ({ exp: undefined }), /exp/],
    [
      'a token for another application',
      () => ({ aud: 'https://graph.microsoft.com' }),
      /another application/,
    ],
    [
      'a token whose issuer is another tenant',
      () => ({ iss: 'https://login.microsoftonline.com/bbbbbbbb-0000-4000-8000-000000000002/v2.0' }),
      /issuer/,
    ],
    ['a token of version 1', () => ({ ver: '1.0', iss: `https://sts.windows.net/${BRIGHTWATER.id}/` }), /v2/],
    [
      'a token made for another client',
      () => ({ azp: '11111111-2222-4333-8444-555555555555' }),
      /another client/,
    ],
    ['a token without our scope', () => ({ scp: 'User.Read access_as_user_too' }), /scope access_as_user/],
    [
      'a token with roles in place of a scope',
      () => ({ scp: undefined, roles: ['access_as_user'] }),
      /person/,
    ],
  ];
  it.each(CHANGED)('%s is refused with 401, and the reason is said', async (_name, change, reason) => {
    const [status, code, message] = await refusal(await test.signed('alice', change()));
    expect([status, code]).toEqual([401, 'bad-token']);
    expect(message).toMatch(reason);
  });

  it('clocks may differ by a minute, and the token goes on for it', async () => {
    expect((await me(await test.signed('alice', { exp: seconds() - 55 }))).statusCode).toBe(200);
    expect((await me(await test.signed('alice', { nbf: seconds() + 55 }))).statusCode).toBe(200);
  });

  it('an app-only token is not a person', async () => {
    const { clientId, addinClientId } = test.services.entra;
    const token = await test.sandbox.issueAppToken(BRIGHTWATER, {
      aud: clientId,
      azp: addinClientId,
      roles: ['access_as_user'],
    });
    const [status, , message] = await refusal(token);
    expect(status).toBe(401);
    expect(message).toMatch(/access token of a person/);
  });

  it('a well-made token of a tenant that is not set up here is 403, and makes no account', async () => {
    const tid = 'cccccccc-0000-4000-8000-00000000000c';
    const token = await test.signed('alice', { tid, iss: `https://login.microsoftonline.com/${tid}/v2.0` });
    expect(await refusal(token)).toEqual([403, 'unknown-tenant', expect.stringMatching(/account create/)]);
    const found = await store.db.selectFrom('accounts').select('id').where('tenant_id', '=', tid).execute();
    expect(found).toEqual([]);
  });

  describe('forged signatures', () => {
    const parts = () => {
      const [header = '', payload = '', signature = ''] = test.people.alice.token.split('.');
      return { header, payload, signature };
    };
    const claims = () => decodeJwt(test.people.alice.token);
    const publicPem = async () => {
      const [jwk] = test.keys.jwks.keys;
      if (!jwk) throw new Error('no key');
      const key = await importJWK(jwk, 'RS256');
      if (key instanceof Uint8Array) throw new Error('not a public key');
      return exportSPKI(key);
    };

    const FORGERIES: [string, () => Promise<string>][] = [
      ['alg none', async () => `${b64({ alg: 'none', typ: 'JWT' })}.${parts().payload}.`],
      [
        'alg none with the signature left on',
        async () => `${b64({ alg: 'none' })}.${parts().payload}.${parts().signature}`,
      ],
      [
        'HS256 keyed with the public key',
        async () => {
          const head = `${b64({ alg: 'HS256', typ: 'JWT', kid: test.keys.jwks.keys[0]?.kid })}.${parts().payload}`;
          return `${head}.${createHmac('sha256', await publicPem())
            .update(head)
            .digest('base64url')}`;
        },
      ],
      [
        'HS256 keyed with the modulus',
        async () => {
          const head = `${b64({ alg: 'HS256', kid: test.keys.jwks.keys[0]?.kid })}.${parts().payload}`;
          const modulus = Buffer.from(test.keys.jwks.keys[0]?.n ?? '', 'base64url');
          return `${head}.${createHmac('sha256', modulus).update(head).digest('base64url')}`;
        },
      ],
      [
        'another key under the known kid',
        async () => {
          const { privateKey } = await generateKeyPair('RS256');
          return new SignJWT(claims())
            .setProtectedHeader({ alg: 'RS256', kid: test.keys.jwks.keys[0]?.kid ?? '' })
            .sign(privateKey);
        },
      ],
      [
        'an unknown kid',
        async () => {
          const { privateKey } = await generateKeyPair('RS256');
          return new SignJWT(claims())
            .setProtectedHeader({ alg: 'RS256', kid: 'nobody-knows-me' })
            .sign(privateKey);
        },
      ],
      [
        'a key that the token brings along',
        async () => {
          const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
          const jwk = createPublicKey(await exportSPKI(publicKey)).export({ format: 'jwk' });
          return new SignJWT(claims())
            .setProtectedHeader({ alg: 'RS256', jwk: { kty: 'RSA', n: String(jwk.n), e: String(jwk.e) } })
            .sign(privateKey);
        },
      ],
      [
        'claims changed after signing',
        async () => {
          return `${parts().header}.${b64(Object.assign({}, claims(), { oid: test.people.dan.person.objectId }))}.${parts().signature}`;
        },
      ],
      [
        'a signature with one bit changed',
        async () => {
          const bytes = Buffer.from(parts().signature, 'base64url');
          bytes[10] = (bytes[10] ?? 0) ^ 1;
          return `${parts().header}.${parts().payload}.${bytes.toString('base64url')}`;
        },
      ],
      ['a cut token', async () => test.people.alice.token.slice(0, -20)],
      ['no token at all, but text', async () => 'letmein'],
      ['dots', async () => '..'],
    ];
    it.each(FORGERIES)('%s is refused with 401', async (_name, forge) => {
      const [status, code, message] = await refusal(await forge());
      expect([status, code]).toEqual([401, 'bad-token']);
      expect(message).toMatch(/signature or form/);
    });

    it('unknown keys make the server ask Microsoft once, not once per request', async () => {
      const before = calls.length;
      const { privateKey } = await generateKeyPair('RS256');
      for (let i = 0; i < 5; i += 1) {
        const token = await new SignJWT({})
          .setProtectedHeader({ alg: 'RS256', kid: `kid-${i}` })
          .sign(privateKey);
        expect((await me(token)).statusCode).toBe(401);
      }
      expect(calls.length - before).toBeLessThanOrEqual(1);
    });
  });

  describe('people', () => {
    it('an unknown person of a known tenant becomes a member on a free seat, once, however many requests race', async () => {
      const oid = 'aaaaaaaa-0000-4000-8000-0000000000f7';
      const token = await test.signed('dan', {
        oid,
        name: 'Nora New',
        preferred_username: 'Nora@brightwater.example',
      });
      const answers = await Promise.all([me(token), me(token), me(token), me(token)]);
      expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200]);
      const users = answers.map((answer) => Me.parse(answer.json()).user);
      expect(new Set(users.map((user) => user.id)).size).toBe(1);
      expect(users[0]).toMatchObject({
        name: 'Nora New',
        email: 'nora@brightwater.example',
        role: 'member',
        seat: 'free',
      });
      const rows = await store.db.selectFrom('users').select('id').where('oid', '=', oid).execute();
      expect(rows).toHaveLength(1);
    });

    it("a person with Alice's mail address and another object id is not Alice", async () => {
      const token = await test.signed('dan', {
        oid: 'aaaaaaaa-0000-4000-8000-0000000000f8',
        preferred_username: 'alice@brightwater.example',
      });
      const { user } = Me.parse((await me(token)).json());
      expect(user.id).not.toBe(test.people.alice.user);
      expect(user.role).toBe('member');
    });

    it('an object id that is a GUID of no version is a person too', async () => {
      const token = await test.signed('dan', { oid: '00000000-0000-0000-91a4-c70e6f5b2d13' });
      expect((await me(token)).statusCode).toBe(200);
    });

    it('a disabled user is refused with 403', async () => {
      const status = (to: 'active' | 'disabled') =>
        store.db
          .updateTable('users')
          .set({ status: to })
          .where('oid', '=', test.people.dan.person.objectId)
          .execute();
      await status('disabled');
      expect(await refusal(test.people.dan.token)).toEqual([403, 'user-disabled', expect.any(String)]);
      await status('active');
      expect((await me(test.people.dan.token)).statusCode).toBe(200);
    });
  });

  it('no token ever stands in the log', () => {
    const log = test.logged.join('');
    expect(log).not.toContain(test.people.alice.token.split('.')[2]);
  });
});
