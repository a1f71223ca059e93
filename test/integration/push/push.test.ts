import { Notice, NotificationSettings, PushState } from '../../../src/core/api/push';
import { recordEvent, retractEvent, type NewEvent } from '../../../src/server/events';
import { startJobs, type RunningJobs } from '../../../src/server/jobs';
import { pushJobs } from '../../../src/server/push';
import type { Store } from '../../../src/server/store';
import { json, type Verdict } from '../../../src/server/store/schema';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { Browser, PushService, readVapid } from '../../fixtures/push-service';
import { describeOnBothStores } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';

const MINUTE = 60_000;

describeOnBothStores('notifications with no page open', (open) => {
  let store: Store;
  let test: TestApp;
  let message = '';
  let push: PushService;
  const nodes: RunningJobs[] = [];
  let n = 0;

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    message = await writeMessage(store, {
      account_id: test.people.alice.account,
      user_id: test.people.alice.user,
      at: test.clock.now(),
      subject: 'Offer',
      recipients: [
        { address: 'bob@partner.example', contact: test.contacts.get('bob@partner.example') ?? '' },
      ],
    });
  });
  beforeEach(async () => {
    push = new PushService();
    // What one test told is not "within the last minute" of the next.
    test.clock.advance(2 * MINUTE);
    await store.db.deleteFrom('push_subscriptions').execute();
    await start(1);
  });
  afterEach(stop);
  afterAll(async () => {
    await test.close();
    await store.close();
  });

  async function start(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      const handlers = pushJobs(test.services, test.app.pushes, push.post);
      nodes.push(await startJobs({ store, clock: test.clock, handlers, random: () => 0 }));
    }
  }
  async function stop(): Promise<void> {
    await Promise.all(nodes.splice(0).map((jobs) => jobs.stop()));
  }

  const subscribe = (browser: Browser, as: PersonKey = 'alice') =>
    test.ask(as, { method: 'POST', url: '/api/v1/me/push', payload: browser.subscription });
  const browserOf = async (name: string, as: PersonKey = 'alice') => {
    const browser = new Browser(`${name}-${n++}`);
    expect((await subscribe(browser, as)).statusCode).toBe(204);
    return browser;
  };
  const record = (more: Partial<NewEvent> = {}) =>
    store.tx(
      async (trx) =>
        (await recordEvent(trx, {
          account: test.people.alice.account,
          user: test.people.alice.user,
          kind: 'open',
          at: test.clock.now(),
          recordedAt: test.clock.now(),
          message,
          recipient: 1,
          contact: test.contacts.get('bob@partner.example'),
          cause: `hit:${n++}`,
          notify: true,
          ...more,
        })) ?? 0,
    );
  /** The cause of an event: a hit, and what it was found to be. */
  const hitFound = async (verdict: Verdict, more: Record<string, unknown> = {}): Promise<string> => {
    const at = test.clock.now();
    const id = uuidV7(at);
    await store.db
      .insertInto('hits')
      .values({
        account_id: test.people.alice.account,
        id,
        log: '00000000-0000-4000-8000-000000000002',
        segment: 1,
        offset: n++,
        kind: 'open',
        at,
        token_key: 'offer',
        recipient_idx: 1,
        link_n: null,
        target: null,
        message_id: message,
        features: json({ method: 'GET', agent: 'browser', family: 'edge', ...more }),
        source_hash: 'somewhere',
        key_epoch: 1,
        verdict,
        via: null,
        rules_version: 1,
        settled_at: at,
        overruled_by: null,
      })
      .execute();
    return `hit:${id}`;
  };
  const takeBack = (seq: number) =>
    store.tx((trx) =>
      retractEvent(trx, test.people.alice.account, seq, { at: test.clock.now(), reason: 'a scanner' }),
    );
  const to = (browser: Browser) => push.pushed.filter(({ endpoint }) => endpoint === browser.endpoint);
  const noticeIds = (browser: Browser): string[] =>
    to(browser).map(({ body }) => {
      const { notice, ...rest }: Record<string, unknown> = JSON.parse(browser.read(body));
      expect(rest).toEqual({});
      return String(notice);
    });
  const shown = async (id: string, as: PersonKey = 'alice') =>
    Notice.parse((await test.ask(as, { url: `/api/v1/me/push/notices/${id}` })).json());
  const pushed = (count: number) => waitFor(`${count} pushes`, () => push.pushed.length >= count);
  /** All that is to be done at this moment has been done. */
  const settled = () =>
    waitFor('the queue at rest', async () => {
      const rows = await store.db
        .selectFrom('jobs')
        .select('key')
        .where('type', 'like', 'push.%')
        .where((eb) =>
          eb.or([
            eb('state', '=', 'running'),
            eb.and([eb('state', '=', 'ready'), eb('run_at', '<=', test.clock.now())]),
          ]),
        )
        .execute();
      return rows.length === 0;
    });
  const wake = async (): Promise<void> => {
    await stop();
    await start(1);
  };

  it('an open reaches each of the person’s browsers once, sealed for it, and says who and what only when asked', async () => {
    const [laptop, phone] = [await browserOf('laptop'), await browserOf('phone')];
    const dan = await browserOf('dan', 'dan');
    await record();
    await pushed(2);
    await settled();
    expect([to(laptop).length, to(phone).length, to(dan).length]).toEqual([1, 1, 0]);
    const [first] = noticeIds(laptop);
    expect(noticeIds(phone)).toEqual([first]);
    expect(await shown(first ?? '')).toEqual({
      title: 'Bob Lindqvist opened your mail',
      body: 'Offer',
      path: `/messages/${message}`,
      takenBack: false,
    });
    for (const as of ['dan', 'erin'] as const) {
      const foreign = await test.ask(as, { url: `/api/v1/me/push/notices/${first ?? ''}` });
      expect(foreign.statusCode).toBe(404);
    }
    const [one] = to(laptop);
    if (!one) throw new Error('nothing was pushed');
    const { headers, body } = one;
    expect(() => phone.read(body)).toThrow();
    const { claims, publicKey } = readVapid(headers['authorization'] ?? '');
    const seconds = test.clock.now().getTime() / 1000;
    expect(claims).toEqual({
      aud: 'https://push.example',
      exp: seconds + 12 * 3_600,
      sub: 'mailto:mailtrail@example.com',
    });
    const state = PushState.parse((await test.ask('alice', { url: '/api/v1/me/push' })).json());
    expect(state.publicKey).toBe(publicKey);
    expect(state.browsers).toHaveLength(2);
    expect(headers).toMatchObject({ ttl: '14400', 'content-encoding': 'aes128gcm', urgency: 'high' });
    expect(headers['topic']).toMatch(/^[\w-]{1,32}$/);
  });

  it('however many nodes run, forty events of forty transactions come once each or within one group', async () => {
    await start(2);
    const browser = await browserOf('busy');
    const seqs = await Promise.all(Array.from({ length: 40 }, () => record()));
    await settled();
    test.clock.advance(61_000);
    await wake();
    await settled();
    const rows = await store.db
      .selectFrom('notifications')
      .select(['seq', 'push', 'notice_id'])
      .where('account_id', '=', test.people.alice.account)
      .where('seq', 'in', seqs)
      .execute();
    expect(rows.every((row) => row.push === 'told' && row.notice_id !== null)).toBe(true);
    const notices = new Set(rows.map((row) => row.notice_id));
    const sent = noticeIds(browser);
    expect(new Set(sent)).toEqual(notices);
    expect(sent).toHaveLength(notices.size);
    // Five in the minute, and the rest as one after it.
    expect(sent.length).toBeLessThanOrEqual(6);
  });

  it('gone from the push service, a browser is told no more; busy or down, it is tried again', async () => {
    const browser = await browserOf('gone');
    push.answers = [{ status: 503 }, 'unreachable', { status: 429, retryAfter: '30' }];
    await record();
    for (let i = 0; i < 3; i += 1) {
      await waitFor('a try', () => push.answers.length <= 2 - i);
      await settled();
      test.clock.advance(20_000);
      await wake();
    }
    await settled();
    expect(push.answers).toEqual([]);
    expect(to(browser)).toHaveLength(2);
    test.clock.advance(15_000);
    await wake();
    await pushed(3);
    expect(new Set(noticeIds(browser)).size).toBe(1);
    push.answers = [{ status: 410 }];
    await record();
    await waitFor(
      'no browser',
      async () => (await store.db.selectFrom('push_subscriptions').select('id').execute()).length === 0,
    );
  });

  it('taken back before it was sent, it is never sent', async () => {
    await browserOf('before');
    await stop();
    const seq = await record();
    await takeBack(seq);
    await start(1);
    await settled();
    // And with the notice made, but not delivered.
    push.answers = [{ status: 500 }];
    const second = await record();
    await pushed(1);
    await takeBack(second);
    test.clock.advance(20_000);
    await wake();
    await settled();
    expect(push.pushed).toHaveLength(1);
  });

  it('taken back after it was delivered, the same notice says so, quietly and once', async () => {
    const browser = await browserOf('after');
    const seq = await record({ cause: await hitFound('machine') });
    await pushed(1);
    await settled();
    await takeBack(seq);
    await pushed(2);
    await settled();
    const [first, second, ...more] = noticeIds(browser);
    expect([second, more]).toEqual([first, []]);
    expect(to(browser)[1]?.headers['urgency']).toBe('low');
    expect(await shown(first ?? '')).toMatchObject({
      title: 'This was a scanner',
      body: 'Taken back: Offer',
      takenBack: true,
    });
  });

  it.each([
    ['self', {}, 'This was you'],
    ['self', { own: { by: 'device', colleague: true } }, 'This does not count'],
    ['unsure', {}, 'This does not count'],
  ] as const)('of what was found to be %s %j, no scanner is named', async (verdict, features, title) => {
    const browser = await browserOf(verdict);
    const seq = await record({ cause: await hitFound(verdict, features) });
    await pushed(1);
    await settled();
    await takeBack(seq);
    await pushed(2);
    expect((await shown(noticeIds(browser)[1] ?? '')).title).toBe(title);
  });

  it('of what is told to a team, the sender’s own look is not said to be another’s (A9)', async () => {
    const browser = await browserOf('team');
    const seq = await record({ cause: await hitFound('self') });
    await store.db.updateTable('notifications').set({ shared: true }).where('seq', '=', seq).execute();
    await pushed(1);
    await takeBack(seq);
    expect((await shown(noticeIds(browser)[0] ?? '')).title).toBe('This does not count');
  });

  it('taken back while the push is under way, it is still replaced', async () => {
    const browser = await browserOf('race');
    let seq = 0;
    push.before = async () => {
      push.before = async () => undefined;
      await takeBack(seq);
    };
    await stop();
    seq = await record();
    await start(1);
    await pushed(2);
    await settled();
    expect(new Set(noticeIds(browser)).size).toBe(1);
  });

  it('six within a minute are one, quiet hours hold it, a muted message is silent', async () => {
    const browser = await browserOf('six');
    await stop();
    for (let i = 0; i < 6; i += 1) await record({ kind: i === 5 ? 'click' : 'open' });
    await start(1);
    await pushed(1);
    await settled();
    const [id = ''] = noticeIds(browser);
    expect(push.pushed).toHaveLength(1);
    const words = await shown(id);
    expect([words.title, words.path]).toEqual(['6 new in Mailtrail', '/']);
    expect(words.body.split('\n')).toEqual([
      'Bob Lindqvist clicked a link: Offer',
      ...Array.from({ length: 3 }, () => 'Bob Lindqvist opened your mail: Offer'),
      'and 2 more',
    ]);

    const now = test.clock.now();
    const time = (ms: number): string => new Date(now.getTime() + ms).toISOString().slice(11, 16);
    const save = (quiet: object | null) =>
      test.ask('alice', { method: 'PUT', url: '/api/v1/me/notifications', payload: { quiet } });
    const saved = await save({ from: time(-MINUTE), to: time(10 * MINUTE), timeZone: 'UTC' });
    expect(NotificationSettings.parse(saved.json())).toMatchObject({ open: true, marketing: false });
    await record();
    await record();
    await settled();
    expect(push.pushed).toHaveLength(1);
    test.clock.advance(11 * MINUTE);
    await wake();
    await pushed(2);
    await settled();
    expect(push.pushed).toHaveLength(2);
    expect((await shown(noticeIds(browser)[1] ?? '')).title).toBe('2 new in Mailtrail');
    await save(null);

    const mute = (muted: boolean, as: PersonKey = 'alice') =>
      test.ask(as, { method: 'PUT', url: `/api/v1/messages/${message}/mute`, payload: { muted } });
    expect((await mute(true, 'dan')).statusCode).toBe(404);
    expect((await mute(true)).json()).toEqual({ muted: true });
    expect((await test.ask('alice', { url: `/api/v1/messages/${message}/mute` })).json()).toEqual({
      muted: true,
    });
    await record();
    await settled();
    expect(push.pushed).toHaveLength(2);
    await mute(false);
    await record();
    await pushed(3);
  });

  it('a browser is told for whoever signed in there last, and not after it was switched off', async () => {
    const shared = await browserOf('shared');
    await subscribe(shared, 'erin');
    await record();
    await settled();
    expect(push.pushed).toEqual([]);
    await subscribe(shared);
    const off = await test.ask('alice', {
      method: 'DELETE',
      url: '/api/v1/me/push',
      payload: { endpoint: shared.endpoint },
    });
    expect(off.statusCode).toBe(204);
    await record();
    await settled();
    expect(push.pushed).toEqual([]);
  });

  it('an endpoint of the inner network, and keys that are none, are refused with the reason', async () => {
    const { keys } = new Browser('x').subscription;
    const refused = async (payload: object): Promise<unknown> =>
      (await test.ask('alice', { method: 'POST', url: '/api/v1/me/push', payload })).json();
    expect(await refused({ endpoint: 'https://169.254.169.254/latest', keys })).toMatchObject({
      error: { code: 'bad-endpoint', field: 'endpoint' },
    });
    expect(
      await refused({ endpoint: 'https://push.example/x', keys: { ...keys, p256dh: 'AAAA' } }),
    ).toMatchObject({ error: { code: 'bad-keys', field: 'keys' } });
  });

  it('shown on a page that is looked at, on whatever device, it is not pushed; not shown in three seconds, it is', async () => {
    await browserOf('phone');
    const looking = (shown: number, as: PersonKey = 'alice') =>
      test.ask(as, { method: 'POST', url: '/api/v1/me/presence', payload: { shown } });
    expect((await looking(0)).statusCode).toBe(204);
    const seq = await record();
    await settled();
    expect(push.pushed).toEqual([]);
    // A colleague's page says nothing of Alice.
    await looking(seq, 'dan');
    await looking(seq);
    test.clock.advance(3_000);
    await wake();
    await settled();
    expect(push.pushed).toEqual([]);
    await record();
    await settled();
    expect(push.pushed).toEqual([]);
    test.clock.advance(3_000);
    await wake();
    await pushed(1);
    // And no page can say that it has shown what is yet to happen.
    await looking(1_000_000_000);
    test.clock.advance(30_000);
    await record();
    await pushed(2);
  });

  it('what became of pushes is counted, and how long they took', async () => {
    const browser = await browserOf('counted');
    const read = async () => {
      const { body } = await test.app.http.inject({ url: '/metrics', headers: { host: 'localhost' } });
      const of = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(body)?.[1]);
      return {
        sent: of('mailtrail_pushes_total\\{outcome="sent"\\}'),
        failed: of('mailtrail_pushes_total\\{outcome="failed"\\}'),
        gone: of('mailtrail_pushes_total\\{outcome="gone"\\}'),
        refused: of('mailtrail_pushes_total\\{outcome="refused"\\}'),
        timed: of('mailtrail_push_seconds_count'),
        within2: of('mailtrail_push_seconds_bucket\\{le="2"\\}'),
        within5: of('mailtrail_push_seconds_bucket\\{le="5"\\}'),
      };
    };
    const before = await read();
    push.answers = [{ status: 400 }, 'unreachable'];
    await record();
    await pushed(1);
    await record({ at: new Date(test.clock.now().getTime() - 3_000) });
    await waitFor('both answers', () => push.answers.length === 0);
    await settled();
    test.clock.advance(1_500);
    await wake();
    await pushed(2);
    await settled();
    push.answers = [{ status: 410 }];
    await record();
    await waitFor('no browser', async () => (await read()).gone > before.gone);
    const now = await read();
    expect(to(browser)).toHaveLength(3);
    expect(Object.entries(now).map(([name, count]) => [name, count - Reflect.get(before, name)])).toEqual([
      ['sent', 1],
      ['failed', 1],
      ['gone', 1],
      ['refused', 1],
      ['timed', 1],
      ['within2', 0],
      ['within5', 1],
    ]);
  });

  it('neither database nor log holds an endpoint', async () => {
    await browserOf('sealed');
    push.answers = [{ status: 400 }];
    await record();
    await pushed(1);
    await settled();
    const rows = await store.db.selectFrom('push_subscriptions').selectAll().execute();
    const jobs = await store.db.selectFrom('jobs').selectAll().execute();
    expect(JSON.stringify([rows, jobs])).not.toContain('push.example');
    expect(test.logged.join('')).not.toContain('push.example');
    expect(test.logged.join('')).toContain('A push service refused a notification');
  });

  // Last: the tokens of these people end within the hour.
  it('after four hours it is no news and is given up', async () => {
    await browserOf('late');
    push.answers = Array.from({ length: 50 }, () => ({ status: 500 }));
    await record();
    await pushed(1);
    await settled();
    test.clock.advance(4 * 60 * MINUTE + 1_000);
    await wake();
    await settled();
    expect(push.pushed).toHaveLength(1);
  });
});
