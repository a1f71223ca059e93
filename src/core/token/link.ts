import { base64url, equalBytes, fromBase64url, utf8Bytes } from './bytes';
import { hmac, type Hmac } from './sha256';
import { checkTarget, type TargetProblem } from './target';
import { ticketBytes, type Ticket } from './ticket';

const MAC_BYTES = 12;

/** Also what encodeURIComponent leaves and an attribute's quotes, or a reader of bare addresses, would stumble over. */
export const escapeTarget = (target: string): string =>
  encodeURIComponent(target).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const macOf = (mac: Hmac, token: string, n: number, target: string): Uint8Array =>
  mac(utf8Bytes(`link/1\n${token}\n${n}\n${target}`)).subarray(0, MAC_BYTES);

/**
 * Makes the tracked form of a message's links: `n` counts from 1, `target` is the href's value, entities decoded, and
 * has passed `checkTarget`. null for a free seat, whose ticket cannot sign.
 */
export function linkSigner(ticket: Ticket, token: string): ((n: number, target: string) => string) | null {
  if (ticket.linkKey === undefined) return null;
  const mac = hmac(ticketBytes(ticket, 'linkKey'));
  const start = `${ticket.trackingUrl}/c/${token}/`;
  return (n, target) => `${start}${n}?u=${escapeTarget(target)}&s=${base64url(macOf(mac, token, n, target))}`;
}

/** One tracked link; `linkSigner` for many. */
export function makeLink(
  ticket: Ticket,
  token: string,
  n: number,
  target: string,
): { ok: true; url: string } | { ok: false; reason: TargetProblem | 'freeSeat' } {
  const sign = linkSigner(ticket, token);
  if (!sign) return { ok: false, reason: 'freeSeat' };
  const checked = checkTarget(target);
  return checked.ok ? { ok: true, url: sign(n, target) } : checked;
}

/** Whether exactly this target was signed for link `n` of this token. */
export function verifyLink(
  token: string,
  n: number,
  target: string,
  mac: string,
  linkKey: Uint8Array,
): { ok: true } | { ok: false; reason: TargetProblem | 'mac' } {
  const given = fromBase64url(mac);
  if (!given || given.length !== MAC_BYTES || !equalBytes(given, macOf(hmac(linkKey), token, n, target))) {
    return { ok: false, reason: 'mac' };
  }
  const checked = checkTarget(target);
  return checked.ok ? { ok: true } : checked;
}

/** The link number of a path, or null. One number has one spelling. */
export function linkNumber(text: string): number | null {
  return /^[1-9][0-9]{0,4}$/.test(text) ? Number(text) : null;
}

/**
 * `u` and `s` of a link's query as it arrives: without "?", in any order, among foreign parameters, with `&`
 * still written `&amp;`. There are two readings where a "+" stands, which we never write: a gateway may have
 * turned a space, or an escaped "+", into it. The signature tells which. `spelled`: how the target stood in the
 * sender's HTML where that was out of the ordinary (`r`, unsigned: for putting back only); else null.
 */
export function readLinkQuery(
  query: string,
): { targets: string[]; mac: string; spelled: string | null } | null {
  const found: { [name: string]: string } = {};
  for (const pair of query.split('&')) {
    const [, name = '', value = ''] = /^(?:amp;|#38;|#x26;)?([usr])=(.*)$/.exec(pair) || [];
    if (found[name] === undefined) found[name] = value;
  }
  const { u, s, r } = found;
  const literal = u === undefined ? null : unescapeTarget(u);
  if (u === undefined || s === undefined || literal === null) return null;
  const spaced = u.includes('+') ? unescapeTarget(u.replace(/\+/g, '%20')) : null;
  return {
    targets: spaced === null ? [literal] : [literal, spaced],
    mac: s,
    spelled: r === undefined ? null : unescapeTarget(r),
  };
}

function unescapeTarget(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
