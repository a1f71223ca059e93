import { BlockList, isIP } from 'node:net';
import type { Dns } from '../../../checks/dns';
import { readSpf, type SpfMechanism, spfRecordsIn } from './spf-record';

/** RFC 7208, 4.6.4: terms that ask DNS, and answers that were empty. */
export const MOST_LOOKUPS = 10;
const MOST_VOID = 2;
const MOST_MX = 10;

export type SpfFault =
  | { fault: 'none' }
  | { fault: 'several'; count: number }
  | { fault: 'syntax'; domain: string; term: string }
  | { fault: 'too-many-lookups' }
  | { fault: 'too-many-void' }
  | { fault: 'include-without-record'; domain: string };

export interface SpfAnswer {
  /** What the record says of these addresses; none given: `neutral`. */
  result: 'pass' | 'fail' | 'softfail' | 'neutral';
  /** Every domain that is included or redirected to, and hosts named by `a` and `mx`. */
  names: ReadonlySet<string>;
  lookups: number;
}

export type SpfCheck = ({ ok: true } & SpfAnswer) | ({ ok: false } & SpfFault);

class Broken extends Error {
  constructor(readonly fault: SpfFault) {
    super(fault.fault);
  }
}

const RESULTS = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' } as const;

interface Walk {
  dns: Dns;
  addresses: readonly string[];
  lookups: number;
  empty: number;
  names: Set<string>;
}

/**
 * What a domain's SPF record says of mail from any of these addresses. The whole record is read, whatever matches first, so
 * that a fault behind it shows too. Throws `DnsFailed`.
 */
export async function checkSpf(dns: Dns, domain: string, addresses: readonly string[]): Promise<SpfCheck> {
  const walk: Walk = { dns, addresses, lookups: 0, empty: 0, names: new Set() };
  try {
    const result = await evaluate(walk, domain, 0);
    return { ok: true, result: result ?? 'neutral', names: walk.names, lookups: walk.lookups };
  } catch (error) {
    if (error instanceof Broken) return { ok: false, ...error.fault };
    throw error;
  }
}

async function evaluate(walk: Walk, domain: string, depth: number): Promise<SpfAnswer['result'] | undefined> {
  const records = spfRecordsIn(await walk.dns.txt(domain));
  const [text] = records;
  if (text === undefined) {
    throw new Broken(depth === 0 ? { fault: 'none' } : { fault: 'include-without-record', domain });
  }
  if (records.length > 1) throw new Broken({ fault: 'several', count: records.length });
  const read = readSpf(text);
  if (!read.ok) throw new Broken({ fault: 'syntax', domain, term: read.term });
  let result: SpfAnswer['result'] | undefined;
  for (const { qualifier, mechanism } of read.record.terms) {
    if (mechanism.kind === 'all') return result ?? RESULTS[qualifier];
    const matches = await isMatch(walk, domain, mechanism, depth);
    if (matches) result ??= RESULTS[qualifier];
  }
  const { redirect } = read.record;
  if (redirect === undefined) return result;
  countLookup(walk);
  walk.names.add(redirect);
  const there = await evaluate(walk, redirect, depth + 1);
  return result ?? there;
}

function countLookup(walk: Walk): void {
  walk.lookups += 1;
  if (walk.lookups > MOST_LOOKUPS) throw new Broken({ fault: 'too-many-lookups' });
}

function countEmpty(walk: Walk, found: readonly string[]): void {
  if (found.length > 0) return;
  walk.empty += 1;
  if (walk.empty > MOST_VOID) throw new Broken({ fault: 'too-many-void' });
}

async function isMatch(
  walk: Walk,
  domain: string,
  mechanism: Exclude<SpfMechanism, { kind: 'all' }>,
  depth: number,
): Promise<boolean> {
  switch (mechanism.kind) {
    case 'ip4':
    case 'ip6':
      return walk.addresses.some((one) => isIn(one, mechanism.address, mechanism.bits));
    case 'include': {
      countLookup(walk);
      walk.names.add(mechanism.domain);
      // What depends on the mail itself cannot be followed without one.
      if (mechanism.domain.includes('%')) return false;
      return (await evaluate(walk, mechanism.domain, depth + 1)) === 'pass';
    }
    case 'exists':
    case 'ptr':
      countLookup(walk);
      return false;
    case 'a': {
      countLookup(walk);
      const host = mechanism.domain ?? domain;
      walk.names.add(host);
      if (host.includes('%')) return false;
      const found = await walk.dns.addresses(host);
      countEmpty(walk, found);
      return isAmong(walk.addresses, found, mechanism);
    }
    case 'mx': {
      countLookup(walk);
      const host = mechanism.domain ?? domain;
      if (host.includes('%')) return false;
      const hosts = (await walk.dns.mx(host)).slice(0, MOST_MX);
      countEmpty(walk, hosts);
      const found = await Promise.all(hosts.map((one) => walk.dns.addresses(one)));
      for (const one of hosts) walk.names.add(one);
      return isAmong(walk.addresses, found.flat(), mechanism);
    }
  }
}

const isAmong = (
  addresses: readonly string[],
  found: readonly string[],
  { v4, v6 }: { v4: number; v6: number },
): boolean => addresses.some((one) => found.some((other) => isIn(one, other, isIP(other) === 4 ? v4 : v6)));

function isIn(address: string, network: string, bits: number): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(address) !== family) return false;
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, bits, type);
  return list.check(address, type);
}
