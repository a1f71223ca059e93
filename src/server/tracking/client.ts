import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';
import { READ_HEADERS } from '../../core/hits';
import type { Settings } from '../settings';

const KNOWN_PEERS = 1_000;
const KNOWN_SPELLINGS = 1_000;
/** Node keeps the first of these where they come twice, and joins all that is said of others. */
const SINGLE = new Set(['host', 'user-agent']);
const READ = new Set([...SINGLE, ...READ_HEADERS, 'x-forwarded-for', 'x-forwarded-host']);

/** What is read of a request's head, by names in small letters. */
export type ReadHeaders = Readonly<Record<string, string | undefined>>;

/** A header's name as it came; '' where nobody reads it. Programs spell names in few ways, but whoever asks may send any. */
const spellings = new Map<string, string>();

function nameOf(spelt: string): string {
  const known = spellings.get(spelt);
  if (known !== undefined) return known;
  const small = spelt.toLowerCase();
  const name = READ.has(small) ? small : '';
  if (spellings.size >= KNOWN_SPELLINGS) spellings.clear();
  spellings.set(spelt, name);
  return name;
}

/** As `request.headers` says them, without what nobody reads: making all of those costs more than checking a token. */
export function readHeaders({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): ReadHeaders {
  const read: Record<string, string> = {};
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = nameOf(rawHeaders[i] ?? '');
    if (name === '') continue;
    const value = rawHeaders[i + 1] ?? '';
    const before = read[name];
    if (before === undefined) read[name] = value;
    else if (!SINGLE.has(name)) read[name] = `${before}, ${value}`;
  }
  return read;
}

/** Who asks, and for which host; what a proxy says is believed only of those that were configured. */
export interface ClientReader {
  /** `peer`: the address of the socket's other end. */
  ip(peer: string, headers: ReadHeaders): string;
  host(peer: string, headers: ReadHeaders): string;
}

/** Reads a bare request as Fastify reads its own with the same `trustProxy`. */
export function clientReader(trusted: Settings['trustedProxies']): ClientReader {
  if (trusted === undefined) return { ip: (peer) => peer, host: (_peer, { host = '' }) => host };
  const isTrusted = proxyAddr.compile(trusted);
  // Few peers ask very often; reading an address anew costs as much as checking a token.
  const known = new Map<string, boolean>();
  const trust = (address: string, hop: number): boolean => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const answer = isTrusted(address, hop);
    if (known.size >= KNOWN_PEERS) known.clear();
    known.set(address, answer);
    return answer;
  };
  return {
    ip(peer, { 'x-forwarded-for': forwarded = '' }) {
      // From the nearest to the farthest, as long as who says so is trusted.
      const said = forwarded.split(',').flatMap((one) => one.trim() || []);
      let address = peer;
      for (let hop = 0; hop < said.length && trust(address, hop); hop += 1)
        address = said[said.length - 1 - hop] ?? address;
      return address;
    },
    host(peer, { host = '', 'x-forwarded-host': forwarded }) {
      if (forwarded === undefined || !trust(peer, 0)) return host;
      return forwarded.split(',').at(-1)?.trim() ?? host;
    },
  };
}
