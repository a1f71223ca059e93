import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { locationOf } from '../../core/token';
import { READ_HEADERS } from '../../core/hits';
import type { Services } from '../services';
import { HIT, type HitRecord } from './ingested';
import { openRevocations } from './revocations';
import { trackingHost, verifyImageToken, verifyLinkRequest, type VerifiedToken } from './ticket-keys';
import { trackingHostsOf } from './tickets';

/** One transparent pixel; every mail program shows it as nothing (O1). */
export const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
/** Longer than any disk needs, shorter than any reader notices. */
const DURABLE_WITHIN_MS = 100;
const CONFUSED_LINK = `<!doctype html><meta charset="utf-8"><title>Link not valid</title>
<p>This link is not valid: part of it was changed or cut off. Nothing was opened.</p>
<p>Ask the person who sent it to you for the address.</p>
`;

/** What happened at the door; since the start of the process. */
export interface DoorCounts {
  recorded: number;
  /** Answered without waiting any longer for the disk, or refused by it. */
  unrecorded: number;
  /** Of those, recorded after all. */
  late: number;
  forged: number;
  revoked: number;
}

/**
 * GET /o/{token}.gif and /c/{token}/{n}?u=…&s=…. The recipient always gets an answer: the image whatever the token is,
 * the target whenever it is signed, be the store up or down (C4). A hit is durable before the answer, or counted as
 * `unrecorded` after 100 ms.
 */
export function trackingRoutes(app: FastifyInstance, services: Services): DoorCounts {
  const counts: DoorCounts = { recorded: 0, unrecorded: 0, late: 0, forged: 0, revoked: 0 };
  const hosts = new Set(trackingHostsOf(services));
  const revocations = openRevocations(services);
  let unfollow: (() => Promise<void>) | undefined;
  app.addHook('onReady', async () => {
    unfollow = await revocations.follow(services);
  });
  app.addHook('onClose', async () => unfollow?.());

  const hostOf = (request: FastifyRequest): string | undefined => {
    const host = trackingHost(request.host);
    return hosts.has(host) ? host : undefined;
  };

  app.get('/o/*', { schema: { hide: true } }, async (request, reply) => {
    void reply.header('cache-control', 'no-store, max-age=0').type('image/gif');
    const token = verifiedImage(request, hostOf(request), services);
    if (!token) counts.forged += 1;
    else if (revocations.has(token)) counts.revoked += 1;
    else if (request.method !== 'HEAD') await keep(services, counts, hitOf(services, request, token, 'open'));
    return reply.send(GIF);
  });

  app.get('/c/*', { schema: { hide: true } }, async (request, reply) => {
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    const host = hostOf(request);
    const [token = '', n = '', ...more] = restOf(request).split('/');
    const query = queryOf(request);
    const link =
      host === undefined || more.length > 0
        ? undefined
        : verifyLinkRequest({ token, n, query }, services.secrets.master, host);
    if (!link?.ok) {
      counts.forged += 1;
      return refuse(reply, 400);
    }
    if (revocations.has(link)) {
      counts.revoked += 1;
      return refuse(reply, 410);
    }
    const hit = hitOf(services, request, link, 'click');
    await keep(services, counts, { ...hit, link: link.n, target: link.target });
    return reply.code(302).header('location', locationOf(link.target)).send();
  });
  return counts;
}

const restOf = (request: FastifyRequest): string => {
  const path = request.raw.url?.split('?')[0] ?? '';
  return path.slice(3);
};

const queryOf = (request: FastifyRequest): string => {
  const url = request.raw.url ?? '';
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
};

function verifiedImage(
  request: FastifyRequest,
  host: string | undefined,
  services: Services,
): VerifiedToken | undefined {
  const match = /^([\w-]+)\.gif$/.exec(restOf(request));
  if (host === undefined || match?.[1] === undefined) return undefined;
  const token = verifyImageToken(match[1], services.secrets.master, host);
  return token.ok ? token : undefined;
}

const refuse = (reply: FastifyReply, status: 400 | 410): FastifyReply =>
  reply
    .code(status)
    .header('content-security-policy', "default-src 'none'")
    .type('text/html; charset=utf-8')
    .send(CONFUSED_LINK);

/** Raw address and agent go into the ingest log and nowhere else (P4). */
export function rawOf(request: FastifyRequest): HitRecord['raw'] {
  const headers: Record<string, string> = {};
  for (const name of READ_HEADERS) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value.slice(0, 200);
  }
  const agent = request.headers['user-agent'];
  return {
    ip: request.ip,
    headers,
    ...(agent !== undefined && { userAgent: agent.slice(0, 1_000) }),
  };
}

const hitOf = (
  services: Services,
  request: FastifyRequest,
  token: VerifiedToken,
  kind: HitRecord['kind'],
): HitRecord => ({
  kind,
  account: token.account,
  user: token.user,
  token: token.token,
  messageKey: token.messageKey,
  recipient: token.index,
  at: services.clock.now().getTime(),
  method: request.method,
  raw: rawOf(request),
});

async function keep(services: Services, counts: DoorCounts, hit: HitRecord): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<'too long'>((resolve) => {
    timer = setTimeout(() => resolve('too long'), DURABLE_WITHIN_MS);
  });
  const appended = services.ingest.append(HIT, hit).then(
    () => 'kept' as const,
    () => 'refused' as const,
  );
  const outcome = await Promise.race([appended, tooLong]);
  clearTimeout(timer);
  if (outcome === 'kept') {
    counts.recorded += 1;
    return;
  }
  counts.unrecorded += 1;
  if (outcome === 'too long') {
    void appended.then((later) => {
      if (later === 'kept') counts.late += 1;
    });
  }
}
