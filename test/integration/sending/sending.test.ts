import { MOST_FILES, OutgoingMail, SendForecast, Sending } from '../../../src/core/api/sending';
import { ReminderList, ReminderView } from '../../../src/core/api/reminders';
import { FilledTemplate, TemplateList, TemplateView } from '../../../src/core/api/templates';
import { Feed } from '../../../src/core/api/app';
import { MessageView, Problem } from '../../../src/core/api/shared';
import { startJobs, type RunningJobs } from '../../../src/server/jobs';
import { mailboxJobs } from '../../../src/server/mailbox';
import { reminderJobs } from '../../../src/server/reminders';
import { addFile, sendingJobs } from '../../../src/server/sending';
import { eraseFromOutgoing } from '../../../src/server/sending/erase';
import { noteLeft } from '../../../src/server/sending/note-left';
import type { Store } from '../../../src/server/store';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { checkedByOpenApi } from '../../fixtures/graph-openapi';
import { rawMail } from '../../fixtures/raw-mail';
import { ticketFor, tokenFor } from '../../fixtures/tickets';
import { describeOnBothStores, describeOnEmbeddedStore } from '../../fixtures/stores';

const TEAM_DOMAIN = 'go.team.example';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BOB = { address: 'bob@partner.example', name: 'Bob Lindqvist' };
const FRANK = { address: 'frank@quiet.example', name: 'Frank Weber' };
const CAROL = { address: 'carol@lumen.example', name: 'Carol Reyes' };
const OFFER =
  '<p>Dear {{ contact.first_name | default: "reader" }},</p><p><a href="https://site.example/offer">our offer</a></p>';

/** What becomes of a request to send: it is lost before Microsoft, or its answer is lost after. */
type Loss = 'before' | 'after' | undefined;
const REFUSAL = {
  error: { code: 'ErrorInvalidRecipients', message: 'At least one recipient is not valid.' },
};

// What is said to each store is little, and long in waiting: both are tried in the long run.
const describeHere = process.env.LONG === undefined ? describeOnEmbeddedStore : describeOnBothStores;

describeHere('mail that is written here', (open) => {
  let store: Store;
  let test: TestApp;
  let jobs: RunningJobs;
  let losses: Loss[] = [];
  /** An address that Exchange sends nothing to. */
  let refused = '';
  /** What Microsoft answers instead, to some of what is asked. */
  let instead: (url: string, method: string) => Response | undefined = () => undefined;

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store, {
      microsoft: (real) => async (url, init) => {
        // Microsoft's own description of what is asked and answered stands beside.
        const checked = checkedByOpenApi(real);
        const leaves = url.endsWith('/sendMail') || url.endsWith('/send');
        const loss = leaves ? losses.shift() : undefined;
        if (loss === 'before') throw new TypeError('the line is cut');
        const other = instead(url, init?.method ?? 'GET');
        if (other) return other;
        if (refused !== '' && typeof init?.body === 'string' && init.body.includes(refused))
          return Response.json(REFUSAL, { status: 400 });
        const answer = await checked(url, init);
        if (loss === 'after') throw new TypeError('the line is cut');
        return answer;
      },
    });
    await test.listen();
    jobs = await startJobs({
      store,
      clock: test.clock,
      handlers: {
        ...mailboxJobs(test.services),
        ...sendingJobs(test.services, undefined, () => 0.5),
        ...reminderJobs(test.services),
      },
    });
    await jobs.idle();
  });
  afterAll(async () => {
    await jobs.stop();
    await test.close();
    await store.close();
  });
  beforeEach(async () => {
    losses = [];
    refused = '';
    instead = () => undefined;
    const { clientId, addinClientId, scope } = test.services.entra;
    for (const each of Object.values(test.people)) {
      each.token = await test.sandbox.issueAccessToken(each.person, {
        aud: clientId,
        azp: addinClientId,
        scp: scope,
      });
    }
  });

  const get = (as: PersonKey, url: string) => test.ask(as, { url });
  const post = (as: PersonKey, url: string, payload?: object) =>
    test.ask(as, { method: 'POST', url, ...(payload && { payload }) });
  const later = async (ms: number): Promise<void> => {
    test.clock.advance(ms);
    await jobs.idle();
  };
  /** The watch looks by itself every ten minutes. */
  const watched = async (): Promise<void> => {
    await later(11 * MINUTE);
    await later(MINUTE);
  };
  const consent = async (as: PersonKey, what: 'send' | 'files' = 'send'): Promise<string> => {
    const begun = await get(as, `/auth/mailbox?for=${what}&back=/contacts/x/write`);
    const picked = await fetch(String(begun.headers.location), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ person: as }).toString(),
      redirect: 'manual',
    });
    const back = new URL(picked.headers.get('location') ?? '');
    const cookie = begun.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const done = await test.ask(as, { url: back.pathname + back.search, headers: { cookie } });
    return decodeURIComponent(String(done.headers.location));
  };
  const begin = async (draft: object): Promise<OutgoingMail> => {
    const answer = await post('alice', '/api/v1/outgoing', { draft });
    expect(answer.statusCode).toBe(201);
    return OutgoingMail.parse(answer.json());
  };
  const mailOf = async (id: string): Promise<OutgoingMail> =>
    OutgoingMail.parse((await get('alice', `/api/v1/outgoing/${id}`)).json());
  /** Begun, told to leave, and past the moment in which it can be taken back. */
  const send = async (draft: object): Promise<OutgoingMail> => {
    const { id, version } = await begin(draft);
    const sent = await post('alice', `/api/v1/outgoing/${id}/send`, { version });
    expect([sent.statusCode, sent.body]).toEqual([202, expect.anything()]);
    await later(10_000);
    return mailOf(id);
  };
  const sentCopies = (subject: string) =>
    test.sandbox.mailboxes
      .list('alice@brightwater.example', 'sentitems')
      .filter((item) => item.subject === subject);
  const messagesOf = (subject: string) =>
    store.db.selectFrom('messages').selectAll().where('subject', '=', subject).execute();

  it('A10: nobody is asked for sending before they send; refused until then, with the way on', async () => {
    const before = Sending.parse((await get('alice', '/api/v1/sending')).json());
    expect(before.mailboxes).toMatchObject([{ address: 'alice@brightwater.example', right: 'ask' }]);
    const { id, version } = await begin({ to: [BOB], subject: 'Too early', html: '<p>Hello</p>' });
    const refused = await post('alice', `/api/v1/outgoing/${id}/send`, { version });
    expect(Problem.parse(refused.json()).error.code).toBe('not-allowed-to-send');

    const asked = new URL(String((await get('alice', '/auth/mailbox?for=send')).headers.location))
      .searchParams;
    expect(asked.get('scope')).toContain('Mail.Send');
    expect(asked.get('scope')).not.toMatch(/Mail\.Read/);
    expect(await consent('alice')).toBe('/contacts/x/write?access=send');
    const { mailboxes } = Sending.parse((await get('alice', '/api/v1/sending')).json());
    expect(mailboxes).toMatchObject([{ right: 'given' }]);
  });

  it('what is foretold is what is sent: named, tracked and logged, and proven by its own copy', async () => {
    const draft = { to: [BOB], subject: 'For {{ contact.name }}', html: OFFER };
    const { id } = await begin(draft);
    const seen = SendForecast.parse((await post('alice', `/api/v1/outgoing/${id}/outlook`, draft)).json());
    expect(seen).toMatchObject({ image: true, links: { tracked: 1, total: 1 }, log: true, nameless: [] });

    const mail = await send(draft);
    expect(mail).toMatchObject({ state: 'sent', copies: [{ idx: 0, state: 'accepted' }] });
    const subject = 'For Bob Lindqvist';
    expect(await messagesOf(subject)).toMatchObject([{ id: mail.messageId, state: 'sending' }]);
    await watched();
    expect(await messagesOf(subject)).toMatchObject([
      { id: mail.messageId, state: 'sent', logged: true, tracked_image: true, links_tracked: 1 },
    ]);
    const [item] = sentCopies(subject);
    const content = item && (await test.sandbox.mailboxes.content(item));
    expect(content?.html).toContain('Dear Bob,');
    expect(content?.html).toMatch(/\/o\/[\w-]{44}\.gif/);
    // R8: the watch is still a watch.
    expect(test.sandbox.graph.refusedWrites()).toEqual([]);
    const [told] = await store.db
      .selectFrom('audit_log')
      .select('action')
      .where('action', '=', 'sending.consent')
      .execute();
    expect(told).toBeDefined();
  });

  it('O15: before sending it is told who will have no name and who prevents it; links that are not tracked are there all the same', async () => {
    const { id } = await begin({ to: [BOB] });
    const seen = async (draft: object) => {
      const answer = await post('alice', `/api/v1/outgoing/${id}/outlook`, { html: OFFER, ...draft });
      return SendForecast.parse(answer.json());
    };
    const noBasis = { why: 'noBasis', addresses: [FRANK.address] };
    expect(await seen({ to: [FRANK] })).toMatchObject({ image: true, nameless: [noBasis] });
    expect((await seen({ to: [BOB, FRANK], apart: true })).nameless).toEqual([noBasis]);
    expect((await seen({ to: [BOB], cc: [FRANK] })).nameless).toEqual([
      { why: 'beside', addresses: [FRANK.address] },
    ]);
    expect((await seen({ to: [BOB, CAROL] })).nameless).toEqual([{ why: 'shared', addresses: [] }]);
    const off = await seen({ to: [BOB], track: false });
    expect(off).toMatchObject({ image: false, links: { tracked: 0, total: 1 }, leftAlone: { linksOff: 1 } });
    expect(off.nameless).toEqual([]);
  });

  it('taken back in time it never leaves, and is a draft again', async () => {
    const { id, version } = await begin({ to: [BOB], subject: 'Not yet', html: '<p>Hello</p>' });
    await post('alice', `/api/v1/outgoing/${id}/send`, { version });
    const back = OutgoingMail.parse((await post('alice', `/api/v1/outgoing/${id}/cancel`)).json());
    expect(back.state).toBe('draft');
    await later(MINUTE);
    expect(sentCopies('Not yet')).toEqual([]);
    expect(await messagesOf('Not yet')).toEqual([]);
  });

  it('a draft is its writer’s alone, and a newer one is not overwritten', async () => {
    const { id, version } = await begin({ subject: 'Mine' });
    expect((await get('dan', `/api/v1/outgoing/${id}`)).statusCode).toBe(404);
    const put = (draft: object, of: number) =>
      test.ask('alice', { method: 'PUT', url: `/api/v1/outgoing/${id}`, payload: { version: of, draft } });
    expect((await put({ subject: 'Newer' }, version)).statusCode).toBe(200);
    const older = await put({ subject: 'Older' }, version);
    expect(Problem.parse(older.json()).error.code).toBe('newer-draft');
    expect((await mailOf(id)).draft.subject).toBe('Newer');
  });

  it('an answer that was lost hides no mail: found by our mark, and never sent twice', async () => {
    losses = ['after'];
    const mail = await send({ to: [BOB], subject: 'Answer lost', html: '<p>Hello</p>' });
    expect(mail.state).toBe('sending');
    await later(30_000);
    expect(await mailOf(mail.id)).toMatchObject({ state: 'sent' });
    expect(sentCopies('Answer lost')).toHaveLength(1);
  });

  it('what may have left is not sent again unasked, and once asked', async () => {
    losses = ['before'];
    const mail = await send({ to: [BOB], subject: 'Never heard', html: '<p>Hello</p>' });
    for (const minutes of [1, 3, 8, 15]) await later(minutes * MINUTE);
    expect(await mailOf(mail.id)).toMatchObject({ state: 'unclear', copies: [{ state: 'unclear' }] });
    expect(sentCopies('Never heard')).toEqual([]);
    await post('alice', `/api/v1/outgoing/${mail.id}/settle`, { answer: 'again' });
    await jobs.idle();
    expect(await mailOf(mail.id)).toMatchObject({ state: 'sent' });
    expect(sentCopies('Never heard')).toHaveLength(1);
  });

  it('what Exchange refuses stands on no timeline, and is a draft again to be corrected', async () => {
    const { id, version } = await begin({ to: [{ address: 'a@b@c.example' }], subject: 'x' });
    const wrong = await post('alice', `/api/v1/outgoing/${id}/send`, { version });
    expect(Problem.parse(wrong.json()).error.code).toBe('bad-address');
    const team = await send({
      to: [BOB],
      subject: 'Refused',
      html: '<p>x</p>',
      mailboxId: await teamMailbox(),
    });
    expect(team).toMatchObject({ state: 'refused', copies: [{ state: 'refused', problem: 'right' }] });
    expect(await messagesOf('')).toMatchObject([{ state: 'undone' }]);
    const { html } = await store.db
      .selectFrom('outgoing_copies')
      .select('html')
      .where('mail_id', '=', team.id)
      .executeTakeFirstOrThrow();
    // C7, A9: the domain of the mailbox that it is from, not of who sends.
    expect(html).toContain(`"https://${TEAM_DOMAIN}/o/`);
    await post('alice', `/api/v1/outgoing/${team.id}/settle`, { answer: 'leave' });
    expect(await mailOf(team.id)).toMatchObject({ state: 'draft', copies: [] });
  });

  /** A team's mailbox, which Exchange lets nobody send from. */
  async function teamMailbox(): Promise<string> {
    const { account, user } = test.people.alice;
    const id = '0197f0a0-0000-7000-8000-0000000000aa';
    const team = '0197f0a0-0000-7000-8000-0000000000ab';
    await store.db.insertInto('teams').values({ account_id: account, id: team, name: 'Sales' }).execute();
    await store.db
      .insertInto('team_members')
      .values({ account_id: account, team_id: team, user_id: user })
      .execute();
    const own = await store.db
      .selectFrom('mailboxes')
      .selectAll()
      .where('account_id', '=', account)
      .where('owner_user_id', '=', user)
      .executeTakeFirstOrThrow();
    await store.db
      .insertInto('mailboxes')
      .values({
        ...own,
        id,
        kind: 'team',
        owner_user_id: null,
        team_id: team,
        address: 'dan@brightwater.example',
        graph_user: 'dan@brightwater.example',
        aliases: '[]',
        log_rule: JSON.stringify(own.log_rule),
        subscription_id: null,
        state: 'failing',
        tracking_host: TEAM_DOMAIN,
      })
      .execute();
    await store.db
      .insertInto('tracking_domains')
      .values({ account_id: account, host: TEAM_DOMAIN, state: 'good', added_at: test.clock.now() })
      .execute();
    return id;
  }

  describe('to each apart (O11)', () => {
    const KEY = '0197f0a0-0000-7000-8000-0000000000cc';
    let message = '';

    it('each exactly once, though answers and requests are lost half-way, and pressed twice', async () => {
      losses = [undefined, 'after', undefined];
      const body = {
        key: KEY,
        recipients: [BOB, FRANK, CAROL],
        subject: 'Apart for {{ contact.first_name }}',
        html: OFFER,
        files: [
          { name: 'terms.txt', contentType: 'text/plain', content: Buffer.from('terms').toString('base64') },
        ],
      };
      expect((await post('alice', '/api/v1/send-apart', body)).statusCode).toBe(202);
      expect((await post('alice', '/api/v1/send-apart', body)).statusCode).toBe(202);
      await later(1_000);
      await later(30_000);
      const mail = await mailOf(KEY);
      expect(mail).toMatchObject({ state: 'sent' });
      expect(mail.copies.map(({ idx, state }) => [idx, state])).toEqual([
        [1, 'accepted'],
        [2, 'accepted'],
        [3, 'accepted'],
      ]);
      message = mail.messageId ?? '';
      for (const [name, address] of [
        ['Bob', BOB.address],
        ['Frank', FRANK.address],
        ['Carol', CAROL.address],
      ] as const) {
        const got = test.sandbox.mailboxes
          .list(address, 'inbox')
          .filter((item) => item.subject === `Apart for ${name}`);
        expect(got).toHaveLength(1);
        expect(got[0]?.to.map((one) => one.address)).toEqual([address]);
        expect(got[0]?.hasAttachments).toBe(true);
      }
    });

    it('one entry, proven by its copies; each has an image of their own', async () => {
      await watched();
      const all = await store.db
        .selectFrom('messages')
        .selectAll()
        .where('subject', 'like', 'Apart for %')
        .where('direction', '=', 'outgoing')
        .execute();
      // What stands for all of them speaks to nobody, whichever copy was found first.
      expect(all).toMatchObject([
        {
          id: message,
          state: 'sent',
          logged: true,
          subject: 'Apart for {{ contact.first_name }}',
          html: expect.stringContaining('<p>Dear {{ contact.first_name }},</p>'),
          text: expect.stringContaining('our offer'),
          mime_blob: null,
        },
      ]);
      const copies = await store.db
        .selectFrom('outgoing_copies')
        .selectAll()
        .where('mail_id', '=', KEY)
        .execute();
      expect(new Set(copies.map(({ token }) => token)).size).toBe(3);
      expect(new Set(copies.map((copy) => copy.message_id_hash)).size).toBe(3);
      expect(copies.every(({ html }) => html === null)).toBe(true);
      // What was written is kept on the message alone, where undoing and erasing find it.
      const kept = await store.db
        .selectFrom('outgoing_mails')
        .select('draft')
        .where('id', '=', KEY)
        .execute();
      expect(kept).toEqual([{ draft: {} }]);
      expect(
        await store.db.selectFrom('outgoing_files').selectAll().where('mail_id', '=', KEY).execute(),
      ).toEqual([]);
      const view = MessageView.parse((await get('alice', `/api/v1/messages/${message}`)).json());
      expect(view.recipients.map(({ address }) => address)).toEqual([
        BOB.address,
        FRANK.address,
        CAROL.address,
      ]);
      const rows = await store.db
        .selectFrom('message_recipients')
        .select(['idx', 'token'])
        .where('message_id', '=', message)
        .orderBy('idx')
        .execute();
      expect(rows.map(({ token }) => token)).toEqual(
        copies.sort((a, b) => a.idx - b.idx).map(({ token }) => token),
      );
    });

    it('an answer that is written here goes into the conversation of what it answers', async () => {
      const [before] = await store.db
        .selectFrom('messages')
        .select(['id', 'internet_message_id'])
        .where('subject', '=', 'For Bob Lindqvist')
        .execute();
      const draft = { to: [BOB], subject: 'Re: For Bob Lindqvist', html: '<p>And another thing</p>' };
      const refused = await post('dan', '/api/v1/outgoing', { draft, answers: KEY });
      expect(refused.statusCode).toBe(404);
      const begun = OutgoingMail.parse(
        (await post('alice', '/api/v1/outgoing', { draft, answers: before?.id })).json(),
      );
      expect(begun.answers).toBe(before?.id);
      await post('alice', `/api/v1/outgoing/${begun.id}/send`, { version: begun.version });
      await later(10_000);
      const [first] = sentCopies('For Bob Lindqvist');
      expect(sentCopies('Re: For Bob Lindqvist')).toMatchObject([
        {
          inReplyTo: before?.internet_message_id,
          references: [before?.internet_message_id],
          conversationId: first?.conversationId,
        },
      ]);
    });

    it('what was chosen for the draft in Outlook holds for its copies, which go into the conversation it answers', async () => {
      const draft = tokenFor(ticketFor(), 7);
      const { contact_id: carol } = await store.db
        .selectFrom('contact_addresses')
        .select('contact_id')
        .where('address', '=', CAROL.address)
        .executeTakeFirstOrThrow();
      const chosen = await test.ask('alice', {
        method: 'PUT',
        url: '/api/v1/draft-records',
        payload: {
          token: draft,
          addresses: [BOB.address, FRANK.address],
          without: [FRANK.address],
          added: [carol],
        },
      });
      expect(chosen.statusCode).toBe(200);
      const key = '0197f0a0-0000-7000-8000-0000000000ce';
      const mail = {
        ...{ key, recipients: [BOB, FRANK], subject: 'Re: Chosen', html: '<p>Hello</p>' },
        ...{ filedAs: draft, inReplyTo: '<question@partner.example>' },
      };
      const headers = await post('alice', '/api/v1/send-apart', { ...mail, inReplyTo: '<a>\r\nBcc: <b>' });
      expect(headers.statusCode).toBe(422);
      expect((await post('alice', '/api/v1/send-apart', mail)).statusCode).toBe(202);
      await later(1_000);
      const { messageId: id, state } = await mailOf(key);
      expect(state).toBe('sent');
      expect(sentCopies('Re: Chosen')).toMatchObject(
        Array(2).fill({
          inReplyTo: '<question@partner.example>',
          references: ['<question@partner.example>'],
        }),
      );
      await watched();
      const on = await store.db
        .selectFrom('message_recipients')
        .select(['address', 'contact_id'])
        .where('message_id', '=', id ?? '')
        .orderBy('idx')
        .execute();
      expect(on).toEqual([
        { address: BOB.address, contact_id: test.contacts.get(BOB.address) },
        { address: FRANK.address, contact_id: null },
      ]);
      const added = await store.db
        .selectFrom('message_senders')
        .select('contact_id')
        .where('message_id', '=', id ?? '')
        .execute();
      expect(added).toEqual([{ contact_id: carol }]);
    });

    it('an answer to any copy, by its Message-ID alone, answers the one message', async () => {
      const [got] = test.sandbox.mailboxes
        .list(FRANK.address, 'inbox')
        .filter((item) => item.subject === 'Apart for Frank');
      await test.sandbox.mailboxes.deliver(
        rawMail({
          from: 'Frank Weber <frank@quiet.example>',
          to: 'alice@brightwater.example',
          subject: 'Re: something else',
          text: 'Yes, please.',
          headers: { 'In-Reply-To': got?.internetMessageId ?? '' },
        }),
        ['alice@brightwater.example'],
      );
      await watched();
      const [reply] = await store.db
        .selectFrom('messages')
        .select(['reply_to_message', 'judged_kind'])
        .where('subject', '=', 'Re: something else')
        .execute();
      expect(reply).toMatchObject({ reply_to_message: message, judged_kind: 'reply' });
    });
  });

  describe('copies that did not leave', () => {
    const rowsOf = async (mail: OutgoingMail) => ({
      recipients: await store.db
        .selectFrom('message_recipients')
        .select(['address', 'contact_id', 'delivery', 'delivery_detail'])
        .where('message_id', '=', mail.messageId ?? '')
        .orderBy('idx')
        .execute(),
      copies: await store.db
        .selectFrom('outgoing_copies')
        .select(['state', 'html'])
        .where('mail_id', '=', mail.id)
        .orderBy('idx')
        .execute(),
      mail: await store.db
        .selectFrom('outgoing_mails')
        .select(['state', 'draft'])
        .where('id', '=', mail.id)
        .executeTakeFirst(),
    });
    const settle = async (id: string, answer: 'again' | 'leave'): Promise<void> => {
      expect((await post('alice', `/api/v1/outgoing/${id}/settle`, { answer })).statusCode).toBe(200);
      await jobs.idle();
    };
    const apart = { to: [BOB, FRANK], html: '<p>Hello</p>', apart: true };
    const frank = () => test.contacts.get(FRANK.address);

    it('stand on no timeline; sent again, they stand there as any', async () => {
      refused = FRANK.address;
      const mail = await send({ ...apart, subject: 'Half refused' });
      expect(mail).toMatchObject({
        state: 'refused',
        copies: [{ state: 'accepted' }, { state: 'refused', problem: 'address' }],
      });
      expect((await rowsOf(mail)).recipients[1]).toMatchObject({ contact_id: null, delivery: 'failed' });
      refused = '';
      await settle(mail.id, 'again');
      const { recipients, copies } = await rowsOf(mail);
      expect(recipients[1]).toEqual({
        address: FRANK.address,
        contact_id: frank(),
        delivery: 'unknown',
        delivery_detail: null,
      });
      expect(copies).toEqual(Array(2).fill({ state: 'accepted', html: null }));
      expect(sentCopies('Half refused')).toHaveLength(2);
    });

    it('left alone, nothing that was written is kept', async () => {
      refused = FRANK.address;
      const mail = await send({ ...apart, subject: 'Half left' });
      await settle(mail.id, 'leave');
      const { recipients, copies, mail: row } = await rowsOf(mail);
      expect(row).toEqual({ state: 'sent', draft: {} });
      expect(copies.map(({ html }) => html)).toEqual([null, null]);
      expect(recipients.map(({ delivery }) => delivery)).toEqual(['unknown', 'failed']);
    });

    it('left alone as unclear, one that is found after all has left, and the others stay left alone', async () => {
      losses = ['before', 'before'];
      const mail = await send({ ...apart, subject: 'Half unclear' });
      for (const minutes of [1, 3, 8, 15]) await later(minutes * MINUTE);
      await settle(mail.id, 'leave');
      expect((await rowsOf(mail)).mail?.state).toBe('discarded');
      const found = { mail: mail.id, idx: 1 };
      const { account } = test.people.alice;
      await store.tx((trx) => noteLeft(trx, account, found, 'found', test.clock.now()));
      await jobs.idle();
      const { recipients, copies, mail: row } = await rowsOf(mail);
      expect(row).toEqual({ state: 'sent', draft: {} });
      expect(copies.map(({ state }) => state)).toEqual(['accepted', 'refused']);
      expect(recipients.map(({ delivery }) => delivery)).toEqual(['unknown', 'failed']);
    });

    it('left alone as unclear, it is no draft to be brought back; erasing waits while it is being sent', async () => {
      const gone = { address: 'gone@erased.example', name: 'Gone' };
      const erase = () =>
        store.tx((trx) =>
          eraseFromOutgoing(
            trx,
            test.people.alice.account,
            { contact: null, addresses: [gone.address] },
            test.clock.now(),
          ),
        );
      const unclear = async (subject: string): Promise<OutgoingMail> => {
        losses = ['before'];
        const mail = await send({ to: [gone], subject, html: '<p>Hello</p>' });
        expect(mail.state).toBe('sending');
        return mail;
      };
      const mail = await unclear('Nobody knows');
      expect(await erase()).toBe(false);
      for (const minutes of [1, 3, 8, 15]) await later(minutes * MINUTE);
      await settle(mail.id, 'leave');
      expect(await rowsOf(mail)).toMatchObject({
        mail: { state: 'discarded', draft: {} },
        copies: [{ state: 'refused', html: null }],
      });
      expect((await post('alice', `/api/v1/outgoing/${mail.id}/restore`)).statusCode).toBe(409);

      const open = await unclear('Nobody knows either');
      for (const minutes of [1, 3, 8, 15]) await later(minutes * MINUTE);
      expect(await erase()).toBe(true);
      expect((await rowsOf(open)).mail).toBeUndefined();
    });
  });

  describe('files above 3 MB', () => {
    const LARGE = Buffer.alloc(3_200_000, 'large ');
    const SMALL = Buffer.from('small');
    const attach = (id: string, name: string, payload: Buffer) =>
      test.ask('alice', {
        method: 'POST',
        url: `/api/v1/outgoing/${id}/files?name=${name}`,
        headers: { 'content-type': 'application/octet-stream' },
        payload,
      });
    const written = async (subject: string): Promise<OutgoingMail> => {
      const mail = await begin({ to: [FRANK], subject, html: '<p>Hello</p>' });
      for (const [name, bytes] of [
        ['small.txt', SMALL],
        ['large.bin', LARGE],
      ] as const) {
        expect((await attach(mail.id, name, bytes)).statusCode).toBe(201);
      }
      return mail;
    };
    const leave = async ({ id, version }: OutgoingMail): Promise<OutgoingMail> => {
      expect((await post('alice', `/api/v1/outgoing/${id}/send`, { version })).statusCode).toBe(202);
      await later(10_000);
      return mailOf(id);
    };
    const stateOf = ({ id }: OutgoingMail) =>
      store.db.selectFrom('outgoing_mails').select('state').where('id', '=', id).executeTakeFirst();
    const drafts = () => test.sandbox.mailboxes.list('alice@brightwater.example', 'drafts');
    const received = (subject: string) =>
      test.sandbox.mailboxes.list(FRANK.address, 'inbox').filter((item) => item.subject === subject);

    it('ask for a right of their own, and only when they are to be sent', async () => {
      const { id, version } = await written('Large, too early');
      const refusal = await post('alice', `/api/v1/outgoing/${id}/send`, { version });
      expect(Problem.parse(refusal.json()).error.code).toBe('not-allowed-large-files');
      const { consentUrl } = Sending.parse((await get('alice', '/api/v1/sending')).json());
      const begun = await get('alice', `${consentUrl}&right=files`);
      const asked = new URL(String(begun.headers.location)).searchParams;
      expect(asked.get('scope')).toMatch(/Mail\.ReadWrite/);
      expect(await consent('alice', 'files')).toBe('/contacts/x/write?access=files');
    });

    it('go by a draft and in pieces, each whole and once, though an answer is lost', async () => {
      losses = ['after'];
      const mail = await leave(await written('Large files'));
      await later(30_000);
      expect(await mailOf(mail.id)).toMatchObject({ state: 'sent', copies: [{ state: 'accepted' }] });
      const [got, ...more] = received('Large files');
      expect(more).toEqual([]);
      const content = got && (await test.sandbox.mailboxes.content(got));
      expect(content?.attachments.map(({ name }) => name)).toEqual(['small.txt', 'large.bin']);
      expect(content?.attachments[1]?.content.equals(LARGE)).toBe(true);
      expect(test.sandbox.mailboxes.list('alice@brightwater.example', 'drafts')).toEqual([]);
    });

    it('that cannot be put together for an hour are given up, and their writer is told', async () => {
      const mail = await written('Large, an hour');
      instead = (url) => (url.endsWith('/messages') ? new Response('', { status: 500 }) : undefined);
      expect(await leave(mail)).toMatchObject({ state: 'sending', copies: [{ state: 'waiting' }] });
      await later(50 * MINUTE);
      expect(await stateOf(mail)).toEqual({ state: 'sending' });
      await later(11 * MINUTE);
      expect(await stateOf(mail)).toEqual({ state: 'refused' });
    });

    /** Refused, and its draft stands in the mailbox yet. */
    const refusedWithDraft = async (subject: string): Promise<OutgoingMail> => {
      const mail = await written(subject);
      instead = (url, method) =>
        url.endsWith('/createUploadSession') || method === 'DELETE'
          ? Response.json({}, { status: 400 })
          : undefined;
      expect(await leave(mail)).toMatchObject({ state: 'refused' });
      expect(drafts()).toHaveLength(1);
      instead = () => undefined;
      return mail;
    };

    it('leave no draft behind, written anew or erased', async () => {
      const anew = await refusedWithDraft('Large, anew');
      await post('alice', `/api/v1/outgoing/${anew.id}/settle`, { answer: 'again' });
      await jobs.idle();
      expect(await stateOf(anew)).toEqual({ state: 'draft' });
      expect(drafts()).toEqual([]);

      const refusedOnce = await refusedWithDraft('Large, kept by Exchange');
      let asked = 0;
      instead = (_url, method) => {
        if (method !== 'DELETE') return undefined;
        asked += 1;
        return Response.json({}, { status: 400 });
      };
      await post('alice', `/api/v1/outgoing/${refusedOnce.id}/settle`, { answer: 'again' });
      await jobs.idle();
      await later(4 * MINUTE);
      expect(asked).toBe(1);
      const [kept] = drafts();
      instead = () => undefined;
      if (kept) await test.sandbox.mailboxes.remove(kept);

      const erased = await refusedWithDraft('Large, erased');
      const { account } = test.people.alice;
      const who = { contact: null, addresses: [FRANK.address] };
      expect(await store.tx((trx) => eraseFromOutgoing(trx, account, who, test.clock.now()))).toBe(true);
      await jobs.idle();
      expect(await stateOf(erased)).toBeUndefined();
      expect(drafts()).toEqual([]);
    });

    it('that cannot be read are told to their writer', async () => {
      const mail = await written('Large, unreadable');
      await store.db
        .updateTable('outgoing_files')
        .set({ blob_key: 'x'.repeat(43) })
        .where('mail_id', '=', mail.id)
        .where('name', '=', 'large.bin')
        .execute();
      expect(await leave(mail)).toMatchObject({
        state: 'refused',
        copies: [{ state: 'refused', problem: 'rejected' }],
      });
      expect(drafts()).toEqual([]);
    });

    if (process.env.LONG !== undefined) {
      it('that never left and are left alone leave no draft behind', async () => {
        losses = ['before'];
        const unclear = await leave(await written('Large, never heard'));
        for (const minutes of [1, 3, 8, 15]) await later(minutes * MINUTE);
        expect(await mailOf(unclear.id)).toMatchObject({ state: 'unclear' });
        expect(test.sandbox.mailboxes.list('alice@brightwater.example', 'drafts')).toHaveLength(1);
        await post('alice', `/api/v1/outgoing/${unclear.id}/settle`, { answer: 'leave' });
        await jobs.idle();
        expect(test.sandbox.mailboxes.list('alice@brightwater.example', 'drafts')).toEqual([]);
        expect(received('Large, never heard')).toEqual([]);
      });
    }
  });

  it('a text that is too large for so many copies is refused before anything is made', async () => {
    const to = Array.from({ length: 450 }, (_, i) => ({ address: `p${i}@many.example` }));
    const { id, version } = await begin({ to, subject: 'Large', html: 'x'.repeat(50_000), apart: true });
    const refused = await post('alice', `/api/v1/outgoing/${id}/send`, { version });
    expect(Problem.parse(refused.json()).error.code).toBe('too-much-apart');
  });

  it('files that are added at once are weighed together', async () => {
    const { id } = await begin({ to: [BOB], subject: 'Files' });
    const { account, user } = test.people.alice;
    const add = (name: string) =>
      store.tx((trx) =>
        addFile(
          trx,
          { account, user },
          id,
          { name, contentType: 'text/plain', blob: name.repeat(43), size: 80 * 1024 * 1024 },
          test.clock.now(),
        ),
      );
    expect((await Promise.all([add('a'), add('b')])).map(String).sort()).toEqual(['1', 'too-large']);
    const [kept] = (await mailOf(id)).files;
    const drop = { method: 'DELETE', url: `/api/v1/outgoing/${id}/files/${kept?.n}` } as const;
    expect([(await test.ask('alice', drop)).statusCode, (await test.ask('alice', drop)).statusCode]).toEqual([
      204, 404,
    ]);
  });

  it('a mail has no more files than a draft in the mailbox can be asked for', async () => {
    const { id } = await begin({ to: [BOB], subject: 'Many files' });
    const file = {
      account_id: test.people.alice.account,
      mail_id: id,
      name: 'a',
      content_type: 'a/b',
      size: 1,
    };
    const rows = Array.from({ length: MOST_FILES }, (_, i) => ({
      ...file,
      n: i + 1,
      blob_key: 'a'.repeat(43),
    }));
    await store.db.insertInto('outgoing_files').values(rows).execute();
    const more = await test.ask('alice', {
      method: 'POST',
      url: `/api/v1/outgoing/${id}/files?name=more.txt`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from('more'),
    });
    expect(Problem.parse(more.json()).error.code).toBe('too-many-files');
    await store.db.deleteFrom('outgoing_files').where('mail_id', '=', id).execute();
  });

  describe('reminders (R11)', () => {
    const reminders = async () =>
      ReminderList.parse((await get('alice', '/api/v1/reminders')).json()).reminders;
    const told = async (): Promise<string[]> => {
      const { items } = Feed.parse((await get('alice', '/api/v1/feed')).json());
      return items.filter(({ kind }) => kind === 'reminder').map((event) => event.message?.subject ?? '');
    };
    const refresh = async () => {
      const { clientId, addinClientId, scope } = test.services.entra;
      test.people.alice.token = await test.sandbox.issueAccessToken(test.people.alice.person, {
        aud: clientId,
        azp: addinClientId,
        scp: scope,
      });
    };

    it('who does not answer is told of once; put off, once more', async () => {
      const mail = await send({ to: [BOB], subject: 'Please answer', html: '<p>?</p>', remindAfterDays: 3 });
      const [set] = (await reminders()).filter((one) => one.message?.id === mail.messageId);
      expect(set).toMatchObject({ state: 'waiting', days: 3 });
      await later(2 * DAY);
      await refresh();
      expect(await told()).not.toContain('Please answer');
      await later(DAY + MINUTE);
      await refresh();
      expect((await told()).filter((subject) => subject === 'Please answer')).toHaveLength(1);
      const off = await test.ask('alice', {
        method: 'PATCH',
        url: `/api/v1/reminders/${set?.id}`,
        payload: { days: 2 },
      });
      expect(ReminderView.parse(off.json())).toMatchObject({ state: 'waiting' });
      await later(2 * DAY + MINUTE);
      await refresh();
      expect((await told()).filter((subject) => subject === 'Please answer')).toHaveLength(2);
    });

    it('a reply ends it, and what is taken back tells nothing', async () => {
      const mail = await send({ to: [FRANK], subject: 'Answered', html: '<p>?</p>', remindAfterDays: 1 });
      const [item] = test.sandbox.mailboxes
        .list(FRANK.address, 'inbox')
        .filter(({ subject }) => subject === 'Answered');
      await test.sandbox.mailboxes.deliver(
        rawMail({
          from: 'Frank Weber <frank@quiet.example>',
          to: 'alice@brightwater.example',
          subject: 'Re: Answered',
          text: 'Here you are.',
          headers: { 'In-Reply-To': item?.internetMessageId ?? '' },
        }),
        ['alice@brightwater.example'],
      );
      await watched();
      expect((await reminders()).map((one) => one.message?.id)).not.toContain(mail.messageId);
      const other = await send({ to: [FRANK], subject: 'Taken back', html: '<p>?</p>', remindAfterDays: 1 });
      const [set] = (await reminders()).filter((one) => one.message?.id === other.messageId);
      await test.ask('alice', { method: 'DELETE', url: `/api/v1/reminders/${set?.id}` });
      await later(2 * DAY);
      await refresh();
      expect(await told()).not.toContain('Answered');
      expect(await told()).not.toContain('Taken back');
    });

    it('who is away is waited for until they are back', async () => {
      const mail = await send({
        to: [CAROL],
        subject: 'When you are back',
        html: '<p>?</p>',
        remindAfterDays: 2,
      });
      await watched();
      await later(3 * DAY);
      await refresh();
      expect(await told()).not.toContain('When you are back');
      const [set] = (await reminders()).filter((one) => one.message?.id === mail.messageId);
      expect(set?.awayUntil).toBeDefined();
      await later(14 * DAY);
      await refresh();
      expect(await told()).toContain('When you are back');
    });
  });

  describe('templates (A8)', () => {
    it('shared ones are everybody’s to use and not everybody’s to change; own ones are nobody else’s', async () => {
      const make = async (name: string, shared: boolean): Promise<TemplateView> =>
        TemplateView.parse(
          (
            await post('alice', '/api/v1/templates', {
              name,
              subject: 'Hi {{ contact.name }}',
              html: OFFER,
              shared,
            })
          ).json(),
        );
      const own = await make('My own', false);
      const shared = await make('For all', true);
      expect(shared.fields).toEqual(['contact.name', 'contact.first_name']);
      const list = TemplateList.parse((await get('dan', '/api/v1/templates')).json()).templates;
      expect(list.map(({ name, canChange }) => [name, canChange])).toEqual([['For all', false]]);
      const patch = (as: PersonKey, id: string) =>
        test.ask(as, { method: 'PATCH', url: `/api/v1/templates/${id}`, payload: { name: 'Other' } });
      expect((await patch('dan', shared.id)).statusCode).toBe(403);
      expect((await patch('dan', own.id)).statusCode).toBe(404);
      expect((await patch('erin', shared.id)).statusCode).toBe(404);
      await test.ask('alice', { method: 'DELETE', url: `/api/v1/templates/${shared.id}` });
      expect(TemplateList.parse((await get('dan', '/api/v1/templates')).json()).templates).toEqual([]);
      expect((await post('alice', `/api/v1/templates/${shared.id}/restore`)).statusCode).toBe(200);
    });

    it('unfilled fields are told before sending, and refuse it until they are left on purpose', async () => {
      const fill = await post('alice', '/api/v1/templates/fill', {
        html: '<p>{{ contact.first_name }} of {{ contact.company }}</p>{{ contact.shoe }}',
        address: 'nobody@unknown.example',
      });
      expect(FilledTemplate.parse(fill.json())).toMatchObject({
        unfilled: [{ field: 'contact.first_name' }, { field: 'contact.company' }],
        faults: [{ fault: 'unknown-field', at: '{{ contact.shoe }}' }],
      });
      const { id, version } = await begin({
        to: [{ address: 'nobody@unknown.example' }],
        subject: 'Hello {{ contact.first_name }}',
        html: '<p>Hello</p>',
      });
      const refused = await post('alice', `/api/v1/outgoing/${id}/send`, { version });
      expect(Problem.parse(refused.json()).error.code).toBe('unfilled');
      expect(
        (await post('alice', `/api/v1/outgoing/${id}/send`, { version, leaveUnfilled: true })).statusCode,
      ).toBe(202);
    });
  });
});
