import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { InjectOptions } from 'fastify';
import { ContactPage, Feed, LookupAnswer, MessageBody, Timeline } from '../../../src/core/api/app';
import { Mailboxes } from '../../../src/core/api/mailboxes';
import { ReminderList, ReminderView } from '../../../src/core/api/reminders';
import { MessageView } from '../../../src/core/api/shared';
import { makeNonce, makeToken, messageKeyOf } from '../../../src/core/token';
import { recordEvent, retractEvent } from '../../../src/server/events';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { takeTicket } from '../../../src/server/tracking/tickets';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { sight, writeMessage } from '../../fixtures/messages';
import { describeOnBothStores } from '../../fixtures/stores';

const SECRET = 'Unternehmen Seeadler';
const MESSAGE_ID = '<seeadler@brightwater.example>';
/** One id, as Graph writes it and as Outlook does. */
const CONVERSATION = 'AAQkAGI2-_8AEAB4Zm4=';
const OUTLOOK_CONVERSATION = 'AAQkAGI2/+8AEAB4Zm4=';
const TEAM = 'dddddddd-0000-4000-8000-00000000000d';

describeOnBothStores('who sees what', (open) => {
  let store: Store;
  let test: TestApp;
  let bob = '';
  let frank = '';
  let message = '';
  /** Of the message. */
  let token = '';
  let mailbox = '';

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    bob = test.contacts.get('bob@partner.example') ?? '';
    frank = test.contacts.get('frank@quiet.example') ?? '';
    const { account, user } = test.people.alice;
    const file = await test.services.blobs.putBlob(account, Buffer.from(SECRET));
    await store.db
      .insertInto('blobs')
      .values({ account_id: account, key: file.key, size: file.size, created_at: test.clock.now() })
      .execute();
    mailbox = (
      await store.db
        .selectFrom('mailboxes')
        .select('id')
        .where('account_id', '=', account)
        .executeTakeFirstOrThrow()
    ).id;
    const ticket = await store.tx((trx) =>
      takeTicket(trx, test.services, { ...test.people.alice, seat: 'paid' }),
    );
    token = makeToken(ticket, makeNonce(ticket, { time: 1, counter: 7, random: 0 }), 0);
    message = await writeMessage(store, {
      account_id: account,
      user_id: user,
      at: test.clock.now(),
      subject: SECRET,
      token_key: messageKeyOf(token),
      conversation_id: CONVERSATION,
      html: `<p>${SECRET}</p><img src="https://elsewhere.example/p.png">`,
      internet_message_id: MESSAGE_ID,
      tracked_image: true,
      links_tracked: 1,
      links_total: 1,
      opens: 2,
      clicks: 1,
      recipients: [
        { address: 'bob@partner.example', contact: bob },
        { address: 'frank@quiet.example', via: 'bcc', contact: frank },
      ],
      attachments: [{ name: 'plan.pdf', contentType: 'application/pdf', blob: file.key, size: file.size }],
    });
    await store.tx(async (trx) => {
      const event = { account, user, message, at: test.clock.now(), recordedAt: test.clock.now() };
      await recordEvent(trx, {
        ...event,
        kind: 'open',
        recipient: 1,
        contact: bob,
        cause: 'hit:1',
        notify: true,
      });
      await recordEvent(trx, {
        ...event,
        kind: 'open',
        recipient: 2,
        contact: frank,
        cause: 'hit:2',
        notify: true,
      });
      await recordEvent(trx, {
        ...event,
        kind: 'click',
        recipient: 2,
        contact: frank,
        cause: 'hit:3',
        detail: { link: { target: 'https://partner.example/', text: SECRET } },
      });
      const taken = await recordEvent(trx, {
        ...event,
        kind: 'open',
        recipient: 2,
        contact: frank,
        cause: 'hit:4',
      });
      await retractEvent(trx, account, taken ?? 0, { at: test.clock.now(), reason: 'a machine' });
    });
  });
  afterAll(async () => {
    await test.close();
    await store.close();
  });

  const get = (as: PersonKey, url: string) => test.ask(as, { url });
  const lookUp = async (as: PersonKey, payload: object) =>
    LookupAnswer.parse((await test.ask(as, { method: 'POST', url: '/api/v1/lookup', payload })).json());
  const view = async (as: PersonKey, id: string) =>
    MessageView.parse((await get(as, `/api/v1/messages/${id}`)).json());
  const timeline = async (as: PersonKey, id: string) =>
    Timeline.parse((await get(as, `/api/v1/contacts/${id}/timeline`)).json()).messages;
  const change = (
    values: { visibility?: 'everybody' | 'team' | 'participants'; state?: 'sent' | 'undone' },
    id = message,
  ) => store.db.updateTable('messages').set(values).where('id', '=', id).execute();

  describe('another account', () => {
    const FOREIGN: [string, () => InjectOptions & { url: string }][] = [
      ['a contact', () => ({ url: `/api/v1/contacts/${bob}` })],
      [
        'changing a contact',
        () => ({ method: 'PATCH', url: `/api/v1/contacts/${bob}`, payload: { name: 'Mine now' } }),
      ],
      ['a timeline', () => ({ url: `/api/v1/contacts/${bob}/timeline` })],
      ['a message', () => ({ url: `/api/v1/messages/${message}` })],
      ['a body', () => ({ url: `/api/v1/messages/${message}/body` })],
      ['an attachment', () => ({ url: `/api/v1/messages/${message}/attachments/1` })],
    ];
    it.each(FOREIGN)(
      '%s is not there, and the answer is that of an id that nobody has',
      async (_name, request) => {
        const mine = await test.ask('alice', { ...request(), method: 'GET' });
        expect([200, 302]).toContain(mine.statusCode);
        const foreign = await test.ask('erin', request());
        expect(foreign.statusCode).toBe(404);
        expect(foreign.body).not.toContain(SECRET);
        const url = request().url.replace(/[0-9a-f-]{36}/, '0197f0a0-0000-7000-8000-000000000000');
        expect(foreign.body).toBe((await test.ask('erin', { ...request(), url })).body);
      },
    );

    it('finds nothing by address, Message-ID, conversation, token, search or list', async () => {
      const known = { internetMessageId: MESSAGE_ID, conversationId: OUTLOOK_CONVERSATION, token };
      const addresses = ['bob@partner.example', 'dan@brightwater.example'];
      expect(await lookUp('erin', { addresses, ...known })).toEqual({ contacts: [], messages: [], ours: [] });
      expect((await lookUp('alice', { addresses })).ours).toEqual(['dan@brightwater.example']);
      expect(ContactPage.parse((await get('erin', '/api/v1/contacts')).json())).toEqual({ contacts: [] });
      expect(ContactPage.parse((await get('erin', '/api/v1/contacts?search=bob')).json())).toEqual({
        contacts: [],
      });
      expect(Mailboxes.parse((await get('erin', '/api/v1/mailboxes')).json())).toEqual({ mailboxes: [] });
      expect(Feed.parse((await get('erin', '/api/v1/feed')).json())).toEqual({
        items: [],
        head: 0,
        unread: 0,
      });
    });

    it('may hold the same address in a contact of its own', async () => {
      const made = await test.ask('erin', {
        method: 'POST',
        url: '/api/v1/contacts',
        payload: { name: 'Bob', addresses: ['bob@partner.example'] },
      });
      expect(made.statusCode).toBe(201);
      expect(made.json()).not.toMatchObject({ id: bob });
    });

    it('a cursor taken from one account pages in the other, and shows nothing of the first', async () => {
      const page = ContactPage.parse((await get('alice', '/api/v1/contacts?limit=1')).json());
      const foreign = await get('erin', `/api/v1/contacts?cursor=${page.next ?? ''}`);
      expect(foreign.body).not.toContain('partner.example"],"owner":{"id":1,"name":"Alice');
      expect(ContactPage.parse(foreign.json()).contacts.map((card) => card.id)).not.toContain(bob);
    });

    it('reading marks only one’s own notifications', async () => {
      const before = Feed.parse((await get('alice', '/api/v1/feed')).json()).unread;
      expect(before).toBe(2);
      for (const as of ['erin', 'dan'] as const) {
        const answer = await test.ask(as, {
          method: 'POST',
          url: '/api/v1/feed/read',
          payload: { upTo: 1_000 },
        });
        expect([answer.statusCode, answer.body]).toEqual([204, '']);
      }
      expect(Feed.parse((await get('alice', '/api/v1/feed')).json()).unread).toBe(2);
    });
  });

  describe('colleagues', () => {
    it('see a message that everybody may see, but the feed is its owner’s alone', async () => {
      expect((await view('dan', message)).subject).toBe(SECRET);
      expect(Feed.parse((await get('alice', '/api/v1/feed')).json()).items.length).toBeGreaterThan(0);
      const dans = Feed.parse((await get('dan', '/api/v1/feed')).json());
      expect([dans.items, dans.unread]).toEqual([[], 0]);
    });

    it('do not see a bcc recipient: no row, no event, no count, no timeline', async () => {
      const alices = await view('alice', message);
      expect(alices.recipients.map((r) => r.via)).toEqual(['to', 'bcc']);
      expect(alices.counts).toEqual({ opens: 2, clicks: 1, replies: 0 });
      expect(alices.events.map((e) => e.kind)).toEqual(['open', 'open', 'click', 'open']);
      expect((await timeline('alice', frank)).map((m) => m.id)).toEqual([message]);

      const dans = await view('dan', message);
      expect(dans.recipients.map((r) => r.via)).toEqual(['to']);
      expect(dans.counts).toEqual({ opens: 1, clicks: 0, replies: 0 });
      expect(dans.events.map((e) => e.who?.address)).toEqual(['bob@partner.example']);
      expect(JSON.stringify(dans)).not.toContain('frank');
      expect(await timeline('dan', frank)).toEqual([]);
      const lookup = await test.ask('dan', {
        method: 'POST',
        url: '/api/v1/lookup',
        payload: { addresses: [], internetMessageId: MESSAGE_ID },
      });
      expect(LookupAnswer.parse(lookup.json()).messages.map((m) => m.id)).toEqual([message]);
      expect(lookup.body).not.toContain('frank');
    });

    it('A2, A10: the open mail is known by its token, and by its conversation in either alphabet', async () => {
      const found = async (as: PersonKey, mail: object) =>
        (await lookUp(as, { addresses: [], ...mail })).messages.map(({ id }) => id);
      expect(await found('alice', { token })).toEqual([message]);
      expect(await found('alice', { conversationId: OUTLOOK_CONVERSATION })).toEqual([message]);
      expect(await found('alice', { conversationId: CONVERSATION })).toEqual([message]);
      const unknown = { internetMessageId: '<nobody@knows.example>', token: 'no token' };
      expect(await found('alice', { ...unknown, conversationId: OUTLOOK_CONVERSATION })).toEqual([message]);
      expect(await found('alice', { ...unknown, conversationId: 'AAQkAGother=' })).toEqual([]);
      expect(await found('alice', {})).toEqual([]);
    });

    it('L5, P7: a reminder names no bcc recipient, and none is set on mail that they may not see', async () => {
      const remind = (about: object) =>
        test.ask('dan', { method: 'POST', url: '/api/v1/reminders', payload: { ...about, days: 3 } });
      const set = ReminderView.parse((await remind({ messageId: message })).json());
      expect(set.message?.to).toBe('bob@partner.example');
      const alices = await test.ask('alice', {
        method: 'POST',
        url: '/api/v1/reminders',
        payload: { messageId: message, days: 3 },
      });
      expect(ReminderView.parse(alices.json()).message?.to).toContain('frank@quiet.example');

      const { account } = test.people.alice;
      const hide = (visibility: 'participants' | 'everybody') =>
        store.db
          .updateTable('messages')
          .set({ visibility })
          .where('account_id', '=', account)
          .where('id', '=', message)
          .execute();
      await hide('participants');
      expect((await remind({ token })).statusCode).toBe(404);
      const hidden = await get('dan', `/api/v1/reminders?messageId=${message}`);
      expect(ReminderList.parse(hidden.json()).reminders).toMatchObject([{ id: set.id, state: 'ended' }]);
      expect(hidden.body).not.toContain(SECRET);
      await hide('everybody');
      expect((await remind({ token })).statusCode).toBe(200);
    });

    it('see the bcc recipient once a copy of theirs shows it, and not by one that does not', async () => {
      const { account, user } = test.people.dan;
      const at = test.clock.now();
      const dansBox = 'eeeeeeee-0000-4000-8000-00000000000e';
      const row = await store.db
        .selectFrom('mailboxes')
        .selectAll()
        .where('id', '=', mailbox)
        .executeTakeFirstOrThrow();
      await store.db
        .insertInto('mailboxes')
        .values({
          ...row,
          id: dansBox,
          owner_user_id: user,
          address: 'dan@brightwater.example',
          aliases: json([]),
          log_rule: json({}),
          graph_user: test.people.dan.person.objectId,
        })
        .execute();
      await sight(store, { account, message, mailbox: dansBox, showsBcc: false, at });
      expect((await view('dan', message)).recipients).toHaveLength(1);
      await store.db.updateTable('sightings').set({ shows_bcc: true }).execute();
      expect((await view('dan', message)).recipients).toHaveLength(2);
      expect((await view('dan', message)).counts).toEqual({ opens: 2, clicks: 1, replies: 0 });
      expect((await timeline('dan', frank)).map((m) => m.id)).toEqual([message]);

      // The same by a mailbox of a team of his.
      await store.db
        .updateTable('mailboxes')
        .set({ kind: 'team', owner_user_id: null, team_id: TEAM })
        .where('id', '=', dansBox)
        .execute();
      expect((await view('dan', message)).recipients).toHaveLength(1);
      await store.db.insertInto('teams').values({ account_id: account, id: TEAM, name: 'Sales' }).execute();
      await store.db
        .insertInto('team_members')
        .values({ account_id: account, team_id: TEAM, user_id: user })
        .execute();
      expect((await view('dan', message)).recipients).toHaveLength(2);
      await store.db.deleteFrom('sightings').execute();
      await store.db.deleteFrom('mailboxes').where('id', '=', dansBox).execute();
      await store.db.deleteFrom('team_members').execute();
    });

    const everywhere = (id: string): string[] => [
      `/api/v1/messages/${id}`,
      `/api/v1/messages/${id}/body`,
      `/api/v1/messages/${id}/attachments/1`,
    ];

    it('see nothing of a message narrowed to its participants, on any way to it', async () => {
      const narrow = (as: PersonKey, visibility: string) =>
        test.ask(as, {
          method: 'PUT',
          url: `/api/v1/messages/${message}/visibility`,
          payload: { visibility },
        });
      // P7: by who took part in it, and never wider than it was.
      expect((await narrow('dan', 'participants')).statusCode).toBe(403);
      expect((await narrow('erin', 'participants')).statusCode).toBe(404);
      const narrowed = MessageView.parse((await narrow('alice', 'participants')).json());
      expect(narrowed.visibility).toEqual({ now: 'participants', widest: 'everybody' });
      expect((await narrow('dan', 'everybody')).statusCode).toBe(404);
      for (const url of everywhere(message)) expect((await get('dan', url)).statusCode).toBe(404);
      expect(await timeline('dan', bob)).toEqual([]);
      const known = { internetMessageId: MESSAGE_ID, conversationId: OUTLOOK_CONVERSATION, token };
      expect((await lookUp('dan', { addresses: [], ...known })).messages).toEqual([]);
      expect((await get('alice', `/api/v1/messages/${message}`)).statusCode).toBe(200);
      const back = MessageView.parse((await narrow('alice', 'everybody')).json());
      expect(back.visibility).toEqual({ now: 'everybody', widest: 'everybody' });
      await change({ visibility: 'team' });
      expect((await narrow('alice', 'everybody')).json().error.code).toBe('wider');
      await change({ visibility: 'everybody' });
    });

    it('see a message narrowed to a team if they and the sender are in one', async () => {
      await change({ visibility: 'team' });
      const { account, user } = test.people.dan;
      expect((await get('dan', `/api/v1/messages/${message}`)).statusCode).toBe(404);
      await store.db
        .insertInto('team_members')
        .values({ account_id: account, team_id: TEAM, user_id: user })
        .execute();
      expect((await get('dan', `/api/v1/messages/${message}`)).statusCode).toBe(404);
      await store.db
        .insertInto('team_members')
        .values({ account_id: account, team_id: TEAM, user_id: test.people.alice.user })
        .execute();
      expect((await get('dan', `/api/v1/messages/${message}`)).statusCode).toBe(200);
      await store.db.deleteFrom('team_members').execute();
      await change({ visibility: 'everybody' });
    });

    it('a message that was undone, or neither logged nor tracked, is shown to nobody', async () => {
      await change({ state: 'undone' });
      for (const url of everywhere(message)) expect((await get('alice', url)).statusCode).toBe(404);
      expect(Feed.parse((await get('alice', '/api/v1/feed')).json()).items).toEqual([]);
      await change({ state: 'sent' });
      const bare = await writeMessage(store, {
        account_id: test.people.alice.account,
        user_id: test.people.alice.user,
        at: test.clock.now(),
        logged: false,
        recipients: [{ address: 'bob@partner.example', contact: bob }],
      });
      for (const url of everywhere(bare)) expect((await get('alice', url)).statusCode).toBe(404);
      expect((await timeline('alice', bob)).map((m) => m.id)).toEqual([message]);
    });

    it('L6: what was only logged shows no opens and no clicks', async () => {
      const logged = await writeMessage(store, {
        account_id: test.people.alice.account,
        at: test.clock.now(),
        opens: 3,
        clicks: 3,
      });
      expect((await view('alice', logged)).counts).toEqual({ opens: 0, clicks: 0, replies: 0 });
    });
  });

  it('P7: an admin’s reading of others’ mail is on record; their own, and a member’s, is not', async () => {
    const dans = await writeMessage(store, {
      account_id: test.people.dan.account,
      user_id: test.people.dan.user,
      at: test.clock.now(),
      text: 'hello',
    });
    await get('dan', `/api/v1/messages/${message}/body`);
    await get('alice', `/api/v1/messages/${message}/body`);
    expect((await get('alice', `/api/v1/messages/${dans}/body`)).statusCode).toBe(200);
    const rows = await store.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'message.read')
      .execute();
    expect(rows.map((row) => [row.actor_user_id, row.object_id])).toEqual([[test.people.alice.user, dans]]);

    // What shows the beginning of it, once for one look.
    await get('alice', `/api/v1/messages/${message}`);
    for (let i = 0; i < 2; i++) await get('alice', `/api/v1/messages/${dans}`);
    const previewsOf = (...ids: string[]) =>
      store.db
        .selectFrom('audit_log')
        .select(['actor_user_id', 'object_id'])
        .where('action', '=', 'message.preview')
        .where('object_id', 'in', ids)
        .execute();
    expect(await previewsOf(dans, message)).toEqual([
      { actor_user_id: test.people.alice.user, object_id: dans },
    ]);

    const moved = await writeMessage(store, {
      account_id: test.people.dan.account,
      user_id: test.people.dan.user,
      at: test.clock.now(),
      text: 'its beginning',
      recipients: [{ address: 'bob@partner.example' }],
    });
    // The list shows nothing of the text, so it is on no record.
    const list = await get('alice', '/api/v1/messages');
    expect(list.body).toContain(moved);
    expect(list.body).not.toContain('its beginning');
    expect(await previewsOf(moved)).toEqual([]);
    const assigned = await test.ask('alice', {
      method: 'POST',
      url: `/api/v1/messages/${moved}/contact`,
      payload: { contactId: bob },
    });
    expect(assigned.body).toContain('its beginning');
    expect(await previewsOf(moved)).toEqual([{ actor_user_id: test.people.alice.user, object_id: moved }]);
  });

  it('R3: the day until which somebody is away is told apart from its sentence', async () => {
    const { account, user } = test.people.dan;
    const at = test.clock.now();
    const id = await writeMessage(store, { account_id: account, user_id: user, at });
    const answer = { account, user, message: id, kind: 'auto-reply', at, recordedAt: at } as const;
    for (const [cause, detail] of [
      ['test:away', { until: '2026-12-04', note: 'Away until 2026-12-04' }],
      ['test:left', { until: '2026-12-04', note: 'Has left the company' }],
    ] as const) {
      await store.tx((trx) => recordEvent(trx, { ...answer, cause, detail }));
    }
    expect((await view('dan', id)).events.map(({ awayUntil }) => awayUntil)).toEqual([
      '2026-12-04',
      undefined,
    ]);
  });

  describe('the body', () => {
    it('loads pictures of the mail only, until others are asked for', async () => {
      const body = async (query: string) =>
        MessageBody.parse((await get('alice', `/api/v1/messages/${message}/body${query}`)).json());
      const files = new URL(test.services.urls.files).origin;
      const closed = await body('');
      expect(closed.document).toContain(`img-src data: ${files};`);
      expect(closed.document).not.toContain(' src="https://elsewhere');
      expect(closed.remoteImages).toBe(1);
      const opened = await body('?remoteImages=true');
      expect(opened.document).toContain(`img-src data: ${files} https: http:;`);
      expect(opened.document).toContain(' src="https://elsewhere.example/p.png"');
      expect(opened.remoteImages).toBe(0);
    });

    it('puts the mail’s own picture in place, by an address that serves it', async () => {
      const { account, user } = test.people.alice;
      const png = Buffer.from('89504e470d0a1a0a', 'hex');
      const blob = await test.services.blobs.putBlob(account, Readable.from([png]));
      await store.db
        .insertInto('blobs')
        .values({ account_id: account, key: blob.key, size: blob.size, created_at: test.clock.now() })
        .execute();
      const id = await writeMessage(store, {
        account_id: account,
        user_id: user,
        at: test.clock.now(),
        new_html: '<p>See</p><img src="cid:pic@x">',
        quoted_html: '<p>old words</p>',
        attachments: [{ name: 'pic.png', contentType: 'image/png', blob: blob.key, contentId: 'pic@x' }],
      });
      const body = MessageBody.parse((await get('alice', `/api/v1/messages/${id}/body`)).json());
      const src = /<img[^>]* src="([^"]+)"/.exec(body.document)?.[1] ?? '';
      const url = new URL(src);
      const file = await test.ask(undefined, { url: url.pathname, headers: { host: url.host } });
      expect(file.rawPayload).toEqual(png);
      expect(file.headers['content-disposition']).toMatch(/^inline;/);
      expect(body.quoted).toContain('old words');
      expect(body.document).not.toContain('old words');
    });
  });

  it('one account’s blob is not found under another’s number', async () => {
    const { key } = await test.services.blobs.putBlob(test.people.alice.account, Buffer.from('x'));
    await expect(text(test.services.blobs.openBlob(test.people.erin.account, key))).rejects.toThrow(/ENOENT/);
  });
});
