import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { doctorCommand } from '../../../src/cli/doctor';
import { configurationLines, trackingLine } from '../../../src/server/doctor';
import { readSettings } from '../../../src/server/settings';

const LIVE = {
  PUBLIC_URL: 'https://mail.example',
  ENTRA_CLIENT_ID: '11111111-2222-4333-8444-555555555555',
  ENTRA_CLIENT_SECRET: 'x',
};
const NOW = new Date('2026-11-20T10:00:00Z');

function settingsOf(env: Record<string, string>) {
  const read = readSettings(env);
  if (!read.ok) throw new Error(read.problems.join());
  return read.settings;
}

describe('the configuration', () => {
  const whats = (env: Record<string, string>): string =>
    configurationLines(settingsOf({ ...LIVE, ...env }), NOW)
      .map(({ level, what }) => `${level} ${what}`)
      .join('\n');

  test('a secret whose end nobody knows, or that ends soon, is told', () => {
    expect(whats({})).toContain('warning Nobody is told before the client secret ends.');
    expect(whats({ ENTRA_CLIENT_SECRET_EXPIRES: '2026-11-25' })).toContain(
      'error The client secret expires in 5 days',
    );
    expect(whats({ ENTRA_CLIENT_SECRET_EXPIRES: '2027-11-25', FILES_URL: 'https://files.example' })).toBe(
      'ok The settings fit together.',
    );
  });

  test('files on the app’s own host are told', () => {
    expect(whats({})).toContain('Attachments are served from the same host as the app.');
  });
});

describe('the tracking domain', () => {
  const gif = () => new Response('GIF89a', { headers: { 'content-type': 'image/gif' } });
  const unreached = (code: string) => () =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) }));

  test('answers an image as a mail program asks for it', async () => {
    const asked: string[] = [];
    const line = await trackingLine('https://t.example', (url) => {
      asked.push(url);
      return Promise.resolve(gif());
    });
    expect(line).toEqual({ area: 'tracking', level: 'ok', what: 't.example answers images.' });
    expect(asked).toEqual([expect.stringMatching(/^https:\/\/t\.example\/o\/A{44}\.gif$/)]);
  });

  test.each([
    ['another server', () => Promise.resolve(new Response('<p>Hello', { status: 200 })), /another|proxy/i],
    ['no name', unreached('ENOTFOUND'), /DNS record/],
    ['a certificate that has expired', unreached('CERT_HAS_EXPIRED'), /Renew the certificate/],
    ['nobody there', unreached('ECONNREFUSED'), /Start the server/],
  ])('%s is told with what to do', async (_what, ask, todo) => {
    const line = await trackingLine('https://t.example', ask);
    expect(line).toMatchObject({ level: 'error', todo: expect.stringMatching(todo) });
  });
});

test('without server and store, the command says so line by line, changes nothing, and ends with 1', async () => {
  const before = { ...process.env };
  const dataDir = mkdtempSync(join(tmpdir(), 'mailtrail-doctor-'));
  // A port that nobody listens on: it needs rights to.
  Object.assign(process.env, { DATA_DIR: dataDir, PORT: '9' });
  const stdout = new PassThrough();
  try {
    const code = await doctorCommand(['--json'], {
      stdin: new PassThrough(),
      stdout,
      stderr: new PassThrough(),
    });
    expect(code).toBe(1);
  } finally {
    process.env = before;
  }
  stdout.end();
  const lines = (await text(stdout)).trim().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    expect.objectContaining({ area: 'configuration', level: 'ok' }),
    expect.objectContaining({
      area: 'server',
      level: 'error',
      todo: expect.stringContaining('mailtrail serve'),
    }),
    expect.objectContaining({ area: 'store', level: 'ok' }),
    expect.objectContaining({ area: 'tracking', level: 'error' }),
  ]);
});
