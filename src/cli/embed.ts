import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { embed } from '../core/embed';
import { checkTarget, makeNonce, makeToken } from '../core/token';
import { issueTicket, type MasterKeys } from '../server/tracking/ticket-keys';
import type { CommandIo } from './run';

const DEFAULT_BASE_URL = 'https://mail.example';

/** For demonstration only, and public: nothing real is ever signed with it, so that two runs print the same. */
const DEMONSTRATION_KEYS: MasterKeys = { current: 0, keys: new Map([[0, new Uint8Array(32).fill(1)]]) };

type Options = { baseUrl: string; seat: 'free' | 'paid'; json: boolean; files: string[] };

function readArguments(args: readonly string[]): Options | string {
  const options: Options = { baseUrl: DEFAULT_BASE_URL, seat: 'paid', json: false, files: [] };
  const rest = [...args];
  for (let onlyFiles = false; rest.length > 0;) {
    const argument = rest.shift() ?? '';
    const [name = '', inline] = /^(--[a-z-]+)=(.*)$/s.exec(argument)?.slice(1) ?? [argument];
    if (onlyFiles || argument === '-' || !argument.startsWith('-')) options.files.push(argument);
    else if (argument === '--') onlyFiles = true;
    else if (argument === '--json') options.json = true;
    else if (name === '--base-url') {
      const value = (inline ?? rest.shift() ?? '').replace(/\/+$/, '');
      const url = checkTarget(value);
      if (!url.ok || url.path !== '/' || /[?#]/.test(value)) {
        return `--base-url must be an address like ${DEFAULT_BASE_URL}, not '${value}'`;
      }
      options.baseUrl = value;
    } else if (name === '--seat') {
      const value = inline ?? rest.shift() ?? '';
      if (value !== 'free' && value !== 'paid') return `--seat must be free or paid, not '${value}'`;
      options.seat = value;
    } else return `unknown option '${argument}'`;
  }
  return options;
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Bytes that are not UTF-8 are taken as Latin-1, so that they come out as they went in (A5). */
function decode(bytes: Buffer): { html: string; encoding: 'utf8' | 'latin1' } {
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  return { html: bytes.toString(encoding), encoding };
}

const write = (stream: NodeJS.WritableStream, bytes: string | Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });

/**
 * `mailtrail embed [--base-url U] [--seat free|paid] [--json] [FILE…]`: outgoing HTML as it would be sent,
 * with a fixed demonstration ticket. Reads standard input without files, or for `-`. Exit codes: 0, 1 if a
 * file cannot be read, 2 for bad use.
 */
export async function embedCommand(args: string[], io: CommandIo): Promise<number> {
  const options = readArguments(args);
  if (typeof options === 'string') {
    await write(io.stderr, `mailtrail embed: ${options}\n`);
    return 2;
  }
  const ticket = issueTicket(DEMONSTRATION_KEYS, {
    account: 1,
    user: 1,
    serial: 1,
    day: 20_000,
    trackingUrl: options.baseUrl,
    paid: options.seat === 'paid',
    expiresAt: new Date('2100-01-01T00:00:00Z'),
  });
  const token = makeToken(ticket, makeNonce(ticket, { time: 0, counter: 0, random: 0 }), 0);
  let code = 0;
  for (const file of options.files.length > 0 ? options.files : ['-']) {
    let bytes: Buffer;
    try {
      bytes = file === '-' ? await readAll(io.stdin) : await readFile(file);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      await write(io.stderr, `mailtrail embed: cannot read '${file}': ${cause}\n`);
      code = 1;
      continue;
    }
    const { html, encoding } = decode(bytes);
    const {
      html: sent,
      changed,
      image,
      links,
      removed,
    } = embed(html, { ticket, token, image: true, links: true });
    const line = JSON.stringify({ file, html: sent, changed, image, links, removed });
    await write(io.stdout, options.json ? `${line}\n` : Buffer.from(sent, encoding));
  }
  return code;
}
