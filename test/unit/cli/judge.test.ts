import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { judgeCommand } from '../../../src/cli/judge';

const folder = mkdtempSync(join(tmpdir(), 'mailtrail-judge-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function call(args: string[], lines: readonly unknown[] = []) {
  const input = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await judgeCommand(args, { stdin: Readable.from([Buffer.from(input)]), stdout, stderr });
  const text = (stream: PassThrough): string[] => {
    const read: unknown = stream.read();
    return Buffer.isBuffer(read) ? read.toString('utf8').trimEnd().split('\n') : [];
  };
  return { code, out: text(stdout), err: text(stderr) };
}
const judged = async (...lines: unknown[]): Promise<Record<string, unknown>[]> =>
  (await call(['--json'], lines)).out.map((line) => JSON.parse(line) as Record<string, unknown>);

const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';
const click = (more: object = {}): object => ({
  at: '2026-03-02T12:00:00Z',
  kind: 'click',
  method: 'GET',
  userAgent: EDGE,
  ip: '81.2.69.160',
  sentAt: '2026-03-02T09:00:00Z',
  ...more,
});

describe('mailtrail judge', () => {
  test('one line a hit, in order, with the fields of the contract and no others', async () => {
    const found = await judged(
      click(),
      click({ userAgent: 'curl/8.5.0', message: 'm2' }),
      click({ ip: '104.47.55.126', message: 'm3' }),
      click({ at: '2026-03-02T08:59:00Z', kind: 'open', message: 'm4' }),
    );
    expect(found).toEqual([
      { verdict: 'person', reasons: ['Edge followed the link'] },
      { verdict: 'machine', reasons: ['asked by curl or wget'] },
      {
        verdict: 'machine',
        via: 'Microsoft Defender Safe Links',
        reasons: ['from the network of Microsoft Defender Safe Links'],
      },
      { verdict: 'self', reasons: ['before the mail was sent: the sender’s own view of the draft'] },
    ]);
  });

  test('hits of one call are one another’s neighbours, before and after; links may be addresses', async () => {
    const at = Date.parse('2026-03-02T12:00:00Z');
    const verdicts = async (...links: unknown[]): Promise<unknown[]> =>
      (await judged(...links.map((link, i) => click({ at: at + i * 200, link, message: 'm' })))).map(
        ({ verdict }) => verdict,
      );
    expect(await verdicts('https://a.example/', 'https://b.example/')).toEqual(['machine', 'machine']);
    expect(await verdicts('https://a.example/', 'https://a.example/')).toEqual(['person', 'person']);
    expect(await verdicts(1, 2, 3)).toEqual(['machine', 'machine', 'machine']);
  });

  test('header names are read in any case; times as text or milliseconds', async () => {
    const headers = { 'Sec-Purpose': 'prefetch;prerender' };
    const [one, other] = await judged(
      click({ headers }),
      click({
        at: Date.parse('2026-03-02T09:00:01Z'),
        sentAt: Date.parse('2026-03-02T09:00:00Z'),
        message: 'm2',
      }),
    );
    expect(one).toMatchObject({ verdict: 'machine', reasons: ['fetched ahead, says the request itself'] });
    expect(other).toMatchObject({ verdict: 'machine' });
  });

  test('without --json, a line to read', async () => {
    const { out } = await call([], [click({ ip: '104.47.55.126' })]);
    expect(out).toEqual([
      '2026-03-02T12:00:00.000Z click machine Microsoft Defender Safe Links: from the network of Microsoft Defender Safe Links',
    ]);
  });

  test.each([
    ['nope', 'this is not JSON'],
    ['[1]', 'this is not a JSON object'],
    [click({ at: 'soon' }), "'at' has to be a time: ISO 8601, or milliseconds since 1970"],
    [click({ kind: 'look' }), '\'kind\' has to be "open" or "click"'],
    [click({ ip: '1.2.3.456' }), "'ip' has to be an IPv4 or IPv6 address"],
    [click({ method: undefined }), '\'method\' is missing: the method of the request, like "GET"'],
    [click({ headers: 'none' }), "'headers' has to be an object of header names and texts"],
  ])('a line that cannot be read is named, and the others are judged: %p', async (line, message) => {
    const { code, out, err } = await call(['--json'], [click(), line, click({ message: 'm2' })]);
    expect({ code, err }).toEqual({ code: 2, err: [`mailtrail judge: -:2: ${message}`] });
    expect(out).toHaveLength(2);
  });

  test('files are read in order, as one; empty lines are nothing', async () => {
    const path = join(folder, 'hits.jsonl');
    writeFileSync(
      path,
      `\uFEFF${JSON.stringify(click())}\r\n\n${JSON.stringify(click({ userAgent: '' }))}\n`,
    );
    const { code, out } = await call(['--json', path]);
    expect(code).toBe(0);
    expect(out.map((line) => (JSON.parse(line) as { verdict: string }).verdict)).toEqual([
      'person',
      'machine',
    ]);
    expect((await call([], [])).out).toEqual([]);
  });
});
