import { NETWORKS, type NetworkClass, type NetworkLine } from './network-lines';

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

function rangeOf(line: NetworkLine): Range {
  const [address = '', bits = ''] = line.range.split('/');
  const bytes = addressBytes(address);
  if (!bytes) throw new Error(`networks: '${line.range}' is no address range`);
  return { bytes, bits: Number(bits), line };
}

/** By first byte, IPv4 and IPv6 apart, the narrowest range first: it knows best. */
const BY_FIRST_BYTE: ReadonlyMap<number, readonly Range[]> = (() => {
  const ranges = NETWORKS.map(rangeOf).sort((one, other) => other.bits - one.bits);
  const index = new Map<number, Range[]>();
  for (const range of ranges) {
    const first = range.bytes[0] ?? 0;
    const last = first + (range.bits < 8 ? (1 << (8 - range.bits)) - 1 : 0);
    for (let byte = first; byte <= last; byte++) {
      const key = keyOf(byte, range.bytes.length);
      index.set(key, [...(index.get(key) ?? []), range]);
    }
  }
  return index;
})();

function keyOf(firstByte: number, length: number): number {
  return firstByte + (length === 4 ? 0 : 256);
}

function within(address: readonly number[], range: Range): boolean {
  if (address.length !== range.bytes.length) return false;
  const whole = range.bits >> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== range.bytes[i]) return false;
  const rest = range.bits & 7;
  if (rest === 0) return true;
  const mask = (0xff << (8 - rest)) & 0xff;
  return ((address[whole] ?? 0) & mask) === ((range.bytes[whole] ?? 0) & mask);
}

/** What the network of an address says: the narrowest line that holds it. Without a line it is `other`. */
export function networkOf(ip: string): { network: NetworkClass } & Omit<Partial<NetworkLine>, 'network'> {
  const bytes = addressBytes(ip);
  const ranges = bytes && BY_FIRST_BYTE.get(keyOf(bytes[0] ?? 0, bytes.length));
  return ranges?.find((range) => within(bytes ?? [], range))?.line ?? { network: 'other' };
}

/** The part of an address that O3 compares: IPv4 /24, IPv6 /48. Null when it is no address. */
export function addressPrefix(ip: string): string | null {
  const bytes = addressBytes(ip);
  if (!bytes) return null;
  if (bytes.length === 4) return `${bytes.slice(0, 3).join('.')}.0/24`;
  return `${[0, 2, 4].map((i) => hex(bytes[i], bytes[i + 1])).join(':')}::/48`;
}
