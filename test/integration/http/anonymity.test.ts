import { BookAnswer, ComposeAnswer, type SentReport } from '../../../src/core/api/launch';
import { Feed } from '../../../src/core/api/app';
import { Problem } from '../../../src/core/api/shared';
import { makeLink, makeNonce, makeToken, reportCredential, type Ticket } from '../../../src/core/token';
import { setBasis } from '../../../src/server/crm/contacts';
import { confirmMessage } from '../../../src/server/messages/confirm';
import { startJobs, type RunningJobs } from '../../../src/server/jobs';
import { makeKey } from '../../../src/server/keys';
import { beyondKey } from '../../../src/server/keys/bounds';
import { object } from '../../../src/server/privacy/objections';
import { SegmentDetail } from '../../../src/core/api/segments';
import { tellUser } from '../../../src/server/push';
import { followOnce } from '../../../src/server/segments/follow';
import type { Store } from '../../../src/server/store';
import type { Basis } from '../../../src/server/store/schema';
import { trackingJobs } from '../../../src/server/tracking';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { Browser } from '../../fixtures/push-service';
import { describeOnBothStores } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';

const TARGET = 'https://site.example/offer';
const CLIENT = { host: 'Outlook', platform: 'OfficeOnline', version: '16', bundle: 'test' };
const PLACE = '203.0.113.77';
const PERSON = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const GATEWAY = 'Mozilla/5.0 (compatible; Mimecast-URL-Protect)';
/** Between what a mail goes through: no burst, and all walks end before the sign-in does. */
const PAUSE = 3 * 60_000;

/** Pages, pictures and sign-in are the same for everybody. */
const TELLING = /^GET \/(?:api\/|metrics$|healthz$|readyz$)/;

interface Sent {
  message: string;
  contact: string;
  image: string;
  link: string;
}

describeOnBothStores('hits of somebody without a legal basis', (open) => {
  let store: Store;
  let app: TestApp;
  let jobs: RunningJobs;
  let mails = 0;
  let segment = '';

  beforeAll(async () => {
    store = await open();
    app = await openTestApp(store);
    jobs = await startJobs({ store, clock: app.clock, handlers: trackingJobs(app.services) });
    await app.listen();
    const { subscription } = new Browser('hers');
    await app.ask('alice', { method: 'POST', url: '/api/v1/me/push', payload: subscription });
    // Who opens or clicks comes into it.
    const rules = (['opened', 'clicked'] as const).map((event) => ({ kind: 'event', event, of: 'any' }));
    const made = await app.ask('alice', {
      method: 'POST',
      url: '/api/v1/segments',
      payload: { name: 'Engaged', kind: 'active', rule: { kind: 'group', of: 'any', rules } },
    });
    segment = SegmentDetail.parse(made.json()).id;
  });
  afterAll(async () => {
    await jobs.stop();
    await app.close();
    await store.close();
  });

  const settled = async (hits: number): Promise<void> => {
    await waitFor('the hits are settled', async () => {
      await jobs.idle();
      const rows = await store.db.selectFrom('hits').select('settled_at').execute();
      return rows.length === hits && rows.every(({ settled_at: at }) => at !== null);
    });
  };

  /** A tracked mail of Alice's to one contact, known to be sent. */
  const sendTo = async (address: string, name: string): Promise<Sent> => {
    const contact = app.contacts.get(address) ?? '';
    const booked = await app.ask('alice', { method: 'POST', url: '/api/launch/v1/book' });
    const { book } = BookAnswer.parse(booked.json());
    const composed = await app.ask(undefined, {
      method: 'POST',
      url: '/api/launch/v1/compose',
      headers: { authorization: `Book ${book.credential}` },
      payload: { client: CLIENT, recipients: [] },
    });
    const ticket: Ticket | null | undefined = ComposeAnswer.parse(composed.json()).ticket;
    if (!ticket) throw new Error(composed.body);
    const token = makeToken(ticket, makeNonce(ticket, { time: 1, counter: ++mails, random: 0 }), 0);
    const report: SentReport = {
      token,
      ticketVersion: 1,
      client: CLIENT,
      at: app.clock.now().toISOString(),
      took: 200,
      from: { address: 'alice@brightwater.example', name: 'Alice Moreau' },
      subject: `Offer ${mails}`,
      recipients: [{ address, name, via: 'to' }],
      switches: { track: true, log: true },
      done: { image: true, unverified: false, restored: false, reasons: [] },
      links: [{ n: 1, target: TARGET, text: 'the offer', tracked: true, reason: 'tracked' }],
      html: '<p>Hello</p>',
      attachments: [],
    };
    const reported = await app.ask(undefined, {
      method: 'POST',
      url: '/api/launch/v1/sent',
      headers: { authorization: reportCredential(ticket, token) },
      payload: report,
    });
    expect(reported.statusCode).toBeLessThan(300);
    const filed = () =>
      store.db.selectFrom('messages').select('id').where('subject', '=', report.subject).executeTakeFirst();
    await waitFor('the report is filed', async () => (await filed()) !== undefined);
    const message = (await filed())?.id ?? '';
    const { account } = app.people.alice;
    await store.tx((trx) => confirmMessage(trx, app.services, account, message, { answer: 'test' }));
    const link = makeLink(ticket, token, 1, TARGET);
    if (!link.ok) throw new Error(link.reason);
    app.clock.advance(PAUSE);
    return {
      message,
      contact,
      image: `/o/${token}.gif`,
      link: link.url.slice(ticket.trackingUrl.length),
    };
  };

  /** Read, followed, and scanned before. */
  const hitBy = async ({ image, link }: Sent): Promise<void> => {
    const already = (await store.db.selectFrom('hits').select('id').execute()).length;
    const get = async (url: string, agent: string): Promise<void> => {
      await app.ask(undefined, { url, remoteAddress: PLACE, headers: { 'user-agent': agent } });
    };
    await get(link, GATEWAY);
    await settled(already + 1);
    app.clock.advance(PAUSE);
    await get(image, PERSON);
    await settled(already + 2);
    app.clock.advance(PAUSE);
    await get(link, PERSON);
    await settled(already + 3);
    app.clock.advance(PAUSE);
  };

  /** The newest notification of a message; without one, nobody's. */
  const noticeOf = async (message: string): Promise<string> => {
    const { account, user } = app.people.alice;
    await store.tx((trx) => tellUser(trx, { account, user }, app.clock.now()));
    const row = await store.db
      .selectFrom('notifications as n')
      .innerJoin('events as e', (join) =>
        join.onRef('e.account_id', '=', 'n.account_id').onRef('e.seq', '=', 'n.seq'),
      )
      .select('n.notice_id')
      .where('e.message_id', '=', message)
      .where('n.notice_id', 'is not', null)
      .orderBy('n.seq', 'desc')
      .executeTakeFirst();
    return row?.notice_id ?? '0197f0a0-0000-7000-8000-000000000000';
  };

  /** Every place where a hit could show, by name, as text. */
  const places = async ({ message, contact }: Sent): Promise<Map<string, string>> => {
    const found = new Map<string, string>();
    const notice = await noticeOf(message);
    await followOnce(app.services, app.people.alice.account);
    const { company_id: company } = await store.db
      .selectFrom('contacts')
      .select('company_id')
      .where('id', '=', contact)
      .executeTakeFirstOrThrow();
    if (company === null) throw new Error('a contact without a company');
    const { id: mailbox } = await store.db.selectFrom('mailboxes').select('id').executeTakeFirstOrThrow();
    const fill = (url: string): string =>
      url
        .replace(/(?<=\/notices\/):id/, notice)
        .replace(/(?<=\/contacts\/):id/, contact)
        .replace(/(?<=\/messages\/):id/, message)
        .replace(/(?<=\/(?:erasures|marketing|outgoing|templates|workflows|enrolments)\/):id/, message)
        .replace(/(?<=\/(?:companies|contacts\/runs|contacts\/imports)\/):id/, company)
        .replace(/(?<=\/segments\/):id/, segment)
        .replace(/(?<=\/mailboxes\/):id/, mailbox)
        // What people do, this walk among it, is on record with the contact; what a hit does is nobody's doing.
        .replace(/\/audit-log(?:\.csv)?$/, '$&?actor=0')
        .replace(/:n\b/, '1')
        .replace(/:version\b/, '1');
    for (const route of app.app.routes()) {
      if (!TELLING.test(route) || route.endsWith('/stream')) continue;
      const url = fill(route.slice('GET '.length));
      // A new route with a parameter has to be taught here what to ask for.
      expect(url).not.toMatch(/[:*]/);
      for (const as of ['alice', 'dan'] satisfies PersonKey[]) {
        const answer = await app.ask(as, { url });
        found.set(`${as} ${route}`, answer.body);
      }
    }
    for (const as of ['alice', 'dan'] satisfies PersonKey[]) {
      const payload = { addresses: [...app.contacts].flatMap(([a, id]) => (id === contact ? [a] : [])) };
      found.set(`${as} lookup`, (await app.ask(as, { method: 'POST', url: '/api/v1/lookup', payload })).body);
    }
    const told = await store.db.selectFrom('notifications').selectAll().execute();
    found.set('notifications', JSON.stringify(told));
    return found;
  };

  /** What the stream says after a place in the ledger, up to a number of lines. */
  const streamed = async (after: number, lines: number): Promise<string> => {
    const abort = new AbortController();
    const answer = await fetch(`${app.services.urls.app}/api/v1/feed/stream?after=${after}`, {
      headers: { authorization: `Bearer ${app.people.alice.token}` },
      signal: abort.signal,
    });
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of answer.body ?? []) {
        text += decoder.decode(chunk, { stream: true });
        if (text.split('event: feed').length > lines) return text;
      }
      return text;
    } finally {
      abort.abort();
    }
  };

  /** How often each thing that tells who it was stands there. */
  const traces = (text: string, name: string, address: string, contact: string): Record<string, number> => {
    const times = (part: RegExp): number => [...text.matchAll(part)].length;
    return {
      name: times(new RegExp(name, 'gi')),
      address: times(new RegExp(address.replace(/\./g, '\\.'), 'gi')),
      contact: times(new RegExp(contact, 'gi')),
      device: times(/apple|mac ?os|macintosh|"mac"/gi),
      gateway: times(/mimecast/gi),
      agent: times(/AppleWebKit|Mozilla/gi),
      place: times(/203\.0\.113/g),
    };
  };

  const give = (contact: string, basis: Basis): Promise<void> =>
    store.tx(async (trx) => {
      await setBasis(trx, app.people.alice.account, contact, basis, 'test', app.clock.now());
    });
  const walk = async (address: string, name: string, silence?: (contact: string) => Promise<void>) => {
    const mail = await sendTo(address, name);
    await silence?.(mail.contact);
    const of = (text: string) => traces(text, name, address, mail.contact);
    const before = await places(mail);
    const head = Feed.parse((await app.ask('alice', { url: '/api/v1/feed' })).json()).head;
    const logged = app.logged.length;
    await hitBy(mail);
    const after = await places(mail);
    const more: string[] = [];
    for (const [place, text] of after) {
      const was = of(before.get(place) ?? '');
      for (const [what, times] of Object.entries(of(text))) {
        if (times > (was[what] ?? 0)) more.push(`${place}: ${what}`);
      }
    }
    return {
      more,
      before,
      after,
      // What is told to nobody makes no line to wait for.
      stream: of(silence ? '' : await streamed(head, 2)),
      log: of(app.logged.slice(logged).join('\n')),
    };
  };
  const NOTHING = { name: 0, address: 0, contact: 0, device: 0, gateway: 0, agent: 0, place: 0 };

  test('are told as Someone’s in every place: nothing beside them says who, with what, or from where', async () => {
    const { more, before, after, stream, log } = await walk('frank@quiet.example', 'Frank');
    expect(more).toEqual([]);
    expect(stream).toEqual(NOTHING);
    expect(log).toEqual(NOTHING);
    // They do reach the sender.
    expect(after.get('alice GET /api/v1/feed')).not.toBe(before.get('alice GET /api/v1/feed'));
    expect(after.get('alice GET /api/v1/messages/:id/hits')).toContain('"kind":"open"');
    // And the contact's own record knows nothing of them.
    for (const part of ['', '/properties', '/legal-bases']) {
      const place = `alice GET /api/v1/contacts/:id${part}`;
      expect([part, after.get(place)]).toEqual([part, before.get(place)]);
    }
    expect(after.get('alice GET /api/v1/contacts')).toBe(before.get('alice GET /api/v1/contacts'));
  });

  test('the same walk finds who it was where there is a basis, and even then no agent and no place', async () => {
    const { more, stream, log } = await walk('bob@partner.example', 'Bob');
    expect(more).toEqual(
      expect.arrayContaining([
        'alice GET /api/v1/feed: address',
        'alice GET /api/v1/me/push/notices/:id: name',
        'alice GET /api/v1/messages/:id/hits: name',
        'alice GET /api/v1/messages/:id/hits: device',
        'alice GET /api/v1/messages/:id/hits: gateway',
        'alice GET /api/v1/messages/:id/hits: contact',
      ]),
    );
    expect(more.filter((line) => /agent|place/.test(line))).toEqual([]);
    expect(stream.address).toBeGreaterThan(0);
    expect(log).toEqual(NOTHING);
  });

  test.each([
    {
      how: 'withdrew consent',
      address: 'frank@quiet.example',
      silence: (contact: string) => give(contact, 'consent-withdrawn'),
    },
    {
      how: 'objected',
      address: 'bob@partner.example',
      silence: () =>
        store.tx(async (trx) => {
          await object(trx, app.services, app.people.alice.account, 'bob@partner.example', 'mail');
        }),
    },
  ])(
    'of who $how after the mail was sent no place tells that there were any',
    async ({ address, silence }) => {
      await give(app.contacts.get(address) ?? '', 'legitimate-interest');
      const { more, before, after, log } = await walk(
        address,
        address.slice(0, address.indexOf('@')),
        silence,
      );
      expect(more).toEqual([]);
      expect(log).toEqual(NOTHING);
      const telling = [...after].filter(
        // An archive says when it was made; a privacy link is sealed anew each time.
        ([place]) => /feed|:id|contacts|push/.test(place) && !/\/(?:export|privacy-links)$/.test(place),
      );
      expect(telling.length).toBeGreaterThan(20);
      for (const [place, text] of telling) expect([place, text]).toEqual([place, before.get(place)]);
    },
  );

  test('an account’s key is nobody: what is somebody’s own is refused in words, and nothing breaks on it', async () => {
    const { secret } = await store.tx((trx) =>
      makeKey(
        trx,
        { ...app.people.alice, role: 'admin' },
        { name: 'walk', kind: 'account', role: 'admin', access: 'write', days: 30 },
        app.clock.now(),
      ),
    );
    const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
    const nobodys = new Set<string>();
    const broken: string[] = [];
    for (const route of app.app.routes()) {
      const [name, path = ''] = route.split(' ');
      const method = METHODS.find((one) => one === name);
      if (!method || !path.startsWith('/api/v1/')) continue;
      // Ten a second are let through.
      app.clock.advance(100);
      const url = path.replace(/:n\b/, '1').replace(/:[a-z]+/g, '0197f0a0-0000-7000-8000-000000000000');
      const answer = await app.ask(undefined, {
        method,
        url,
        headers: { authorization: `Bearer ${secret}` },
        ...(method !== 'GET' && method !== 'DELETE' && { payload: {} }),
      });
      if (answer.statusCode >= 500) broken.push(route);
      if (answer.statusCode === 403 && Problem.parse(answer.json()).error.code === 'no-person')
        nobodys.add(path.split('/')[3] ?? '');
    }
    expect(broken).toEqual([]);
    for (const own of [
      'sending',
      'outgoing',
      'send-apart',
      'templates',
      'reminders',
      'insights',
      'draft-records',
      'me',
    ])
      expect(nobodys).toContain(own);
    const read = { kind: 'personal', access: 'read', id: '' } as const;
    expect(beyondKey(read, { method: 'POST', path: '/api/v1/templates/fill' })).toBeUndefined();
    expect(beyondKey(read, { method: 'POST', path: '/api/v1/outgoing/:id/outlook' })).toBeUndefined();
    expect(beyondKey(read, { method: 'POST', path: '/api/v1/outgoing/:id/send' })).toBe('read-only-key');
  });
});
