import path from 'node:path';
import { readSettings, SETTINGS, type Settings } from '../../../src/server/settings';

const read = (env: Record<string, string>): Settings => {
  const result = readSettings(env);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.settings;
};
const problems = (env: Record<string, string>): string[] => {
  const result = readSettings(env);
  return result.ok ? [] : result.problems;
};
const CLIENT = '11111111-2222-4333-8444-555555555555';
const LIVE = {
  PUBLIC_URL: 'https://mail.example.com',
  ENTRA_CLIENT_ID: CLIENT,
  ENTRA_CLIENT_SECRET: 's3cret',
};

describe('settings', () => {
  test('nothing set gives the sandbox on port 4000 with data in ./data', () => {
    expect(read({})).toMatchObject({
      port: 4000,
      dataDir: path.resolve('data'),
      logLevel: 'info',
      sandbox: true,
      ingestAck: 'log',
      ingestDays: 1,
      hitLimit: 3_000,
      metricsToken: undefined,
      databaseUrl: undefined,
      entra: undefined,
    });
  });

  test('an empty value counts as not set', () => {
    expect(read({ PORT: '', DATABASE_URL: '', SANDBOX: '' })).toEqual(read({}));
  });

  test.each([
    ['PORT', 'http', "PORT is 'http'; allowed: a whole number from 1 to 65534"],
    ['PORT', '65535', "PORT is '65535'; allowed: a whole number from 1 to 65534"],
    ['PORT', '-1', "PORT is '-1'; allowed: a whole number from 1 to 65534"],
    ['LOG_LEVEL', 'loud', "LOG_LEVEL is 'loud'; allowed: fatal, error, warn, info, debug, trace, silent"],
    ['SANDBOX', 'yes', "SANDBOX is 'yes'; allowed: auto, off"],
    ['INGEST_ACK', 'disk', "INGEST_ACK is 'disk'; allowed: log, db"],
    [
      'FILES_URL',
      'files.example',
      "FILES_URL is 'files.example'; allowed: https://host[:port] without a path (http only for localhost)",
    ],
    [
      'TRACKING_URL',
      'http://t.example',
      "TRACKING_URL is 'http://t.example'; allowed: https://host[:port] without a path (http only for localhost)",
    ],
    [
      'FILES_URL',
      'https://f.example/path',
      "FILES_URL is 'https://f.example/path'; allowed: https://host[:port] without a path (http only for localhost)",
    ],
    [
      'TRUSTED_PROXIES',
      '10.0.0.0/8, all',
      "TRUSTED_PROXIES is '10.0.0.0/8, all'; allowed: loopback, or IP addresses and networks with a comma between, such as 10.0.0.0/8",
    ],
    ['INGEST_DAYS', '31', "INGEST_DAYS is '31'; allowed: a whole number from 1 to 30"],
    ['ADDIN_ID', '42', "ADDIN_ID is '42'; allowed: a GUID such as 11111111-2222-4333-8444-555555555555"],
    [
      'DATABASE_URL',
      'mysql://u:pass@h/d',
      'DATABASE_URL is something else (not shown); allowed: postgres://user:password@host/database',
    ],
  ])('%s=%s is refused in one line with what is allowed', (name, value, line) => {
    expect(problems({ [name]: value })).toEqual([line]);
  });

  test('all problems are told at once', () => {
    expect(problems({ PORT: 'x', LOG_LEVEL: 'y' })).toHaveLength(2);
  });

  test('half a live configuration names what is missing instead of starting the sandbox', () => {
    expect(problems({ PUBLIC_URL: 'https://mail.example.com' })).toEqual([
      expect.stringContaining('ENTRA_CLIENT_ID is not set'),
      expect.stringContaining('ENTRA_CLIENT_SECRET is not set'),
    ]);
    expect(problems({ ENTRA_CLIENT_ID: CLIENT })).toHaveLength(2);
    expect(problems({ SANDBOX: 'off' })).toHaveLength(3);
  });

  test.each([
    ['ENTRA_SCOPE', 'access_as_user'],
    ['ENTRA_ADDIN_CLIENT_ID', CLIENT],
    ['ENTRA_ALLOWED_CLIENTS', CLIENT],
    ['TRACKING_URL', 'https://t.example.com'],
    ['FILES_URL', 'https://files.example.com'],
  ])('%s alone keeps the sandbox from starting', (name, value) => {
    expect(problems({ [name]: value })).toEqual([
      expect.stringContaining('PUBLIC_URL is not set'),
      expect.stringContaining('ENTRA_CLIENT_ID is not set'),
      expect.stringContaining('ENTRA_CLIENT_SECRET is not set'),
    ]);
  });

  test('addresses of this machine leave the sandbox running', () => {
    const local = { TRACKING_URL: 'http://127.0.0.1:4000', FILES_URL: 'http://localhost:4000' };
    expect(read(local).sandbox).toBe(true);
  });

  test('a live configuration runs no sandbox', () => {
    const settings = read({ ...LIVE, PUBLIC_URL: 'https://mail.example.com/' });
    expect(settings).toMatchObject({ sandbox: false, publicUrl: 'https://mail.example.com' });
    expect(settings.entra).toEqual({
      clientId: CLIENT,
      clientSecret: 's3cret',
      addinClientId: CLIENT,
      // Its own, and Office's for the single sign-on of launch events.
      allowedClients: expect.arrayContaining([CLIENT, 'ea5a67f6-b6f3-4338-b240-c655ddc3cc8e']),
      scope: 'access_as_user',
    });
  });

  test('proxies are taken as a word or a list', () => {
    expect(read({ TRUSTED_PROXIES: 'loopback' }).trustedProxies).toBe('loopback');
    expect(read({ TRUSTED_PROXIES: '10.0.0.1, fd00::/8' }).trustedProxies).toEqual(['10.0.0.1', 'fd00::/8']);
  });

  test('every setting that is read is in the table, and the other way round', () => {
    const asked = new Set<string>();
    const env = Object.fromEntries(SETTINGS.map(({ name }) => [name, '\u0000']));
    for (const line of problems(env)) asked.add(line.split(' ')[0] ?? '');
    const free = ['HOST', 'DATA_DIR', 'ENTRA_CLIENT_SECRET', 'SECRETS'];
    expect([...asked].sort()).toEqual(
      SETTINGS.map(({ name }) => name)
        .filter((name) => !free.includes(name))
        .sort(),
    );
  });
});
