import { makeNonce, makeToken, messageKeyOf, imageUrl } from '../../../src/core/token';
import { contactTimeline } from '../../../src/server/crm/timeline';
import { contactProperties } from '../../../src/server/crm/contact-properties';
import { retractEvent } from '../../../src/server/events';
import { dayOf, issueTicket } from '../../../src/server/tracking/ticket-keys';
import { mailboxWorld, type MailboxWorld } from '../../fixtures/mailbox-world';
import { rawMail, type RawMail } from '../../fixtures/raw-mail';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { addressOf, contactOf, factsOf, insertCampaign } from '../tracking/campaign';

const ALICE = 'alice@brightwater.example';
const MARKETER = 2;
const HOUR_MS = 3_600_000;

describeOnBothStores('what comes back to marketing mail', (open) => {
  const dataDir = temporaryDirectory();
  let world: MailboxWorld;

  beforeAll(async () => {
    world = await mailboxWorld(await open(), dataDir);
    const { store, account, clock } = world;
    await store.db
      .insertInto('users')
      .values({
        ...{
          account_id: account,
          id: MARKETER,
          oid: 'mara',
          name: 'Mara',
          email: 'mara@brightwater.example',
        },
        ...{ role: 'marketer', seat: 'free', created_at: clock.now() },
      })
      .execute();
    // Nothing is logged by a rule of the mailbox: what is, is for R9.
    await store.db
      .updateTable('mailboxes')
      .set({ log_rule: '{"received":"nothing","sent":"nothing"}' })
      .execute();
  });
  afterAll(async () => {
    await world.close();
    await world.store.close();
  });

  let campaigns = 0;
  /** A message that Mara sent to three people an hour ago; answers go to Alice. */
  async function campaign(user = MARKETER) {
    campaigns += 1;
    const { store, account, clock, services } = world;
    const id = `00000000-0000-7001-8000-${String(campaigns).padStart(12, '0')}`;
    const ticket = issueTicket(services.secrets.master, {
      ...{ account, user, serial: campaigns, day: dayOf(clock.now()) },
      ...{ trackingUrl: services.urls.tracking, paid: true },
      expiresAt: new Date(clock.now().getTime() + HOUR_MS),
    });
    const nonce = makeNonce(ticket, { time: campaigns, counter: 0, random: 0.5 });
    const token = (n: number): string => makeToken(ticket, nonce, n);
    await insertCampaign(store.db, {
      ...{ account, user, id, tokenKey: messageKeyOf(token(1)) ?? '', recipients: 3 },
      at: new Date(clock.now().getTime() - HOUR_MS),
    });
    return {
      id,
      /** The Message-ID of a recipient's copy. */
      copy: (n: number): string => `<${token(n)}@brightwater.example>`,
      image: (n: number): string => imageUrl(services.urls.tracking, token(n)),
      facts: async (n: number) => (await factsOf(store.db, account, id)).kept[n - 1],
      events: () =>
        store.db
          .selectFrom('events')
          .select(['seq', 'kind', 'recipient_idx', 'contact_id', 'inferred', 'detail'])
          .where('message_id', '=', id)
          .orderBy('seq')
          .execute(),
    };
  }
  const person = (n: number): string => `Person ${n} <${addressOf(n)}>`;
  const receive = async (mail: Partial<RawMail> & Pick<RawMail, 'from'>): Promise<void> => {
    await world.sandbox.mailboxes.deliver(rawMail({ to: ALICE, subject: 'Spring news', ...mail }), [ALICE]);
    await world.settle();
  };
  const receiveReport = async (type: string, fields: string[], inReplyTo: string): Promise<void> => {
    const raw = rawMail({
      from: 'Mail Delivery System <mailer-daemon@firm1.example>',
      ...{ to: ALICE, subject: 'About your mail', inReplyTo, html: '<p>See below.</p>' },
      files: [{ name: 'report', contentType: `message/${type}`, content: Buffer.from(fields.join('\r\n')) }],
    })
      .toString()
      .replace('multipart/mixed;', `multipart/report; report-type=${type};`);
    await world.sandbox.mailboxes.deliver(Buffer.from(raw), [ALICE]);
    await world.settle();
  };
  const failed = (address: string): string[] => [
    ...['Reporting-MTA: dns; mx.firm1.example', '', `Final-Recipient: rfc822; ${address}`],
    ...['Action: failed', 'Status: 5.1.1', ''],
  ];
  const timelineOf = async (n: number, user = world.user) =>
    (
      await contactTimeline(
        world.store.db,
        { account: world.account, user },
        contactOf(world.account, n),
        { limit: 20 },
        () => '',
      )
    )?.messages ?? [];

  test('an answer is its copy’s, infers its open, is logged whatever the rule says, and tells who reads the mailbox', async () => {
    const { id, copy, facts, events } = await campaign();
    await receive({ from: person(2), inReplyTo: copy(2), text: 'Tell me more.' });
    expect(await events()).toMatchObject([
      { kind: 'open', inferred: true, recipient_idx: 2, contact_id: contactOf(world.account, 2) },
      { kind: 'reply', recipient_idx: 2, contact_id: contactOf(world.account, 2) },
    ]);
    expect(await facts(2)).toMatchObject({ replies: 1, opens: 1, delivery: 'delivered' });
    expect(await facts(1)).toMatchObject({ replies: 0, opens: 0, delivery: 'unknown' });
    const told = await world.store.db
      .selectFrom('notifications')
      .select(['user_id', 'kind', 'shared'])
      .execute();
    expect(told).toEqual(
      expect.arrayContaining([
        { user_id: world.user, kind: 'reply', shared: true },
        { user_id: MARKETER, kind: 'reply', shared: false },
      ]),
    );
    // Of opens of a newsletter nobody is told who has not asked for it (O2).
    expect(told.some(({ kind }) => kind === 'open')).toBe(false);
    const [answer, sent, ...more] = await timelineOf(2);
    expect(more).toEqual([]);
    expect(answer).toMatchObject({ logged: true, judged: { kind: 'reply' }, preview: 'Tell me more.' });
    expect(sent).toMatchObject({ id, counts: { opens: 1, replies: 1 }, recipients: [{ idx: 2 }] });
    expect(sent?.events.map(({ kind }) => kind)).toEqual(['open', 'reply']);
    expect(await timelineOf(1)).toMatchObject([
      { id, counts: { opens: 0, clicks: 0, replies: 0 }, events: [] },
    ]);
  });

  test('without its headers an answer is known by our mark in the quote; a forged or foreign one is not', async () => {
    const { copy, image, facts, events } = await campaign();
    await receive({
      from: person(3),
      html: `<p>Gladly.</p><blockquote type="cite"><p>News</p><img src="${image(3)}"></blockquote>`,
    });
    expect(await facts(3)).toMatchObject({ replies: 1 });
    const forged = copy(1).replace(/.@/, (end) => (end === 'A@' ? 'B@' : 'A@'));
    await receive({ from: person(1), inReplyTo: forged, text: 'Hello' });
    expect(await facts(1)).toMatchObject({ replies: 0 });
    // Whoever answers the answer to an answer goes on with the same.
    expect((await events()).filter(({ kind }) => kind === 'reply')).toHaveLength(1);
  });

  test('R5: another address of the contact counts; a colleague’s answer is of no contact and says so; another recipient’s is theirs', async () => {
    const { copy, facts, events } = await campaign();
    await world.store.db
      .insertInto('contact_addresses')
      .values({
        ...{
          account_id: world.account,
          address: 'private@home.example',
          contact_id: contactOf(world.account, 1),
        },
        created_at: world.clock.now(),
      })
      .execute();
    await receive({ from: 'P <private@home.example>', inReplyTo: copy(1), text: 'From home' });
    expect(await facts(1)).toMatchObject({ replies: 1 });
    await receive({ from: 'Cole <cole@firm2.example>', inReplyTo: copy(2), text: 'She is away' });
    expect(await facts(2)).toMatchObject({ replies: 0 });
    expect((await events()).at(-1)).toMatchObject({
      kind: 'reply',
      recipient_idx: null,
      contact_id: null,
      detail: { note: 'From a colleague of Person 2; not a known contact' },
    });
    await receive({ from: person(3), inReplyTo: copy(2), text: 'It was passed on to me, too' });
    expect(await facts(2)).toMatchObject({ replies: 0 });
    expect(await facts(3)).toMatchObject({ replies: 1 });
  });

  test('reports and automatic answers are their copy’s, and count as no replies', async () => {
    const { copy, facts, events } = await campaign();
    await receiveReport('delivery-status', failed(addressOf(1)), copy(1));
    expect(await facts(1)).toMatchObject({ delivery: 'failed', bounced_at: expect.any(Date), replies: 0 });
    // An address that the mail was passed on to is not where it was sent.
    await receiveReport('delivery-status', failed('elsewhere@other.example'), copy(2));
    expect(await facts(2)).toMatchObject({ delivery: 'unknown', bounced_at: null });
    // As its server knows them.
    await receiveReport('delivery-status', failed('p.two@mail.firm2.example'), copy(2));
    expect(await facts(2)).toMatchObject({ delivery: 'failed' });
    await receiveReport('feedback-report', ['Feedback-Type: abuse', 'Version: 1', ''], copy(3));
    expect(await facts(3)).toMatchObject({ delivery: 'complaint', complained_at: expect.any(Date) });
    await receive({
      from: person(3),
      subject: 'Odpowiedź automatyczna: Spring news',
      headers: { 'Auto-Submitted': 'auto-replied' },
      inReplyTo: copy(3),
      text: 'Jestem poza biurem do 30 listopada 2026. Odpowiem po powrocie.',
    });
    expect(await facts(3)).toMatchObject({ replies: 0, opens: 0 });
    expect((await events()).map(({ kind, recipient_idx: idx }) => [kind, idx])).toEqual([
      ['bounce', 1],
      ['bounce', 2],
      ['bounce', 2],
      ['logged', 3],
      ['auto-reply', 3],
    ]);
  });

  test('a copy that somebody here gets themselves is no answer to it', async () => {
    const { copy, image, events } = await campaign();
    const before = await world.store.db.selectFrom('messages').select('id').execute();
    await receive({
      ...{ from: 'Brightwater <news@brightwater.example>', messageId: copy(1) },
      html: `<p>News</p><img src="${image(1)}">`,
      headers: { 'List-Unsubscribe': '<https://track.example/u/x>' },
    });
    expect(await events()).toEqual([]);
    expect(await world.store.db.selectFrom('messages').select('id').execute()).toEqual(before);
  });

  test('who sent it and quotes it in a mail of their own has not sent it again', async () => {
    const { id, image } = await campaign(world.user);
    const messageRow = () =>
      world.store.db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const before = await messageRow();
    const html = `<p>As I wrote:</p><blockquote type="cite"><p>News</p><img src="${image(1)}"></blockquote>`;
    await world.send({ plain: true, subject: 'Fw: Spring news', html });
    await world.settle();
    expect(await messageRow()).toEqual(before);
  });

  test('M7: first and last answer and how many messages were answered, with their history, and back again', async () => {
    const { store, account, clock } = world;
    const of = async (n: number) => {
      const found = await contactProperties(store.db, account, contactOf(account, n));
      return found && { ...found, history: found.history.length };
    };
    const first = await campaign();
    const before = await of(1);
    await receive({ from: person(1), inReplyTo: first.copy(1), text: 'One' });
    await receive({ from: person(1), inReplyTo: first.copy(1), text: 'Once more' });
    const after = await of(1);
    expect(after?.marketingReplied).toBe((before?.marketingReplied ?? 0) + 1);
    const reply = (await first.events()).filter(({ kind }) => kind === 'reply');
    for (const { seq } of reply)
      await store.tx((trx) => retractEvent(trx, account, seq, { at: clock.now(), reason: 'taken back' }));
    const { history: _longer, ...values } = (await of(1)) ?? {};
    const { history: _shorter, ...were } = before ?? {};
    expect(values).toEqual(were);
    expect(await first.facts(1)).toMatchObject({ replies: 0, first_reply_at: null, last_reply_at: null });
  });
});
