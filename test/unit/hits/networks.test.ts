import { addressPrefix, NETWORKS, networkOf } from '../../../src/core/hits';

test.each(NETWORKS.map(({ range, name }) => [range, name]))('%s belongs to %s', (range, name) => {
  expect(networkOf(range.split('/')[0] ?? '').name).toBe(name);
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

test('an address beside a range is outside it', () => {
  expect(networkOf('40.95.0.1').network).toBe('other');
  expect(networkOf('52.104.0.0').network).toBe('other');
  expect(networkOf('8.8.8.8').network).toBe('other');
});
