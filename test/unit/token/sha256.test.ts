import { createHash, createHmac, randomBytes } from 'node:crypto';
import { base64url, equalBytes, fromBase64url, hmacSha256, sha256, utf8Bytes } from '../../../src/core/token';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const repeat = (byte: number, times: number): Uint8Array => new Uint8Array(times).fill(byte);
const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

describe('HMAC-SHA-256 gives the values of RFC 4231', () => {
  const counting = Uint8Array.from({ length: 25 }, (_, i) => i + 1);
  const long =
    'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.';
  test.each([
    [
      '1',
      repeat(0x0b, 20),
      ascii('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      '2',
      ascii('Jefe'),
      ascii('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      '3',
      repeat(0xaa, 20),
      repeat(0xdd, 50),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    ['4', counting, repeat(0xcd, 50), '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b'],
    [
      '6',
      repeat(0xaa, 131),
      ascii('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    ['7', repeat(0xaa, 131), ascii(long), '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2'],
  ])('test case %s', (_, key, message, expected) => expect(hex(hmacSha256(key, message))).toBe(expected));

  test('test case 5, cut to 128 bits', () => {
    const mac = hmacSha256(repeat(0x0c, 20), ascii('Test With Truncation'));
    expect(hex(mac.slice(0, 16))).toBe('a3b6167473100ee06e0c796c2955552b');
  });
});

test('SHA-256 and HMAC agree with the system at every length around the block edges', () => {
  for (let length = 0; length < 200; length++) {
    const message = Uint8Array.from(randomBytes(length));
    const key = Uint8Array.from(randomBytes((length * 7) % 150));
    expect(hex(sha256(message))).toBe(createHash('sha256').update(message).digest('hex'));
    expect(hex(hmacSha256(key, message))).toBe(createHmac('sha256', key).update(message).digest('hex'));
  }
});

test('UTF-8 agrees with the Encoding Standard, lone surrogates too', () => {
  for (const text of [
    '',
    'abc',
    'zażółć',
    '漢字',
    '😀',
    'a\ud800b',
    '\udc00',
    '\ud83d',
    'x\ud83d\ude00\ud83dy',
    '\u07ff\u0800\uffff',
  ]) {
    expect(hex(utf8Bytes(text))).toBe(hex(new TextEncoder().encode(text)));
  }
});

describe('base64url', () => {
  test('goes there and back, as the system writes it', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from(randomBytes(length));
      const text = base64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect(hex(fromBase64url(text) ?? new Uint8Array(1))).toBe(hex(bytes));
    }
  });
  test.each(['A', 'AB=', 'A+', 'A/', 'ab c', 'AB', 'AAB', 'ä'])(
    'refuses %p: one value has one spelling',
    (text) => {
      expect(fromBase64url(text)).toBeNull();
    },
  );
});

test('bytes are equal only if all are', () => {
  expect(equalBytes(ascii('abc'), ascii('abc'))).toBe(true);
  expect(equalBytes(ascii('abc'), ascii('abd'))).toBe(false);
  expect(equalBytes(ascii('bbc'), ascii('abc'))).toBe(false);
  expect(equalBytes(ascii('ab'), ascii('abc'))).toBe(false);
});
