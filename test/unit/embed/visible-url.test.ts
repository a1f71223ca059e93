import { parse } from 'tldts';
import { isTopLevel } from '../../../src/core/embed/tlds';
import { judgeVisible } from '../../../src/core/embed/visible-url';

const HOST = 'shop.example';

test.each([
  'https://shop.example/offer',
  'http://other.example',
  ' https://shop.example ',
  'HTTPS://SHOP.EXAMPLE',
  'https://sh\u200bop.example',
  'ftp://files.example.com',
  'www.shop.example',
  'WWW.anything',
  'shop.example',
  'shop.example/offer?a=1',
  'shop.example:8080/x',
  'acme.co.uk',
  'acme.de/angebot',
  'm\u00fcller.de',
  '<https://shop.example>',
  '(shop.example)',
  'shop.example.',
  '\u201eacme.com\u201c',
  'bob@acme.com',
  'mailto:bob@acme.com',
  'tel:+4930123',
  'acme\u3002com',
  'other.com',
  'Shop:https://other.example',
])('%p is a URL', (text) => expect(judgeVisible(text, HOST)).toBe('url'));

test.each([
  'our offer',
  'Click here',
  'Node.js',
  'report.pdf',
  'offer.docx',
  'v1.2',
  'e.g.',
  '12.30',
  'A/B',
  'and/or',
  'C++',
  'Note: read this',
  'See shop.example for more',
  'Visit https://shop.example/offer now',
  'Visit www.shop.example now',
  '\u2192 more',
  '10 %',
  '@acme',
])('%p is words', (text) => expect(judgeVisible(text, HOST)).toBe('words'));

test.each([
  'See https://other.example/x for more',
  'See www.other.example for more',
  'Visit acme.com today',
  'Write to bob@acme.com',
  'Home (acme.com)',
])('%p names another host', (text) => expect(judgeVisible(text, HOST)).toBe('otherHost'));

test.each(['', '  ', '\u200b', '\u00a0\u00ad'])('%p shows nothing', (text) =>
  expect(judgeVisible(text, HOST)).toBe('none'),
);

test('the very host the link leads to is a URL under any top level domain', () => {
  expect(judgeVisible('acme.photography', 'www.acme.photography')).toBe('url');
  expect(judgeVisible('localhost:4001/site', 'localhost')).toBe('url');
  expect(judgeVisible('192.0.2.1/x', '192.0.2.1')).toBe('url');
});

test('country codes are those of the public suffix list, and every generic name stands there', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (const a of letters) {
    for (const b of letters)
      expect([a + b, isTopLevel(a + b)]).toEqual([a + b, parse(`x.${a}${b}`).isIcann === true]);
  }
  for (const name of ['com', 'cloud', 'online', 'example', 'xn--p1ai']) expect(isTopLevel(name)).toBe(true);
  for (const name of ['pdf', 'docx', 'js', 'html', 'txt']) expect(isTopLevel(name)).toBe(false);
});

test('a long text takes no longer than its length', () => {
  const started = process.cpuUsage().user;
  for (const text of [
    'a.'.repeat(200_000),
    '@'.repeat(200_000),
    'http://'.repeat(50_000),
    '-'.repeat(400_000),
    'www.'.repeat(100_000),
    '<'.repeat(400_000),
    'a-'.repeat(200_000),
  ]) {
    judgeVisible(text, HOST);
    judgeVisible(`${text} x`, HOST);
  }
  expect(process.cpuUsage().user - started).toBeLessThan(3_000_000);
});
