/**
 * Networks that tell something about who asks. One line per range, as their owners publish them; `sure`: nobody reads
 * mail from there.
 */
export type NetworkClass = 'private' | 'apple' | 'google' | 'gateway' | 'other';

export interface NetworkLine {
  range: string;
  network: Exclude<NetworkClass, 'other'>;
  name: string;
}

export const NETWORKS: readonly NetworkLine[] = [
  { range: '10.0.0.0/8', network: 'private', name: 'a private network' },
  { range: '172.16.0.0/12', network: 'private', name: 'a private network' },
  { range: '192.168.0.0/16', network: 'private', name: 'a private network' },
  { range: '127.0.0.0/8', network: 'private', name: 'this machine' },
  { range: '::1/128', network: 'private', name: 'this machine' },
  { range: 'fc00::/7', network: 'private', name: 'a private network' },
  { range: 'fe80::/10', network: 'private', name: 'a private network' },

  // Apple's own addresses; its mail privacy relays also leave through Cloudflare, Akamai and Fastly.
  { range: '17.0.0.0/8', network: 'apple', name: 'Apple' },
  { range: '2620:149::/32', network: 'apple', name: 'Apple' },

  { range: '66.249.64.0/19', network: 'google', name: 'Google' },
  { range: '66.102.0.0/20', network: 'google', name: 'Google' },
  { range: '64.233.160.0/19', network: 'google', name: 'Google' },
  { range: '72.14.192.0/18', network: 'google', name: 'Google' },
  { range: '74.125.0.0/16', network: 'google', name: 'Google' },
  { range: '108.177.0.0/17', network: 'google', name: 'Google' },
  { range: '173.194.0.0/16', network: 'google', name: 'Google' },
  { range: '209.85.128.0/17', network: 'google', name: 'Google' },
  { range: '2001:4860::/32', network: 'google', name: 'Google' },

  // Exchange Online Protection.
  { range: '40.92.0.0/15', network: 'gateway', name: 'Microsoft Defender Safe Links' },
  { range: '40.94.0.0/16', network: 'gateway', name: 'Microsoft Defender Safe Links' },
  { range: '40.107.0.0/16', network: 'gateway', name: 'Microsoft Defender Safe Links' },
  { range: '52.100.0.0/14', network: 'gateway', name: 'Microsoft Defender Safe Links' },
  { range: '104.47.0.0/17', network: 'gateway', name: 'Microsoft Defender Safe Links' },
  { range: '2a01:111:f400::/48', network: 'gateway', name: 'Microsoft Defender Safe Links' },

  { range: '67.231.144.0/20', network: 'gateway', name: 'Proofpoint' },
  { range: '148.163.128.0/19', network: 'gateway', name: 'Proofpoint' },
  { range: '185.132.180.0/22', network: 'gateway', name: 'Proofpoint' },
  { range: '185.183.28.0/22', network: 'gateway', name: 'Proofpoint' },
  { range: '205.220.160.0/19', network: 'gateway', name: 'Proofpoint' },

  { range: '91.220.42.0/24', network: 'gateway', name: 'Mimecast' },
  { range: '146.101.78.0/24', network: 'gateway', name: 'Mimecast' },
  { range: '170.10.128.0/23', network: 'gateway', name: 'Mimecast' },
  { range: '170.10.132.0/23', network: 'gateway', name: 'Mimecast' },
  { range: '185.58.84.0/22', network: 'gateway', name: 'Mimecast' },
  { range: '195.130.217.0/24', network: 'gateway', name: 'Mimecast' },
  { range: '205.139.110.0/23', network: 'gateway', name: 'Mimecast' },
  { range: '207.211.30.0/23', network: 'gateway', name: 'Mimecast' },
  { range: '216.205.24.0/24', network: 'gateway', name: 'Mimecast' },

  { range: '64.235.144.0/20', network: 'gateway', name: 'Barracuda' },
  { range: '209.222.80.0/21', network: 'gateway', name: 'Barracuda' },
];

/** The bytes of an IPv4 (4) or IPv6 (16) address, or null. An IPv4 address inside IPv6 is read as IPv4. */
export function addressBytes(text: string): readonly number[] | null {
  const address = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!address.includes(':')) {
    const parts = address.split('.');
    if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255))
      return null;
    return parts.map(Number);
  }
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  const embedded = tail?.[2] === undefined ? null : addressBytes(tail[2]);
  if (tail && !embedded) return null;
  const groups = embedded
    ? `${tail?.[1] ?? ''}${hex(embedded[0], embedded[1])}:${hex(embedded[2], embedded[3])}`
    : address;
  const halves = groups.split('::');
  if (halves.length > 2) return null;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const words = [...left, ...new Array<string>(missing).fill('0'), ...right];
  if (words.some((word) => !/^[0-9a-f]{1,4}$/i.test(word))) return null;
  const bytes = words.flatMap((word) => [parseInt(word, 16) >> 8, parseInt(word, 16) & 255]);
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return mapped ? bytes.slice(12) : bytes;
}

const hex = (high = 0, low = 0): string => ((high << 8) | low).toString(16);

interface Range {
  bytes: readonly number[];
  bits: number;
  line: NetworkLine;
}

const RANGES: readonly Range[] = NETWORKS.map((line) => {
  const [address = '', bits = ''] = line.range.split('/');
  const bytes = addressBytes(address);
  if (!bytes) throw new Error(`networks: '${line.range}' is no address range`);
  return { bytes, bits: Number(bits), line };
});

function within(address: readonly number[], range: Range): boolean {
  if (address.length !== range.bytes.length) return false;
  const whole = range.bits >> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== range.bytes[i]) return false;
  const rest = range.bits & 7;
  if (rest === 0) return true;
  const mask = (0xff << (8 - rest)) & 0xff;
  return ((address[whole] ?? 0) & mask) === ((range.bytes[whole] ?? 0) & mask);
}

/** What the network of an address says; `name` is set for all but `other`. */
export function networkOf(ip: string): { network: NetworkClass; name?: string } {
  const bytes = addressBytes(ip);
  const range = bytes && RANGES.find((candidate) => within(bytes, candidate));
  return range ? { network: range.line.network, name: range.line.name } : { network: 'other' };
}

/** The part of an address that O3 compares: IPv4 /24, IPv6 /48. Null when it is no address. */
export function addressPrefix(ip: string): string | null {
  const bytes = addressBytes(ip);
  if (!bytes) return null;
  if (bytes.length === 4) return `${bytes.slice(0, 3).join('.')}.0/24`;
  return `${[0, 2, 4].map((i) => hex(bytes[i], bytes[i + 1])).join(':')}::/48`;
}
