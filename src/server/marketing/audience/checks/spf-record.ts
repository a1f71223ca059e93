import { isIP, isIPv6 } from 'node:net';

/** Of one term of an SPF record (RFC 7208, 4.6): `+` pass, `-` fail, `~` soft fail, `?` neutral. */
export type SpfQualifier = '+' | '-' | '~' | '?';

export type SpfMechanism =
  | { kind: 'all' }
  | { kind: 'include' | 'exists'; domain: string }
  | { kind: 'a' | 'mx'; domain?: string; v4: number; v6: number }
  | { kind: 'ptr'; domain?: string }
  | { kind: 'ip4' | 'ip6'; address: string; bits: number };

export interface SpfRecord {
  terms: { qualifier: SpfQualifier; mechanism: SpfMechanism }[];
  redirect?: string;
}

export type ReadSpf = { ok: true; record: SpfRecord } | { ok: false; term: string };

const VERSION = /^v=spf1(?: +|$)/i;
const MODIFIER = /^([a-z][a-z0-9_.-]*)=(.*)$/i;
const DIRECTIVE = /^([+\-~?])?([a-z0-9]+)(?:([:/])(.*))?$/i;
const CIDR = /^(.*?)(?:\/(\d{1,3}))?(?:\/\/(\d{1,3}))?$/;
/** Visible characters; a macro stands as it is. */
const DOMAIN = /^[!-~]{1,253}$/;

/** Of a domain's TXT records, those that are SPF: there may be one at most. */
export const spfRecordsIn = (records: readonly string[]): string[] =>
  records.filter((record) => VERSION.test(record.trim()));

const isQualifier = (text: string): text is SpfQualifier => /^[+\-~?]$/.test(text);

/** Reads one record. Not ok: the first term that is none. */
export function readSpf(text: string): ReadSpf {
  const terms = text
    .trim()
    .replace(VERSION, '')
    .split(/ +/)
    .filter((term) => term !== '');
  const record: SpfRecord = { terms: [] };
  for (const term of terms) {
    const modifier = MODIFIER.exec(term);
    if (modifier) {
      const [, name = '', value = ''] = modifier;
      // Others are to be passed over (6.), these two may stand once.
      if (!/^(?:redirect|exp)$/i.test(name)) continue;
      if (!DOMAIN.test(value) || (/^redirect$/i.test(name) && record.redirect !== undefined)) {
        return { ok: false, term };
      }
      if (/^redirect$/i.test(name)) record.redirect = value.toLowerCase();
      continue;
    }
    const mechanism = mechanismOf(term);
    if (!mechanism) return { ok: false, term };
    const [first = ''] = term;
    record.terms.push({ qualifier: isQualifier(first) ? first : '+', mechanism });
  }
  return { ok: true, record };
}

function mechanismOf(term: string): SpfMechanism | undefined {
  const found = DIRECTIVE.exec(term);
  if (!found) return undefined;
  const [, , name = '', separator, rest = ''] = found;
  const kind = name.toLowerCase();
  switch (kind) {
    case 'all':
      return separator === undefined ? { kind } : undefined;
    case 'include':
    case 'exists':
      return separator === ':' && DOMAIN.test(rest) ? { kind, domain: rest.toLowerCase() } : undefined;
    case 'ptr':
      if (separator === undefined) return { kind };
      return separator === ':' && DOMAIN.test(rest) ? { kind, domain: rest.toLowerCase() } : undefined;
    case 'a':
    case 'mx':
      return hostMechanism(kind, separator, rest);
    case 'ip4':
    case 'ip6':
      return separator === ':' ? networkMechanism(kind, rest) : undefined;
    default:
      return undefined;
  }
}

function hostMechanism(
  kind: 'a' | 'mx',
  separator: string | undefined,
  rest: string,
): SpfMechanism | undefined {
  if (separator === undefined) return { kind, v4: 32, v6: 128 };
  const [, domain = '', v4 = '32', v6 = '128'] = CIDR.exec(separator === '/' ? `/${rest}` : rest) ?? [];
  if (Number(v4) > 32 || Number(v6) > 128) return undefined;
  if (separator === ':' && !DOMAIN.test(domain)) return undefined;
  if (separator === '/' && domain !== '') return undefined;
  return {
    kind,
    ...(domain !== '' && { domain: domain.toLowerCase() }),
    v4: Number(v4),
    v6: Number(v6),
  };
}

function networkMechanism(kind: 'ip4' | 'ip6', rest: string): SpfMechanism | undefined {
  const [address = '', bits, ...more] = rest.split('/');
  const most = kind === 'ip4' ? 32 : 128;
  const isRight = kind === 'ip4' ? isIP(address) === 4 : isIPv6(address) && !address.includes('%');
  if (!isRight || more.length > 0) return undefined;
  if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > most)) return undefined;
  return { kind, address: address.toLowerCase(), bits: bits === undefined ? most : Number(bits) };
}
