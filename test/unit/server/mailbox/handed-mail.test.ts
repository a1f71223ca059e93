import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { takeIn } from '../../../../src/server/mailbox/handed-mail';
import { openBlobs } from '../../../../src/server/store/blobs';
import { temporaryDirectory } from '../../../fixtures/stores';

const dataDir = temporaryDirectory();
const blobs = openBlobs({ dataDir, secrets: { blobKey: () => Buffer.alloc(32) } });

async function* pieces(...all: (Buffer | string)[]): AsyncGenerator<Buffer> {
  for (const piece of all) yield Buffer.from(piece);
}

const read = async (stream: ReadableStream<Uint8Array>): Promise<Buffer> =>
  Buffer.from(await new Response(stream).arrayBuffer());

test('a handed-over mail is read as often as it is asked for, whatever its size, and has no name on the disk', async () => {
  const large = Buffer.alloc(5_000_001, 'abcdefg');
  for (const mime of [Buffer.from('A: b\r\n\r\nc\n'), large]) {
    const half = mime.length >> 1;
    const body = pieces('{"a":', '1}\n', mime.subarray(0, half), mime.subarray(half));
    const mail = await takeIn({ blobs }, body, large.length);
    if (typeof mail === 'string') throw new Error(mail);
    expect(mail.head).toBe('{"a":1}');
    expect((await read(mail.mime())).equals(mime)).toBe(true);
    expect((await read(mail.mime())).equals(mime)).toBe(true);
    expect(readdirSync(join(dataDir, 'blobs', 'incoming'))).toEqual([]);
    await mail.end();
  }
});

test('what is larger than may be handed over, and what tells of no mail, is not taken in', async () => {
  const chunk = Buffer.alloc(1_000_000);
  expect(await takeIn({ blobs }, pieces('{}\n', chunk, chunk, chunk), 2_999_999)).toBe('too-large');
  expect(await takeIn({ blobs }, pieces(chunk, chunk, chunk), 9_000_000)).toBe('no-head');
  expect(await takeIn({ blobs }, pieces('{}'), 9_000_000)).toBe('no-head');
});
