import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { addressPrefix, hitFeatures, judgeAll, type Hit } from '../../../src/core/hits';
import { classify, fromMime } from '../../../src/core/incoming';
import { keptOnDisk, openMailboxes, type Mailboxes } from '../../../src/sandbox/mailboxes';
import { openMarketingWorld, recipientAt, SEED, type MarketingWorld } from '../../../src/sandbox/marketing';
import { sandboxContacts } from '../../../src/sandbox/world/contacts';
import { WorldTime } from '../../fixtures/world-time';

const HELLO = 'hello@brightwater.example';
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const SIGNED = 'From:Subject:Date:Message-ID:To:List-Unsubscribe:List-Unsubscribe-Post:MIME-Version';
const people = sandboxContacts().map(({ address }) => address);
const who = (address: string) => recipientAt(address, SEED);

interface Asked {
  at: number;
  method: string;
  path: string;
  agent: string;
  ip: string;
  headers: Record<string, string | undefined>;
  body: string;
}

describe('the world of marketing mail', () => {
  let dir: string;
  let time: WorldTime;
  let mailboxes: Mailboxes;
  let world: MarketingWorld;
  let app: Server;
  let base = '';
  let asked: Asked[] = [];
  const errors: unknown[] = [];

  const openWorld = (): Promise<MarketingWorld> =>
    openMarketingWorld({
      port: 0,
      dir,
      mailboxes,
      clock: time,
      timers: time,
      speed: 1,
      onError: (error) => errors.push(error),
    });
  let transport: ReturnType<typeof relay>;
  // One connection: whoever connects waits a tenth of a second for the greeting.
  const relay = () =>
    nodemailer.createTransport({ pool: true, maxConnections: 1, host: '127.0.0.1', port: world.port });
  const start = async (): Promise<void> => {
    world = await openWorld();
    transport = relay();
  };
  const answer = async (request: IncomingMessage): Promise<void> => {
    const body = await buffer(request);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    );
    asked.push({
      at: time.now().getTime(),
      method: request.method ?? '',
      path: request.url ?? '',
      agent: headers['user-agent'] ?? '',
      ip: headers['x-forwarded-for'] ?? '',
      headers,
      body: body.toString(),
    });
  };

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'marketing-'));
    time = new WorldTime('2026-11-20T09:00:00.000Z');
    asked = [];
    mailboxes = await openMailboxes({
      keep: keptOnDisk(join(dir, 'mail')),
      clock: time,
      onError: (error) => errors.push(error),
    });
    app = createServer((request, response) => {
      void answer(request).then(() => response.writeHead(request.url?.startsWith('/c/') ? 302 : 200).end());
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    const listening = app.address();
    if (typeof listening === 'object' && listening !== null) base = `http://localhost:${listening.port}`;
    await start();
  });
  afterEach(async () => {
    transport.close();
    await world.close();
    await mailboxes.close();
    app.closeAllConnections();
    await new Promise((resolve) => app.close(resolve));
    await rm(dir, { recursive: true, force: true });
    expect(errors.splice(0)).toEqual([]);
  });

  const send = async (to: string, change: (mail: SendMailOptions) => void = () => undefined) => {
    const i = people.indexOf(to);
    const mail: SendMailOptions = {
      from: { name: 'Mia Sandberg', address: 'mia@brightwater.example' },
      replyTo: HELLO,
      to,
      subject: 'Wiosna na wodzie — spring on the water',
      messageId: `<T${i}@brightwater.example>`,
      text: `Hello. Leave: ${base}/u/T${i}`,
      html: `<p>Hello <a href="${base}/c/T${i}/1?u=x&amp;s=1">prices</a> <a href="${base}/c/T${i}/2?u=y&amp;s=1">the film</a> <a href="${base}/u/T${i}">unsubscribe</a></p><img src="${base}/o/T${i}.gif" alt="">`,
      headers: {
        'List-Unsubscribe': `<${base}/u/T${i}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
      textEncoding: 'quoted-printable',
    };
    change(mail);
    mail.dkim ??= {
      domainName: 'brightwater.example',
      keySelector: 'k',
      privateKey,
      headerFieldNames: SIGNED,
    };
    return transport.sendMail(mail).then(
      () => 'taken',
      (error: unknown) => String(Reflect.get(Object(error), 'response')).slice(0, 9),
    );
  };
  const sendOnce = async (to: string): Promise<string> => {
    const first = await send(to);
    return first.startsWith('450') ? send(to) : first;
  };
  const live = async (ms: number): Promise<void> => {
    for (let gone = 0; gone < ms; gone += 250) {
      time.advance(250);
      while (time.runDue()) await world.settled();
      await world.settled();
    }
  };

  test('takes each mail once, knows some addresses not, and puts others off the first time', async () => {
    const unknown = people.find((address) => who(address).temper === 'unknown-user') ?? '';
    const grey = people.find((one) => who(one).greylists && who(one).temper === 'opens') ?? '';
    const [plain = ''] = people.filter((one) => !who(one).greylists && who(one).temper === 'opens');
    expect(await send(unknown)).toBe('550 5.1.1');
    expect(await send(grey)).toBe('450 4.2.0');
    expect(await send(grey)).toBe('taken');
    expect(await send(plain)).toBe('taken');
    expect(
      await send(
        plain.toUpperCase(),
        (mail) => void (mail.messageId = `<T${people.indexOf(plain)}@brightwater.example>`),
      ),
    ).toBe('taken');
    expect(
      [...world.record.deliveries()].map(({ to, doubles, problems }) => [to, doubles, problems]),
    ).toEqual([
      [grey, 0, []],
      [plain, 1, []],
    ]);
    expect(world.record.refused().map(({ to, code }) => [to, code])).toEqual([[unknown, 550]]);
  });

  test('what a strict receiver would not like is named', async () => {
    const [to = ''] = people.filter((one) => !who(one).greylists && who(one).temper === 'opens');
    const problems = async (change: (mail: SendMailOptions) => void): Promise<string[]> => {
      const id = `<${Math.random()}@brightwater.example>`;
      await send(to, (mail) => {
        mail.messageId = id;
        change(mail);
      });
      return world.record.find(to, id)?.problems ?? ['not taken'];
    };
    expect(await problems(() => undefined)).toEqual([]);
    expect(await problems((mail) => delete mail.html)).toEqual(['text and HTML are not both there']);
    expect(await problems((mail) => void (mail.headers = {}))).toEqual([
      expect.stringContaining('List-Unsubscribe names no web address'),
      expect.stringContaining('List-Unsubscribe-Post'),
      expect.stringContaining('list-unsubscribe is not signed'),
      expect.stringContaining('list-unsubscribe-post is not signed'),
    ]);
    expect(await problems((mail) => void (mail.from = 'x@elsewhere.example'))).toEqual([
      expect.stringContaining('d is not the domain of From'),
    ]);
    expect(
      await problems(
        (mail) =>
          void (mail.dkim = {
            domainName: 'brightwater.example',
            keySelector: 'k',
            privateKey,
            headerFieldNames: 'From:Subject',
          }),
      ),
    ).toEqual([
      expect.stringContaining('list-unsubscribe is not signed'),
      expect.stringContaining('list-unsubscribe-post is not signed'),
    ]);
  });

  test('people look like people to the rules, and machines like machines', async () => {
    const sentAt = new Map<string, number>();
    for (const to of people.slice(0, 150)) {
      if ((await sendOnce(to)) === 'taken') sentAt.set(`T${people.indexOf(to)}`, time.now().getTime());
      time.advance(40);
    }
    await live(90_000);
    expect(world.waiting()).toBe(0);
    const hits = asked.flatMap((one, i): Hit[] => {
      const [, kind, token = '', link] = /^\/([oc])\/(T\d+)(?:\.gif|\/(\d))/.exec(one.path) ?? [];
      if (kind === undefined) return [];
      return [
        {
          id: String(i),
          kind: kind === 'o' ? 'open' : 'click',
          at: one.at,
          message: 'newsletter',
          recipient: Number(token.slice(1)) + 1,
          features: hitFeatures({
            method: one.method,
            userAgent: one.agent,
            ip: one.ip,
            headers: one.headers,
          }),
          source: addressPrefix(one.ip) ?? one.ip,
          ...(link !== undefined && { link: Number(link) }),
          ...(sentAt.has(token) && { sentAt: sentAt.get(token) ?? 0 }),
        },
      ];
    });
    const judged = judgeAll(hits);
    const persons = new Set(
      hits.flatMap(({ kind, recipient }, i) =>
        judged[i]?.verdict === 'person' ? [`${kind} ${recipient}`] : [],
      ),
    );
    const meant = new Set(
      [...world.record.deliveries()].flatMap(({ to, done }) =>
        [...done.keys()].flatMap((act) =>
          act === 'open' || act.startsWith('click') ? [`${act.split(' ')[0]} ${people.indexOf(to) + 1}`] : [],
        ),
      ),
    );
    expect([...persons].sort()).toEqual([...meant].sort());
    expect(judged.filter(({ verdict }) => verdict === 'machine').length).toBeGreaterThan(30);
    // Filters ask for the page behind the unsubscribe address; only people post to it.
    const leaving = asked.filter(({ path }) => path.startsWith('/u/'));
    const posts = leaving.filter(({ method }) => method === 'POST');
    expect(leaving.length).toBeGreaterThan(posts.length);
    expect(posts.map(({ body }) => body)).toEqual(posts.map(() => 'List-Unsubscribe=One-Click'));
    expect(new Set(posts.map(({ path }) => path.slice(3)))).toEqual(
      new Set(people.slice(0, 150).flatMap((to, i) => (who(to).temper === 'unsubscribes' ? [`T${i}`] : []))),
    );
  });

  test('answers are read as what they are, in each language and from each program', async () => {
    const answering = people.filter((to) =>
      ['replies', 'away', 'bounces-later', 'complains', 'answers-a-calendar'].includes(who(to).temper),
    );
    for (const to of answering) await sendOnce(to);
    await live(90_000);
    const kinds = new Map<string, string[]>();
    for (const address of [HELLO, 'mia@brightwater.example']) {
      for (const item of mailboxes.list(address)) {
        const { mail } = await fromMime(await mailboxes.raw(item));
        const judged = classify(mail);
        const from = judged.delivery?.[0]?.recipient ?? judged.complaint?.[0] ?? mail.from?.address ?? '';
        kinds.set(from, [judged.kind, judged.outOfOffice?.until === undefined ? '' : 'until']);
        if (judged.kind === 'reply')
          expect(mail.inReplyTo).toBe(`<T${people.indexOf(from)}@brightwater.example>`);
      }
    }
    const expected: Partial<Record<string, string[]>> = {
      replies: ['reply', ''],
      away: ['auto-reply', 'until'],
      'bounces-later': ['bounce', ''],
      complains: ['auto-generated', ''],
      'answers-a-calendar': ['calendar', ''],
    };
    expect(Object.fromEntries(kinds)).toEqual(
      Object.fromEntries(answering.map((to) => [to, expected[who(to).temper]])),
    );
    expect(
      new Set(answering.filter((to) => who(to).temper === 'away').map((to) => who(to).language)),
    ).toEqual(new Set(['en', 'pl', 'de']));
  });

  test('a kill loses nothing that was answered, and nothing is done twice', async () => {
    const some = people.filter((to) => ['replies', 'clicks'].includes(who(to).temper)).slice(0, 30);
    for (const to of some) await sendOnce(to);
    await live(12_000);
    const before = asked.length + mailboxes.list(HELLO).length;
    expect(before).toBeGreaterThan(0);
    // As a kill leaves it: what was waited for is gone, the files are as they were.
    transport.close();
    await world.close();
    await start();
    expect([...world.record.deliveries()].map(({ to }) => to).sort()).toEqual([...some].sort());
    expect(await sendOnce(some[0] ?? '')).toBe('taken');
    expect(
      world.record.find(some[0] ?? '', `<T${people.indexOf(some[0] ?? '')}@brightwater.example>`)?.doubles,
    ).toBe(1);
    await live(90_000);
    const clicks = asked.filter(({ path, method }) => method === 'GET' && path.startsWith('/c/'));
    expect(new Set(mailboxes.list(HELLO).map(({ from }) => from.address)).size).toBe(
      mailboxes.list(HELLO).length,
    );
    expect(mailboxes.list(HELLO)).toHaveLength(some.filter((to) => who(to).temper === 'replies').length);
    expect(clicks.length).toBeGreaterThan(0);
    for (const delivery of world.record.deliveries()) {
      const { preloaded, images } = who(delivery.to);
      if (images !== undefined && !preloaded) expect(delivery.done.get('open')?.outcome).toBe('200');
    }
  });
});
