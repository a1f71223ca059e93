import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareManifests, LAUNCH_EVENTS, makeManifest, nextVersion } from '../../../src/core/manifest';
import { blamesContent } from '../../../src/core/incoming/delivery';
import { PERMISSIONS } from '../../../src/core/permissions';
import { AskFailed, askFrom } from '../../../src/server/checks/ask';
import { deploymentLines } from '../../../src/server/doctor';
import { beyondKey, keyRate } from '../../../src/server/keys';
import { CONSENT_SCOPES } from '../../../src/server/mailbox/access/owner-consent';
import { readHost } from '../../../src/server/tracking/domains';
import { askSome, inTurns } from '../../../src/server/tracking/domains/asking';
import { nextStanding } from '../../../src/server/tracking/domains/standing';

const root = join(__dirname, '../../..');
const NOW = new Date('2026-11-22T12:00:00Z');

describe('the permissions (A10)', () => {
  const names = PERMISSIONS.map(({ name }) => name);

  test('are those that the code asks for, and no more', () => {
    const consents = Object.values(CONSENT_SCOPES)
      .flat()
      .map((scope) => scope.slice(scope.lastIndexOf('/') + 1));
    const manifest = makeManifest({ baseUrl: 'https://mail.example.com' });
    const declared = [...manifest.matchAll(/<(?:Permissions|ExtendedPermission)>(\w+)</g)].map(
      ([, name]) => name,
    );
    const asked = new Set([...consents, ...declared, 'access_as_user', 'offline_access']);
    const own = PERMISSIONS.filter(({ by }) => by !== 'exchange').map(({ name }) => name);
    expect([...asked].sort()).toEqual([...new Set(own)].sort());
  });

  test('stand in the deployment’s document, each with what it is for', () => {
    const table = readFileSync(join(root, 'docs/deploy.md'), 'utf8');
    for (const name of names) expect([name, table.includes(`| \`${name}\` |`)]).toEqual([name, true]);
    for (const { type } of LAUNCH_EVENTS) expect(type).toMatch(/^On/);
  });
});

describe('two manifests', () => {
  const made = (choices: Partial<Parameters<typeof makeManifest>[0]>) =>
    makeManifest({ baseUrl: 'https://mail.example.com', ...choices });

  test('differ in what an administrator would see, each thing once, and not in their version', () => {
    expect(compareManifests(made({}), made({ version: '1.0.0.7' }))).toEqual([]);
    expect(compareManifests(made({}), made({ trackingUrl: 'https://go.example.com' }))).toEqual([
      { about: 'domains', to: 'https://go.example.com' },
    ]);
    const before = made({}).replace(
      'FunctionName="onMessageSend" SendMode="PromptUser"',
      'FunctionName="onMessageSend" SendMode="Block"',
    );
    const [change] = compareManifests(before, made({}));
    expect(change).toMatchObject({ about: 'events', from: expect.stringContaining('Block') });
    expect(
      compareManifests(made({}).replace('<Permissions>ReadWriteItem', '<Permissions>ReadItem'), made({})),
    ).toEqual([{ about: 'permissions', from: 'ReadItem', to: 'ReadWriteItem' }]);
  });

  test.each([
    [undefined, '1.0.0.0', '1.0.0.0'],
    ['1.0.0.0', '1.0.0.0', '1.0.0.1'],
    ['1.0.0.9', '1.2.0.0', '1.2.0.0'],
    ['1.2.0.0', '1.2.0.0', '1.2.0.1'],
    ['1.0.0.99999', '1.0.0.0', '1.0.1.0'],
  ])('after %s, with the program at %s, comes %s', (last, floor, next) => {
    expect(nextVersion(last, floor)).toBe(next);
  });
});

describe('a tracking domain', () => {
  const good = { state: 'good', suspectSince: null, failingSince: null } as const;
  const wrong = { level: 'error' } as const;

  test('fails from the second wrong answer on, dated by the first; one right answer ends it', () => {
    const suspect = nextStanding(good, wrong, NOW);
    expect(suspect).toEqual({ ...good, suspectSince: NOW });
    const later = new Date(NOW.getTime() + 20_000);
    const failing = nextStanding(suspect, wrong, later);
    expect(failing).toEqual({ state: 'failing', suspectSince: null, failingSince: NOW });
    expect(nextStanding(failing, wrong, later)).toBe(failing);
    expect(nextStanding(failing, { level: 'ok' }, later)).toEqual(good);
    expect(nextStanding(suspect, { level: 'warning' }, later)).toEqual(good);
  });

  test('an account’s many dead names hold up no other’s, and no round for longer than it may take', async () => {
    const dead = Array.from({ length: 400 }, (_, i) => ({ account: 1, host: `dead${i}.example` }));
    const hosts = inTurns([
      ...dead,
      { account: 2, host: 'live.example' },
      { account: 3, host: 'dead0.example' },
    ]);
    expect(hosts.slice(0, 3)).toEqual(['dead0.example', 'live.example', 'dead1.example']);
    expect(hosts).toHaveLength(401);
    let asked = 0;
    let most = 0;
    let now = 0;
    const answers = await askSome(
      hosts,
      async (host) => {
        most = Math.max(most, ++asked);
        await Promise.resolve();
        asked -= 1;
        now += 500;
        return host;
      },
      () => now < 30_000,
    );
    expect(most).toBe(16);
    expect(answers.has('live.example')).toBe(true);
    expect(answers.size).toBeLessThan(60 + 16);
  });

  test('that never was good stops nothing', () => {
    const unchecked = { state: 'unchecked', suspectSince: null, failingSince: null } as const;
    expect(nextStanding(unchecked, wrong, NOW)).toEqual(unchecked);
  });

  const live = {
    urls: {
      app: 'https://mail.example.com',
      tracking: 'https://go.example.com',
      files: 'https://f.example.com',
    },
  };
  const sandbox = {
    urls: {
      app: 'http://localhost:4000',
      tracking: 'http://localhost:4000',
      files: 'http://127.0.0.1:4000',
      sandbox: 'http://localhost:4001',
    },
  };
  test.each([
    ['live', live, 'https://Links.Brand.example/', 'links.brand.example'],
    ['live', live, 'go.example.com', 'go.example.com'],
    ['live', live, 'mail.example.com', 'app'],
    ['live', live, 'links.localhost', 'private'],
    ['live', live, 'brand.example/path', 'form'],
    ['live', live, 'user@brand.example', 'form'],
    ['live', live, '[2001:db8::1]', 'form'],
    ['sandbox', sandbox, 'links.localhost:4000', 'links.localhost:4000'],
    ['sandbox', sandbox, 'links.localhost:5000', 'port'],
  ])('%s', (_mode, services, text, expected) => {
    const read = readHost(services, text);
    expect(read.ok ? read.host : read.reason).toBe(expected);
  });

  test('is asked at public addresses alone, unless whoever runs the server named it', async () => {
    const refused = askFrom(new Set())(new URL('http://127.0.0.1:1/'));
    await expect(refused).rejects.toEqual(new AskFailed('private-address', 'EPRIVATE'));
    const own = askFrom(new Set(['links.localhost:1']))(new URL('http://links.localhost:1/'));
    await expect(own).rejects.toMatchObject({ reason: 'refused' });
  });
});

describe('a key', () => {
  test('waits when it asks a hundred times at once, and goes on at ten a second', () => {
    let now = 0;
    const wait = keyRate(() => now);
    for (let i = 0; i < 100; i++) expect(wait('a')).toBeUndefined();
    expect(wait('a')).toBe(1);
    expect(wait('b')).toBeUndefined();
    now = 100;
    expect([wait('a'), wait('a')]).toEqual([undefined, 1]);
  });

  test.each([
    ['personal', 'read', 'GET', '/api/v1/feed', undefined],
    ['personal', 'read', 'PUT', '/api/v1/settings/tracking', 'read-only-key'],
    ['personal', 'write', 'POST', '/api/launch/v1/book', 'people-only'],
    ['personal', 'write', 'POST', '/api/v1/account/close', 'people-only'],
    ['account', 'write', 'PATCH', '/api/v1/contacts/1', undefined],
    ['account', 'read', 'GET', '/api/v1/me', 'no-person'],
    ['account', 'read', 'GET', '/api/v1/mailboxes', 'no-person'],
  ] as const)('%s, %s: %s %s', (kind, access, method, path, expected) => {
    expect(beyondKey({ id: 'k', kind, access }, { method, path })).toBe(expected);
  });
});

describe('a bounce', () => {
  test.each([
    '550 5.7.1 Message rejected due to content restrictions',
    'smtp; 554 5.7.1 Your message was blocked because it contains a malicious URL',
    '550 5.7.1 [CS01] Message rejected as spam by Content Filtering',
    '550-5.7.0 This message was blocked because its content presents a potential security issue',
    '554 5.7.1 Blocked: URL listed on SURBL',
  ])('blames what the mail says or links to: %s', (text) => {
    expect(blamesContent(text)).toBe(true);
  });
  test.each([
    '550 5.1.1 The email account that you tried to reach does not exist',
    '550 5.7.1 Service unavailable; client host [203.0.113.7] blocked using zen.spamhaus.org',
    '552 5.2.2 Mailbox full',
    '550 5.7.26 This message does not pass DMARC; mail from this domain is blocked',
    '554 5.7.1 Relay access denied',
  ])('blames something else: %s', (text) => {
    expect(blamesContent(text)).toBe(false);
  });
});

test('the doctor’s command says of each check what it found, and what to do', async () => {
  const places = {
    app: 'https://mail.example.com',
    dist: '/nowhere',
    withAddress: (source: string) => source,
  };
  const lines = await deploymentLines(
    {
      clock: { now: () => NOW },
      ask: async (url) => {
        if (url.pathname === '/') {
          const certificateUntil = new Date('2026-11-24T12:00:00Z');
          return {
            status: 200,
            headers: { 'content-type': 'text/html' },
            body: Buffer.alloc(0),
            certificateUntil,
          };
        }
        throw new AskFailed('refused', 'ECONNREFUSED');
      },
    },
    places,
  );
  expect(lines[0]).toEqual({
    area: 'deployment',
    level: 'warning',
    what: 'Address and certificate: Answers as it should, but the certificate ends on 2026-11-24 (2 days left).',
    todo: 'Renew it now: renewing by itself has most likely failed.',
  });
  expect(lines.slice(1).map(({ level }) => level)).toEqual(Array(7).fill('error'));
  expect(lines[1]?.what).toBe('Manifest: Nobody listens at mail.example.com.');
});
