import { imageUrl, makeLink, messageKeyOf, reportCredential } from '../../../src/core/token';
import {
  claimedAccount,
  dayOf,
  issueTicket,
  openTicketId,
  sealTicketId,
  trackingHost,
  verifyImageToken,
  verifyLinkRequest,
  verifyReport,
  type MasterKeys,
} from '../../../src/server/tracking/ticket-keys';
import { MASTERS, OWNER, ticketFor, tokenFor } from '../../fixtures/tickets';

const ticket = ticketFor();
const token = tokenFor(ticket, 1, 7);
const HOST = 'mail.example';
const target = 'https://shop.example/offer?a=1&b=two words#part';

const linkParts = (url: string): { token: string; n: string; query: string } => {
  const [, linkToken = '', n = '', query = ''] = /\/c\/([^/]+)\/([^?]+)\?(.*)$/.exec(url) ?? [];
  return { token: linkToken, n, query };
};
const link = ((): string => {
  const made = makeLink(ticket, token, 2, target);
  if (!made.ok) throw new Error(made.reason);
  return made.url;
})();
const flip = (text: string, at: number): string =>
  text.slice(0, at) + (text.charAt(at) === 'A' ? 'B' : 'A') + text.slice(at + 1);

test('a ticket id holds its owner, sealed: neighbours have nothing in common', () => {
  const id = sealTicketId(MASTERS, 3, OWNER);
  expect(id).toHaveLength(16);
  expect(openTicketId(MASTERS, 3, id)).toEqual(OWNER);
  const next = sealTicketId(MASTERS, 3, { ...OWNER, serial: OWNER.serial - 1 });
  expect(id.filter((byte, i) => byte === next[i]).length).toBeLessThan(5);
});

test('only a paid seat gets the key that signs links', () => {
  expect(ticketFor({ paid: true }).linkKey).toHaveLength(43);
  expect(ticketFor({ paid: false })).not.toHaveProperty('linkKey');
  expect(ticketFor({ paid: false })).toEqual({ ...ticketFor(), linkKey: undefined });
});

test('a ticket is issued for an origin only', () => {
  expect(() =>
    issueTicket(MASTERS, { ...OWNER, trackingUrl: 'mail.example', paid: true, expiresAt: new Date(0) }),
  ).toThrow('origin');
  expect(ticketFor({ trackingUrl: 'https://mail.example/' }).trackingUrl).toBe('https://mail.example');
});

test('a master key of the wrong length stops, instead of signing with less', () => {
  const short: MasterKeys = { current: 0, keys: new Map([[0, new Uint8Array(31)]]) };
  expect(() => sealTicketId(short, 0, OWNER)).toThrow('master key 0');
});

describe('an image request', () => {
  test('names account, user, ticket and recipient', () => {
    expect(imageUrl(ticket.trackingUrl, token)).toBe(`https://mail.example/o/${token}.gif`);
    expect(verifyImageToken(token, MASTERS, HOST)).toEqual({
      ok: true,
      ...OWNER,
      token,
      kid: 3,
      index: 7,
      messageKey: messageKeyOf(token),
    });
  });
  test.each(['mail.example:443', 'MAIL.Example', 'mail.example.', ' mail.example:80'])(
    'is good under the host %p',
    (host) => {
      expect(verifyImageToken(token, MASTERS, host).ok).toBe(true);
    },
  );
  test('is refused under another host: a token of one brand is none of another', () => {
    expect(verifyImageToken(token, MASTERS, 'other.example')).toEqual({ ok: false, reason: 'tag' });
    expect(verifyImageToken(token, MASTERS, 'mail.example:8443')).toEqual({ ok: false, reason: 'tag' });
  });
  test('is refused if any letter of the token is changed', () => {
    for (let at = 0; at < token.length; at++)
      expect(verifyImageToken(flip(token, at), MASTERS, HOST).ok).toBe(false);
  });
  test('is good with a retired key, refused with one that was never ours', () => {
    const rotated: MasterKeys = { current: 2, keys: MASTERS.keys };
    expect(verifyImageToken(token, rotated, HOST).ok).toBe(true);
    const lost: MasterKeys = { current: 2, keys: new Map([[2, new Uint8Array(32).fill(2)]]) };
    expect(verifyImageToken(token, lost, HOST)).toEqual({ ok: false, reason: 'unknownKey' });
  });
});

describe('a link request', () => {
  test('leads to its target, byte for byte, by the keys alone', () => {
    expect(verifyLinkRequest(linkParts(link), MASTERS, HOST)).toMatchObject({
      ok: true,
      n: 2,
      target,
      index: 7,
      account: OWNER.account,
    });
  });
  test('does so whatever gateways do to its query', () => {
    const { query, ...path } = linkParts(link);
    const [u = '', s = ''] = query.split('&');
    const lowerCased = u.replace(/%[0-9A-F]{2}/g, (c) => c.toLowerCase());
    for (const form of [
      `${s}&${u}`,
      `${u}&amp;${s}`,
      `${lowerCased}&${s}`,
      `${u}&${s}&utm_source=x`,
      `${u.replace(/%20/g, '+')}&${s}`,
    ]) {
      expect(verifyLinkRequest({ ...path, query: form }, MASTERS, HOST)).toMatchObject({ ok: true, target });
    }
  });
  test('tells an escaped plus from a space by the signature', () => {
    const made = makeLink(ticket, token, 1, 'https://shop.example/a+b c');
    const { query, ...path } = linkParts(made.ok ? made.url : '');
    expect(verifyLinkRequest({ ...path, query }, MASTERS, HOST)).toMatchObject({
      ok: true,
      target: 'https://shop.example/a+b c',
    });
    const loosened = query.replace(/%2B/g, '+');
    expect(verifyLinkRequest({ ...path, query: loosened }, MASTERS, HOST)).toMatchObject({
      ok: true,
      target: 'https://shop.example/a+b c',
    });
  });
  test.each([
    [
      'another target',
      (p: ReturnType<typeof linkParts>) => ({ ...p, query: p.query.replace('shop', 'evil') }),
      'mac',
    ],
    ['another number', (p: ReturnType<typeof linkParts>) => ({ ...p, n: '3' }), 'mac'],
    ['a number with zeros', (p: ReturnType<typeof linkParts>) => ({ ...p, n: '02' }), 'number'],
    [
      'no signature',
      (p: ReturnType<typeof linkParts>) => ({ ...p, query: p.query.replace(/&s=.*/, '') }),
      'query',
    ],
    ['a cut signature', (p: ReturnType<typeof linkParts>) => ({ ...p, query: p.query.slice(0, -1) }), 'mac'],
    [
      'a changed signature',
      (p: ReturnType<typeof linkParts>) => ({ ...p, query: flip(p.query, p.query.length - 1) }),
      'mac',
    ],
    ['a changed token', (p: ReturnType<typeof linkParts>) => ({ ...p, token: flip(p.token, 20) }), 'tag'],
    [
      'the token of another message',
      (p: ReturnType<typeof linkParts>) => ({ ...p, token: tokenFor(ticket, 2) }),
      'mac',
    ],
  ])('with %s is refused', (_, change, reason) => {
    expect(verifyLinkRequest(change(linkParts(link)), MASTERS, HOST)).toEqual({ ok: false, reason });
  });
});

describe('a report', () => {
  const header = reportCredential(ticket, token);
  test('is good under whichever tracking host its ticket was made for', () => {
    const hostsOf = (): string[] => ['new.example', HOST];
    expect(verifyReport(header, MASTERS, hostsOf)).toMatchObject({ ok: true, ...OWNER, token });
    expect(verifyReport(header.replace('Ticket', 'ticket'), MASTERS, () => [HOST]).ok).toBe(true);
  });
  test('is tried with the hosts of its own account alone', () => {
    const asked: number[] = [];
    verifyReport(header, MASTERS, (account) => {
      asked.push(account);
      return [HOST];
    });
    expect(asked).toEqual([OWNER.account]);
    expect(claimedAccount(token, MASTERS)).toBe(OWNER.account);
    expect(claimedAccount('x'.repeat(44), MASTERS)).toBeUndefined();
  });
  test.each([
    ['for a foreign host', header, ['other.example'], 'mac'],
    ['without its scheme', header.replace('Ticket', 'Bearer'), [HOST], 'scheme'],
    ['with a changed mac', flip(header, header.length - 2), [HOST], 'mac'],
    ['with a changed token', flip(header, 20), [HOST], 'mac'],
    ['with more behind it', `${header}.x`, [HOST], 'mac'],
    ['with no token', 'Ticket ', [HOST], 'length'],
    [
      'with another message’s token',
      reportCredential(ticket, tokenFor(ticket, 9)).replace(tokenFor(ticket, 9), token),
      [HOST],
      'mac',
    ],
  ])('%s is refused', (_, value, hosts, reason) =>
    expect(verifyReport(value, MASTERS, () => hosts)).toEqual({ ok: false, reason }),
  );
});

test('hosts and days are counted one way', () => {
  expect(trackingHost('Localhost:4000')).toBe('localhost:4000');
  expect(dayOf(new Date('1970-01-02T23:59:59Z'))).toBe(1);
});
