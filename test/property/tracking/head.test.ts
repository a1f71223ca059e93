import { createServer, type IncomingMessage, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import fc from 'fast-check';
import { clientReader, readHeaders } from '../../../src/server/tracking/client';
import { HitRecord, hitText } from '../../../src/server/tracking/ingested';
import { propertyRuns } from '../seed';

const TRUSTED = ['127.0.0.1', '::ffff:127.0.0.1', '10.0.0.0/8'];
const NAMES = ['User-Agent', 'user-agent', 'X-FORWARDED-FOR', 'x-forwarded-for', 'X-Forwarded-Host'].concat([
  'Accept',
  'Accept-Language',
  'SEC-Fetch-dest',
  'sec-fetch-mode',
  'Purpose',
  'x-moz',
  'Cookie',
]);

/** Visible letters, as a head may hold them. */
const letters = fc.string({ unit: fc.constantFrom(...'ab,;"\\ \té'), maxLength: 12 });
const address = fc.constantFrom('10.1.2.3', '203.0.113.7', '127.0.0.1', '2001:db8::1', 'unknown', ' ', '');
const value = fc.oneof(
  letters,
  fc.array(address, { maxLength: 4 }).map((all) => all.join(', ')),
);
const heads = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 8 });

describe('a request’s head', () => {
  let server: Server;
  let asked: (request: IncomingMessage) => void;
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked(request);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());

  const sent = (head: [string, string][]): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      asked = resolve;
      const { port } = server.address() as AddressInfo;
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', reject);
      socket.once('data', () => socket.destroy());
      const lines = head.map(([name, text]) => `${name}: ${text}\r\n`).join('');
      socket.write(
        `GET /o/x.gif HTTP/1.1\r\nHost: one.example\r\nHOST: two.example\r\n${lines}\r\n`,
        'latin1',
      );
    });

  test('is read as Node reads it, and who asks as proxy-addr does', async () => {
    const client = clientReader(TRUSTED);
    const isTrusted = proxyAddr.compile(TRUSTED);
    await fc.assert(
      fc.asyncProperty(heads, async (head) => {
        const request = await sent(head);
        const read = readHeaders(request);
        expect(read['host']).toBe('one.example');
        for (const name of new Set(NAMES.map((spelt) => spelt.toLowerCase())))
          if (name !== 'accept' && name !== 'cookie') expect(read[name]).toBe(request.headers[name]);
        expect(read['cookie']).toBeUndefined();
        expect(client.ip(request.socket.remoteAddress ?? '', read)).toBe(proxyAddr(request, isTrusted));
      }),
      propertyRuns('heads of requests', 300, 5_000),
    );
  });
});

test('a hit’s text says what the hit is, whatever its letters', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', '\\', 'a', '\ud800') }),
  );
  const whole = fc.integer({ min: 0 });
  const hit = fc.record(
    {
      kind: fc.constantFrom<HitRecord['kind'][]>('open', 'click'),
      account: whole,
      user: whole,
      token: text,
      messageKey: text,
      recipient: whole,
      at: whole,
      method: text,
      link: whole,
      target: text,
      raw: fc.record(
        { ip: text, headers: fc.dictionary(text, text), userAgent: text },
        { requiredKeys: ['ip', 'headers'] },
      ),
    },
    { requiredKeys: ['kind', 'account', 'user', 'token', 'messageKey', 'recipient', 'at', 'method', 'raw'] },
  );
  fc.assert(
    fc.property(hit, (one) => expect(JSON.parse(hitText(one))).toEqual(JSON.parse(JSON.stringify(one)))),
    propertyRuns('texts of hits', 2_000, 100_000),
  );
});
