import type { IncomingMessage, ServerResponse } from 'node:http';
import { locationOf } from '../../core/token';
import { READ_HEADERS } from '../../core/hits';
import type { Services } from '../services';
import { clientReader } from './client';
import { HIT, hitText, type HitRecord } from './ingested';
import { openRevocations } from './revocations';
import { sourceLimit, type Thing } from './source-limit';
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

/** A request, read once. */
interface Asked {
  request: IncomingMessage;
  method: string;
  /** Behind `/o/` or `/c/`, without the query. */
  path: string;
  /** Raw, without "?". */
  query: string;
  /** What tokens are bound to; undefined: a name that we do not track by. */
  host: string | undefined;
  /** Whether that name is on our list. */
  listed: boolean;
}

/** An image whose tag was checked, for this host. */
interface KnownToken {
  host: string;
  token: VerifiedToken;
  counted: Thing;
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
  const late = new Late(withinMs, () => (counts.unrecorded += 1));
  /** By the image's path. */
  const known = new Map<string, KnownToken>();

  function read(request: IncomingMessage): Asked {
    const { url = '', method = 'GET' } = request;
    const end = url.indexOf('?');
    const named = client.host(request);
    const host = hosts.has(named) ? named : trackingHost(named);
    const listed = hosts.has(host);
    return {
      request,
      method,
      path: url.slice(3, end < 0 ? undefined : end),
      query: end < 0 ? '' : url.slice(end + 1),
      host: listed || !others.has(host) ? host : undefined,
      listed,
    };
  }

  /** A name that is on no list here: what was made for it proves it (C4), and so does nothing else. */
  function proven(asked: Asked, isImage: boolean): boolean {
    if (asked.host === undefined) return false;
    if (isImage) return probeNonce(asked.path) !== undefined || knownImage(asked) !== undefined;
    const [token = '', n = ''] = asked.path.split('/');
    return verifyLinkRequest({ token, n, query: asked.query }, secrets.master, asked.host).ok;
  }

  function knownImage({ host, path }: Asked): KnownToken | undefined {
    const before = known.get(path);
    if (before && before.host === host) return before;
    const text = /^([\w-]+)\.gif$/.exec(path)?.[1];
    if (host === undefined || text === undefined) return undefined;
    const token = verifyImageToken(text, secrets.master, host);
    if (!token.ok) return undefined;
    const [oldest] = known.keys();
    if (known.size >= KNOWN_TOKENS && oldest !== undefined) known.delete(oldest);
    const found = { host, token, counted: limit.thing(`${token.token}/`) };
    known.set(path, found);
    return found;
  }

  /** Answers once the hit is on the disk (or in the store, by setting), or when it is not going to be in time. */
  function keep(hit: HitRecord, thing: Thing, answer: Answer): void {
    // What was asked for: a gateway that follows every link uses up nobody's open behind the same address.
    if (!limit.mayRecord(hit.raw.ip, thing)) {
      counts.limited += 1;
      answer.give();
      return;
    }
    late.after(answer);
    ingest.append(HIT, hit, hitText).then(
      () => {
        if (answer.give()) counts.recorded += 1;
        else counts.late += 1;
      },
      () => {
        if (answer.give()) counts.unrecorded += 1;
      },
    );
  }

  const hitOf = (
    { request, method }: Asked,
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
    method,
    ...(clicked && { link: clicked.n, target: clicked.target }),
    raw: rawOf(client.ip(request), request.headers),
  });

  function giveImage(asked: Asked, response: ServerResponse): void {
    const answer = new Answer(response);
    const image = knownImage(asked);
    if (!image && probed(asked, response)) return;
    if (!image) counts.forged += 1;
    else if (revocations.has(image.token)) counts.revoked += 1;
    else if (asked.method !== 'HEAD') {
      keep(hitOf(asked, image.token, 'open'), image.counted, answer);
      return;
    }
    answer.give();
  }

  /** C7: a check of ours, answered with what only we can know. */
  function probed({ host, path }: Asked, response: ServerResponse): boolean {
    const nonce = probeNonce(path);
    if (nonce === undefined || host === undefined) return false;
    response.writeHead(200, { ...IMAGE_HEADERS, [PROBE_HEADER]: probeMarker(secrets, host, nonce) });
    response.end(GIF_TEXT, 'latin1');
    return true;
  }

  function follow(asked: Asked, response: ServerResponse): void {
    const { host, path, query } = asked;
    const [token = '', n = '', ...more] = path.split('/');
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
    if (asked.method === 'HEAD') answer.give();
    else keep(hitOf(asked, found, 'click', found), limit.thing(`${found.token}/${found.n}`), answer);
  }

  return {
    counts,
    image: (request, response) => giveImage(read(request), response),
    link: (request, response) => follow(read(request), response),
    answers(request, response) {
      const { url = '', method } = request;
      const isImage = url.startsWith('/o/');
      if (!isImage && !url.startsWith('/c/')) return false;
      if (method !== 'GET' && method !== 'HEAD') return false;
      const asked = read(request);
      if (!asked.listed && !proven(asked, isImage)) return false;
      if (isImage) giveImage(asked, response);
      else follow(asked, response);
      return true;
    },
  };
}

/** What a recipient gets, once. A class: functions made for each request cost more than the rest of it. */
class Answer {
  /** When it goes out all the same, by `performance.now`. */
  due = Infinity;
  #response: ServerResponse | undefined;

  /** The image, or the way to `location`. */
  constructor(
    response: ServerResponse,
    readonly location?: string,
  ) {
    this.#response = response;
  }

  get given(): boolean {
    return this.#response === undefined;
  }

  /** False: it was given before. */
  give(): boolean {
    const response = this.#response;
    if (response === undefined) return false;
    // Nothing of the request lives on with what waits in `Late`.
    this.#response = undefined;
    if (this.location === undefined) {
      response.writeHead(200, IMAGE_HEADERS);
      response.end(GIF_TEXT, 'latin1');
    } else {
      response.writeHead(302, { ...LINK_HEADERS, location: this.location, 'content-length': 0 });
      response.end();
    }
    return true;
  }
}

/** Gives the answers that the disk keeps too long. One timer serves them all: what came first is due first. */
class Late {
  readonly #waiting: Answer[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly withinMs: number,
    readonly onLate: () => void,
  ) {}

  after(answer: Answer): void {
    answer.due = performance.now() + this.withinMs;
    this.#waiting.push(answer);
    this.#timer ??= setTimeout(() => this.#look(), this.withinMs).unref();
  }

  #look(): void {
    this.#timer = undefined;
    const now = performance.now();
    const rest = this.#waiting.findIndex(({ given, due }) => !given && due > now);
    for (const answer of this.#waiting.splice(0, rest < 0 ? Infinity : rest))
      if (answer.give()) this.onLate();
    const [first] = this.#waiting;
    if (first) this.#timer = setTimeout(() => this.#look(), Math.ceil(first.due - now)).unref();
  }
}

function refuse(response: ServerResponse, status: 400 | 410): void {
  response.writeHead(status, REFUSAL_HEADERS);
  response.end(CONFUSED_LINK);
}

/** Raw address and agent go into the ingest log and nowhere else (P4). */
export function rawOf(ip: string, headers: IncomingMessage['headers']): HitRecord['raw'] {
  const kept: Record<string, string> = {};
  for (const name of READ_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') kept[name] = value.slice(0, 200);
  }
  const agent = headers['user-agent'];
  return { ip, headers: kept, ...(agent !== undefined && { userAgent: agent.slice(0, 1_000) }) };
}
