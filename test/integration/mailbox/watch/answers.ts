import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { TARGET, type MailboxWorld } from '../../../fixtures/mailbox-world';
import { rawMail } from '../../../fixtures/raw-mail';
import { contactCards } from '../../../../src/server/crm/contact-views';
import { contactsByAddress } from '../../../../src/server/crm/contacts';
import { dismissDeparture, forgetSuccessor, noteDeparture } from '../../../../src/server/crm/departures';
import { messageList } from '../../../../src/server/crm/message-list';
import { recordEvent } from '../../../../src/server/events';
import { withParticipants } from '../../../../src/server/mailbox/filing/lookups';
import { ALICE, BOB, watching } from './watching';

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What comes back to a sent mail, in a world that other tests use too. */
export function answerTests(theWorld: () => MailboxWorld): void {
  let world: MailboxWorld;
  beforeAll(() => {
    world = theWorld();
  });
  const { deliver, messageWith, eventsOf, sent, bytesOf } = watching(theWorld);

  test('a sent copy is found by our mark, with what is really in it', async () => {
    const picture = randomBytes(3_000);
    const file = randomBytes(70_001);
    const { row } = await sent({
      attachments: [
        {
          name: 'Plan.pdf',
          contentType: 'application/pdf',
          content: file.toString('base64'),
          isInline: false,
        },
        {
          name: 'logo.png',
          contentType: 'image/png',
          content: picture.toString('base64'),
          isInline: true,
          contentId: 'logo@1',
        },
      ],
      bcc: [{ address: 'frank@quiet.example', name: 'Frank Weber' }],
    });
    expect(row).toMatchObject({
      state: 'sent',
      logged: true,
      tracked_image: true,
      links_tracked: 1,
      user_id: world.user,
    });
    const links = await world.store.db
      .selectFrom('message_links')
      .selectAll()
      .where('message_id', '=', row.id)
      .execute();
    expect(links).toMatchObject([{ n: 1, target: TARGET, text: 'our offer', tracked: true }]);
    const files = await world.store.db
      .selectFrom('attachments')
      .selectAll()
      .where('message_id', '=', row.id)
      .orderBy('n')
      .execute();
    expect(files.map((f) => [f.name, f.state, f.size, f.content_id])).toEqual([
      ['logo.png', 'copied', 3_000, 'logo@1'],
      ['Plan.pdf', 'copied', 70_001, null],
    ]);
    expect(sha(await bytesOf(files[0]?.blob_key ?? ''))).toBe(sha(picture));
    expect(sha(await bytesOf(files[1]?.blob_key ?? ''))).toBe(sha(file));
    const people = await world.store.db
      .selectFrom('message_recipients as r')
      .leftJoin('contacts as c', (join) => join.onRef('c.id', '=', 'r.contact_id'))
      .select(['r.via', 'r.address', 'c.name'])
      .where('r.message_id', '=', row.id)
      .orderBy('r.idx')
      .execute();
    expect(people).toEqual([
      { via: 'to', address: 'bob@partner.example', name: 'Bob Lindqvist' },
      { via: 'bcc', address: 'frank@quiet.example', name: 'Frank Weber' },
    ]);
    const seen = await world.store.db
      .selectFrom('sightings')
      .selectAll()
      .where('message_id', '=', row.id)
      .execute();
    expect(seen).toMatchObject([{ trust: 'server', shows_bcc: true }]);
    expect((await eventsOf(row.id)).map((e) => e.kind)).toEqual(['sent']);
  });

  test("Bob's reply is matched and filed byte for byte, counts once, and infers his open", async () => {
    const { id, row } = await sent();
    const picture = randomBytes(5_000);
    const file = Buffer.concat([randomBytes(40_000), Buffer.from('\r\n.\r\nFrom x\r\n')]);
    await deliver(
      rawMail({
        from: BOB,
        to: ALICE,
        subject: 'Re: Our offer',
        messageId: '<reply-1@partner.example>',
        inReplyTo: id,
        references: [id],
        html: '<p>Yes, gladly <img src="cid:pic@1"></p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Alice Moreau<br><b>Sent:</b> Friday<br><b>To:</b> Bob<br><b>Subject:</b> Our offer</div><p>Hello, see our offer.</p>',
        files: [
          { name: 'pic.png', contentType: 'image/png', content: picture, contentId: 'pic@1' },
          { name: 'Order.docx', contentType: 'application/octet-stream', content: file },
        ],
      }),
    );
    await world.settle();
    const [reply, ...more] = await messageWith('<reply-1@partner.example>');
    expect(more).toEqual([]);
    expect(reply).toMatchObject({
      state: 'received',
      judged_kind: 'reply',
      matched_by: 'in-reply-to',
      reply_to_message: row.id,
      logged: true,
      new_text: 'Yes, gladly',
    });
    expect(reply?.new_html).toContain('cid:pic@1');
    expect(reply?.quoted_html).toContain('see our offer');
    const files = await world.store.db
      .selectFrom('attachments')
      .selectAll()
      .where('message_id', '=', reply?.id ?? '')
      .orderBy('n')
      .execute();
    expect(files.map((f) => [f.name, f.inline, f.content_id])).toEqual([
      ['pic.png', true, 'pic@1'],
      ['Order.docx', false, null],
    ]);
    expect(sha(await bytesOf(files[0]?.blob_key ?? ''))).toBe(sha(picture));
    expect(sha(await bytesOf(files[1]?.blob_key ?? ''))).toBe(sha(file));

    const events = await eventsOf(row.id);
    expect(events.map((e) => [e.kind, e.inferred, e.recipient_idx])).toEqual([
      ['sent', false, null],
      ['open', true, 1],
      ['reply', false, 1],
    ]);
    expect(events[1]?.at.getTime()).toBeLessThan(events[2]?.at.getTime() ?? 0);
    const [after] = await messageWith(id, 'outgoing');
    expect(after).toMatchObject({ replies: 1, opens: 1 });
    const told = await world.store.db
      .selectFrom('notifications')
      .select(['kind', 'user_id'])
      .where('seq', '=', events[2]?.seq ?? 0)
      .execute();
    expect(told).toEqual([{ kind: 'reply', user_id: world.user }]);
    const sender = await world.store.db
      .selectFrom('message_senders as s')
      .innerJoin('contacts as c', (join) => join.onRef('c.id', '=', 's.contact_id'))
      .select('c.name')
      .where('s.message_id', '=', reply?.id ?? '')
      .execute();
    expect(sender).toEqual([{ name: 'Bob Lindqvist' }]);
  });

  test("Carol's out-of-office is filed as that, and counts as no reply", async () => {
    const { id, row } = await sent({ to: [{ address: 'carol@lumen.example', name: 'Carol Reyes' }] });
    await world.settle();
    const [after] = await messageWith(id, 'outgoing');
    expect(after).toMatchObject({ replies: 0, opens: 0 });
    const events = await eventsOf(row.id);
    expect(events.map((e) => e.kind)).toEqual(['sent', 'auto-reply']);
    expect(events[1]?.detail).toMatchObject({ until: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    const filed = await world.store.db
      .selectFrom('messages')
      .select(['judged_kind', 'logged'])
      .where('reply_to_message', '=', row.id)
      .execute();
    expect(filed).toEqual([{ judged_kind: 'auto-reply', logged: true }]);
  });

  test('an answer that its writer has left flags the contact, with the successor it names, until it is dismissed', async () => {
    const { id, row } = await sent({ to: [{ address: 'gus@lakeside.example', name: 'Gus Hale' }] });
    await deliver(
      rawMail({
        from: 'Gus Hale <gus@lakeside.example>',
        to: ALICE,
        subject: 'Re: Quote for the boats',
        text: 'I no longer work for Lakeside. Please contact Rita Olsen (rita@lakeside.example).',
        inReplyTo: id,
      }),
    );
    await world.settle();
    expect((await eventsOf(row.id)).map((e) => [e.kind, e.detail['note']])).toContainEqual([
      'auto-reply',
      'Has left the company',
    ]);
    const { db } = world.store;
    const gus = (await contactsByAddress(db, world.account, ['gus@lakeside.example'])).get(
      'gus@lakeside.example',
    );
    const card = async () => (await contactCards(db, world.account, [gus ?? '']))[0]?.departure;
    expect(await card()).toMatchObject({
      successor: { name: 'Rita Olsen', address: 'rita@lakeside.example' },
    });
    await world.store.tx((trx) => forgetSuccessor(trx, world.account, ['rita@lakeside.example']));
    expect(await card()).toEqual({ at: expect.any(String) });

    // Whoever writes is there, and no older answer says otherwise: a look back finds such.
    world.clock.advance(60_000);
    const again = {
      from: 'Gus Hale <gus@lakeside.example>',
      to: ALICE,
      subject: 'Re: Quote for the boats',
    };
    await deliver(rawMail({ ...again, text: 'I am back for a month. Go ahead.', inReplyTo: id }));
    await world.settle();
    expect(await card()).toBeUndefined();
    const now = world.clock.now().getTime();
    const saidAt = (minutes: number) =>
      world.store.tx((trx) =>
        noteDeparture(trx, world.account, gus ?? '', {}, new Date(now + minutes * 60_000)),
      );
    await saidAt(-30);
    expect(await card()).toBeUndefined();
    await saidAt(30);
    expect(await card()).toEqual({ at: expect.any(String) });
    await world.store.tx((trx) =>
      dismissDeparture(trx, world.account, gus ?? '', new Date(now + 60 * 60_000)),
    );
    await saidAt(45);
    expect(await card()).toBeUndefined();
    await saidAt(90);
    expect(await card()).toBeDefined();
  });

  test('a reply without threading headers is matched by our mark in its quote', async () => {
    const { row, link } = await sent();
    await deliver(
      rawMail({
        from: BOB,
        to: ALICE,
        subject: 'Something else',
        messageId: '<marks-1@partner.example>',
        html: `<p>Fine.</p><blockquote type="cite"><a href="${link.replaceAll('&', '&amp;')}">our offer</a></blockquote>`,
      }),
    );
    await world.settle();
    expect(await messageWith('<marks-1@partner.example>')).toMatchObject([
      { judged_kind: 'reply', matched_by: 'marks', reply_to_message: row.id },
    ]);
  });

  test('an answer to a test of tracking counts as no reply (O13)', async () => {
    const { id, row } = await sent();
    await sql`update messages set policy = policy || '{"test": true}' where id = ${row.id}`.execute(
      world.store.db,
    );
    const answer = { from: BOB, to: ALICE, subject: 'Re: Our offer', text: 'Got your test.' };
    await deliver(rawMail({ ...answer, messageId: '<to-test@partner.example>', inReplyTo: id }));
    await world.settle();
    expect(await messageWith('<to-test@partner.example>')).toMatchObject([{ reply_to_message: row.id }]);
    expect((await eventsOf(row.id)).map((e) => e.kind)).toEqual(['sent']);
    expect((await messageWith(id, 'outgoing'))[0]).toMatchObject({ replies: 0, opens: 0 });
  });

  test('a colleague of the recipient answers: a reply of no known contact, and it says so', async () => {
    const { id, row } = await sent();
    await deliver(
      rawMail({
        from: 'Bea <bea@partner.example>',
        to: ALICE,
        subject: 'Re: Our offer',
        inReplyTo: id,
        text: 'Bob is ill.',
      }),
    );
    await world.settle();
    const reply = (await eventsOf(row.id)).find((e) => e.kind === 'reply');
    expect(reply).toMatchObject({ contact_id: null, recipient_idx: null });
    expect(reply?.detail).toMatchObject({ note: expect.stringContaining('colleague of Bob Lindqvist') });
  });

  test('a bounce marks its recipient and counts as no reply', async () => {
    const { id, row } = await sent();
    const status = Buffer.from(
      'Reporting-MTA: dns; mx.partner.example\r\n\r\nFinal-Recipient: rfc822; bob@partner.example\r\nAction: failed\r\nStatus: 5.1.1\r\n',
    );
    await deliver(
      Buffer.from(
        rawMail({
          from: 'Mail Delivery System <mailer-daemon@partner.example>',
          to: ALICE,
          subject: 'Undeliverable: Our offer',
          inReplyTo: id,
          html: '<p>Your message could not be delivered.</p>',
          files: [{ name: 'status', contentType: 'message/delivery-status', content: status }],
        })
          .toString()
          .replace('multipart/mixed;', 'multipart/report; report-type=delivery-status;'),
      ),
    );
    await world.settle();
    const who = await world.store.db
      .selectFrom('message_recipients')
      .select(['delivery', 'delivery_detail'])
      .where('message_id', '=', row.id)
      .execute();
    expect(who).toEqual([{ delivery: 'failed', delivery_detail: '5.1.1' }]);
    expect((await eventsOf(row.id)).map((e) => e.kind)).toEqual(['sent', 'bounce']);
    expect((await messageWith(id, 'outgoing'))[0]?.replies).toBe(0);
  });

  describe('what became of a mail to two', () => {
    const deliveries = async (message: string) =>
      (
        await world.store.db
          .selectFrom('message_recipients')
          .select('delivery')
          .where('message_id', '=', message)
          .orderBy('idx')
          .execute()
      ).map(({ delivery }) => delivery);
    const toTwo = () =>
      sent({
        to: [
          { address: 'bob@partner.example', name: 'Bob Lindqvist' },
          { address: 'ben@partner.example', name: 'Ben' },
        ],
      });
    const report = (type: string, part: string, fields: string[], inReplyTo: string) =>
      deliver(
        Buffer.from(
          rawMail({
            from: 'Mail Delivery System <mailer-daemon@partner.example>',
            to: ALICE,
            subject: 'About your mail',
            inReplyTo,
            html: '<p>See below.</p>',
            files: [{ name: 'report', contentType: part, content: Buffer.from(fields.join('\r\n')) }],
          })
            .toString()
            .replace('multipart/mixed;', `multipart/report; report-type=${type};`),
        ),
      );
    const late = [
      ...['Reporting-MTA: dns; mx.partner.example', '', 'Final-Recipient: rfc822; bob@partner.example'],
      ...['Action: delayed', 'Status: 4.4.1', ''],
    ];

    test('a delay lasts until its recipient answers, and does not come back', async () => {
      const { id, row } = await toTwo();
      await report('delivery-status', 'message/delivery-status', late, id);
      await world.settle();
      expect(await deliveries(row.id)).toEqual(['delayed', 'unknown']);
      await deliver(rawMail({ from: BOB, to: ALICE, subject: 'Re', inReplyTo: id, text: 'It came late.' }));
      await world.settle();
      expect(await deliveries(row.id)).toEqual(['delivered', 'unknown']);
      await report('delivery-status', 'message/delivery-status', late, id);
      await world.settle();
      expect(await deliveries(row.id)).toEqual(['delivered', 'unknown']);
    });

    test('a complaint is that of whom the report names', async () => {
      const { id, row } = await toTwo();
      const fields = ['Feedback-Type: abuse', 'Original-Rcpt-To: <Bob@partner.example>', ''];
      await report('feedback-report', 'message/feedback-report', fields, id);
      await world.settle();
      expect(await deliveries(row.id)).toEqual(['complaint', 'unknown']);
    });

    test('a complaint that hides who complained is that of the only recipient', async () => {
      const fields = ['Feedback-Type: abuse', 'Original-Rcpt-To: <redacted@partner.example>', ''];
      const one = await sent();
      await report('feedback-report', 'message/feedback-report', fields, one.id);
      const two = await toTwo();
      await report('feedback-report', 'message/feedback-report', fields, two.id);
      await world.settle();
      expect(await deliveries(one.row.id)).toEqual(['complaint']);
      expect(await deliveries(two.row.id)).toEqual(['unknown', 'unknown']);
    });
  });

  test('in a conversation without headers, another address of a contact is known (R5)', async () => {
    const { row } = await sent();
    const { db } = world.store;
    const bob = (await contactsByAddress(db, world.account, ['bob@partner.example'])).get(
      'bob@partner.example',
    );
    await db
      .insertInto('contact_addresses')
      .values({
        account_id: world.account,
        address: 'bob@home.example',
        contact_id: bob ?? '',
        created_at: row.at,
      })
      .execute();
    const [conversation] = await withParticipants(db, world.account, [row]);
    expect(conversation?.participants).toEqual(
      expect.arrayContaining(['bob@partner.example', 'bob@home.example']),
    );
  });

  test('of who answers with a mail provider’s address nobody is a colleague; of a sub-domain somebody is (R5)', async () => {
    const to = [
      { address: 'bob@gmail.com', name: 'Bob' },
      { address: 'ann@sales.partner.example', name: 'Ann' },
    ];
    const { id, row } = await sent({ to });
    const from = async (address: string) => {
      await deliver(rawMail({ from: address, to: ALICE, subject: 'Re', inReplyTo: id, text: 'For them.' }));
      await world.settle();
      return (await eventsOf(row.id)).at(-1)?.detail['note'];
    };
    expect(await from('eve@gmail.com')).toBe('Not a known contact');
    expect(await from('bea@office.partner.example')).toContain('From a colleague of Ann');
  });

  test('an answer that names two conversations is listed as matched to nothing (R4)', async () => {
    const { id } = await sent();
    const other = await sent();
    await deliver(
      rawMail({
        ...{ from: BOB, to: ALICE, subject: 'Re', messageId: '<two@partner.example>', inReplyTo: id },
        html: `<p>Fine.</p><blockquote type="cite"><a href="${other.link.replaceAll('&', '&amp;')}">our offer</a></blockquote>`,
      }),
    );
    await world.settle();
    const { messages } = await messageList(
      world.store.db,
      { account: world.account, user: world.user },
      { met: 'unmatched', limit: 10 },
    );
    const [two] = await messageWith('<two@partner.example>');
    expect(messages.map((message) => message.id)).toEqual([two?.id]);
  });

  test('a reply of plain text is shown without the history it quotes, which is kept apart', async () => {
    const { id } = await sent();
    const text = `Yes, < 5 pieces.\n\nOn Fri, 20 Nov 2026 at 10:00, Alice Moreau <${ALICE}> wrote:\n> Hello, see our offer.\n`;
    await deliver(
      rawMail({
        ...{ from: BOB, to: ALICE, subject: 'Re', messageId: '<plain-1@partner.example>' },
        ...{ inReplyTo: id, text },
      }),
    );
    await world.settle();
    const [reply] = await messageWith('<plain-1@partner.example>');
    expect(reply?.new_html).toContain('Yes, &lt; 5 pieces.');
    expect(reply?.new_html).not.toContain('our offer');
    expect(reply?.quoted_html).toContain('Hello, see our offer.');
    expect(reply?.text).toContain('our offer');
  });

  describe('the open that a reply infers', () => {
    const answer = async (id: string, messageId: string): Promise<void> => {
      await deliver(
        rawMail({ from: BOB, to: ALICE, subject: 'Re', messageId, inReplyTo: id, text: 'Read it.' }),
      );
      await world.settle();
    };
    const opensOf = async (message: string) =>
      (await eventsOf(message))
        .filter((e) => e.kind === 'open')
        .map((e) => [e.recipient_idx, e.contact_id !== null]);

    test('is theirs, though Someone has opened before', async () => {
      const { id, row } = await sent({
        to: [
          { address: 'bob@partner.example', name: 'Bob Lindqvist' },
          { address: 'ben@partner.example', name: 'Ben' },
        ],
      });
      const at = world.clock.now();
      await world.store.tx((trx) =>
        recordEvent(trx, {
          ...{ account: world.account, kind: 'open', at, recordedAt: at },
          ...{ message: row.id, recipient: 0, cause: `hit:${row.id}` },
        }),
      );
      await answer(id, '<own-open@partner.example>');
      expect(await opensOf(row.id)).toEqual([
        [0, false],
        [1, true],
      ]);
    });

    test('is none where opens were not allowed', async () => {
      const { id, row } = await sent();
      await world.store.db
        .updateTable('messages')
        .set({ policy: JSON.stringify({ image: false, links: true }), tracked_image: false })
        .where('id', '=', row.id)
        .execute();
      await answer(id, '<no-open@partner.example>');
      expect(await opensOf(row.id)).toEqual([]);
    });
  });
}
