import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { codeOf } from './errors';

const BEAT_MS = 3_000;
/** A beat that stood still for so long comes from a process that is gone. */
const DEAD_AFTER_MS = 12_000;
const BEAT_FILE = 'lock';

export interface DirectoryLock {
  release(): Promise<void>;
}

interface Beat {
  pid: number;
  host: string;
  /** Which kernel and network name space the holder lives in: there, the socket alone decides. */
  place: string;
  beat: number;
}

function place(): string {
  if (process.platform !== 'linux') return os.hostname();
  try {
    return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fs.readlinkSync('/proc/self/ns/net')}`;
  } catch {
    return os.hostname();
  }
}

function address(directory: string): string {
  const name = crypto.createHash('sha256').update(directory).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\mailtrail-${name}`;
  // Linux: an abstract socket, which the kernel frees however the process ends.
  if (process.platform === 'linux') return `\0mailtrail-${name}`;
  return path.join(os.tmpdir(), `mailtrail-${name}.sock`);
}

/** Another process has it: to wait may help, which it does with no other failure. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';
}

const inUse = (directory: string, holder: string): DirectoryInUse =>
  new DirectoryInUse(
    `${directory} is in use by ${holder}: one process per data directory; end that one, or give another DATA_DIR`,
  );

function askHolder(socket: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const client = net.connect(socket);
    client.setTimeout(2_000, () => client.destroy());
    client.on('data', (chunk) => (text += chunk.toString()));
    client.on('error', reject);
    client.on('close', () => resolve(text));
  });
}

function listen(socket: string): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((client) => {
      // One who asked and did not wait for the answer is no reason to fall.
      client.on('error', () => undefined);
      client.end(String(process.pid));
    });
    server.once('error', reject);
    server.listen(socket, () => {
      server.unref();
      resolve(server);
    });
  });
}

async function takeSocket(directory: string): Promise<net.Server> {
  const socket = address(directory);
  try {
    return await listen(socket);
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE') throw error;
  }
  let holder: string;
  try {
    holder = await askHolder(socket);
  } catch {
    // A socket file whose process is gone (neither Linux nor Windows leave one).
    if (process.platform !== 'linux' && process.platform !== 'win32') fs.rmSync(socket, { force: true });
    return listen(socket);
  }
  // A holder too busy to answer has at least written down who it is.
  throw inUse(
    directory,
    `process ${holder || String(readBeat(path.join(directory, BEAT_FILE))?.pid ?? '?')}`,
  );
}

function readBeat(file: string): Beat | undefined {
  try {
    const parsed: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    if (!('pid' in parsed && 'host' in parsed && 'place' in parsed && 'beat' in parsed)) return undefined;
    const { pid, host, place: where, beat } = parsed;
    if (typeof pid !== 'number' || typeof host !== 'string') return undefined;
    if (typeof where !== 'string' || typeof beat !== 'number') return undefined;
    return { pid, host, place: where, beat };
  } catch {
    return undefined;
  }
}

/** A holder in another container is not seen by the socket; its beat is. */
async function waitForOthersBeat(directory: string, file: string, here: string): Promise<void> {
  const first = readBeat(file);
  if (!first || first.place === here) return;
  for (let waited = 0; waited < DEAD_AFTER_MS; waited += 1_000) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const now = readBeat(file);
    if (!now) return;
    if (now.beat !== first.beat || now.place !== first.place) {
      throw inUse(directory, `process ${now.pid} on ${now.host}`);
    }
  }
}

/**
 * Takes a directory for this process alone; a second opener is refused with `DirectoryInUse` and the holder's pid. Freed by the kernel when
 * the process dies. Across containers that share a volume a beat in the file `lock` decides, which costs 12 s after
 * the other side died.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const real = fs.realpathSync(directory);
  const server = await takeSocket(real);
  const file = path.join(real, BEAT_FILE);
  const here = place();
  try {
    await waitForOthersBeat(real, file, here);
  } catch (error) {
    server.close();
    throw error;
  }
  const mine: Beat = { pid: process.pid, host: os.hostname(), place: here, beat: crypto.randomInt(2 ** 40) };
  const beat = () => {
    mine.beat += 1;
    try {
      fs.writeFileSync(file, JSON.stringify(mine), { mode: 0o600 });
    } catch {
      // A full disk must not end the process; the socket still holds the lock on this machine.
    }
  };
  beat();
  const timer = setInterval(beat, BEAT_MS);
  timer.unref();
  return {
    release: async () => {
      clearInterval(timer);
      fs.rmSync(file, { force: true });
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
