import type { Readable } from 'node:stream';
import { z } from 'zod';
import { failureOf, type GraphAnswer } from './failure';
import { UPLOAD_HOSTS, type MicrosoftFetch } from './transport';

/** A file whose bytes are read when they are wanted, from a place in it. */
export interface UploadedFile {
  name: string;
  contentType: string;
  size: number;
  inline: boolean;
  /** Without angle brackets, as after `cid:`. */
  contentId?: string | undefined;
  open(from: number): Readable;
}

/** Multiples of 320 KiB, and not more than 4 MB at once. */
const RANGE_BYTES = 12 * 320 * 1024;
const ANSWER_MS = 120_000;
/** So often an upload is asked how far it is without having come any further. */
const MOST_STANDING = 3;
/** The session or its right is no more; every other 4xx refuses the file, and would again. */
const SESSION_OVER = [401, 404, 410];

const Session = z.object({ nextExpectedRanges: z.array(z.string()).min(1) });

/** Whether an upload may go there: an address of Exchange's, that bears its own right. */
function isExchange(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === 'https:' && UPLOAD_HOSTS.includes(host);
}

/** Of `nextExpectedRanges`, which for mail is one place: the byte to go on from. */
export const nextByte = (ranges: readonly string[]): number => {
  const at = Number.parseInt(ranges[0] ?? '', 10);
  return Number.isNaN(at) ? 0 : at;
};

/**
 * Uploads a file by the session that stands at `url`, going on from where Exchange says whenever an answer is lost or a
 * range is refused. `lost`: the session is over, which may be because all has arrived: the mail says whether.
 */
export async function uploadBy(
  fetch: MicrosoftFetch,
  url: string,
  file: UploadedFile,
  { now, signal, from = 0 }: { now: () => Date; signal: AbortSignal; from?: number },
): Promise<GraphAnswer<'done' | 'lost'>> {
  if (!isExchange(url)) {
    return { ok: false, failure: { kind: 'failed', status: 0, code: 'upload address', retry: false } };
  }
  const ask = async (init: RequestInit): Promise<Response | undefined> => {
    try {
      return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS) });
    } catch {
      return undefined;
    }
  };
  let at = from;
  for (let standing = 0; standing <= MOST_STANDING;) {
    if (signal.aborted) break;
    const bytes = await rangeOf(file, at);
    let answer = await ask({
      method: 'PUT',
      headers: {
        'content-type': 'application/octet-stream',
        'content-range': `bytes ${at}-${at + bytes.length - 1}/${file.size}`,
      },
      body: bytes,
    });
    if (answer?.status === 201) return { ok: true, value: 'done' };
    // Nobody knows what arrived, or it was not what comes next.
    if (!answer || answer.status === 416 || (answer.status >= 500 && answer.status !== 503)) {
      await answer?.body?.cancel();
      answer = await ask({ method: 'GET' });
    }
    if (answer?.ok) {
      const told = Session.safeParse(await answer.json().catch(() => undefined));
      // Of something in between, or cut off half-way: whoever asks again sees what has arrived.
      if (!told.success) {
        return { ok: false, failure: { kind: 'failed', status: answer.status, code: 'upload', retry: true } };
      }
      const next = nextByte(told.data.nextExpectedRanges);
      standing = next > at ? 0 : standing + 1;
      at = next;
    } else if (!answer || answer.status >= 500 || answer.status === 429) {
      if (answer) return { ok: false, failure: await refusalOf(answer, now()) };
      break;
    } else if (SESSION_OVER.includes(answer.status)) {
      await answer.body?.cancel();
      return { ok: true, value: 'lost' };
    } else return { ok: false, failure: await refusalOf(answer, now()) };
  }
  return { ok: false, failure: { kind: 'failed', status: 0, code: 'upload', retry: true } };
}

const refusalOf = async (answer: Response, now: Date) =>
  failureOf({
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    body: await answer.text().catch(() => ''),
    now,
  });

async function rangeOf(file: UploadedFile, from: number): Promise<Buffer<ArrayBuffer>> {
  const wanted = Math.min(RANGE_BYTES, file.size - from);
  const bytes = Buffer.alloc(wanted);
  let filled = 0;
  const stream = file.open(from);
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) throw new Error('A file is read as bytes');
      filled += Buffer.from(chunk).copy(bytes, filled);
      if (filled >= wanted) break;
    }
  } finally {
    stream.destroy();
  }
  if (filled < wanted) throw new Error('The file is shorter than it was');
  return bytes;
}
