import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';
import type { Settings } from '../settings';

const KNOWN_PEERS = 1_000;

/** Who asks, and for which host; what a proxy says is believed only of those that were configured. */
export interface ClientReader {
  ip(request: IncomingMessage): string;
  host(request: IncomingMessage): string;
}

/** Reads a bare request as Fastify reads its own with the same `trustProxy`. */
export function clientReader(trusted: Settings['trustedProxies']): ClientReader {
  const peer = (request: IncomingMessage): string => request.socket.remoteAddress ?? '';
  const named = (request: IncomingMessage): string => request.headers.host ?? '';
  if (trusted === undefined) return { ip: peer, host: named };
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
    ip: (request) =>
      request.headers['x-forwarded-for'] === undefined ? peer(request) : proxyAddr(request, trust),
    host: (request) => {
      const forwarded = request.headers['x-forwarded-host'];
      if (forwarded === undefined || !trust(peer(request), 0)) return named(request);
      const last = [forwarded].flat().join(',').split(',').at(-1);
      return last?.trim() ?? named(request);
    },
  };
}
