import { lower, part } from '../part';

/** Beyond this, mail clients and gateways begin to cut links. */
export const MAX_TARGET = 2000;

export type TargetProblem =
  'tooLong' | 'controlCharacter' | 'surrogate' | 'scheme' | 'userinfo' | 'host' | 'port';

export interface CheckedTarget {
  ok: true;
  scheme: 'http' | 'https';
  /** Lower case, without the port. */
  host: string;
  /** host[:port], lower case, without a default port. */
  authority: string;
  /** From the first slash on, "/" if there is none; with query, without fragment. */
  path: string;
}

/** WHATWG forbidden host code points, plus "%": an escaped host is read differently by different programs. */
const HOST = /^(?:\[[0-9a-f:.]+\]|[^\s#%/:<>?@[\\\]^|"`{}]+)$/;
/** C0, DEL and C1. */
const CONTROL = /[\0-\x1f\x7f-\x9f]/;
/** Half of a pair without its other half. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;

/**
 * Whether a link may lead there: http(s), at most 2,000 characters, no control characters, no user name in
 * it. Checked when the link is made and again at the redirect. Stricter than browsers where programs
 * disagree (a backslash, missing slashes): what it accepts, all read alike.
 */
export function checkTarget(target: string): CheckedTarget | { ok: false; reason: TargetProblem } {
  if (target.length > MAX_TARGET) return { ok: false, reason: 'tooLong' };
  if (CONTROL.test(target)) return { ok: false, reason: 'controlCharacter' };
  if (LONE_SURROGATE.test(target)) return { ok: false, reason: 'surrogate' };
  const prefix = part(/^(https?:\/\/)/i, target);
  if (prefix === '') return { ok: false, reason: 'scheme' };
  const scheme = prefix.length === 8 ? 'https' : 'http';
  const rest = target.slice(prefix.length);
  const end = rest.search(/[/?#\\]/);
  const authority = lower(end < 0 ? rest : rest.slice(0, end));
  if (authority.includes('@')) return { ok: false, reason: 'userinfo' };
  if (end >= 0 && rest.charAt(end) === '\\') return { ok: false, reason: 'host' };
  const port = part(/:([0-9]*)$/, authority);
  const host = authority.replace(/:[0-9]*$/, '');
  if (!HOST.test(host) || /^\.|\.\./.test(host)) return { ok: false, reason: 'host' };
  if (Number(port) > 65535) return { ok: false, reason: 'port' };
  const tail = end < 0 ? '' : rest.slice(end).replace(/#.*$/, '');
  const shown = port === '' || Number(port) === (scheme === 'https' ? 443 : 80) ? '' : `:${Number(port)}`;
  return {
    ok: true,
    scheme,
    host,
    authority: host + shown,
    path: tail.startsWith('/') ? tail : `/${tail}`,
  };
}

/**
 * A target as a Location header carries it: byte for byte, but for what is not ASCII, which is percent-encoded
 * as UTF-8 (RFC 3986), as every browser would do with it. The target must have passed `checkTarget`.
 */
export const locationOf = (target: string): string => target.replace(/[^\x20-\x7e]+/g, encodeURIComponent);
