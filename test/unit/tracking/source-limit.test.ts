import { sourceLimit } from '../../../src/server/tracking/source-limit';

const MINUTE = 60_000;

function limitOf(perMinute: number) {
  let now = 0;
  const limit = sourceLimit(perMinute, () => new Date(now));
  const recorded = (ip: string, times: number, message = (i: number) => `mail ${i}`): number =>
    Array.from({ length: times }, (_, i) => limit.mayRecord(ip, limit.thing(message(i)))).filter(Boolean)
      .length;
  return { recorded, later: (ms: number) => (now += ms) };
}

describe('the limit of a source', () => {
  test('is so many hits a minute, and holds nobody else back', () => {
    const { recorded, later } = limitOf(100);
    expect(recorded('198.51.100.7', 150)).toBe(100);
    expect(recorded('198.51.100.8', 100)).toBe(100);
    later(MINUTE);
    expect(recorded('198.51.100.7', 150)).toBe(100);
  });

  test('is 30 for one mail: more loads of it say nothing new', () => {
    const { recorded } = limitOf(1_000);
    expect(recorded('198.51.100.7', 200, () => 'one mail')).toBe(30);
    expect(recorded('198.51.100.7', 20)).toBe(20);
  });

  test('counts an IPv6 /48 as one source, and IPv4 inside IPv6 as IPv4', () => {
    const { recorded } = limitOf(10);
    expect(recorded('2001:db8:1:1::1', 10)).toBe(10);
    expect(recorded('2001:db8:1:ffff::2', 1)).toBe(0);
    expect(recorded('2001:db8:2::1', 1)).toBe(1);
    expect(recorded('::ffff:198.51.100.7', 10)).toBe(10);
    expect(recorded('198.51.100.7', 1)).toBe(0);
    expect(recorded('::ffff:198.51.100.8', 1)).toBe(1);
  });

  test.each([
    ['Gmail', '66.249.84.1'],
    ['Apple', '17.58.1.1'],
    ['a mail gateway', '40.94.1.1'],
  ])('lets %s load for its many people', (_name, ip) => {
    const { recorded } = limitOf(100);
    expect(recorded(ip, 4_000)).toBe(4_000);
    expect(recorded(ip, 4_000)).toBe(1_000);
  });

  test('of 0 is none', () => {
    expect(limitOf(0).recorded('198.51.100.7', 5_000, () => 'one mail')).toBe(5_000);
  });

  test('among 20,000 sources with a few hits each wrongs next to none', () => {
    const { recorded } = limitOf(100);
    let lost = 0;
    for (let i = 0; i < 20_000; i += 1) {
      lost += 3 - recorded(`11.${i >> 8}.${i & 255}.1`, 3);
    }
    expect(lost).toBe(0);
  });
});
