import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import {
  base64url,
  checkTarget,
  linkNumber,
  parseReportCredential,
  parseToken,
  readLinkQuery,
  verifyLink,
  verifyReportCredential,
  verifyToken,
  type ParsedToken,
  type TargetProblem,
  type Ticket,
  type TokenProblem,
} from '../../core/token';

/** Key ids (0 to 31) to 32 secret bytes. Only `current` signs; all check, since a link works as long as the domain does (C4). */
export interface MasterKeys {
  current: number;
  keys: ReadonlyMap<number, Uint8Array>;
}

/** What a ticket says of its owner. `day` counts from 1970-01-01 (UTC). */
export interface TicketOwner {
  account: number;
  user: number;
  serial: number;
  day: number;
}

export interface VerifiedToken extends TicketOwner {
  ok: true;
  token: string;
  kid: number;
  messageKey: string;
  /** 0: shared by all recipients. */
  index: number;
}

export type TokenRefusal = { ok: false; reason: TokenProblem | 'unknownKey' | 'tag' };

const DAY_MS = 86_400_000;

export const dayOf = (time: Date): number => Math.floor(time.getTime() / DAY_MS);

function masterKey(masters: MasterKeys, kid: number): Uint8Array {
  const key = masters.keys.get(kid);
  if (key?.length !== 32) throw new Error(`master key ${kid} is missing or not 32 bytes long`);
  return key;
}

const idKeys = new WeakMap<Uint8Array, Buffer>();

function idKey(masters: MasterKeys, kid: number): Buffer {
  const master = masterKey(masters, kid);
  const known = idKeys.get(master);
  if (known) return known;
  const key = Buffer.from(hkdfSync('sha256', master, '', 'ticket-id/1', 32));
  idKeys.set(master, key);
  return key;
}

/** One AES-256 block over the four numbers: a stranger reads neither account nor count from it. */
export function sealTicketId(masters: MasterKeys, kid: number, owner: TicketOwner): Uint8Array {
  const block = Buffer.alloc(16);
  block.writeUIntBE(owner.account, 0, 6);
  block.writeUInt32BE(owner.user, 6);
  block.writeUInt32BE(owner.serial, 10);
  block.writeUInt16BE(owner.day, 14);
  const cipher = createCipheriv('aes-256-ecb', idKey(masters, kid), null).setAutoPadding(false);
  return Uint8Array.from(Buffer.concat([cipher.update(block), cipher.final()]));
}

/** Every 16 bytes open to something: believe it only once the token's tag is checked. */
export function openTicketId(masters: MasterKeys, kid: number, id: Uint8Array): TicketOwner {
  const decipher = createDecipheriv('aes-256-ecb', idKey(masters, kid), null).setAutoPadding(false);
  const block = Buffer.concat([decipher.update(id), decipher.final()]);
  return {
    account: block.readUIntBE(0, 6),
    user: block.readUInt32BE(6),
    serial: block.readUInt32BE(10),
    day: block.readUInt16BE(14),
  };
}

/**
 * The account that a token says it is of, unproven: it only tells which hosts' keys are to be tried. Undefined where the
 * token cannot be one of ours.
 */
export function claimedAccount(text: string, masters: MasterKeys): number | undefined {
  const token = parseToken(text);
  if (!token.ok || !masters.keys.has(token.kid)) return undefined;
  return openTicketId(masters, token.kid, token.ticketId).account;
}

/** host[:port] as keys are bound to it: lower case, no default port, no dot at the end. */
export const trackingHost = (host: string): string =>
  host
    .trim()
    .toLowerCase()
    .replace(/:(?:80|443)$/, '')
    .replace(/\.$/, '');

const hmac = (key: Uint8Array, ...data: (Uint8Array | string)[]): Buffer => {
  const mac = createHmac('sha256', key);
  for (const part of data) mac.update(part);
  return mac.digest();
};

/**
 * HKDF-SHA-256 (RFC 5869) of 32 bytes: extract and expand are one HMAC each, a third of what `hkdfSync` takes; every
 * hit pays it.
 */
const ticketKey = (masters: MasterKeys, kid: number, ticketId: Uint8Array, host: string): Buffer =>
  hmac(hmac(ticketId, masterKey(masters, kid)), `ticket/1|${trackingHost(host)}`, '\u0001');

/** Image, link and report key of one ticket, 32 bytes each. Another host has other keys. */
export function ticketKeys(
  masters: MasterKeys,
  kid: number,
  ticketId: Uint8Array,
  host: string,
): { imageKey: Uint8Array; linkKey: Uint8Array; reportKey: Uint8Array } {
  const key = ticketKey(masters, kid, ticketId, host);
  const sub = (label: string): Uint8Array => Uint8Array.from(hmac(key, label));
  return { imageKey: sub('image/1'), linkKey: sub('link/1'), reportKey: sub('report/1') };
}

/** Makes the ticket that a client gets. `trackingUrl` is an origin; `serial` is never used twice for one user. */
export function issueTicket(
  masters: MasterKeys,
  input: TicketOwner & { trackingUrl: string; paid: boolean; expiresAt: Date },
): Ticket {
  const trackingUrl = input.trackingUrl.replace(/\/+$/, '');
  const url = checkTarget(trackingUrl);
  if (!url.ok || url.path !== '/') throw new Error(`'${input.trackingUrl}' is not a tracking origin`);
  const kid = masters.current;
  const id = sealTicketId(masters, kid, input);
  const keys = ticketKeys(masters, kid, id, url.authority);
  return {
    v: 1,
    kid,
    id: base64url(id),
    imageKey: base64url(keys.imageKey),
    ...(input.paid ? { linkKey: base64url(keys.linkKey) } : {}),
    reportKey: base64url(keys.reportKey),
    trackingUrl,
    expiresAt: input.expiresAt.toISOString(),
  };
}

const verified = (masters: MasterKeys, token: ParsedToken): VerifiedToken => ({
  ok: true,
  token: token.text,
  kid: token.kid,
  messageKey: token.messageKey,
  index: token.index,
  ...openTicketId(masters, token.kid, token.ticketId),
});

/** Checks the token of an image request. `host` is the request's Host. */
export function verifyImageToken(
  text: string,
  masters: MasterKeys,
  host: string,
): VerifiedToken | TokenRefusal {
  const token = parseToken(text);
  if (!token.ok) return token;
  if (!masters.keys.has(token.kid)) return { ok: false, reason: 'unknownKey' };
  const imageKey = hmac(ticketKey(masters, token.kid, token.ticketId, host), 'image/1');
  const tag = hmac(imageKey, token.signed).subarray(0, token.tag.length);
  return timingSafeEqual(tag, token.tag) ? verified(masters, token) : { ok: false, reason: 'tag' };
}

/**
 * Checks a link request as it comes: `token` and `n` from the path, `query` raw, without "?". The keys alone
 * decide (C4): nothing is looked up. A link whose token is not ours is refused before its target is read.
 */
export function verifyLinkRequest(
  request: { token: string; n: string; query: string },
  masters: MasterKeys,
  host: string,
):
  | (VerifiedToken & { n: number; target: string })
  | { ok: false; reason: TokenRefusal['reason'] | TargetProblem | 'number' | 'query' | 'mac' } {
  const token = verifyImageToken(request.token, masters, host);
  if (!token.ok) return token;
  const n = linkNumber(request.n);
  if (n === null) return { ok: false, reason: 'number' };
  const query = readLinkQuery(request.query);
  if (!query) return { ok: false, reason: 'query' };
  const parsed = parseToken(request.token);
  if (!parsed.ok) return parsed;
  const { linkKey } = ticketKeys(masters, parsed.kid, parsed.ticketId, host);
  for (const target of query.targets) {
    const checked = verifyLink(request.token, n, target, query.mac, linkKey);
    if (checked.ok) return { ...token, n, target };
    if (checked.reason !== 'mac') return checked;
  }
  return { ok: false, reason: 'mac' };
}

/**
 * Checks the Authorization header of a report. It arrives at the application's host, so `hostsOf` tells the tracking
 * hosts that a ticket of an account can have been made for.
 */
export function verifyReport(
  header: string,
  masters: MasterKeys,
  hostsOf: (account: number) => readonly string[],
): VerifiedToken | { ok: false; reason: TokenRefusal['reason'] | 'scheme' | 'mac' } {
  const credential = parseReportCredential(header);
  if (!credential.ok) return credential;
  const { kid, ticketId, text } = credential.token;
  if (!masters.keys.has(kid)) return { ok: false, reason: 'unknownKey' };
  for (const host of hostsOf(openTicketId(masters, kid, ticketId).account)) {
    const { imageKey, reportKey } = ticketKeys(masters, kid, ticketId, host);
    const checked = verifyReportCredential(header, reportKey);
    if (checked.ok) {
      const tagged = verifyToken(text, imageKey);
      return tagged.ok ? verified(masters, tagged) : tagged;
    }
  }
  return { ok: false, reason: 'mac' };
}
