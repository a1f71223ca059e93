import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DEVELOPMENT_ID, makeManifest, readOrigin } from '../core/manifest';

/** Streams of one command; tests pass their own. */
export interface CommandIo {
  stdin: NodeJS.ReadableStream;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

const OPTIONS = {
  'base-url': { type: 'string' },
  name: { type: 'string' },
  id: { type: 'string' },
  'client-id': { type: 'string' },
  version: { type: 'string' },
  'tracking-url': { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `mailtrail manifest --base-url U …`: prints the manifest. Resolves to 0, or to 2 and one line on bad use. */
export async function manifestCommand(args: string[], io: CommandIo): Promise<number> {
  try {
    const { values } = parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false });
    const baseUrl = values['base-url'];
    if (baseUrl === undefined)
      throw new RangeError('--base-url is needed, like --base-url https://mail.example.com');
    const xml = makeManifest({
      baseUrl,
      name: values.name,
      id: values.id ?? deploymentId(baseUrl),
      clientId: values['client-id'],
      version: values.version,
      trackingUrl: values['tracking-url'],
    });
    io.stdout.write(values.json ? `${JSON.stringify({ manifest: xml })}\n` : xml);
    return 0;
  } catch (error) {
    const problem = badUse(error);
    if (problem === undefined) throw error;
    io.stderr.write(`mailtrail manifest: ${problem}\n`);
    return 2;
  }
}

/**
 * The id where none is given: the development id on this machine; else made from the address (RFC 9562 version 5,
 * URL namespace), so that the same address always gives the same add-in.
 */
export function deploymentId(baseUrl: string): string {
  const base = readOrigin(baseUrl);
  if (!base.ok || base.loopback) return DEVELOPMENT_ID;
  const namespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
  const hash = createHash('sha1').update(namespace).update(base.origin).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The first line of an error that the caller's arguments caused; undefined for any other. */
function badUse(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  const ofParseArgs = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return ofParseArgs || error instanceof RangeError ? String(error.message).split('\n')[0] : undefined;
}
