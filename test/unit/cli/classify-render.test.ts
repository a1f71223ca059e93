import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { classifyCommand } from '../../../src/cli/classify';
import { renderCommand } from '../../../src/cli/render';

const folder = mkdtempSync(join(tmpdir(), 'mailtrail-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function call(command: typeof classifyCommand, args: string[], input = '') {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await command(args, { stdin: Readable.from([Buffer.from(input)]), stdout, stderr });
  const text = (stream: PassThrough): string => {
    const read: unknown = stream.read();
    return Buffer.isBuffer(read) ? read.toString('utf8') : '';
  };
  return { code, out: text(stdout), err: text(stderr) };
}

const REPLY = `From: bob@partner.example
Subject: Re: Quote
In-Reply-To: <o1@brightwater.example>
References: <o0@brightwater.example> <o1@brightwater.example>

Twelve, please.

On 1 July 2026 at 9:00, Alice <alice@brightwater.example> wrote:
> How many?
`;
const AWAY = `From: carol@lumen.example
Subject: Automatic reply: Quote
Date: Wed, 1 Jul 2026 09:00:00 +0000
Auto-Submitted: auto-replied

I am out of the office until 14 July.
`;

describe('mailtrail classify', () => {
  test('prints one line a file, in order', async () => {
    const paths = [file('reply.eml', REPLY), file('away.eml', AWAY)];
    const { code, out, err } = await call(classifyCommand, ['--json', ...paths]);
    const lines = out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(lines).toMatchObject([
      {
        file: paths[0],
        kind: 'reply',
        inReplyTo: '<o1@brightwater.example>',
        references: ['<o0@brightwater.example>', '<o1@brightwater.example>'],
        replyText: 'Twelve, please.',
        quotedText: 'On 1 July 2026 at 9:00, Alice <alice@brightwater.example> wrote:\n> How many?',
      },
      {
        file: paths[1],
        kind: 'auto-reply',
        inReplyTo: null,
        references: [],
        outOfOffice: { until: '2026-07-14' },
      },
    ]);
  });

  test('reads standard input without a file', async () => {
    const { out } = await call(classifyCommand, [], REPLY);
    expect(JSON.parse(out)).toMatchObject({ file: '-', kind: 'reply' });
  });
});

describe('mailtrail render', () => {
  const html = '<p onclick="x()">Hi<script>1</script><img src="https://x.example/a.png"></p>';

  test('prints the safe HTML, with --json also what was removed', async () => {
    expect((await call(renderCommand, [], '<p>Hi<script>1</script></p>')).out).toBe('<p>Hi</p>\n');
    const path = file('mail.html', html);
    const { out } = await call(renderCommand, ['--json', path]);
    expect(JSON.parse(out)).toEqual({
      file: path,
      html: '<p>Hi<img data-remote-src="https://x.example/a.png" /></p>',
      removed: ['onclick handler', '<script>', 'remote picture'],
    });
  });

  test('takes our marks out whatever the host', async () => {
    const token = `I${'a'.repeat(43)}`;
    const { out } = await call(
      renderCommand,
      [],
      `<a href="https://t.example/c/${token}/1?u=https%3A%2F%2Fshop.example%2F&s=A">x</a><img src="https://t.example/o/${token}.gif">`,
    );
    expect(out).toBe('<a href="https://shop.example/" target="_blank" rel="noopener noreferrer">x</a>\n');
  });
});

describe('a wrong call is one line and exit code 2', () => {
  test.each([
    [classifyCommand, ['--json=yes'], "mailtrail classify: Option '--json' does not take an argument\n"],
    [
      classifyCommand,
      ['/nowhere/two\nlines'],
      "mailtrail classify: cannot read '/nowhere/two lines': there is no such file\n",
    ],
    [classifyCommand, ['--bad'], "mailtrail classify: Unknown option '--bad'\n"],
    [renderCommand, ['--bad'], "mailtrail render: Unknown option '--bad'\n"],
    [
      classifyCommand,
      ['/nowhere/x.eml'],
      "mailtrail classify: cannot read '/nowhere/x.eml': there is no such file\n",
    ],
    [renderCommand, [tmpdir()], `mailtrail render: cannot read '${tmpdir()}': it is a folder\n`],
  ])('%p %j', async (command, args, line) => {
    expect(await call(command, args)).toEqual({ code: 2, out: '', err: line });
  });

  test('a missing file among good ones prints nothing', async () => {
    const { code, out } = await call(classifyCommand, [file('one.eml', REPLY), '/nowhere/x.eml']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});
