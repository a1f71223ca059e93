import { isPublicAddress, readEndpoint } from '../../../src/server/push/endpoint';

describe('where pushes may go', () => {
  test.each([
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
    'https://8.8.8.8/x',
    'https://[2606:4700::1]/x',
  ])('%s is a push service', (endpoint) => expect(readEndpoint(endpoint).ok).toBe(true));

  test.each([
    ['http://push.example/x', 'https'],
    ['ftp://push.example/x', 'https'],
    ['nonsense', 'no web address'],
    ['https://user:pw@push.example/x', 'user name'],
    ['https://push.example:8443/x', 'port'],
    ['https://localhost/x', 'private'],
    ['https://app.localhost/x', 'private'],
    ['https://intranet/x', 'private'],
    ['https://metadata.google.internal/x', 'private'],
    ['https://metadata.google.internal./x', 'private'],
    ['https://printer.local/x', 'private'],
    ['https://127.0.0.1/x', 'private'],
    ['https://2130706433/x', 'private'],
    ['https://0x7f.1/x', 'private'],
    ['https://10.1.2.3/x', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'private'],
    ['https://192.168.1.1/x', 'private'],
    ['https://[::1]/x', 'private'],
    ['https://[fd00::1]/x', 'private'],
    ['https://[::ffff:127.0.0.1]/x', 'private'],
    ['https://[64:ff9b::7f00:1]/x', 'private'],
    [`https://push.example/${'x'.repeat(2_000)}`, 'no web address'],
  ])('%s is refused', (endpoint, reason) => {
    const read = readEndpoint(endpoint);
    expect(read.ok ? '' : read.reason).toContain(reason);
  });

  test('a name that leads to an inner address is told by the address', () => {
    for (const inside of [
      '172.16.0.1',
      '100.64.1.1',
      '0.0.0.0',
      '224.0.0.1',
      '::',
      'fe80::1',
      '2002:7f00:1::',
    ])
      expect([inside, isPublicAddress(inside)]).toEqual([inside, false]);
    for (const outside of ['1.1.1.1', '142.250.1.1', '2a00:1450:4001::1'])
      expect([outside, isPublicAddress(outside)]).toEqual([outside, true]);
  });
});
