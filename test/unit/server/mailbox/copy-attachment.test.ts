import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { makeGraph } from '../../../../src/graph';
import { copyAttachment, type Copied } from '../../../../src/server/mailbox/filing/copy-attachment';
import { readSettings } from '../../../../src/server/settings';
import { openBlobs } from '../../../../src/server/store/blobs';
import { temporaryDirectory } from '../../../fixtures/stores';

const MB = 1_048_576;
const dataDir = temporaryDirectory();
const blobs = openBlobs({ dataDir, secrets: { blobKey: () => Buffer.alloc(32) } });

function copy(
  answer: Response | Error,
  more: { kind?: 'file' | 'item'; size?: number; scan?: string; account?: number } = {},
): Promise<Copied> {
  const read = readSettings({ DATA_DIR: dataDir, ...(more.scan !== undefined && { VIRUS_SCAN: more.scan }) });
  if (!read.ok) throw new Error(read.problems.join());
  const graph = makeGraph({
    token: () => Promise.resolve('t'),
    fetch: () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)),
  });
  const file = {
    id: 'a',
    name: 'Plan.pdf',
    contentType: 'application/pdf',
    kind: more.kind ?? 'file',
    size: more.size ?? 10,
  };
  const mailbox = { graphUser: 'u', account: more.account ?? 1 };
  return copyAttachment({ blobs, settings: read.settings }, graph, mailbox, 'item', file);
}

const kept = (): string[] => {
  const accounts = join(dataDir, 'blobs/accounts');
  return readdirSync(accounts).flatMap((account) => readdirSync(join(accounts, account)));
};
const halfWritten = (): string[] => readdirSync(join(dataDir, 'blobs/incoming'));

const refusal = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ error: { code: 'x', message: '' } }), { status, headers });

const SIZE = (process.env.LONG === '1' ? 150 : 8) * MB;

test(`a file of ${SIZE / MB} MB goes through without being held in memory`, async () => {
  const chunk = randomBytes(64 * 1024);
  const wanted = createHash('sha256');
  let sent = 0;
  /** How much has left Graph and is not on the disk yet: it is somewhere in memory. */
  let ahead = 0;
  let most = 0;
  const before = process.memoryUsage();
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (sent >= SIZE) return controller.close();
        chunk.writeUInt32BE(sent, 0);
        wanted.update(chunk);
        controller.enqueue(Uint8Array.from(chunk));
        sent += chunk.length;
        const [written] = halfWritten();
        const onDisk = written === undefined ? 0 : statSync(join(dataDir, 'blobs/incoming', written)).size;
        ahead = Math.max(ahead, sent - onDisk);
        most = Math.max(most, process.memoryUsage().arrayBuffers - before.arrayBuffers);
      },
    },
    { highWaterMark: 0 },
  );
  const copied = await copy(new Response(body), { size: SIZE + 200 });
  expect(copied).toMatchObject({ state: 'copied', size: SIZE, name: 'Plan.pdf' });
  const stored = await buffer(blobs.openBlob(1, copied.state === 'copied' ? copied.blob : ''));
  expect(createHash('sha256').update(stored).digest('hex')).toBe(wanted.digest('hex'));
  expect(ahead).toBeLessThanOrEqual(8 * chunk.length);
  // Garbage that waits to be collected is in this figure too.
  if (process.env.LONG === '1') expect(most).toBeLessThan(SIZE / 3);
  expect(halfWritten()).toEqual([]);
});

test('of a file that breaks off nothing is left, and it is tried again', async () => {
  let chunks = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if ((chunks += 1) > 3) return controller.error(new Error('reset'));
      controller.enqueue(randomBytes(1_000));
    },
  });
  const before = kept();
  expect(await copy(new Response(body))).toEqual({
    state: 'pending',
    reason: 'The connection to Microsoft broke',
  });
  expect(kept()).toEqual(before);
  expect(halfWritten()).toEqual([]);
});

test('where our own disk takes nothing, the stream is given up, and with it its turn at the mailbox', async () => {
  let givenUp = false;
  const body = new ReadableStream<Uint8Array>({ cancel: () => void (givenUp = true) });
  // There is no folder for such an account.
  await expect(copy(new Response(body), { account: -1 })).rejects.toThrow(RangeError);
  expect(givenUp).toBe(true);
});

test('what Graph answers instead of bytes is told in words, and as what it is', async () => {
  expect(await copy(refusal(405))).toMatchObject({ state: 'link' });
  expect(await copy(refusal(404))).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('no longer'),
  });
  expect(await copy(refusal(403))).toMatchObject({
    state: 'pending',
    reason: expect.stringContaining('not allowed'),
  });
  expect(await copy(refusal(500))).toMatchObject({ state: 'pending', reason: 'Microsoft answered 500' });
  expect(await copy(new TypeError('fetch failed'))).toMatchObject({
    state: 'pending',
    reason: 'Microsoft did not answer',
  });
  expect(await copy(refusal(429, { 'retry-after': '77' }))).toMatchObject({ state: 'pending', after: 77 });
});

test('an empty answer for a file that is listed with content is no file', async () => {
  expect(await copy(new Response(null), { size: 50_000 })).toMatchObject({ state: 'pending' });
  expect(await copy(new Response(null), { size: 200 })).toMatchObject({ state: 'copied', size: 0 });
});

test('an attached appointment becomes one by its first bytes', async () => {
  const copied = await copy(new Response('BEGIN:VCALENDAR\r\n'), { kind: 'item' });
  expect(copied).toMatchObject({ name: 'Plan.pdf.ics', contentType: 'text/calendar' });
});

describe('the virus scanner', () => {
  /** Refuses what holds the word; another word breaks it. */
  const script = join(dataDir, 'scan.sh');
  beforeAll(() => {
    writeFileSync(
      script,
      '#!/bin/sh\ninput=$(cat)\ncase "$input" in *evil*) echo "stream: Test.Evil FOUND"; exit 1;; *break*) exit 2;; esac\n',
    );
    chmodSync(script, 0o700);
  });

  test.each(['a command', 'an address'])(
    'as %s keeps, refuses with the reason, or gives no verdict',
    async (kind) => {
      const server = createServer((request, answer) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          answer.statusCode = body.includes('evil') ? 406 : body.includes('break') ? 500 : 204;
          answer.end(body.includes('evil') ? 'Test.Evil FOUND\nmore' : '');
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const scan = kind === 'a command' ? `/bin/sh ${script}` : `http://127.0.0.1:${port}/scan`;
      const before = kept();
      expect(await copy(new Response(`evil ${kind}`), { scan })).toEqual({
        state: 'failed',
        reason: 'Refused by the virus scanner: Test.Evil FOUND',
      });
      expect(await copy(new Response(`break ${kind}`), { scan })).toMatchObject({ state: 'pending' });
      expect(kept()).toEqual(before);
      expect(halfWritten()).toEqual([]);
      expect(await copy(new Response(`good ${kind}`), { scan })).toMatchObject({ state: 'copied' });
      expect(kept().filter((name) => !before.includes(name))).toHaveLength(1);
      await new Promise((resolve) => server.close(resolve));
      expect(await copy(new Response('x'), { scan: scan.replace(/scan(?:\.sh)?$/, 'none') })).toMatchObject({
        state: 'pending',
      });
    },
  );

  test('that cannot be started gives no verdict, and leaves nothing that holds the process', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length;
    const before = timers();
    expect(await copy(new Response('x'), { scan: '/no/such/scanner' })).toEqual({
      state: 'pending',
      reason: 'The virus scanner cannot be started',
    });
    expect(timers()).toBeLessThanOrEqual(before);
  });
});

test('a file is readable once it is copied', async () => {
  const copied = await copy(new Response('bytes'));
  const [name] = copied.state === 'copied' ? [copied.blob] : [''];
  expect(readFileSync(join(dataDir, 'blobs/accounts/1', name), 'utf8')).toBe('bytes');
});
