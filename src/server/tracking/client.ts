import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';
import type { Settings } from '../settings';

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
  const trust = proxyAddr.compile(trusted);
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
