import type { LightMyRequestResponse } from 'fastify';
import { Feed } from '../../../src/core/api/app';
import {
  LookBack,
  MailboxAlerts,
  MailboxHealth,
  Mailboxes,
  MailboxView,
  MailboxWays,
  PaneItems,
  PaneWatch,
} from '../../../src/core/api/mailboxes';
import { lookThrough, type WatchApi } from '../../../src/addin/pane/watch/look';
import { GRAPH, makeGraph, sandboxedMicrosoftFetch } from '../../../src/graph';
import { LogRulePreview } from '../../../src/core/api/log-rules';
import { Problem } from '../../../src/core/api/shared';
import { enqueue, startJobs, type RunningJobs } from '../../../src/server/jobs';
import { CHECK, CHECK_ALL, mailboxJobs } from '../../../src/server/mailbox';
import { SUBSCRIBE } from '../../../src/server/mailbox/job-types';
import { ownerToken } from '../../../src/server/mailbox/access/owner-consent';
import { DoctorReport } from '../../../src/server/doctor';
import type { Store } from '../../../src/server/store';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { rawMail } from '../../fixtures/raw-mail';
import { describeOnBothStores, describeOnEmbeddedStore } from '../../fixtures/stores';

const MINUTE = 60_000;
const BOB = 'Bob Lindqvist <bob@partner.example>';
const RULE = { sent: 'known', received: 'known' } as const;

// What is said to each store is little, and long in waiting: both are tried in the long run.
const describeHere = process.env.LONG === undefined ? describeOnEmbeddedStore : describeOnBothStores;

describeHere('the life of a connected mailbox', (open) => {
  let store: Store;
  let test: TestApp;
  let jobs: RunningJobs;
  /** Answers in place of Microsoft, by address. */
  let instead: (url: string) => Response | undefined = () => undefined;
  /** Holds back an answer of Microsoft's. */
  let onItsWay: (url: string, init?: RequestInit) => Promise<void> = () => Promise.resolve();

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store, {
      microsoft: (real) => async (url, init) => {
        const answer = instead(url) ?? (await real(url, init));
        await onItsWay(url, init);
        return answer;
      },
    });
    await test.listen();
    jobs = await startJobs({ store, clock: test.clock, handlers: mailboxJobs(test.services) });
    await jobs.idle();
  });
  afterAll(async () => {
    await jobs.stop();
    await test.close();
    await store.close();
  });
  beforeEach(async () => {
    // The clock has gone on; a token is good for an hour.
    const { clientId, addinClientId, scope } = test.services.entra;
    for (const each of Object.values(test.people)) {
      each.token = await test.sandbox.issueAccessToken(each.person, {
        aud: clientId,
        azp: addinClientId,
        scp: scope,
      });
    }
  });
  afterEach(() => {
    instead = () => undefined;
    onItsWay = () => Promise.resolve();
  });

  const get = (as: PersonKey, url: string) => test.ask(as, { url });
  const post = (as: PersonKey, url: string, payload?: object) =>
    test.ask(as, { method: 'POST', url, ...(payload && { payload }) });
  const put = (as: PersonKey, url: string, payload: object) => test.ask(as, { method: 'PUT', url, payload });
  const codeOf = (answer: LightMyRequestResponse): string => Problem.parse(answer.json()).error.code;
  const deliver = async (to: string, subject: string): Promise<void> => {
    await test.sandbox.mailboxes.deliver(rawMail({ from: BOB, to, subject, text: 'Hello' }), [to]);
  };
  const later = async (ms: number): Promise<void> => {
    test.clock.advance(ms);
    await jobs.idle();
  };
  /** The five-minute look at all mailboxes, now. */
  const check = async (): Promise<void> => {
    await enqueue(store.db, { account: 0, type: CHECK, key: CHECK_ALL });
    await jobs.idle();
  };
  const ownMailbox = async (as: PersonKey): Promise<MailboxView> => {
    const { mailboxes } = Mailboxes.parse((await get(as, '/api/v1/mailboxes')).json());
    const own = mailboxes.find((mailbox) => mailbox.owner === undefined);
    if (!own) throw new Error(`${as} has no mailbox`);
    return own;
  };
  const health = async (as: PersonKey, id: string): Promise<MailboxHealth> =>
    MailboxHealth.parse((await get(as, `/api/v1/mailboxes/${id}/health`)).json());
  const incoming = (subject: string) =>
    store.db.selectFrom('messages').selectAll().where('subject', '=', subject).execute();

  /** What the browser does between "Consent at Microsoft" and the way back. Resolves to where it ends. */
  const consent = async (as: PersonKey, person: string): Promise<string> => {
    const begun = await get(as, '/auth/mailbox');
    const authorize = String(begun.headers.location);
    const picked = await fetch(authorize, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ person }).toString(),
      redirect: 'manual',
    });
    const back = new URL(picked.headers.get('location') ?? '');
    const cookie = begun.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const done = await test.ask(as, { url: back.pathname + back.search, headers: { cookie } });
    return decodeURIComponent(String(done.headers.location));
  };

  it('by the organisation’s permission: watched, with the proof and when it was', async () => {
    const mailbox = await ownMailbox('alice');
    expect(mailbox).toMatchObject({
      state: 'watching',
      access: 'application',
      lastProofAt: test.clock.now().toISOString(),
    });
    expect(await health('alice', mailbox.id)).toMatchObject({ findings: [], subscription: 'stands' });
  });

  it('one sees one’s own; an administrator sees how all stand; a stranger sees none', async () => {
    const { id } = await ownMailbox('alice');
    expect((await get('dan', `/api/v1/mailboxes/${id}/health`)).statusCode).toBe(404);
    expect((await get('erin', `/api/v1/mailboxes/${id}/health`)).statusCode).toBe(404);
    expect((await post('dan', `/api/v1/mailboxes/${id}/pause`)).statusCode).toBe(404);
    expect((await post('dan', `/api/v1/mailboxes/${id}/look-back`, { days: 7 })).statusCode).toBe(403);
    const team = { kind: 'team', address: 'dan@brightwater.example', team: 'Sales' };
    expect((await post('dan', '/api/v1/mailboxes', team)).statusCode).toBe(403);
  });

  it('L12: its owner sees what is logged, changes it with a look at last week, and connecting again keeps it', async () => {
    const { id, rule: first } = await ownMailbox('alice');
    const rule = { sent: 'category', sentCategory: 'Customer', received: 'nothing' };
    const url = `/api/v1/mailboxes/${id}`;
    const preview = await post('alice', `${url}/preview`, { rule });
    expect(LogRulePreview.parse(preview.json()).sent.logged).toBe(0);
    expect((await ownMailbox('alice')).rule).toEqual(first);
    for (const as of ['dan', 'erin'] as const) {
      expect((await put(as, `${url}/rule`, { rule })).statusCode).toBe(404);
      expect((await post(as, `${url}/preview`, { rule })).statusCode).toBe(404);
    }
    const wrong = await put('alice', `${url}/rule`, { rule: { sent: 'category', received: 'nothing' } });
    expect(wrong.statusCode).toBe(422);
    expect(MailboxView.parse((await put('alice', `${url}/rule`, { rule })).json()).rule).toEqual(rule);
    await put('alice', `${url}/rule`, { rule });
    const audited = await store.db
      .selectFrom('audit_log')
      .select(['actor_user_id as by', 'object_id as id', 'detail'])
      .where('action', '=', 'mailbox.rule')
      .execute();
    expect(audited).toEqual([{ by: test.people.alice.user, id, detail: rule }]);
    const ways = MailboxWays.parse((await get('alice', '/api/v1/mailboxes/access')).json());
    expect(ways.rule).toEqual(rule);
    await post('alice', '/api/v1/mailboxes', { kind: 'personal' });
    expect((await ownMailbox('alice')).rule).toEqual(rule);
    await put('alice', `${url}/rule`, { rule: first });
  });

  it('L12: what of a colleague’s mailbox is logged is not an administrator’s to say', async () => {
    const { id } = await ownMailbox('alice');
    const { account } = test.people.alice;
    const owner = (user: number) =>
      store.db
        .updateTable('mailboxes')
        .set({ owner_user_id: user })
        .where('account_id', '=', account)
        .execute();
    await owner(test.people.dan.user);
    const theirs = MailboxHealth.parse((await get('alice', `/api/v1/mailboxes/${id}/health`)).json());
    expect([theirs.mailbox.id, theirs.mailbox.rule]).toEqual([id, undefined]);
    const rule = { sent: 'all', received: 'known' };
    expect((await put('alice', `/api/v1/mailboxes/${id}/rule`, { rule })).statusCode).toBe(403);
    expect((await post('alice', `/api/v1/mailboxes/${id}/preview`, { rule })).statusCode).toBe(403);
    await owner(test.people.alice.user);
  });

  describe('by the owner’s consent', () => {
    let mailbox = '';

    it('nothing is asked before one connects; who cancels, or is another, has changed nothing', async () => {
      const ways = MailboxWays.parse((await get('dan', '/api/v1/mailboxes/access')).json());
      expect(ways).toMatchObject({ application: { says: 'allowed' }, delegated: { says: 'not-given' } });
      expect(await consent('dan', '')).toContain('failed=declined');
      expect(await consent('dan', 'alice')).toContain('failed=other-person');
      expect(await store.db.selectFrom('mailbox_consents').selectAll().execute()).toEqual([]);
    });

    it('PKCE and the least permissions are asked for, and the tokens lie sealed', async () => {
      const begun = await get('dan', '/auth/mailbox');
      const asked = new URL(String(begun.headers.location)).searchParams;
      expect(asked.get('code_challenge_method')).toBe('S256');
      expect(asked.get('scope')?.split(' ').sort()).toEqual([
        'https://graph.microsoft.com/Mail.Read',
        'https://graph.microsoft.com/User.Read',
        'offline_access',
        'openid',
        'profile',
      ]);
      expect(await consent('dan', 'dan')).toBe('/settings/mailboxes/connect?access=delegated');
      const [row] = await store.db.selectFrom('mailbox_consents').selectAll().execute();
      expect(row?.sealed).not.toMatch(/refresh|secret|dan@/i);
      const opened = Buffer.from(row?.sealed ?? '', 'base64url').toString('latin1');
      expect(opened).not.toMatch(/RefreshToken|dan@/);
    });

    it('last week is shown by the rule, the mailbox is watched, and mail is found', async () => {
      await deliver('dan@brightwater.example', 'Before');
      const preview = await post('dan', '/api/v1/mailboxes/preview', { access: 'delegated', rule: RULE });
      expect(LogRulePreview.parse(preview.json())).toMatchObject({ received: { seen: 1, logged: 1 } });
      expect(await incoming('Before')).toEqual([]);

      test.clock.advance(MINUTE);
      const made = await post('dan', '/api/v1/mailboxes', {
        kind: 'personal',
        access: 'delegated',
        rule: RULE,
      });
      expect(made.statusCode).toBe(201);
      mailbox = MailboxView.parse(made.json()).id;
      await jobs.idle();
      expect(await ownMailbox('dan')).toMatchObject({ state: 'watching', access: 'delegated' });
      await deliver('dan@brightwater.example', 'After');
      await later(10 * MINUTE);
      expect(await incoming('After')).toHaveLength(1);
      expect(await incoming('Before')).toEqual([]);
    });

    it('withdrawn: within the hour it is not allowed, owner and administrator are told once', async () => {
      await test.sandbox.withdrawConsent('dan');
      await later(31 * MINUTE);
      await check();
      await check();
      const now = await ownMailbox('dan');
      expect(now).toMatchObject({ state: 'not-allowed', reason: expect.stringContaining('withdrawn') });
      for (const as of ['dan', 'alice'] as const) {
        const { items } = Feed.parse((await get(as, '/api/v1/feed')).json());
        const told = items.filter(({ kind }) => kind === 'mailbox');
        expect(told.map((event) => event.mailbox?.address)).toEqual(['dan@brightwater.example']);
        const { alerts } = MailboxAlerts.parse((await get(as, '/api/v1/mailboxes/alerts')).json());
        expect(alerts).toMatchObject([{ kind: 'not-allowed', mailbox: { id: mailbox } }]);
      }
      expect((await health('dan', mailbox)).findings).toMatchObject([{ kind: 'not-allowed' }]);

      // The last token is good at Microsoft for half an hour yet.
      await post('dan', `/api/v1/mailboxes/${mailbox}/resume`);
      await jobs.idle();
      expect(await ownMailbox('dan')).toMatchObject({ state: 'not-allowed' });
    });

    it('given again: the gap is closed without doubles, and the alert ends by itself', async () => {
      await deliver('dan@brightwater.example', 'Meanwhile');
      test.clock.advance(MINUTE);
      expect(await consent('dan', 'dan')).toContain('access=delegated');
      await post('dan', '/api/v1/mailboxes', { kind: 'personal', access: 'delegated' });
      await later(MINUTE);
      await check();
      expect(await ownMailbox('dan')).toMatchObject({ id: mailbox, state: 'watching' });
      expect(await incoming('Meanwhile')).toHaveLength(1);
      expect(await incoming('After')).toHaveLength(1);
      expect(MailboxAlerts.parse((await get('dan', '/api/v1/mailboxes/alerts')).json()).alerts).toEqual([]);
    });

    it('given anew while Microsoft refuses the one before, it is the new one that is kept and used', async () => {
      const { microsoft } = test.services;
      const [person] = await store.db
        .selectFrom('users')
        .select(['account_id as account', 'id as user'])
        .where('email', '=', 'dan@brightwater.example')
        .execute();
      if (!person) throw new Error('Dan is no user');
      await test.sandbox.withdrawConsent('dan');
      let refusals = 0;
      const token = ownerToken(
        {
          ...test.services,
          microsoft: async (url, init) => {
            const answer = await microsoft(url, init);
            if (answer.ok || !url.includes('/oauth2/')) return answer;
            refusals += 1;
            if (refusals > 1) return answer;
            test.clock.advance(MINUTE);
            expect(await consent('dan', 'dan')).toContain('access=delegated');
            return answer;
          },
        },
        { ...person, tenant: test.people.dan.person.tenantId },
      );
      expect(await token(true)).toEqual(expect.any(String));
      expect(refusals).toBe(1);
      expect(await store.db.selectFrom('mailbox_consents').selectAll().execute()).toHaveLength(1);
    });

    it('disconnected and undone at once, the consent is still there; a minute later it is not', async () => {
      await post('dan', `/api/v1/mailboxes/${mailbox}/disconnect`);
      await jobs.idle();
      await post('dan', `/api/v1/mailboxes/${mailbox}/resume`);
      await later(2 * MINUTE);
      expect(await ownMailbox('dan')).toMatchObject({ state: 'watching' });
      expect(await store.db.selectFrom('mailbox_consents').selectAll().execute()).toHaveLength(1);

      await post('dan', `/api/v1/mailboxes/${mailbox}/disconnect`);
      await later(2 * MINUTE);
      await check();
      expect(await ownMailbox('dan')).toMatchObject({ state: 'disconnected' });
      expect(await store.db.selectFrom('mailbox_consents').selectAll().execute()).toEqual([]);
      expect((await health('dan', mailbox)).findings).toEqual([]);
      expect(await incoming('Meanwhile')).toHaveLength(1);
    });
  });

  it('where nothing is granted, the pane watches: by the same code, with its own token, once', async () => {
    const made = await post('dan', '/api/v1/mailboxes', { kind: 'personal', access: 'pane' });
    const { id } = MailboxView.parse(made.json());
    await deliver('dan@brightwater.example', 'By the pane');
    const { person } = test.people.dan;
    const token = await test.sandbox.issueAccessToken(person, {
      aud: GRAPH,
      azp: test.services.entra.addinClientId,
      scp: 'Mail.Read',
    });
    const graph = makeGraph({
      fetch: sandboxedMicrosoftFetch(test.sandbox.url),
      token: () => Promise.resolve(token),
    });
    const handed = (mailbox: string, payload: Buffer) => {
      const headers = { 'content-type': 'application/octet-stream' };
      const url = `/api/v1/mailboxes/${mailbox}/pane/items`;
      return test.ask('dan', { method: 'POST', url, payload, headers });
    };
    const api: WatchApi = {
      paneWatch: async () => PaneWatch.parse((await get('dan', '/api/v1/mailboxes/pane')).json()),
      wanted: async (mailbox, ids) =>
        PaneItems.parse((await post('dan', `/api/v1/mailboxes/${mailbox}/pane/wanted`, { ids })).json()).ids,
      handOver: async (mailbox, item, mime) => {
        const body = new Blob([JSON.stringify(item), '\n', mime]);
        expect((await handed(mailbox, Buffer.from(await body.arrayBuffer()))).statusCode).toBe(204);
      },
      leave: async (mailbox, left) => {
        expect((await post('dan', `/api/v1/mailboxes/${mailbox}/pane/left`, left)).statusCode).toBe(204);
      },
      looked: async (mailbox, round) => {
        await post('dan', `/api/v1/mailboxes/${mailbox}/pane/looked`, round);
      },
    };
    const look = () => lookThrough(graph, api, () => test.clock.now(), new AbortController().signal);
    // Graph tells whole seconds: what came in the second of connecting is listed too.
    const second = Math.floor(test.clock.now().getTime() / 1_000) * 1_000;
    const connected = { connected_at: new Date(second + 500), watermark: new Date(second + 500) };
    await store.db.updateTable('mailboxes').set(connected).where('id', '=', id).execute();
    expect((await api.paneWatch()).mailbox?.since).toBe(new Date(second).toISOString());
    // Thrown away before its next try: no longer ours to judge.
    await deliver('dan@brightwater.example', 'Thrown away');
    const thrown = test.sandbox.mailboxes
      .list('dan@brightwater.example', 'inbox')
      .find(({ subject }) => subject === 'Thrown away');
    if (!thrown) throw new Error('It is not in the inbox');
    const given = await graph.findMessages('dan@brightwater.example', thrown.internetMessageId);
    if (!given.ok) throw new Error('It is not given');
    for (const item of given.value) await api.leave(id, { id: item.id, why: 'not-read' });
    await test.sandbox.mailboxes.move(thrown, 'deleteditems');
    test.clock.advance(MINUTE);
    expect((await api.paneWatch()).mailbox?.again).toHaveLength(1);
    await look();
    expect(await incoming('Thrown away')).toEqual([]);
    expect((await api.paneWatch()).mailbox?.again).toEqual([]);
    expect(await look()).toBe(0);
    const [row] = await incoming('By the pane');
    expect(row).toMatchObject({ logged: true });
    const seen = await store.db.selectFrom('sightings').selectAll().where('mailbox_id', '=', id).execute();
    expect(seen.find(({ message_id: message }) => message === row?.id)).toMatchObject({ trust: 'client' });
    expect(await ownMailbox('dan')).toMatchObject({
      state: 'watching',
      access: 'pane',
      lastProofAt: test.clock.now().toISOString(),
    });
    expect(await health('dan', id)).toMatchObject({ findings: [], subscription: 'not-used' });
    const pdf = { contentType: 'application/pdf' };
    const plan = { name: 'plan.pdf', ...pdf, content: Buffer.alloc(3_000_000, 'p') };
    const note = { name: 'note.pdf', ...pdf, content: Buffer.from('a note') };
    const large = {
      from: BOB,
      to: 'dan@brightwater.example',
      subject: 'Large',
      html: '<p>.</p>',
      files: [plan, note],
    };
    await test.sandbox.mailboxes.deliver(rawMail(large), [large.to]);
    const files = () =>
      store.db.selectFrom('attachments').select(['name', 'size', 'state', 'reason']).orderBy('n').execute();
    // L10: without the scanner's verdict nothing is kept, and the pane is asked for the mail again.
    test.services.settings.virusScan = '/no/such/scanner';
    expect(await look()).toBe(1);
    const unkept = { state: 'pending', reason: 'The virus scanner cannot be started' };
    expect(await files()).toMatchObject([unkept, unkept]);
    expect(await look()).toBe(0);
    await later(MINUTE);
    expect(await files()).toMatchObject([unkept, unkept]);
    test.services.settings.virusScan = undefined;
    expect(await look()).toBe(1);
    const kept = { state: 'copied', reason: null };
    expect(await files()).toEqual([
      { name: 'plan.pdf', size: 3_000_000, ...kept },
      { name: 'note.pdf', size: 6, ...kept },
    ]);
    expect((await api.paneWatch()).mailbox?.again).toEqual([]);
    expect(await incoming('Large')).toHaveLength(1);
    await api.leave(id, { id: 'huge', why: 'too-large' });
    await api.leave(id, { id: 'odd', why: 'not-read' });
    expect(await api.wanted(id, ['huge', 'odd', 'fresh'])).toEqual(['fresh']);
    expect((await api.paneWatch()).mailbox?.again).toEqual([]);
    test.clock.advance(2 * MINUTE);
    expect((await api.paneWatch()).mailbox?.again).toEqual(['odd']);
    expect((await health('dan', id)).problems).toEqual(
      expect.arrayContaining([{ count: 1, what: expect.stringContaining('larger than 220 MB') }]),
    );
    const { mailbox: watched } = await api.paneWatch();
    if (!watched) throw new Error('The pane watches nothing');
    await api.looked(id, { startedAt: test.clock.now().toISOString(), watermark: watched.watermark });
    expect((await ownMailbox('dan')).reason).toMatch(/^2 mails were not taken over/);
    // A pane that was opened before the server told up to where: it proves its watch all the same.
    test.clock.advance(2 * MINUTE);
    const startedAt = test.clock.now().toISOString();
    const old = await post('dan', `/api/v1/mailboxes/${id}/pane/looked`, { startedAt });
    expect(old.statusCode).toBe(204);
    expect((await ownMailbox('dan')).lastProofAt).toBe(startedAt);
    expect((await api.paneWatch()).mailbox?.watermark).toBe(startedAt);
    const forged = await post('alice', `/api/v1/mailboxes/${id}/pane/wanted`, { ids: ['x'] });
    expect(forged.statusCode).toBe(404);
    expect((await handed(id, Buffer.from('{"item":{"id":7}}\n'))).statusCode).toBe(422);
    expect((await handed(id, Buffer.from('nothing'))).statusCode).toBe(422);
  });

  it('paused, Microsoft is taken leave of; what came meanwhile is found when it is resumed, once', async () => {
    const { id } = await ownMailbox('alice');
    await post('alice', `/api/v1/mailboxes/${id}/pause`);
    await jobs.idle();
    expect(test.sandbox.graph.subscriptions()).toEqual([]);
    await deliver('alice@brightwater.example', 'While paused');
    await later(20 * MINUTE);
    expect(
      await store.db.selectFrom('mailbox_items').selectAll().where('mailbox_id', '=', id).execute(),
    ).toEqual([]);
    await post('alice', `/api/v1/mailboxes/${id}/resume`);
    await later(MINUTE);
    expect(await ownMailbox('alice')).toMatchObject({ state: 'watching' });
    expect(
      await store.db.selectFrom('mailbox_items').selectAll().where('mailbox_id', '=', id).execute(),
    ).toHaveLength(1);
  });

  it('what Microsoft could not be asked to delete is deleted once it can be', async () => {
    const { id } = await ownMailbox('alice');
    instead = (url) => (url.includes('/subscriptions/') ? new Response('', { status: 503 }) : undefined);
    await post('alice', `/api/v1/mailboxes/${id}/pause`);
    await jobs.idle();
    expect(test.sandbox.graph.subscriptions()).toHaveLength(1);
    instead = () => undefined;
    await later(2 * MINUTE);
    expect(test.sandbox.graph.subscriptions()).toEqual([]);
    await post('alice', `/api/v1/mailboxes/${id}/resume`);
    await later(MINUTE);
  });

  it('subscribed to by two runs at once, one subscription stands, and it is the one that is known', async () => {
    const { id } = await ownMailbox('alice');
    const { account } = test.people.alice;
    const run = mailboxJobs(test.services)[SUBSCRIBE];
    const subscribe = () =>
      run?.({
        account,
        type: SUBSCRIBE,
        key: id,
        payload: null,
        attempt: 1,
        signal: new AbortController().signal,
      });
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const first = new Promise<void>((made) => {
      onItsWay = (url, init) => {
        if (init?.method !== 'POST' || !url.endsWith('/subscriptions')) return Promise.resolve();
        onItsWay = () => Promise.resolve();
        made();
        return held;
      };
    });
    const slow = subscribe();
    await first;
    expect(await subscribe()).toBeUndefined();
    goOn();
    expect(await slow).toEqual({ again: test.clock.now() });
    const known = await store.db
      .selectFrom('mailboxes')
      .select('subscription_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(test.sandbox.graph.subscriptions()).toEqual([known.subscription_id]);
    await jobs.idle();
  });

  it('the count finds mail that nobody looked at, tells of it, and a repair heals it', async () => {
    const { id } = await ownMailbox('alice');
    await later(15 * MINUTE);
    await post('alice', `/api/v1/mailboxes/${id}/count`);
    await jobs.idle();
    expect((await health('alice', id)).count).toMatchObject({ listed: 1, judged: 1, missing: 0 });

    await store.db.deleteFrom('mailbox_items').where('mailbox_id', '=', id).execute();
    await post('alice', `/api/v1/mailboxes/${id}/count`);
    await jobs.idle();
    await check();
    const sick = await health('alice', id);
    expect(sick).toMatchObject({ count: { missing: 1 }, findings: [{ kind: 'gap' }] });
    await post('alice', `/api/v1/mailboxes/${id}/repair`);
    await later(2 * MINUTE);
    await check();
    expect(await health('alice', id)).toMatchObject({ count: { missing: 0 }, findings: [] });
    expect((await health('alice', id)).left).toMatchObject([{ kind: 'new', count: 1 }]);
  });

  it('a subscription that is over is told, and taken anew', async () => {
    const { id } = await ownMailbox('alice');
    await store.db
      .updateTable('mailboxes')
      .set({ subscription_expires_at: test.clock.now() })
      .where('id', '=', id)
      .execute();
    expect((await health('alice', id)).findings).toMatchObject([{ kind: 'lapsed' }]);
    await check();
    expect(await health('alice', id)).toMatchObject({ findings: [], subscription: 'stands' });
  });

  it('Microsoft silent: failing, told once it has stood for two minutes, and over by itself', async () => {
    const { id } = await ownMailbox('alice');
    const told = async () =>
      MailboxAlerts.parse((await get('alice', '/api/v1/mailboxes/alerts')).json()).alerts;
    instead = (url) => (url.includes('graph.microsoft.com') ? new Response('', { status: 502 }) : undefined);
    await later(10 * MINUTE);
    expect(await ownMailbox('alice')).toMatchObject({ state: 'failing' });
    expect(await told()).toEqual([]);
    await later(2 * MINUTE);
    expect(await told()).toMatchObject([{ kind: 'failing', mailbox: { id } }]);
    const { items } = Feed.parse((await get('alice', '/api/v1/feed')).json());
    expect(items[0]).toMatchObject({ kind: 'mailbox', mailbox: { address: 'alice@brightwater.example' } });
    instead = () => undefined;
    await later(2 * MINUTE);
    expect(await told()).toEqual([]);
    expect(await ownMailbox('alice')).toMatchObject({ state: 'watching' });
  });

  it.each([
    ['fails', 502, 'failing'],
    ['asks for patience', 503, 'stale'],
  ])('S4: delta that %s is told within a quarter of an hour of the last look', async (_how, status, kind) => {
    const { lastProofAt } = await ownMailbox('alice');
    const waited = () => test.clock.now().getTime() - Date.parse(lastProofAt ?? '');
    const told = async () =>
      MailboxAlerts.parse((await get('alice', '/api/v1/mailboxes/alerts')).json()).alerts;
    instead = (url) =>
      url.includes('/delta') ? new Response('', { status, headers: { 'retry-after': '240' } }) : undefined;
    while ((await told()).length === 0 && waited() < 30 * MINUTE) await later(MINUTE / 2);
    expect(waited()).toBeLessThanOrEqual(15 * MINUTE);
    expect(await told()).toMatchObject([{ kind }]);
    instead = () => undefined;
    await later(5 * MINUTE);
    await check();
    expect(await told()).toEqual([]);
  });

  it('what is no Exchange Online mailbox is refused with that reason', async () => {
    instead = (url) =>
      url.includes('/mailFolders/inbox')
        ? Response.json({ error: { code: 'MailboxNotEnabledForRESTAPI', message: 'x' } }, { status: 404 })
        : undefined;
    const refused = await post('erin', '/api/v1/mailboxes', { kind: 'personal' });
    expect(refused.statusCode).toBe(422);
    expect(codeOf(refused)).toBe('no-exchange-mailbox');
    const ways = MailboxWays.parse((await get('erin', '/api/v1/mailboxes/access')).json());
    expect(ways.application).toMatchObject({
      says: 'no-mailbox',
      reason: expect.stringContaining('Exchange Online'),
    });
  });

  it('R1: a look back fills the timeline, marked, counts nothing, tells nobody, and there is one', async () => {
    await post('erin', '/api/v1/contacts', { name: 'Bob', addresses: ['bob@partner.example'] });
    await deliver('erin@otherside.example', 'Old one');
    test.clock.advance(MINUTE);
    const made = await post('erin', '/api/v1/mailboxes', { kind: 'personal', rule: RULE });
    const { id } = MailboxView.parse(made.json());
    await later(MINUTE);
    await deliver('erin@otherside.example', 'New one');
    await later(10 * MINUTE);
    const contact = () =>
      store.db
        .selectFrom('contacts')
        .select(['last_activity_at', 'last_engagement_at', 'properties'])
        .where('account_id', '=', test.people.erin.account)
        .execute();
    const before = await contact();
    const feed = (await get('erin', '/api/v1/feed')).json();

    const begun = await post('erin', `/api/v1/mailboxes/${id}/look-back`, { days: 30 });
    expect(LookBack.parse(begun.json())).toMatchObject({ state: 'running' });
    await jobs.idle();
    expect((await health('erin', id)).lookBack).toMatchObject({ state: 'done', seen: 1, added: 1 });
    expect(await incoming('Old one')).toMatchObject([{ historic: true, logged: true }]);
    expect(await incoming('New one')).toMatchObject([{ historic: false }]);
    expect(await contact()).toEqual(before);
    expect((await get('erin', '/api/v1/feed')).json()).toEqual(feed);
    expect(codeOf(await post('erin', `/api/v1/mailboxes/${id}/look-back`, { days: 7 }))).toBe('no-look-back');
  });

  it('a team’s mailbox is an administrator’s to connect, its members see it; a person’s is that person’s', async () => {
    const team = { kind: 'team', team: 'Sales', members: ['dan@brightwater.example'] };
    const hers = await post('alice', '/api/v1/mailboxes', { ...team, address: 'Dan@brightwater.example' });
    expect([hers.statusCode, codeOf(hers)]).toEqual([409, 'taken']);
    instead = (url) => (url.includes('/users/sales%40') ? Response.json({ id: 'inbox' }) : undefined);
    const made = await post('alice', '/api/v1/mailboxes', { ...team, address: 'sales@brightwater.example' });
    expect(made.statusCode).toBe(201);
    const { mailboxes } = Mailboxes.parse((await get('dan', '/api/v1/mailboxes')).json());
    expect(mailboxes.find(({ kind }) => kind === 'team')).toMatchObject({
      address: 'sales@brightwater.example',
      may: { change: false, lookBack: false },
    });
    const { id } = MailboxView.parse(made.json());
    const rule = { sent: 'all', received: 'known' };
    expect((await put('dan', `/api/v1/mailboxes/${id}/rule`, { rule })).statusCode).toBe(403);
    expect((await put('alice', `/api/v1/mailboxes/${id}/rule`, { rule })).json()).toMatchObject({ id, rule });
    // Connected again with no word of a rule, it keeps its own.
    const again = await post('alice', '/api/v1/mailboxes', { ...team, address: 'sales@brightwater.example' });
    expect(again.json()).toMatchObject({ id, rule });
    await post('alice', `/api/v1/mailboxes/${id}/disconnect`);
    await jobs.idle();
  });

  it('L12: of a team’s mailbox, an administrator who is not in the team sees how many would be logged, and no mail', async () => {
    const box = 'info@brightwater.example';
    const rule = { sent: 'all', received: 'known' };
    const week = {
      value: [
        {
          ...{ id: 'm1', subject: 'Secret', receivedDateTime: test.clock.now().toISOString() },
          from: { emailAddress: { address: 'bob@partner.example', name: 'Bob' } },
        },
      ],
    };
    instead = (url) => {
      if (!decodeURIComponent(url).includes('/users/info@')) return undefined;
      return Response.json(url.includes('/messages') ? week : { id: box });
    };
    const ask = { team: box, rule };
    expect((await post('dan', '/api/v1/mailboxes/preview', ask)).statusCode).toBe(403);
    const persons = await post('alice', '/api/v1/mailboxes/preview', {
      ...ask,
      team: 'dan@brightwater.example',
    });
    expect([persons.statusCode, codeOf(persons)]).toEqual([409, 'taken']);
    const before = await post('alice', '/api/v1/mailboxes/preview', ask);
    expect(before.json()).toMatchObject({ received: { seen: 1, logged: 1 }, samples: [] });

    const made = await post('alice', '/api/v1/mailboxes', { kind: 'team', team: 'Info', address: box });
    const { id } = MailboxView.parse(made.json());
    const look = async (): Promise<LogRulePreview> =>
      LogRulePreview.parse((await post('alice', `/api/v1/mailboxes/${id}/preview`, { rule })).json());
    expect(await look()).toMatchObject({
      received: { seen: 1, logged: 1 },
      samples: [{ subject: 'Secret' }],
    });
    const her = test.people.alice.user;
    await store.db.deleteFrom('team_members').where('user_id', '=', her).execute();
    expect(await look()).toMatchObject({ received: { seen: 1, logged: 1 }, samples: [] });
    expect((await post('dan', `/api/v1/mailboxes/${id}/preview`, { rule })).statusCode).toBe(404);
    await post('alice', `/api/v1/mailboxes/${id}/disconnect`);
    await jobs.idle();
  });

  it('a disabled owner’s mailbox is let go of, and an administrator is told', async () => {
    const { id } = await ownMailbox('erin');
    const dans = await ownMailbox('dan');
    await store.db.updateTable('users').set({ status: 'disabled' }).where('role', '!=', 'admin').execute();
    await store.db
      .updateTable('users')
      .set({ status: 'disabled' })
      .where('account_id', '=', test.people.erin.account)
      .execute();
    await check();
    const rows = await store.db
      .selectFrom('mailboxes')
      .selectAll()
      .where('id', 'in', [id, dans.id])
      .execute();
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatchObject({ state: 'paused', subscription_id: null });
    const { alerts } = MailboxAlerts.parse((await get('alice', '/api/v1/mailboxes/alerts')).json());
    expect(alerts).toMatchObject([{ kind: 'owner-disabled', mailbox: { id: dans.id } }]);
  });

  it('the doctor’s report names mailboxes by id alone, and is for this machine', async () => {
    const here = await test.ask(undefined, { url: '/doctorz' });
    const { lines } = DoctorReport.parse(here.json());
    expect(lines).toContainEqual(
      expect.objectContaining({
        area: 'mailboxes',
        level: 'error',
        what: expect.stringContaining('disabled'),
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ area: 'store', level: 'ok' }));
    expect(here.body).not.toContain('@');
    const forwarded = { url: '/doctorz', headers: { 'x-forwarded-for': '203.0.113.9' } };
    expect((await test.ask(undefined, forwarded)).statusCode).toBe(403);
  });

  it('no address, subject or token is in any log line', () => {
    expect(test.logged.join('\n')).not.toMatch(/@|Old one|Meanwhile|eyJ/);
  });
});
