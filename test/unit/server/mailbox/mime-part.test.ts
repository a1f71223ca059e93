import { randomBytes } from 'node:crypto';
import { fromMime } from '../../../../src/core/incoming';
import { NoSuchPart, partOf } from '../../../../src/server/mailbox/filing/mime-part';
import { leftOutAt, readMime } from '../../../../src/server/mailbox/filing/read-mime';
import { rawMail } from '../../../fixtures/raw-mail';

/** Chunks whose ends fall anywhere; tells how many were taken. */
function chunked(
  bytes: Uint8Array,
  size: number,
): { chunks: AsyncGenerator<Uint8Array>; taken: () => number } {
  let taken = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) {
      taken += 1;
      yield bytes.slice(at, at + size);
    }
  }
  return { chunks: chunks(), taken: () => taken };
}

async function taken(mail: Buffer, place: number, size = 1_009): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of partOf(chunked(mail, size).chunks, place)) parts.push(part);
  return Buffer.concat(parts);
}

const inParts = (...parts: { encoding: string; body: Buffer }[]): Buffer =>
  Buffer.concat([
    Buffer.from('Content-Type: multipart/signed; boundary="=_b"\r\n\r\nfor old programs\r\n'),
    ...parts.flatMap(({ encoding, body }) => [
      Buffer.from(`--=_b\r\nContent-Type: application/x\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`),
      body,
      Buffer.from('\r\n'),
    ]),
    Buffer.from('--=_b--\r\nafter\r\n'),
  ]);

describe('a part of a mail, by its place', () => {
  test('is what the outline left out, byte for byte', async () => {
    const large = randomBytes(900_001);
    const mail = rawMail({
      ...{ from: 'a@x.example', to: 'b@x.example', subject: 'S', html: '<p>See</p>' },
      files: [
        { name: 'small.bin', contentType: 'application/x', content: randomBytes(100) },
        { name: 'large.bin', contentType: 'application/x', content: large },
      ],
    });
    const stream = new Blob([new Uint8Array(mail)]).stream();
    const { raw, mark } = await readMime(stream, 'left-out-of-this-test', 0);
    const { attachments } = await fromMime(raw);
    const places = attachments.map((a) => leftOutAt(a.content, mark));
    expect(places).toEqual([undefined, 2]);
    expect((await taken(mail, 2)).equals(large)).toBe(true);
  });

  test('is decoded as it is encoded, wherever the chunks end', async () => {
    const plain = Buffer.from('--not a boundary\r\nline\n\r\n8-bit \xe9\r\n', 'latin1');
    const quoted = Buffer.from('caf=C3=A9 =\r\n=3D=41 \t\r\n=\r\nend=0D=0A');
    const packed = Buffer.from('SGVs\r\nbG8g\r\nd29y bGQ=');
    const mail = inParts(
      { encoding: '8bit', body: plain },
      { encoding: 'Quoted-Printable', body: quoted },
      { encoding: 'base64', body: packed },
    );
    for (const size of [1, 2, 3, 7, 100_000]) {
      expect((await taken(mail, 0, size)).equals(plain)).toBe(true);
      expect((await taken(mail, 1, size)).toString()).toBe('caf\u00e9 =A\r\nend\r\n');
      expect((await taken(mail, 2, size)).toString()).toBe('Hello world');
    }
  });

  test('is decoded over a line of any length', async () => {
    const long = `${'x'.repeat(70_000)}=3D${'y'.repeat(70_000)}`;
    const mail = inParts({ encoding: 'quoted-printable', body: Buffer.from(long) });
    for (const size of [65_537, 70_003, 200_000]) {
      expect((await taken(mail, 0, size)).toString()).toBe(long.replace('=3D', '='));
    }
  });

  test('is read no further than to its end; what follows is not asked for', async () => {
    const mail = inParts(
      { encoding: '7bit', body: Buffer.from('a') },
      { encoding: '7bit', body: randomBytes(9) },
    );
    const { chunks, taken: count } = chunked(Buffer.concat([mail, Buffer.alloc(100_000, 0x41)]), 100);
    const parts: string[] = [];
    for await (const part of partOf(chunks, 0)) parts.push(Buffer.from(part).toString());
    expect(parts.join('')).toBe('a');
    expect(count()).toBeLessThan(5);
  });

  test('is told missing where the mail has none there', async () => {
    await expect(taken(inParts({ encoding: '7bit', body: Buffer.from('a') }), 1)).rejects.toThrow(NoSuchPart);
  });
});
