import { addressPrefix, NETWORKS, networkOf, SOURCES } from '../../../src/core/hits';
import { addressBytes } from '../../../src/core/hits/networks';

/** An address as a number, and back. */
const numberOf = (ip: string): bigint =>
  (addressBytes(ip) ?? []).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
function ipOf(value: bigint, bits: 32 | 128): string {
  const hex = value.toString(16).padStart(bits / 4, '0');
  const parts = hex.match(bits === 32 ? /../g : /..../g) ?? [];
  return bits === 32 ? parts.map((part) => parseInt(part, 16)).join('.') : parts.join(':');
}

function edges(range: string): { inside: [string, string]; outside: string[] } {
  const [address = '', length = ''] = range.split('/');
  const bits = address.includes(':') ? 128 : 32;
  const size = 1n << BigInt(bits - Number(length));
  const first = numberOf(address);
  const outside = [first - 1n, first + size].filter((n) => n >= 0n && n < 1n << BigInt(bits));
  return {
    inside: [ipOf(first, bits), ipOf(first + size - 1n, bits)],
    outside: outside.map((n) => ipOf(n, bits)),
  };
}

describe('each line of the network table', () => {
  test.each(NETWORKS.map((line) => [line.range, line] as const))(
    '%s holds its edges, and no more',
    (range, line) => {
      const { inside, outside } = edges(range);
      for (const ip of inside) {
        const told = networkOf(ip);
        // A narrower line within this one may know better.
        if (told.range !== range)
          expect(Number(told.range?.split('/')[1])).toBeGreaterThan(Number(range.split('/')[1]));
        else expect(told).toEqual(line);
      }
      expect(outside.length).toBeGreaterThan(0);
      for (const ip of outside) expect(networkOf(ip).range).not.toBe(range);
    },
  );

  test('begins where its length says', () => {
    for (const { range } of NETWORKS) {
      const [address = '', length = ''] = range.split('/');
      const size = 1n << BigInt((address.includes(':') ? 128 : 32) - Number(length));
      expect([range, numberOf(address) % size]).toEqual([range, 0n]);
    }
  });

  test('stands once, with a source and a month', () => {
    expect(new Set(NETWORKS.map(({ range }) => range)).size).toBe(NETWORKS.length);
    for (const { source, date } of NETWORKS) {
      expect(SOURCES[source].length).toBeGreaterThan(10);
      expect(date).toMatch(/^20\d\d-(?:0[1-9]|1[0-2])$/);
    }
  });
});

describe('examples from the wild', () => {
  test.each([
    ['104.47.55.126', 'gateway', 'certain', 'Microsoft Defender Safe Links'],
    ['40.94.34.52', 'gateway', 'likely', 'Microsoft Defender detonation'],
    ['64.235.153.10', 'gateway', 'likely', 'Barracuda'],
    ['148.163.149.217', 'gateway', 'likely', 'Proofpoint'],
    ['66.249.91.149', 'google', 'likely', 'Google'],
    ['17.58.97.12', 'apple', 'certain', 'Apple'],
    ['104.28.86.7', 'relay', 'likely', 'iCloud Private Relay or WARP'],
    ['165.225.80.33', 'relay', 'certain', 'Zscaler'],
    ['2603:1026::1', 'mail-service', 'likely', 'Exchange Online'],
    ['52.34.76.65', 'gateway', 'likely', 'a mail scanner'],
    ['52.34.76.66', 'hosting', 'likely', 'Amazon'],
  ])('%s is of %s, %s: %s', (ip, network, certainty, name) => {
    expect(networkOf(ip)).toMatchObject({ network, certainty, name });
  });

  test.each(['8.8.8.8', '198.51.100.23', '93.184.216.34', '81.2.69.160', '2a02:8109::1'])(
    'of %s nothing is known',
    (ip) => {
      expect(networkOf(ip)).toEqual({ network: 'other' });
    },
  );
});

test.each([
  ['198.51.100.23', '198.51.100.0/24'],
  ['::ffff:198.51.100.23', '198.51.100.0/24'],
  ['2001:db8:1:2::9', '2001:db8:1::/48'],
  ['2001:db8::', '2001:db8:0::/48'],
])('%s lies in the prefix %s', (ip, prefix) => {
  expect(addressPrefix(ip)).toBe(prefix);
});

test.each(['', 'localhost', '1.2.3', '1.2.3.256', '1:2:3', ':::', '1::2::3', '2001:db8::g'])(
  '"%s" is no address',
  (text) => {
    expect(addressPrefix(text)).toBeNull();
    expect(networkOf(text)).toEqual({ network: 'other' });
  },
);
