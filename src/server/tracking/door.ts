import type { IncomingMessage, ServerResponse } from 'node:http';
import { locationOf } from '../../core/token';
import { READ_HEADERS } from '../../core/hits';
import type { Services } from '../services';
import { clientReader } from './client';
import { HIT, type HitRecord } from './ingested';
import { openRevocations } from './revocations';
import { sourceLimit } from './source-limit';
import { trackingHost, verifyImageToken, verifyLinkRequest, type VerifiedToken } from './ticket-keys';
import { openTrackingHosts, PROBE_HEADER, probeMarker, probeNonce } from './domains';

/** One transparent pixel; every mail program shows it as nothing (O1). */
export const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
/** As text, so that Node sends head and image in one piece. */
const GIF_TEXT = GIF.toString('latin1');
/** Longer than any disk needs, shorter than any reader notices. */
const DURABLE_WITHIN_MS = 100;
/** With `INGEST_ACK=db` a hit waits for the batch under way and for its own, a quarter of a second each. */
const STORED_WITHIN_MS = 1_000;
/** Tokens whose tag was checked a moment ago: mail programs load an image again and again. */
const KNOWN_TOKENS = 4_096;
const CONFUSED_LINK = Buffer.from(`<!doctype html><meta charset="utf-8"><title>Link not valid</title>
<p>This link is not valid: part of it was changed or cut off. Nothing was opened.</p>
<p>Ask the person who sent it to you for the address.</p>
`);

const IMAGE_HEADERS = {
  'content-type': 'image/gif',
  'content-length': GIF.length,
  'cache-control': 'no-store, max-age=0',
  'x-content-type-options': 'nosniff',
};
const LINK_HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const REFUSAL_HEADERS = {
  ...LINK_HEADERS,
  'content-security-policy': "default-src 'none'",
  'content-type': 'text/html; charset=utf-8',
  'content-length': CONFUSED_LINK.length,
};

/** What happened at the door; since the start of the process. */
export interface DoorCounts {
  recorded: number;
  /** Answered without waiting any longer for the disk, or refused by it. */
  unrecorded: number;
  /** Of those, recorded after all. */
  late: number;
  /** Answered and not recorded: too many came from that source. */
  limited: number;
  forged: number;
  revoked: number;
}

/**
 * GET /o/{token}.gif and /c/{token}/{n}?u=…&s=…, on Node's own request and response: hits are most of what a server
 * hears, and each gets its answer without a framework between. The recipient always gets one: the image whatever the
 * token is, the target whenever it is signed, be store, queue or disk up or down (C4). A hit is durable before the
 * answer, or counted as `unrecorded` after 100 ms.
 */
export interface Door {
  readonly counts: DoorCounts;
  /** Answers at once what is asked of a tracking host; false: not the door's, nothing was done. */
  answers(request: IncomingMessage, response: ServerResponse): boolean;
  image(request: IncomingMessage, response: ServerResponse): void;
  link(request: IncomingMessage, response: ServerResponse): void;
}

/** `withinMs`: how long a hit may take to be durable until its answer goes out all the same; by default as `INGEST_ACK` needs. */
export function openDoor(
  services: Services,
  withinMs = services.ingest.ack === 'db' ? STORED_WITHIN_MS : DURABLE_WITHIN_MS,
): Door {
  const { secrets, clock, ingest, settings } = services;
  const counts: DoorCounts = { recorded: 0, unrecorded: 0, late: 0, limited: 0, forged: 0, revoked: 0 };
  const hosts = openTrackingHosts(services);
  // What else this server is asked by: images and links are answered there only if they are ours to track by as well.
  const others = new Set(
    [services.urls.app, services.urls.files].map((url) => trackingHost(new URL(url).host)),
  );
  const revocations = openRevocations(services);
  const client = clientReader(settings.trustedProxies);
  const limit = sourceLimit(settings.hitLimit, () => clock.now());
  const known = new Map<string, VerifiedToken>();

  const hostOf = (request: IncomingMessage): string | undefined => {
    const host = trackingHost(client.host(request));
    return hosts.has(host) || !others.has(host) ? host : undefined;
  };

  /** A name that is on no list here: what was made for it proves it (C4), and so does nothing else. */
  function proven(request: IncomingMessage, host: string, isImage: boolean): boolean {
    if (isImage) return probeNonce(pathOf(request)) !== undefined || verifiedImage(request) !== undefined;
    const [token = '', n = ''] = pathOf(request).split('/');
    return verifyLinkRequest({ token, n, query: queryOf(request) }, secrets.master, host).ok;
  }

  function verifiedImage(request: IncomingMessage): VerifiedToken | undefined {
    const host = hostOf(request);
    const text = /^([\w-]+)\.gif$/.exec(pathOf(request))?.[1];
    if (host === undefined || text === undefined) return undefined;
    const name = `${text}@${host}`;
    const before = known.get(name);
    if (before) return before;
    const token = verifyImageToken(text, secrets.master, host);
    if (!token.ok) return undefined;
    const [oldest] = known.keys();
    if (known.size >= KNOWN_TOKENS && oldest !== undefined) known.delete(oldest);
    known.set(name, token);
    return token;
  }

  /** Answers once the hit is on the disk (or in the store, by setting), or when it is not going to be in time. */
  function keep(hit: HitRecord, answer: Answer): void {
    // What was asked for: a gateway that follows every link uses up nobody's open behind the same address.
    if (!limit.mayRecord(hit.raw.ip, `${hit.token}/${hit.link ?? ''}`)) {
      counts.limited += 1;
      answer.give();
      return;
    }
    const timer = setTimeout(() => {
      counts.unrecorded += 1;
      answer.give();
    }, withinMs);
    ingest.append(HIT, hit).then(
      () => {
        clearTimeout(timer);
        if (answer.give()) counts.recorded += 1;
        else counts.late += 1;
      },
      () => {
        clearTimeout(timer);
        if (answer.give()) counts.unrecorded += 1;
      },
    );
  }

  const hitOf = (
    request: IncomingMessage,
    token: VerifiedToken,
    kind: HitRecord['kind'],
    clicked?: { n: number; target: string },
  ): HitRecord => ({
    kind,
    account: token.account,
    user: token.user,
    token: token.token,
    messageKey: token.messageKey,
    recipient: token.index,
    at: clock.now().getTime(),
    method: request.method ?? 'GET',
    ...(clicked && { link: clicked.n, target: clicked.target }),
    raw: rawOf({ ip: client.ip(request), headers: request.headers }),
  });

  function image(request: IncomingMessage, response: ServerResponse): void {
    const answer = new Answer(response);
    const token = verifiedImage(request);
    if (!token && probed(request, response)) return;
    if (!token) counts.forged += 1;
    else if (revocations.has(token)) counts.revoked += 1;
    else if (request.method !== 'HEAD') {
      keep(hitOf(request, token, 'open'), answer);
      return;
    }
    answer.give();
  }

  /** C7: a check of ours, answered with what only we can know. */
  function probed(request: IncomingMessage, response: ServerResponse): boolean {
    const nonce = probeNonce(pathOf(request));
    const host = hostOf(request);
    if (nonce === undefined || host === undefined) return false;
    response.writeHead(200, { ...IMAGE_HEADERS, [PROBE_HEADER]: probeMarker(secrets, host, nonce) });
    response.end(GIF_TEXT, 'latin1');
    return true;
  }

  function link(request: IncomingMessage, response: ServerResponse): void {
    const host = hostOf(request);
    const [token = '', n = '', ...more] = pathOf(request).split('/');
    const query = queryOf(request);
    const found =
      host === undefined || more.length > 0
        ? undefined
        : verifyLinkRequest({ token, n, query }, secrets.master, host);
    if (!found?.ok) {
      counts.forged += 1;
      refuse(response, 400);
      return;
    }
    if (revocations.has(found)) {
      counts.revoked += 1;
      refuse(response, 410);
      return;
    }
    const answer = new Answer(response, locationOf(found.target));
    if (request.method === 'HEAD') answer.give();
    else keep(hitOf(request, found, 'click', found), answer);
  }

  return {
    counts,
    image,
    link,
    answers(request, response) {
      const { url = '', method } = request;
      const isImage = url.startsWith('/o/');
      if (!isImage && !url.startsWith('/c/')) return false;
      if (method !== 'GET' && method !== 'HEAD') return false;
      const host = hostOf(request);
      if (host === undefined || (!hosts.has(host) && !proven(request, host, isImage))) return false;
      if (isImage) image(request, response);
      else link(request, response);
      return true;
    },
  };
}

/** What a recipient gets, once. A class: functions made for each request cost more than the rest of it. */
class Answer {
  #given = false;

  /** The image, or the way to `location`. */
  constructor(
    readonly response: ServerResponse,
    readonly location?: string,
  ) {}

  /** False: it was given before. */
  give(): boolean {
    if (this.#given) return false;
    this.#given = true;
    const { response, location } = this;
    if (location === undefined) {
      response.writeHead(200, IMAGE_HEADERS);
      response.end(GIF_TEXT, 'latin1');
    } else {
      response.writeHead(302, { ...LINK_HEADERS, location, 'content-length': 0 });
      response.end();
    }
    return true;
  }
}

const pathOf = (request: IncomingMessage): string => {
  const url = request.url ?? '';
  const end = url.indexOf('?');
  return url.slice(3, end < 0 ? undefined : end);
};

const queryOf = (request: IncomingMessage): string => {
  const url = request.url ?? '';
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
};

function refuse(response: ServerResponse, status: 400 | 410): void {
  response.writeHead(status, REFUSAL_HEADERS);
  response.end(CONFUSED_LINK);
}

/** Raw address and agent go into the ingest log and nowhere else (P4). */
export function rawOf(request: Pick<IncomingMessage, 'headers'> & { ip: string }): HitRecord['raw'] {
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
