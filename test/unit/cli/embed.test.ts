import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { embedCommand } from '../../../src/cli/embed';

const folder = mkdtempSync(join(tmpdir(), 'mailtrail-embed-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

async function run(args: string[], input = ''): Promise<{ code: number; out: Buffer; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await embedCommand(args, { stdin: Readable.from([Buffer.from(input)]), stdout, stderr });
  const read = (stream: PassThrough): Buffer => {
    const chunk: unknown = stream.read();
    return Buffer.isBuffer(chunk) ? chunk : Buffer.alloc(0);
  };
  return { code, out: read(stdout), err: read(stderr).toString() };
}

const HTML = '<p><a href="https://shop.example/">our offer</a></p>';

test('standard input comes out as it would be sent, the same each time', async () => {
  const first = await run([], HTML);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out.toString()).toMatch(
    /^<p><a href="https:\/\/mail\.example\/c\/[\w-]{44}\/1\?u=https%3A%2F%2Fshop\.example%2F&amp;s=[\w-]{16}">our offer<\/a><\/p><img src="https:\/\/mail\.example\/o\/[\w-]{44}\.gif" [^>]*>$/,
  );
  expect((await run(['-'], HTML)).out).toEqual(first.out);
});

test('--json prints one line per file, in order, with the keys of the contract', async () => {
  const [a, b] = [file('a.html', HTML), file('b.html', 'plain')];
  const { code, out } = await run(['--json', a, b]);
  const lines = out
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(code).toBe(0);
  expect(lines.map((line) => line['file'])).toEqual([a, b]);
  expect(lines[0]).toEqual({
    file: a,
    html: expect.stringContaining('/c/'),
    changed: true,
    image: true,
    links: [{ target: 'https://shop.example/', text: 'our offer', tracked: true, reason: 'words' }],
    removed: 0,
  });
  expect(lines[1]).toMatchObject({ links: [], image: true });
});

test('--seat free leaves the links', async () => {
  const { out } = await run(['--seat=free', '--json'], HTML);
  expect(JSON.parse(out.toString())).toMatchObject({
    image: true,
    links: [{ tracked: false, reason: 'freeSeat' }],
  });
});

test('--base-url is where image and links lead', async () => {
  const { out } = await run(['--base-url', 'http://localhost:4000/'], HTML);
  expect(out.toString()).toContain('"http://localhost:4000/o/');
});

test('bytes that are not UTF-8 come out as they went in', async () => {
  const bytes = Buffer.from('<p>caf\xe9 \xff</p></body>', 'latin1');
  const { out } = await run([file('latin.html', bytes)]);
  const at = out.indexOf('<img');
  expect(Buffer.concat([out.subarray(0, at), out.subarray(out.indexOf('>', at) + 1)])).toEqual(bytes);
  expect(readFileSync(join(folder, 'latin.html'))).toEqual(bytes);
});

test.each([
  [['--seat', 'gold'], "--seat must be free or paid, not 'gold'"],
  [['--seat'], "Option '--seat <value>' argument missing"],
  [
    ['--base-url', 'mail.example'],
    "--base-url must be an address like https://mail.example, not 'mail.example'",
  ],
  [['--base-url', 'https://a.example/path'], 'not'],
  [['--jsn'], "Unknown option '--jsn'"],
])('bad use %p: exit 2 and one line', async (args, message) => {
  const { code, out, err } = await run(args, HTML);
  expect(code).toBe(2);
  expect(out).toHaveLength(0);
  expect(err).toContain(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test('a file that cannot be read is bad use: it is named, and nothing is printed', async () => {
  const none = join(folder, 'none.html');
  expect(await run([file('c.html', 'x'), none])).toEqual({
    code: 2,
    out: Buffer.alloc(0),
    err: `mailtrail embed: cannot read '${none}': there is no such file\n`,
  });
});
