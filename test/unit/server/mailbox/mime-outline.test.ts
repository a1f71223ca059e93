import { randomBytes } from 'node:crypto';
import { fromMime } from '../../../../src/core/incoming';
import { leftOutAt, readMime } from '../../../../src/server/mailbox/filing/read-mime';
import { rawMail } from '../../../fixtures/raw-mail';

const MARK = 'left-out-of-this-test';

/** The bytes in chunks of a size that falls between lines, and inside of boundaries. */
const streamOf = (bytes: Uint8Array, size = 1_009): ReadableStream<Uint8Array> => {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
};
const outlined = async (raw: Buffer) => {
  const read = await readMime(streamOf(raw), MARK, 0);
  return { ...read, ...(await fromMime(read.raw)) };
};

test('a mail that is small enough is held as it came', async () => {
  const raw = Buffer.from('Subject: x\n\nno carriage returns');
  const read = await readMime(streamOf(raw, 5), MARK);
  expect(read).toEqual({ raw, mark: undefined });
});

test('the outline of a small mail is the mail', async () => {
  const raw = rawMail({
    ...{ from: 'a@x.example', to: 'b@x.example', subject: 'S', html: '<p>Grüße</p>' },
    files: [{ name: 'a.bin', contentType: 'application/octet-stream', content: randomBytes(5_000) }],
  });
  expect(Buffer.from((await outlined(raw)).raw)).toEqual(raw);
});

test('of a large file only its name and type are kept, and all else of the mail', async () => {
  const large = randomBytes(3_000_000);
  const small = randomBytes(30_000);
  const raw = rawMail({
    ...{ from: 'a@x.example', to: 'b@x.example', subject: 'S', html: '<p>See <img src="cid:p@1"></p>' },
    files: [
      { name: 'large.bin', contentType: 'application/octet-stream', content: large },
      { name: 'p.png', contentType: 'image/png', content: small, contentId: 'p@1' },
    ],
  });
  const { raw: outline, attachments, mail, mark } = await outlined(raw);
  expect(outline.length).toBeLessThan(60_000);
  expect(mail.html).toContain('cid:p@1');
  expect(attachments.map((a) => [a.filename, leftOutAt(a.content, mark)]).sort()).toEqual([
    ['large.bin', 1],
    ['p.png', undefined],
  ]);
  expect(Buffer.from(attachments.find((a) => a.filename === 'p.png')?.content ?? [])).toEqual(small);
});

test('of an attached mail the beginning is kept, and known as no whole mail', async () => {
  const inner = `Message-ID: <inner@x.example>\r\n\r\n${'A line of the mail within.\r\n'.repeat(40_000)}`;
  const raw = Buffer.from(
    `Content-Type: multipart/mixed; boundary="b 1"\r\n\r\n--b 1\r\n\r\nHello\r\n--b 1\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--b 1--\r\nafter\r\n`,
  );
  const { raw: outline, attachments, mail, mark } = await outlined(raw);
  expect(outline.length).toBeLessThan(600_000);
  expect(mail.text).toContain('Hello');
  expect(Buffer.from(attachments[0]?.content ?? []).toString()).toMatch(/^Message-ID: <inner@x\.example>/);
  expect(attachments[0] && leftOutAt(attachments[0].content, mark)).toBe(1);
});

test('a line without an end, a boundary within a line and endless headers take no memory', async () => {
  const long = Buffer.concat([
    Buffer.from('Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: application/x\n\n'),
    Buffer.alloc(2_000_000, 'x--B'),
    Buffer.from('\n--B\n\nthe text\n--B--\n'),
  ]);
  const { raw, mail } = await outlined(long);
  expect(raw.length).toBeLessThan(1_000);
  expect(mail.text).toContain('the text');
  await expect(readMime(streamOf(Buffer.alloc(6_000_000, 'X-Y: z\n'), 65_536), MARK, 0)).rejects.toThrow(
    RangeError,
  );
});

test('a mail that breaks off is none', async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error('reset')),
  });
  await expect(readMime(broken, MARK)).rejects.toThrow('reset');
});
