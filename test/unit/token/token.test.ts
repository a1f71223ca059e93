import {
  checkTarget,
  linkNumber,
  locationOf,
  makeLink,
  makeNonce,
  makeToken,
  messageKeyOf,
  parseToken,
  readLinkQuery,
  reportCredential,
  TOKEN_LENGTH,
} from '../../../src/core/token';
import { ticketFor, tokenFor } from '../../fixtures/tickets';

const ticket = ticketFor();
const token = tokenFor(ticket);

describe('a token', () => {
  test('is 44 letters and says its version, key, ticket and index', () => {
    expect(token).toHaveLength(TOKEN_LENGTH);
    expect(parseToken(tokenFor(ticket, 1, 70_000))).toMatchObject({ ok: true, kid: 3, index: 70_000 });
    const parsed = parseToken(token);
    expect(parsed.ok && Buffer.from(parsed.ticketId).toString('base64url')).toBe(ticket.id);
  });
  test('shares its message key with all recipients of the message, and with no other message', () => {
    expect(messageKeyOf(tokenFor(ticket, 1, 5))).toBe(messageKeyOf(token));
    expect(messageKeyOf(token)).toHaveLength(30);
    expect(messageKeyOf(tokenFor(ticket, 2))).not.toBe(messageKeyOf(token));
  });
  test.each([
    ['cut', token.slice(0, 43), 'length'],
    ['too long', `${token}A`, 'length'],
    ['not base64url', `${token.slice(0, 43)}=`, 'alphabet'],
    ['of another version', `A${token.slice(1)}`, 'version'],
    ['empty', '', 'length'],
  ])('that is %s is refused with the reason', (_, text, reason) => {
    expect(parseToken(text)).toEqual({ ok: false, reason });
    expect(messageKeyOf(text)).toBeNull();
  });
  test('is not made with an index, nonce or key out of range', () => {
    const nonce = makeNonce(ticket, { time: 1, counter: 1, random: 1 });
    expect(() => makeToken(ticket, nonce, -1)).toThrow('index');
    expect(() => makeToken(ticket, nonce, 0x1000000)).toThrow('index');
    expect(() => makeToken(ticket, 'AAAA', 0)).toThrow('nonce');
    expect(() => makeToken({ ...ticket, kid: 32 }, nonce, 0)).toThrow('key id');
    expect(() => makeToken({ ...ticket, imageKey: 'AAAA' }, nonce, 0)).toThrow('imageKey');
  });
  test('two windows with one ticket make two messages: any part of the seed changes the nonce', () => {
    const seed = { time: 1, counter: 2, random: 3 };
    const nonces = [seed, { ...seed, time: 2 }, { ...seed, counter: 3 }, { ...seed, random: 4 }].map((s) =>
      makeNonce(ticket, s),
    );
    expect(new Set(nonces).size).toBe(4);
    expect(makeNonce(ticket, seed)).toBe(nonces[0]);
  });
});

describe('a target', () => {
  test.each([
    ['https://example.com', 'example.com', '/'],
    ['HTTP://EXAMPLE.com:80/A?b=1#c', 'example.com', '/A?b=1'],
    ['https://example.com:8443?x#y', 'example.com:8443', '/?x'],
    ['https://[2001:db8::1]:444/', '[2001:db8::1]:444', '/'],
    ['https://müller.example/ä ö', 'müller.example', '/ä ö'],
    ['http://localhost:4001/site/offer', 'localhost:4001', '/site/offer'],
    ['https://example.com/a\\b?q=user@host', 'example.com', '/a\\b?q=user@host'],
    [`https://example.com/${'x'.repeat(1980)}`, 'example.com', `/${'x'.repeat(1980)}`],
  ])('%p may be led to', (target, authority, path) => {
    expect(checkTarget(target)).toMatchObject({ ok: true, authority, path });
  });
  test.each([
    ['javascript:alert(1)', 'scheme'],
    ['data:text/html,x', 'scheme'],
    ['ftp://example.com/', 'scheme'],
    ['//example.com', 'scheme'],
    ['https:example.com', 'scheme'],
    ['https:/example.com', 'scheme'],
    [' https://example.com', 'scheme'],
    ['https://', 'host'],
    ['https:///x', 'host'],
    ['https://exa mple.com', 'host'],
    ['https://a.example\\@b.example/', 'host'],
    ['https://a%40b.example/', 'host'],
    ['https://a..example/', 'host'],
    ['https://user@example.com/', 'userinfo'],
    ['https://user:pw@example.com/', 'userinfo'],
    ['https://@example.com/', 'userinfo'],
    ['https://example.com:99999/', 'port'],
    ['https://example.com/\r\nSet-Cookie: a=b', 'controlCharacter'],
    ['https://example.com/\0', 'controlCharacter'],
    ['https://example.com/\u0085', 'controlCharacter'],
    ['https://example.com/\ud800', 'surrogate'],
    [`https://example.com/${'x'.repeat(1981)}`, 'tooLong'],
  ])('%p may not: %s', (target, reason) => expect(checkTarget(target)).toEqual({ ok: false, reason }));

  test('whose host a browser reads otherwise than we do is refused', () => {
    for (const target of [
      'https://a.example\\@b.example/',
      'https://a.example/',
      'https://x.example:443/p',
      'https://A.EXAMPLE/?@b.example',
      'https://a.example#@b.example',
      'https://a.example?@b.example',
    ]) {
      const checked = checkTarget(target);
      if (checked.ok) expect(checked.authority).toBe(new URL(target).host);
    }
  });
  test('goes into the Location header byte for byte, but for what is not ASCII', () => {
    expect(locationOf('https://a.example/%c3%A4?x=a b&y="\'')).toBe('https://a.example/%c3%A4?x=a b&y="\'');
    expect(locationOf('https://a.example/ä😀')).toBe('https://a.example/%C3%A4%F0%9F%98%80');
  });
});

describe('a tracked link', () => {
  test('is not made without a link key, nor for a target that may not be led to', () => {
    expect(makeLink(ticketFor({ paid: false }), token, 1, 'https://a.example/')).toEqual({
      ok: false,
      reason: 'freeSeat',
    });
    expect(makeLink(ticket, token, 1, 'javascript:1')).toEqual({ ok: false, reason: 'scheme' });
  });
  test('holds its whole target, and no letter that an attribute or a reader of bare addresses would stop at', () => {
    const target = `https://a.example/p?q=1&r="'()*!<> ä#f`;
    const made = makeLink(ticket, token, 12, target);
    expect(made.ok && made.url).toMatch(
      /^https:\/\/mail\.example\/c\/[\w-]{44}\/12\?u=[\w.~%-]+&s=[\w-]{16}$/,
    );
    expect(made.ok && new URL(made.url).searchParams.get('u')).toBe(target);
  });
  test.each([
    ['u=https%3A%2F%2Fa.example%2f&s=MAC'],
    ['s=MAC&u=https%3a%2F%2fa.example%2F'],
    ['utm_source=x&u=https://a.example/&amp;s=MAC&z=1'],
    ['x&amp;u=https%3A%2F%2Fa.example%2F&#38;s=MAC'],
  ])('is read from %p', (query) =>
    expect(readLinkQuery(query)).toEqual({ targets: ['https://a.example/'], mac: 'MAC', spelled: null }),
  );
  test.each([['u=1'], ['s=1'], [''], ['u=%zz&s=1'], ['u=%ff&s=1']])('cannot be read from %p', (query) => {
    expect(readLinkQuery(query)).toBeNull();
  });
  test('has one spelling of its number', () => {
    expect([linkNumber('1'), linkNumber('99999')]).toEqual([1, 99_999]);
    for (const text of ['0', '01', '1a', '', '100000', '-1', '1.0', '١']) expect(linkNumber(text)).toBeNull();
  });
});

test('the credential of a report names the token', () => {
  expect(reportCredential(ticket, token)).toMatch(new RegExp(`^Ticket ${token}\\.[\\w-]{22}$`));
});
