import { base64url, equalBytes, fromBase64url, utf8Bytes } from './bytes';
import { hmacSha256 } from './sha256';
import { checkTarget, type TargetProblem } from './target';
import { ticketBytes, type Ticket } from './ticket';

const MAC_BYTES = 12;

/** Also what encodeURIComponent leaves and an attribute's quotes, or a reader of bare addresses, would stumble over. */
const encodeTarget = (target: string): string =>
  encodeURIComponent(target).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const macOf = (token: string, n: number, target: string, linkKey: Uint8Array): Uint8Array =>
  hmacSha256(linkKey, utf8Bytes(`link/1\n${token}\n${n}\n${target}`)).slice(0, MAC_BYTES);

/** The tracked form of link number `n` (from 1) of a message. `target` is the href's value, entities decoded. */
export function makeLink(
  ticket: Ticket,
  token: string,
  n: number,
  target: string,
): { ok: true; url: string } | { ok: false; reason: TargetProblem | 'freeSeat' } {
  if (ticket.linkKey === undefined) return { ok: false, reason: 'freeSeat' };
  const checked = checkTarget(target);
  if (!checked.ok) return checked;
  const mac = base64url(macOf(token, n, target, ticketBytes(ticket, 'linkKey')));
  return { ok: true, url: `${ticket.trackingUrl}/c/${token}/${n}?u=${encodeTarget(target)}&s=${mac}` };
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
  if (given?.length !== MAC_BYTES || !equalBytes(given, macOf(token, n, target, linkKey))) {
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
 * turned a space, or an escaped "+", into it. The signature tells which.
 */
export function readLinkQuery(query: string): { targets: string[]; mac: string } | null {
  let raw: string | null = null;
  let mac: string | null = null;
  for (const part of query.split('&')) {
    const pair = /^(?:amp;|#38;|#x26;)?(u|s)=(.*)$/i.exec(part);
    if (pair?.[1] === 'u' && raw === null) raw = pair[2] ?? '';
    if (pair?.[1] === 's' && mac === null) mac = pair[2] ?? '';
  }
  if (raw === null || mac === null) return null;
  try {
    const literal = decodeURIComponent(raw);
    const spaced = raw.includes('+') ? [decodeURIComponent(raw.replace(/\+/g, '%20'))] : [];
    return { targets: [literal, ...spaced], mac };
  } catch {
    return null;
  }
}
