import { Readable } from 'node:stream';
import { uploadBy, type UploadedFile } from '../../../src/graph/upload';

const URL = 'https://outlook.office.com/api/v2.0/AttachmentSessions(1)?authtoken=x';
const SIZE = 9_000_000;
const RANGE = 12 * 320 * 1024;
const BYTES = Buffer.alloc(SIZE, 'abcdefghijk');
const file: UploadedFile = {
  name: 'large.bin',
  contentType: 'application/octet-stream',
  size: SIZE,
  inline: false,
  open: (from) => Readable.from([BYTES.subarray(from, from + 1_000_000), BYTES.subarray(from + 1_000_000)]),
};
type Fault = 'lost-before' | 'lost-after' | 413 | 416 | 404 | 500 | 429;

/** Exchange with a session, misbehaving as told: one entry for each range that is put. */
function exchange(faults: (Fault | undefined)[]) {
  const stood: { at: number; gone: boolean; bytes: Buffer[]; asked: string[] } = {
    at: 0,
    gone: false,
    bytes: [],
    asked: [],
  };
  const json = (status: number, headers = {}) =>
    Response.json({ nextExpectedRanges: [String(stood.at)] }, { status, headers });
  const fetch = async (_url: string, init?: RequestInit): Promise<Response> => {
    const headers = new Headers(init?.headers);
    expect(headers.get('authorization')).toBeNull();
    stood.asked.push(init?.method ?? 'GET');
    if (init?.method === 'GET') return stood.gone ? json(404) : json(200);
    const fault = faults.shift();
    if (fault === 'lost-before') throw new TypeError('the line is cut');
    if (fault === 404) stood.gone = true;
    if (stood.gone) return json(404);
    if (typeof fault === 'number') return json(fault, { 'retry-after': '7' });
    const range = headers.get('content-range');
    const body = Buffer.from(init?.body instanceof Uint8Array ? init.body : []);
    expect(range).toBe(`bytes ${stood.at}-${stood.at + body.length - 1}/${SIZE}`);
    stood.bytes.push(body);
    stood.at += body.length;
    stood.gone = stood.at === SIZE;
    if (fault === 'lost-after') throw new TypeError('the line is cut');
    return stood.gone ? new Response(null, { status: 201 }) : json(200);
  };
  return { stood, fetch };
}

const put = (faults: (Fault | undefined)[], signal = new AbortController().signal) => {
  const { stood, fetch } = exchange(faults);
  const options = { now: () => new Date('2026-11-20T10:00:00Z'), signal };
  return uploadBy(fetch, URL, file, options).then((answer) => ({ answer, stood }));
};

describe('a large file in pieces', () => {
  test.each<[string, (Fault | undefined)[]]>([
    ['without trouble', []],
    ['a request that was lost', [undefined, 'lost-before']],
    ['an answer that was lost', ['lost-after']],
    ['a range that Exchange did not expect', [undefined, 416]],
    ['a server that fails once', [500]],
  ])(
    '%s: it arrives whole, in multiples of 320 KiB, going on from where Exchange says',
    async (_name, faults) => {
      const { answer, stood } = await put(faults);
      expect(answer).toEqual({ ok: true, value: 'done' });
      expect(Buffer.concat(stood.bytes).equals(BYTES)).toBe(true);
      expect(stood.bytes.map(({ length }) => length)).toEqual([RANGE, RANGE, SIZE - 2 * RANGE]);
    },
  );

  test('a session that is over is told as such, the last answer lost or the session expired', async () => {
    expect((await put([undefined, undefined, 'lost-after'])).answer).toEqual({ ok: true, value: 'lost' });
    expect((await put([undefined, 404])).answer).toEqual({ ok: true, value: 'lost' });
  });

  test('a file that Exchange refuses is not uploaded again', async () => {
    const { answer, stood } = await put([undefined, 413]);
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'failed', status: 413, retry: false } });
    expect(stood.asked).toEqual(['PUT', 'PUT']);
  });

  test('told to wait, it waits; cut off for good, it gives up after some tries', async () => {
    expect((await put([429])).answer).toMatchObject({
      ok: false,
      failure: { kind: 'throttled', retryAfter: 7 },
    });
    const { answer, stood } = await put(Array<Fault>(20).fill('lost-before'));
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'failed', retry: true } });
    expect(stood.asked.length).toBeLessThan(12);
  });

  test('the right of a session goes to Exchange alone', async () => {
    const { fetch, stood } = exchange([]);
    const options = { now: () => new Date(), signal: new AbortController().signal };
    expect(await uploadBy(fetch, 'https://elsewhere.example/x', file, options)).toMatchObject({
      ok: false,
      failure: { kind: 'failed', retry: false },
    });
    expect(stood.asked).toEqual([]);
  });

  test('an answer that is not Exchange’s is no end of it', async () => {
    const options = { now: () => new Date(), signal: new AbortController().signal };
    const fetch = async (): Promise<Response> => new Response('<html>A gateway</html>');
    expect(await uploadBy(fetch, URL, file, options)).toMatchObject({
      ok: false,
      failure: { kind: 'failed', retry: true },
    });
  });
});
