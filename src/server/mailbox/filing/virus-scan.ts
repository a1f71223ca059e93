import { spawn } from 'node:child_process';
import { createReadStream, openSync, closeSync } from 'node:fs';
import { stat } from 'node:fs/promises';

/** The scanner says that this file is not to be kept. `reason`: in its words. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  constructor(readonly reason: string) {
    super('The virus scanner refused a file');
  }
}

/** The scanner gave no verdict: nothing is kept without one, and it is asked again later. */
export class NoVerdict extends Error {
  override readonly name = 'NoVerdict';
}

/** Looks at a file before it is kept; rejects with `FileRefused` or `NoVerdict`. */
export type VirusScan = (file: string) => Promise<void>;

const LONGEST_SCAN_MS = 300_000;
const LONGEST_REASON = 200;

/**
 * The scanner of the setting VIRUS_SCAN. An address: the bytes are posted there; 2xx keeps the file, 403, 406, 409 and
 * 422 refuse it, the answer's first line being the reason. Else a command, its arguments divided by spaces: the bytes
 * are its input; status 0 keeps, 1 refuses (as clamdscan does), with the first line it writes as the reason.
 */
export function virusScanOf(setting: string | undefined): VirusScan | undefined {
  if (setting === undefined) return undefined;
  return /^https?:\/\//i.test(setting) ? byAddress(setting) : byCommand(setting.split(/\s+/));
}

const REFUSALS = new Set([403, 406, 409, 422]);

function byAddress(address: string): VirusScan {
  return async (file) => {
    const { size } = await stat(file);
    // Node's fetch asks for it where a body is a stream; the DOM's types do not know it.
    const streamed = { duplex: 'half' };
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
      body: streamOf(file),
      redirect: 'error',
      signal: AbortSignal.timeout(LONGEST_SCAN_MS),
      ...streamed,
    }).catch(() => undefined);
    if (!answer) throw new NoVerdict('The virus scanner cannot be reached');
    const text = await answer.text().catch(() => '');
    if (REFUSALS.has(answer.status)) throw new FileRefused(firstLine(text));
    if (!answer.ok) throw new NoVerdict(`The virus scanner answered ${answer.status}`);
  };
}

/** A chunk at a time, as the other side takes them. */
function streamOf(file: string): ReadableStream<Uint8Array> {
  const reading = createReadStream(file);
  const chunks: AsyncIterator<unknown> = reading[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) return controller.close();
      if (next.value instanceof Uint8Array) controller.enqueue(next.value);
    },
    cancel() {
      reading.destroy();
    },
  });
}

function byCommand([command = '', ...args]: string[]): VirusScan {
  return async (file) => {
    const input = openSync(file, 'r');
    let said = '';
    let timer: NodeJS.Timeout | undefined;
    const status = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(command, args, { stdio: [input, 'pipe', 'ignore'] });
      // Node's own `timeout` of a command that cannot be started runs on, and holds the process.
      timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_SCAN_MS);
      child.stdout?.on('data', (chunk: Buffer) => {
        if (said.length < LONGEST_REASON * 4) said += chunk.toString('utf8');
      });
      child.on('error', () => reject(new NoVerdict('The virus scanner cannot be started')));
      child.on('close', resolve);
    }).finally(() => {
      clearTimeout(timer);
      closeSync(input);
    });
    if (status === 1) throw new FileRefused(firstLine(said));
    if (status !== 0) throw new NoVerdict(`The virus scanner ended with ${status ?? 'a signal'}`);
  };
}

/** One line that can be shown: scanners name their input ("stream: X FOUND"). */
function firstLine(text: string): string {
  const line = (text.split('\n')[0] ?? '')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/^(?:stream|-|stdin):\s*/i, '')
    .trim();
  return line === '' ? 'no reason given' : line.slice(0, LONGEST_REASON);
}
