import {
  MarketingSettingsView,
  ReplyToAnswer,
  ReplyToOptions,
  SendChecks,
  type MarketingSettingsInput,
} from '../../../src/core/api/marketing';
import { Feed } from '../../../src/core/api/app';
import { MarketingView } from '../../../src/core/api/marketing-messages';
import { Problem } from '../../../src/core/api/shared';
import { enqueue, startJobs, type RunningJobs } from '../../../src/server/jobs';
import { CHECK, mailboxJobs } from '../../../src/server/mailbox';
import { FOREVER, SYNC } from '../../../src/server/mailbox/job-types';
import { addressTestJobs, replyToStillWatched } from '../../../src/server/marketing/audience';
import { watchTrackingDomains } from '../../../src/server/marketing/watch-sends';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import type { ServerMail } from '../../../src/server/mail-transport';
import type { Store } from '../../../src/server/store';
import { json, type MailboxState } from '../../../src/server/store/schema';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { rawMail } from '../../fixtures/raw-mail';
import { describeOnBothStores } from '../../fixtures/stores';
import { zoneDns } from '../../fixtures/zone';

const MINUTE = 60_000;
const ALICE = 'alice@brightwater.example';

describeOnBothStores('Reply-to of marketing mail', (open) => {
  let store: Store;
  let app: TestApp;
  let jobs: RunningJobs;
  let account: number;
  const sent: ServerMail[] = [];
  /** Microsoft answers nothing of mailboxes. */
  let down = false;
  /** The server's mail goes out no more. */
  let broken = false;

  beforeAll(async () => {
    store = await open();
    app = await openTestApp(store, {
      microsoft: (real) => (url, init) =>
        down && url.includes('graph.microsoft.com')
          ? Promise.resolve(new Response('', { status: 502 }))
          : real(url, init),
    });
    ({ account } = app.people.alice);
    app.services.mail = {
      send: (mail) => {
        if (broken) return Promise.reject(new Error('the relay is down'));
        sent.push(mail);
        return Promise.resolve();
      },
    };
    app.services.dns = zoneDns({});
    await app.listen();
    const handlers = { ...mailboxJobs(app.services), ...addressTestJobs(app.services) };
    jobs = await startJobs({ store, clock: app.clock, handlers, random: () => 0 });
    await jobs.idle();
    // Dan has never connected his.
    await store.db
      .deleteFrom('mailboxes')
      .where('account_id', '=', account)
      .where('owner_user_id', '=', app.people.dan.user)
      .execute();
    // Where the directory may be read, a subscription learns this from it.
    await store.db
      .updateTable('mailboxes')
      .set({ aliases: json(['a.moreau@brightwater.example']) })
      .where('account_id', '=', account)
      .where('address', '=', ALICE)
      .execute();
  });
  afterAll(async () => {
    await jobs.stop();
    await app.close();
    await store.close();
  });

  const post = (as: PersonKey, url: string, payload: object = {}) =>
    app.ask(as, { method: 'POST', url, payload });
  const check = async (address: string, as: PersonKey = 'alice') =>
    ReplyToAnswer.parse((await post(as, '/api/v1/marketing/reply-to/check', { address })).json());
  const standsAt = (state: MailboxState) =>
    store.db
      .updateTable('mailboxes')
      .set({ state })
      .where('account_id', '=', account)
      .where('address', '=', ALICE)
      .execute();
  const made = async (): Promise<MarketingView> =>
    MarketingView.parse((await post('alice', '/api/v1/marketing', { name: 'Spring' })).json());
  const save = (id: string, version: number, settings: MarketingSettingsInput, as: PersonKey = 'alice') =>
    app.ask(as, { method: 'PUT', url: `/api/v1/marketing/${id}/settings`, payload: { version, settings } });
  /** What was sent to that address arrives in Alice's mailbox, as it was sent or otherwise. */
  const arrives = async (mail: Partial<ServerMail>): Promise<void> => {
    const { to = '', subject = '', text = '' } = { ...sent.at(-1), ...mail };
    await app.sandbox.mailboxes.deliver(rawMail({ from: 'no-reply@mailtrail.example', to, subject, text }), [
      ALICE,
    ]);
    app.clock.advance(MINUTE);
    await jobs.idle();
    await sync();
  };
  const sync = async (): Promise<void> => {
    await enqueue(store.db, { account, type: SYNC, key: await mailboxOf(), maxAttempts: FOREVER });
    jobs.wake();
    await jobs.idle();
  };
  const mailboxOf = async (): Promise<string> =>
    (
      await store.db
        .selectFrom('mailboxes')
        .select('id')
        .where('account_id', '=', account)
        .where('address', '=', ALICE)
        .executeTakeFirstOrThrow()
    ).id;
  const look = async (): Promise<void> => {
    await enqueue(store.db, { account, type: CHECK, key: await mailboxOf() });
    jobs.wake();
    await jobs.idle();
  };

  test('a connected mailbox, and an alias that the directory lists for it', async () => {
    expect(await check(' Alice@Brightwater.example ')).toMatchObject({
      ok: true,
      mailbox: { address: ALICE },
    });
    expect(await check('a.moreau@brightwater.example')).toMatchObject({
      ok: true,
      mailbox: { address: ALICE },
    });
    const { mailboxes } = ReplyToOptions.parse(
      (await app.ask('alice', { method: 'GET', url: '/api/v1/marketing/reply-to' })).json(),
    );
    expect(mailboxes.find(({ address }) => address === ALICE)).toMatchObject({
      owner: 'Alice Moreau',
      aliases: [{ address: 'a.moreau@brightwater.example', by: 'directory' }],
    });
  });

  test.each([
    ['nonsense', 'not-an-address', /is not a mail address/, false],
    [
      'dan@brightwater.example',
      'not-connected',
      /address of Dan Okafor, whose mailbox is not connected/,
      false,
    ],
    ['offers@brightwater.example', 'unknown-alias', /send a test mail/, true],
    // Another company's is told of like one that nobody has.
    ['erin@otherside.example', 'unknown-alias', /send a test mail/, true],
  ] as const)('%s is refused: %s', async (address, reason, words, mayTest) => {
    const answer = await check(address);
    expect(answer).toMatchObject({ ok: false, reason, mayTest });
    expect(answer.words).toMatch(words);
    expect(answer.mailbox).toBeUndefined();
    const { id, version } = await made();
    const refused = await save(id, version, { replyTo: { kind: 'mailbox', address } });
    expect(refused.statusCode).toBe(422);
    expect(Problem.parse(refused.json()).error).toMatchObject({
      code: `reply-to-${reason}`,
      field: 'settings.replyTo',
    });
  });

  test.each([
    ['connecting', 'connecting', /still being connected/],
    ['paused', 'paused', /Resume it/],
    ['not-allowed', 'not-allowed', /not allowed to read/],
    ['failing', 'failing', /cannot be read/],
    ['disconnected', 'disconnected', /Connect it again/],
  ] as const)('a mailbox that is %s is refused with that reason', async (state, reason, words) => {
    await standsAt(state);
    const answer = await check(ALICE);
    expect(answer).toMatchObject({ ok: false, reason, mayTest: false });
    expect(answer.words).toMatch(words);
    await standsAt('watching');
  });

  test('"use this as my reply-to address" wants From to be connected, and so does a fallback', async () => {
    const { id, version } = await made();
    const from = { address: 'dan@brightwater.example', name: 'Dan' };
    for (const settings of [
      { from, replyTo: { kind: 'from' } },
      { replyTo: { kind: 'owner', fallback: { kind: 'mailbox', address: from.address } } },
    ] satisfies MarketingSettingsInput[]) {
      const refused = await save(id, version, settings);
      expect(Problem.parse(refused.json()).error.code).toBe('reply-to-not-connected');
    }
    const kept = await save(id, version, {
      from: { address: ALICE, name: 'Alice' },
      replyTo: { kind: 'from' },
    });
    expect(MarketingSettingsView.parse(kept.json())).toMatchObject({
      version: version + 1,
      settings: { replyTo: { kind: 'from' } },
    });
    // On an earlier version nothing is built.
    expect((await save(id, version, {})).statusCode).toBe(409);
  });

  test('an alias is proven by a test mail that arrives, and by nothing else', async () => {
    const address = 'offers@brightwater.example';
    const asked = await post('alice', '/api/v1/marketing/reply-to/test', { address });
    expect(asked.statusCode).toBe(202);
    jobs.wake();
    await jobs.idle();
    expect(sent.at(-1)).toMatchObject({ to: address });
    expect((await check(address)).test).toMatchObject({ state: 'sent' });
    expect((await post('alice', '/api/v1/marketing/reply-to/test', { address })).statusCode).toBe(429);
    const { subject = '' } = sent.at(-1) ?? {};
    // Passed on by somebody; made up.
    await arrives({ subject: `FW: ${subject}` });
    await arrives({ subject: subject.replace(/\(.{4}/, '(AAAA') });
    expect(await check(address)).toMatchObject({ ok: false, reason: 'unknown-alias' });
    await arrives({});
    expect(await check(address)).toMatchObject({ ok: true, mailbox: { address: ALICE } });
    const { id, version } = await made();
    expect((await save(id, version, { replyTo: { kind: 'mailbox', address } })).statusCode).toBe(200);
    // It counts as nothing: no message, no text.
    const filed = await store.db
      .selectFrom('messages')
      .select('id')
      .where('account_id', '=', account)
      .where('direction', '=', 'incoming')
      .execute();
    expect(filed).toEqual([]);
    // To another company it is unknown still; here there is nothing more to test.
    expect((await check(address, 'erin')).ok).toBe(false);
    expect((await post('alice', '/api/v1/marketing/reply-to/test', { address })).statusCode).toBe(409);
  });

  test('a test mail that cannot be sent, and one that never comes', async () => {
    const address = 'lost@brightwater.example';
    broken = true;
    await post('alice', '/api/v1/marketing/reply-to/test', { address });
    jobs.wake();
    await jobs.idle();
    expect((await check(address)).test).toMatchObject({ state: 'not-sent' });
    broken = false;
    app.clock.advance(2 * MINUTE);
    jobs.wake();
    await jobs.idle();
    expect((await check(address)).test).toMatchObject({ state: 'sent' });
    app.clock.advance(11 * MINUTE);
    expect((await check(address)).test).toMatchObject({ state: 'not-arrived' });
  });

  test('who may not change marketing mail is told nothing of mailboxes', async () => {
    expect((await post('dan', '/api/v1/marketing/reply-to/check', { address: ALICE })).statusCode).toBe(403);
    expect((await app.ask('dan', { method: 'GET', url: '/api/v1/marketing/reply-to' })).statusCode).toBe(403);
    const { id } = await made();
    for (const part of ['settings', 'audience', 'audience/people?which=to', 'checks']) {
      const asked = await app.ask('erin', { method: 'GET', url: `/api/v1/marketing/${id}/${part}` });
      expect([part, asked.statusCode]).toEqual([part, 404]);
    }
  });

  test('what stops a send is said with what to do', async () => {
    const { id } = await made();
    const answer = await app.ask('alice', { method: 'GET', url: `/api/v1/marketing/${id}/checks` });
    const { checks, ready } = SendChecks.parse(answer.json());
    expect(ready).toBe(false);
    const stopping = checks.filter(({ ok }) => ok === 'no');
    expect(stopping.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['content', 'audience', 'from', 'reply-to', 'transport']),
    );
    for (const { fix } of stopping) expect(fix).toBeTruthy();
  });

  test('a lost mailbox pauses what is being sent, tells its maker, and leaves a gap (M10)', async () => {
    const settings: MarketingSettingsInput = {
      from: { address: ALICE, name: 'Alice' },
      replyTo: { kind: 'from' },
    };
    const ids: string[] = [];
    for (const one of [
      settings,
      { ...settings, replyTo: { kind: 'owner', fallback: { kind: 'leave-out' } } } as const,
    ]) {
      const { id, version } = await made();
      await save(id, version, one);
      ids.push(id);
    }
    await store.db
      .updateTable('marketing_messages')
      .set({ state: 'sending', begun_at: app.clock.now() })
      .where('account_id', '=', account)
      .where('id', 'in', ids)
      .execute();
    const statesOf = async () => {
      const rows = await store.db
        .selectFrom('marketing_messages')
        .select(['id', 'state', 'pause'])
        .where('account_id', '=', account)
        .where('id', 'in', ids)
        .execute();
      return ids.map((id) => rows.find((row) => row.id === id));
    };
    const gaps = () =>
      store.db
        .selectFrom('mailbox_gaps')
        .select(['since', 'ended_at'])
        .where('account_id', '=', account)
        .orderBy('since')
        .execute();
    await sync();
    await look();
    const before = (await gaps()).length;
    expect((await statesOf()).map((row) => row?.state)).toEqual(['sending', 'sending']);

    const lostAt = app.clock.now();
    expect((await post('alice', `/api/v1/mailboxes/${await mailboxOf()}/pause`)).statusCode).toBeLessThan(
      300,
    );
    jobs.wake();
    await jobs.idle();
    // Each owner's mailbox is asked after as each copy leaves: one that is lost stops no others.
    expect(await statesOf()).toMatchObject([
      { state: 'paused', pause: { reason: 'reply-to', detail: ALICE } },
      { state: 'sending' },
    ]);
    expect((await gaps()).slice(before)).toEqual([{ since: lostAt, ended_at: null }]);
    const watched = await replyToStillWatched(
      store.db,
      account,
      { replyTo: { kind: 'mailbox', address: ALICE } },
      lostAt,
    );
    expect(watched).toMatchObject({ ok: false, answer: { reason: 'paused' } });
    const told = async () =>
      Feed.parse((await app.ask('alice', { method: 'GET', url: '/api/v1/feed' })).json()).items.filter(
        ({ note }) => note === 'The sending of “Spring” is paused: nobody would see the answers to it.',
      ).length;
    expect(await told()).toBe(1);
    // Found lost again, it is told no more.
    await look();
    expect(await told()).toBe(1);

    app.clock.advance(5 * MINUTE);
    await post('alice', `/api/v1/mailboxes/${await mailboxOf()}/resume`);
    jobs.wake();
    await jobs.idle();
    await look();
    const [gap] = (await gaps()).slice(before);
    expect(gap?.since).toEqual(lostAt);
    expect(gap?.ended_at?.getTime()).toBeGreaterThanOrEqual(lostAt.getTime() + 5 * MINUTE);
    expect(await check(ALICE)).toMatchObject({ ok: true });
    // Going on is a person's to say.
    expect((await statesOf())[0]?.state).toBe('paused');
  });

  test('what passes within two minutes stops nothing', async () => {
    const { id, version } = await made();
    await save(id, version, { from: { address: ALICE, name: 'Alice' }, replyTo: { kind: 'from' } });
    await store.db
      .updateTable('marketing_messages')
      .set({ state: 'sending', begun_at: app.clock.now() })
      .where('account_id', '=', account)
      .where('id', '=', id)
      .execute();
    const state = async () =>
      (
        await store.db
          .selectFrom('marketing_messages')
          .select('state')
          .where('account_id', '=', account)
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
      ).state;
    await sync();
    await look();
    down = true;
    app.clock.advance(10 * MINUTE);
    await sync();
    await look();
    expect([await state(), (await check(ALICE)).reason]).toEqual(['sending', 'failing']);
    app.clock.advance(2 * MINUTE);
    await look();
    expect(await state()).toBe('paused');
    down = false;
  });

  test('a tracking domain that fails pauses what is sent by it, and nothing else (C7)', async () => {
    const own = new URL(app.services.urls.tracking).host;
    const ids: string[] = [];
    for (const trackingHost of [undefined, 'go.brightwater.example']) {
      const { id } = await made();
      const settings = { to: [], exclude: [], ...(trackingHost !== undefined && { trackingHost }) };
      await store.db
        .updateTable('marketing_messages')
        .set({ state: 'sending', begun_at: app.clock.now(), settings: json(settings) })
        .where('account_id', '=', account)
        .where('id', '=', id)
        .execute();
      ids.push(id);
    }
    const states = async () => {
      const rows = await store.db
        .selectFrom('marketing_messages')
        .select(['id', 'state', 'pause'])
        .where('account_id', '=', account)
        .where('id', 'in', ids)
        .execute();
      return ids.map((id) => rows.find((row) => row.id === id));
    };
    const fails = (of: number, hosts: string[]) =>
      store.tx((trx) => watchTrackingDomains(trx, app.services, of, hosts, app.clock.now()));
    await fails(app.people.erin.account, [own]);
    expect((await states()).map((row) => row?.state)).toEqual(['sending', 'sending']);
    await fails(account, [own]);
    expect(await states()).toMatchObject([
      { state: 'paused', pause: { reason: 'tracking-domain', detail: own } },
      { state: 'sending' },
    ]);
  });

  test('what is not the account’s own is chosen by nobody', async () => {
    const { id, version } = await made();
    const nowhere = uuidV7(app.clock.now());
    for (const [settings, code] of [
      [{ to: [nowhere] }, 'no-such-list'],
      [{ exclude: [nowhere] }, 'no-such-list'],
      [{ mailKind: nowhere }, 'no-such-kind'],
      [{ trackingHost: 'go.otherside.example' }, 'no-such-domain'],
    ] satisfies [MarketingSettingsInput, string][]) {
      const refused = await save(id, version, settings);
      expect([refused.statusCode, Problem.parse(refused.json()).error.code]).toEqual([422, code]);
    }
  });
});
