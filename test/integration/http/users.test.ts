import type { LightMyRequestResponse } from 'fastify';
import { ContactPage, Feed } from '../../../src/core/api/app';
import { AuditPage } from '../../../src/core/api/audit';
import { BookAnswer, ComposeAnswer, type SentReport } from '../../../src/core/api/launch';
import { Mailboxes, MailboxView } from '../../../src/core/api/mailboxes';
import { Problem } from '../../../src/core/api/shared';
import { Teams, TeamView, Users, UserView } from '../../../src/core/api/users';
import { makeLink, makeNonce, makeToken, reportCredential, type Ticket } from '../../../src/core/token';
import { recordEvent } from '../../../src/server/events';
import { startJobs, type RunningJobs } from '../../../src/server/jobs';
import { mailboxJobs } from '../../../src/server/mailbox';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { rawMail } from '../../fixtures/raw-mail';
import { describeOnBothStores, describeOnEmbeddedStore } from '../../fixtures/stores';

const CLIENT = { host: 'Outlook', platform: 'OfficeOnline', version: '16', bundle: 'test' };
const DAN = 'dan@brightwater.example';
const TARGET = 'https://site.example/offer';
const MINUTE = 60_000;

// What is said to each store is little: both are tried in the long run.
const describeHere = process.env.LONG === undefined ? describeOnEmbeddedStore : describeOnBothStores;

describeHere('users who come, change and leave', (open) => {
  let store: Store;
  let test: TestApp;
  let jobs: RunningJobs;
  let alice = 0;
  let dan = 0;
  let account = 0;

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    await test.listen();
    jobs = await startJobs({ store, clock: test.clock, handlers: mailboxJobs(test.services) });
    ({ account, user: alice } = test.people.alice);
    dan = test.people.dan.user;
  });
  afterAll(async () => {
    await jobs.stop();
    await test.close();
    await store.close();
  });

  const get = (as: PersonKey, url: string) => test.ask(as, { url });
  const send = (as: PersonKey, method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, payload?: object) =>
    test.ask(as, { method, url, ...(payload && { payload }) });
  const change = (id: number, payload: object) => send('alice', 'PATCH', `/api/v1/users/${id}`, payload);
  const codeOf = (answer: LightMyRequestResponse): string => Problem.parse(answer.json()).error.code;
  const userOf = async (id: number): Promise<UserView> => {
    const { users } = Users.parse((await get('alice', '/api/v1/users')).json());
    const user = users.find((one) => one.id === id);
    if (!user) throw new Error(`no user ${id}`);
    return user;
  };
  const audited = async (action: string): Promise<AuditPage['lines']> =>
    AuditPage.parse((await get('alice', `/api/v1/audit-log?action=${action}`)).json()).lines;
  const deliver = (subject: string) =>
    test.sandbox.mailboxes.deliver(
      rawMail({ from: 'Bob Lindqvist <bob@partner.example>', to: DAN, subject, text: 'Hello' }),
      [DAN],
    );
  const filed = (subject: string) =>
    store.db.selectFrom('messages').select(['id', 'state']).where('subject', '=', subject).execute();

  it('everybody sees who is there; what they have, and any change, is an administrator’s', async () => {
    const seen = Users.parse((await get('dan', '/api/v1/users')).json()).users;
    expect(seen.map(({ email }) => email)).toEqual(['alice@brightwater.example', DAN]);
    expect(seen.every(({ holds }) => holds === undefined)).toBe(true);
    expect((await userOf(alice)).holds?.mailboxes).toMatchObject([{ address: 'alice@brightwater.example' }]);
    for (const refused of [
      await send('dan', 'PATCH', `/api/v1/users/${dan}`, { role: 'admin' }),
      await send('dan', 'POST', `/api/v1/users/${alice}/handover`, { to: dan }),
      await send('dan', 'DELETE', `/api/v1/users/${alice}/handover`),
      await get('dan', '/api/v1/teams'),
      await send('dan', 'POST', '/api/v1/teams', { name: 'Mine' }),
    ]) {
      expect(refused.statusCode).toBe(403);
    }
    expect((await send('erin', 'PATCH', '/api/v1/users/2', { seat: 'paid' })).statusCode).toBe(404);
    expect((await userOf(dan)).seat).toBe('free');
  });

  it('an account keeps an administrator, and nobody shuts themselves out', async () => {
    expect(codeOf(await change(alice, { role: 'member' }))).toBe('last-admin');
    expect(codeOf(await change(alice, { status: 'disabled' }))).toBe('own-user');
    expect(UserView.parse((await change(dan, { role: 'admin' })).json()).role).toBe('admin');
    expect(codeOf(await send('dan', 'PATCH', `/api/v1/users/${dan}`, { status: 'disabled' }))).toBe(
      'own-user',
    );
    await change(dan, { role: 'member' });
    expect((await change(dan, {})).statusCode).toBe(422);
    expect((await audited('user.role')).map(({ detail }) => detail)).toEqual([
      { from: 'admin', to: 'member' },
      { from: 'member', to: 'admin' },
    ]);
  });

  it('a seat that is gone is told to its owner and to administrators, once', async () => {
    await change(dan, { seat: 'paid' });
    await change(dan, { seat: 'free' });
    await change(dan, { seat: 'free' });
    for (const [as, words] of [
      ['dan', 'You have a free seat now'],
      ['alice', 'Dan Okafor has a free seat now'],
    ] as const) {
      const { items } = Feed.parse((await get(as, '/api/v1/feed')).json());
      expect(items.filter(({ note }) => note?.startsWith(words))).toHaveLength(1);
    }
  });

  it('teams are made, named, filled and removed, and one that has a mailbox stays', async () => {
    const made = TeamView.parse((await send('alice', 'POST', '/api/v1/teams', { name: ' Sales ' })).json());
    expect(made).toMatchObject({ name: 'Sales', members: [], mailboxes: [] });
    const url = `/api/v1/teams/${made.id}`;
    expect(codeOf(await send('alice', 'POST', '/api/v1/teams', { name: 'Sales' }))).toBe('name-taken');
    await send('alice', 'PUT', `${url}/members/${dan}`);
    const twice = await send('alice', 'PUT', `${url}/members/${dan}`);
    expect(TeamView.parse(twice.json()).members).toMatchObject([{ id: dan, status: 'active' }]);
    expect(codeOf(await send('alice', 'PUT', `${url}/members/99`))).toBe('no-such-user');
    expect((await userOf(dan)).teams).toEqual([{ id: made.id, name: 'Sales' }]);
    await send('alice', 'PATCH', url, { name: 'Sellers' });
    expect((await send('erin', 'DELETE', url)).statusCode).toBe(404);
    expect((await send('alice', 'DELETE', `${url}/members/${dan}`)).json()).toMatchObject({ members: [] });
    expect((await send('alice', 'DELETE', url)).statusCode).toBe(204);
    expect(Teams.parse((await get('alice', '/api/v1/teams')).json())).toEqual({ teams: [] });
    expect((await audited('team.')).map(({ action }) => action)).toEqual([
      'team.remove',
      'team.member-remove',
      'team.rename',
      'team.member-add',
      'team.create',
    ]);
  });

  describe('disabled', () => {
    let ticket: Ticket;
    let team = '';
    let hidden = '';
    let mailbox = '';
    let book = '';
    const contacts: string[] = [];

    const composed = () =>
      test.ask(undefined, {
        method: 'POST',
        url: '/api/launch/v1/compose',
        headers: { authorization: `Book ${book}` },
        payload: { client: CLIENT, recipients: [], ticket: true },
      });

    beforeAll(async () => {
      await change(dan, { seat: 'paid' });
      const made = await send('dan', 'POST', '/api/v1/mailboxes', {
        kind: 'personal',
        rule: { sent: 'known', received: 'known' },
      });
      mailbox = MailboxView.parse(made.json()).id;
      for (const name of ['Ann', 'Ben', 'Cas']) {
        const one = await send('dan', 'POST', '/api/v1/contacts', {
          name,
          addresses: [`${name}@client.example`],
        });
        contacts.push(String(Object(one.json()).id));
      }
      await store.db
        .updateTable('contacts')
        .set({ owner_user_id: dan })
        .where('id', 'in', contacts)
        .execute();
      team = TeamView.parse((await send('alice', 'POST', '/api/v1/teams', { name: 'Support' })).json()).id;
      await send('alice', 'PUT', `/api/v1/teams/${team}/members/${dan}`);
      hidden = await writeMessage(store, {
        account_id: account,
        user_id: dan,
        at: test.clock.now(),
        subject: 'Between us',
        visibility: 'participants',
        tracked_image: true,
        recipients: [{ address: 'ann@client.example', via: 'bcc', contact: contacts[0] ?? '' }],
      });
      await jobs.idle();
      await deliver('While he was here');
      test.clock.advance(10 * MINUTE);
      await jobs.idle();
      ({ credential: book } = BookAnswer.parse(
        (await send('dan', 'POST', '/api/launch/v1/book')).json(),
      ).book);
      const answer = ComposeAnswer.parse((await composed()).json());
      if (!answer.ticket) throw new Error('no ticket');
      ticket = answer.ticket;
    });

    it('nothing opens to them, their mailbox is let go of, and their links lead on', async () => {
      await store.db
        .insertInto('sessions')
        .values({
          account_id: account,
          id_hash: 'x'.repeat(43),
          user_id: dan,
          created_at: test.clock.now(),
          expires_at: new Date(test.clock.now().getTime() + 60 * MINUTE),
        })
        .execute();
      expect(await filed('While he was here')).toHaveLength(1);
      const disabled = UserView.parse((await change(dan, { status: 'disabled' })).json());
      expect(disabled).toMatchObject({ status: 'disabled', disabledAt: test.clock.now().toISOString() });
      await change(dan, { status: 'disabled' });
      expect(await audited('user.disable')).toHaveLength(1);
      const { items } = Feed.parse((await get('alice', '/api/v1/feed')).json());
      expect(items.filter(({ note }) => note?.startsWith('Dan Okafor is disabled'))).toHaveLength(1);

      expect(await store.db.selectFrom('sessions').selectAll().where('user_id', '=', dan).execute()).toEqual(
        [],
      );
      for (const answer of [
        await get('dan', '/api/v1/me'),
        await send('dan', 'POST', '/api/launch/v1/book'),
      ]) {
        expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'user-disabled']);
      }
      expect((await composed()).statusCode).toBeGreaterThanOrEqual(401);

      await jobs.idle();
      const row = await store.db
        .selectFrom('mailboxes')
        .select(['state', 'subscription_id'])
        .where('id', '=', mailbox)
        .executeTakeFirstOrThrow();
      expect(row).toEqual({ state: 'paused', subscription_id: null });
      await deliver('While he was gone');
      test.clock.advance(20 * MINUTE);
      await jobs.idle();
      expect(await filed('While he was gone')).toEqual([]);

      const token = makeToken(ticket, makeNonce(ticket, { time: 1, counter: 1, random: 0 }), 0);
      const report: SentReport = {
        token,
        ticketVersion: 1,
        client: CLIENT,
        at: test.clock.now().toISOString(),
        took: 200,
        from: { address: DAN, name: 'Dan Okafor' },
        subject: 'By a ticket of before',
        recipients: [{ address: 'ann@client.example', name: 'Ann', via: 'to' }],
        switches: { track: true, log: true },
        done: { image: true, unverified: false, restored: false, reasons: [] },
        links: [],
        html: '<p>Hello</p>',
        attachments: [],
      };
      const reported = await test.ask(undefined, {
        method: 'POST',
        url: '/api/launch/v1/sent',
        headers: { authorization: reportCredential(ticket, token) },
        payload: report,
      });
      expect(reported.statusCode).toBe(202);
      await jobs.idle();
      expect(await filed('By a ticket of before')).toEqual([]);
      const link = makeLink(ticket, token, 1, TARGET);
      if (!link.ok) throw new Error(link.reason);
      const followed = await test.ask(undefined, { url: link.url.slice(ticket.trackingUrl.length) });
      expect([followed.statusCode, followed.headers.location]).toEqual([302, TARGET]);
    });

    it('what they had is handed over: contacts, teams, and the sight and the news of their mail', async () => {
      expect((await get('alice', `/api/v1/messages/${hidden}`)).statusCode).toBe(404);
      expect(codeOf(await send('alice', 'POST', `/api/v1/users/${dan}/handover`, { to: dan }))).toBe(
        'not-active',
      );
      expect(codeOf(await send('alice', 'POST', `/api/v1/users/${alice}/handover`, { to: dan }))).toBe(
        'not-disabled',
      );
      const handed = await send('alice', 'POST', `/api/v1/users/${dan}/handover`, { to: alice });
      expect(UserView.parse(handed.json()).holds).toMatchObject({
        contacts: 0,
        handover: { to: { id: alice }, contacts: 3, teams: 1 },
      });
      expect(codeOf(await send('alice', 'POST', `/api/v1/users/${dan}/handover`, { to: alice }))).toBe(
        'handed-over',
      );
      const owners = ContactPage.parse((await get('alice', '/api/v1/contacts?search=client.example')).json());
      expect(owners.contacts.map(({ owner }) => owner?.id)).toEqual([alice, alice, alice]);
      const seen = await get('alice', `/api/v1/messages/${hidden}`);
      expect(seen.json()).toMatchObject({ recipients: [{ via: 'bcc' }] });

      await store.tx((trx) =>
        recordEvent(trx, {
          account,
          kind: 'open',
          at: test.clock.now(),
          recordedAt: test.clock.now(),
          user: dan,
          message: hidden,
          cause: 'hit:late',
          notify: true,
        }),
      );
      const { items, unread } = Feed.parse((await get('alice', '/api/v1/feed')).json());
      expect(items[0]).toMatchObject({ kind: 'open', message: { id: hidden } });
      expect(unread).toBeGreaterThan(0);
    });

    it('an administrator is told of the mailbox until its owner’s records are handed over', async () => {
      const { mailboxes } = Mailboxes.parse((await get('alice', '/api/v1/mailboxes')).json());
      expect(mailboxes.find(({ id }) => id === mailbox)).toMatchObject({ state: 'paused' });
      const kinds = async () =>
        await store.db
          .selectFrom('mailbox_alerts')
          .select(['kind', 'ended_at'])
          .where('mailbox_id', '=', mailbox)
          .execute();
      await jobs.idle();
      expect(await kinds()).toMatchObject([{ kind: 'owner-disabled', ended_at: expect.any(Date) }]);
    });

    it('taken back, each contact that is still the colleague’s goes home, and the mail is hidden again', async () => {
      await store.db
        .updateTable('contacts')
        .set({ owner_user_id: null })
        .where('id', '=', contacts[0] ?? '')
        .execute();
      const back = await send('alice', 'DELETE', `/api/v1/users/${dan}/handover`);
      expect(UserView.parse(back.json()).holds).toMatchObject({ contacts: 2 });
      expect(UserView.parse(back.json()).holds?.handover).toBeUndefined();
      expect((await get('alice', `/api/v1/messages/${hidden}`)).statusCode).toBe(404);
      expect((await userOf(alice)).teams).toEqual([]);
      expect((await userOf(dan)).teams).toMatchObject([{ id: team }]);
      expect(codeOf(await send('alice', 'DELETE', `/api/v1/users/${dan}/handover`))).toBe('not-handed-over');
      expect((await audited('user.hand-over')).map(({ action, detail }) => [action, detail])).toEqual([
        ['user.hand-over-undo', { to: alice }],
        ['user.hand-over', { to: alice, contacts: 3, teams: 1 }],
      ]);
    });

    it('what was taken over is handed on with the rest, and taken back in the other order', async () => {
      const carl = 90;
      await store.db
        .insertInto('users')
        .values({
          account_id: account,
          id: carl,
          oid: 'cccccccc-0000-4000-8000-00000000000c',
          name: 'Carl',
          email: 'carl@brightwater.example',
          role: 'member',
          seat: 'free',
          status: 'disabled',
          preferences: json({}),
          created_at: test.clock.now(),
        })
        .execute();
      const carls = await writeMessage(store, {
        account_id: account,
        user_id: carl,
        at: test.clock.now(),
        visibility: 'participants',
      });
      await change(dan, { status: 'active' });
      expect((await send('alice', 'POST', `/api/v1/users/${carl}/handover`, { to: dan })).statusCode).toBe(
        201,
      );
      expect((await get('dan', `/api/v1/messages/${carls}`)).statusCode).toBe(200);
      test.clock.advance(MINUTE);
      await change(dan, { status: 'disabled' });
      await send('alice', 'POST', `/api/v1/users/${dan}/handover`, { to: alice });
      expect((await get('alice', `/api/v1/messages/${carls}`)).statusCode).toBe(200);
      expect(codeOf(await send('alice', 'DELETE', `/api/v1/users/${carl}/handover`))).toBe('handed-on');
      await send('alice', 'DELETE', `/api/v1/users/${dan}/handover`);
      expect((await get('alice', `/api/v1/messages/${carls}`)).statusCode).toBe(404);
      expect((await send('alice', 'DELETE', `/api/v1/users/${carl}/handover`)).statusCode).toBe(200);
    });

    it('let in again, the watch goes on and the gap is closed without doubles', async () => {
      await send('alice', 'POST', `/api/v1/users/${dan}/handover`, { to: alice });
      await change(dan, { status: 'active' });
      // Theirs alone again, hand-over or not.
      expect((await get('alice', `/api/v1/messages/${hidden}`)).statusCode).toBe(404);
      await jobs.idle();
      expect(await filed('While he was gone')).toHaveLength(1);
      expect(await filed('While he was here')).toHaveLength(1);
      expect((await get('dan', '/api/v1/me')).statusCode).toBe(200);
      const { mailboxes } = Mailboxes.parse((await get('dan', '/api/v1/mailboxes')).json());
      expect(mailboxes).toMatchObject([{ id: mailbox, state: 'watching' }]);
    });
  });
});
