import { execFileSync } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { withoutBcc } from '../../../src/server/privacy/export/without-bcc';
import { zip, type ZipEntry } from '../../../src/server/privacy/export/zip';
import { readZip } from '../../fixtures/read-zip';

const at = new Date('2026-11-20T09:30:12Z');
async function* these<T>(...items: T[]): AsyncGenerator<T> {
  yield* items;
}

describe('an archive that is made as it is sent', () => {
  test('holds stored and streamed files, empty ones and names beyond ASCII, whole', async () => {
    const long = Buffer.alloc(300_000, 'mail ');
    const entries: ZipEntry[] = [
      { name: 'contact.json', at, content: Buffer.from('{"a":1}') },
      { name: 'Łódź/größer.txt', at, content: these(long.subarray(0, 7), long.subarray(7)) },
      { name: 'empty', at, content: Buffer.alloc(0) },
      { name: 'empty stream', at, content: these<Uint8Array>() },
    ];
    const made = await buffer(zip(these(...entries)));
    const files = readZip(made);
    expect([...files.keys()]).toEqual(entries.map(({ name }) => name));
    expect(files.get('Łódź/größer.txt')?.equals(long)).toBe(true);
    expect(made.length).toBeLessThan(20_000);
  });

  test('is one that another program reads', async () => {
    const made = await buffer(
      zip(these<ZipEntry>({ name: 'a.txt', at, content: these(Buffer.from('hello')) })),
    );
    const python =
      'import sys,io,zipfile;z=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()));print(z.testzip(),z.namelist(),z.read("a.txt").decode())';
    let said: string;
    try {
      said = execFileSync('python3', ['-c', python], { input: made, encoding: 'utf8' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
        process.stdout.write('ZIP archives: not read by another program (no python3 here)\n');
        return;
      }
      throw error;
    }
    expect(said.trim()).toBe("None ['a.txt'] hello");
  });

  test('a file that breaks off breaks the archive off: nobody takes half a file for a whole one', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('the disk is gone');
    };
    const made = buffer(zip(these<ZipEntry>({ name: 'a', at, content: broken() })));
    await expect(made).rejects.toThrow('the disk is gone');
  });
});

describe('a mail without its hidden recipients', () => {
  const clean = async (...parts: string[]): Promise<string> =>
    (await buffer(withoutBcc(these(...parts.map((part) => Buffer.from(part, 'latin1')))))).toString('latin1');

  test.each([
    [
      'To: a\r\nBcc: b@x.example,\r\n c@x.example\r\nSubject: s\r\n\r\nBcc: body\r\n',
      'To: a\r\nSubject: s\r\n\r\nBcc: body\r\n',
    ],
    ['BCC: b\r\nTo: a\r\n\r\n', 'To: a\r\n\r\n'],
    ['To: a\nResent-Bcc: b\n\nx', 'To: a\n\nx'],
    ['To: a\r\nX-Bcc: stays\r\n\r\nx', 'To: a\r\nX-Bcc: stays\r\n\r\nx'],
    ['To: a\r\nBcc: b', 'To: a\r\n'],
  ])('%j', async (mail, without) => {
    expect(await clean(mail)).toBe(without);
    expect(await clean(...mail)).toBe(without);
  });
});
