import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { mailboxWorld, TARGET, type MailboxWorld } from '../../fixtures/mailbox-world';
import { rawMail } from '../../fixtures/raw-mail';
import { contactCards } from '../../../src/server/crm/contact-views';
import { contactsByAddress } from '../../../src/server/crm/contacts';
import { dismissDeparture, forgetSuccessor, noteDeparture } from '../../../src/server/crm/departures';
import { recordEvent } from '../../../src/server/events';
import { fileAgain } from '../../../src/server/mailbox';
import { fileReport } from '../../../src/server/messages/reports';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { reportOf } from '../tracking/world';
import { troubleTests } from './trouble';

const ALICE = 'alice@brightwater.example';
const BOB = 'Bob Lindqvist <bob@partner.example>';
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

// The inner block: its hooks end the server before the outer ones take the database away.
describeOnBothStores('the watch', (open, databaseUrl) =>
  describe('over a mailbox', () => {
    const dataDir = temporaryDirectory();
    let world: MailboxWorld;
    /** Fails the next put of a blob after the bytes are on the disk, as a kill does. */
    let killAfterPut = false;

    beforeAll(async () => {
      world = await mailboxWorld(await open(), dataDir, {
        blobs: (blobs) => ({
          ...blobs,
          putBlob: async (account, content) => {
            const put = await blobs.putBlob(account, content);
            if (killAfterPut) {
              killAfterPut = false;
              throw new Error('killed');
            }
            return put;
          },
        }),
      });
    });
    afterAll(async () => {
      await world.close();
      await world.store.close();
    });
    afterEach(() => {
      world.faults.answer = undefined;
      world.faults.notifications = undefined;
    });

    const deliver = (raw: Buffer): Promise<unknown> => world.sandbox.mailboxes.deliver(raw, [ALICE]);
    const messageWith = (id: string, direction: 'outgoing' | 'incoming' = 'incoming') =>
      world.store.db
        .selectFrom('messages')
        .selectAll()
        .where('internet_message_id', '=', id)
        .where('direction', '=', direction)
        .execute();
    const eventsOf = (message: string) =>
      world.store.db
        .selectFrom('events')
        .selectAll()
        .where('message_id', '=', message)
        .orderBy('seq')
        .execute();
    const sent = async (mail: Parameters<MailboxWorld['send']>[0] = {}) => {
      const { id, token, link } = await world.send(mail);
      await world.settle();
      const [row] = await messageWith(id, 'outgoing');
      if (!row) throw new Error('the sent copy was not filed');
      return { id, token, link, row };
    };
    const bytesOf = (key: string): Promise<Buffer> =>
      buffer(world.services.blobs.openBlob(world.account, key));
    const post = (path: string, body: unknown): Promise<Response> =>
      fetch(`${world.services.urls.app}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });

    test('connecting a mailbox subscribes to it, and says "watching" once Graph has answered', async () => {
      const row = await world.store.db.selectFrom('mailboxes').selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({ state: 'watching', state_reason: null, address: ALICE });
      expect(world.sandbox.graph.subscriptions()).toEqual([row.subscription_id]);
      expect(row.subscription_expires_at?.getTime()).toBeGreaterThan(
        world.clock.now().getTime() + 6 * 86_400_000,
      );
    });

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

    describe('notifications', () => {
      test('the handshake is answered with the token itself, decoded once', async () => {
        const token = 'Validation: Testing client application reachability + %41 & / = <b>';
        for (const path of ['/api/graph/notifications', '/api/graph/lifecycle']) {
          const answer = await fetch(
            `${world.services.urls.app}${path}?x=1&validationToken=${encodeURIComponent(token)}`,
            { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' } },
          );
          expect(answer.status).toBe(200);
          expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
          expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
          expect(await answer.text()).toBe(token);
        }
        const long = await fetch(
          `${world.services.urls.app}/api/graph/notifications?validationToken=${'x'.repeat(5_000)}`,
          { method: 'POST' },
        );
        expect(await long.text()).toBe('');
      });

      test('a wrong clientState, an unknown one and rubbish get the same 202 and wake nobody', async () => {
        const key = (mailbox: string): string => `${world.account}.${mailbox}.${'A'.repeat(43)}`;
        const before = await world.store.db.selectFrom('mailboxes').select('last_notification_at').execute();
        for (const body of [
          { value: [{ clientState: key(world.mailbox), subscriptionId: 'x', changeType: 'created' }] },
          { value: [{ clientState: 'nothing of ours' }] },
          { value: [{ subscriptionId: 'without any' }, null, 7] },
          { value: 'no list' },
          [],
        ]) {
          expect((await post('/api/graph/notifications', body)).status).toBe(202);
        }
        const text = await fetch(`${world.services.urls.app}/api/graph/lifecycle`, {
          method: 'POST',
          body: '{{',
        });
        expect(text.status).toBe(202);
        await world.settle();
        expect(await world.store.db.selectFrom('mailboxes').select('last_notification_at').execute()).toEqual(
          before,
        );
        expect(world.logged.join('')).toContain('Graph notifications not for us');
        expect(world.logged.join('')).not.toContain('nothing of ours');
      });

      test('doubled, reordered and replayed notifications file a reply once', async () => {
        const { id, row } = await sent();
        const kept: object[] = [];
        world.faults.notifications = (value) => {
          kept.push(...value);
          return [...value, ...value].reverse();
        };
        await deliver(rawMail({ from: BOB, to: ALICE, subject: 'Re', inReplyTo: id, text: 'Twice?' }));
        await world.settle();
        for (let i = 0; i < 3; i += 1) {
          expect((await post('/api/graph/notifications', { value: kept })).status).toBe(202);
        }
        await world.settle();
        expect((await eventsOf(row.id)).filter((e) => e.kind === 'reply')).toHaveLength(1);
        expect((await messageWith(id, 'outgoing'))[0]?.replies).toBe(1);
      });

      test('a lost notification costs ten minutes: the safety look finds the reply', async () => {
        const { id, row } = await sent();
        world.faults.notifications = () => [];
        await deliver(rawMail({ from: BOB, to: ALICE, subject: 'Re', inReplyTo: id, text: 'Unheard' }));
        await world.settle();
        expect((await eventsOf(row.id)).map((e) => e.kind)).toEqual(['sent']);
        world.clock.advance(10 * 60_000 + 1_000);
        await world.settle();
        expect((await eventsOf(row.id)).map((e) => e.kind)).toContain('reply');
      });

      test('a removed subscription is made anew, and what came meanwhile is found', async () => {
        const { id, row } = await sent();
        world.faults.notifications = () => [];
        await deliver(rawMail({ from: BOB, to: ALICE, subject: 'Re', inReplyTo: id, text: 'In the gap' }));
        const [subscription = ''] = world.sandbox.graph.subscriptions();
        expect(await world.sandbox.graph.lifecycle(subscription, 'subscriptionRemoved')).toBe(202);
        await world.settle();
        expect((await eventsOf(row.id)).map((e) => e.kind)).toContain('reply');
        expect(world.sandbox.graph.subscriptions()).toHaveLength(1);
      });
    });

    test('a lost delta token is enumerated again without doubles', async () => {
      const { id, row } = await sent();
      await deliver(rawMail({ from: BOB, to: ALICE, subject: 'Re', inReplyTo: id, text: 'Once' }));
      await world.settle();
      const before = await world.store.db.selectFrom('messages').select('id').execute();
      let lost = 0;
      world.faults.answer = async (request) => {
        if (!request.query.has('$deltatoken')) return undefined;
        lost += 1;
        const body = { error: { code: lost % 2 === 0 ? 'SyncStateNotFound' : 'x', message: 'lost' } };
        return { status: lost % 2 === 0 ? 400 : 410, body };
      };
      world.clock.advance(10 * 60_000 + 1_000);
      await world.settle();
      expect(lost).toBeGreaterThan(3);
      expect(await world.store.db.selectFrom('messages').select('id').execute()).toHaveLength(before.length);
      expect((await eventsOf(row.id)).filter((e) => e.kind === 'reply')).toHaveLength(1);
    });

    test('Retry-After is obeyed, also when notifications come', async () => {
      const { id, row } = await sent();
      let asked = 0;
      world.faults.answer = async () => {
        asked += 1;
        return {
          status: 429,
          headers: { 'retry-after': '120' },
          body: { error: { code: 'ApplicationThrottled' } },
        };
      };
      await deliver(rawMail({ from: BOB, to: ALICE, subject: 'Re', inReplyTo: id, text: 'Slowly' }));
      await world.settle();
      expect(asked).toBe(1);
      await deliver(rawMail({ from: BOB, to: ALICE, subject: 'Re', inReplyTo: id, text: 'Still' }));
      await world.settle();
      expect(asked).toBe(1);
      world.faults.answer = undefined;
      world.clock.advance(121_000);
      await world.settle();
      expect((await eventsOf(row.id)).filter((e) => e.kind === 'reply')).toHaveLength(2);
    });

    test('a kill between a file and its transaction leaves one reply, whole', async () => {
      const { id, row } = await sent();
      killAfterPut = true;
      await deliver(
        rawMail({
          from: BOB,
          to: ALICE,
          subject: 'Re',
          messageId: '<killed-1@partner.example>',
          inReplyTo: id,
          html: '<p>With a file</p>',
          files: [{ name: 'a.bin', contentType: 'application/octet-stream', content: randomBytes(100) }],
        }),
      );
      await world.settle();
      expect(await messageWith('<killed-1@partner.example>')).toEqual([]);
      world.clock.advance(60_000);
      await world.settle();
      expect(await messageWith('<killed-1@partner.example>')).toHaveLength(1);
      expect((await eventsOf(row.id)).filter((e) => e.kind === 'reply')).toHaveLength(1);
    });

    test('an item that Graph cannot give keeps no later reply waiting, and is found once it can', async () => {
      const { id, row } = await sent();
      const known = new Set(world.sandbox.mailboxes.list(ALICE, 'inbox').map((item) => item.immutableId));
      let bad = '';
      world.faults.answer = async (request) => {
        bad ||=
          world.sandbox.mailboxes.list(ALICE, 'inbox').find((item) => !known.has(item.immutableId))
            ?.immutableId ?? '';
        return bad !== '' && decodeURIComponent(request.path).includes(bad)
          ? { status: 500, body: { error: { code: 'ErrorInternalServerError', message: '' } } }
          : undefined;
      };
      const answer = (messageId: string) =>
        deliver(rawMail({ from: BOB, to: ALICE, subject: 'Re', messageId, inReplyTo: id, text: 'Hello' }));
      await answer('<bad-item@partner.example>');
      await world.settle();
      await answer('<after-bad@partner.example>');
      await world.settle();
      expect(await messageWith('<after-bad@partner.example>')).toMatchObject([{ reply_to_message: row.id }]);
      expect(await messageWith('<bad-item@partner.example>')).toEqual([]);
      world.faults.answer = undefined;
      world.clock.advance(10 * 60_000);
      await world.settle();
      expect(await messageWith('<bad-item@partner.example>')).toMatchObject([{ reply_to_message: row.id }]);
    });

    test('a sent copy that comes late still gets the reply that was left before it', async () => {
      const known = new Set(world.sandbox.mailboxes.list(ALICE, 'sentitems').map((item) => item.immutableId));
      world.faults.answer = async (request) => {
        const hidden = world.sandbox.mailboxes
          .list(ALICE, 'sentitems')
          .filter((item) => !known.has(item.immutableId))
          .some((item) => decodeURIComponent(request.path).includes(item.immutableId));
        return hidden
          ? { status: 404, body: { error: { code: 'ErrorItemNotFound', message: '' } } }
          : undefined;
      };
      const { id } = await world.send({ plain: true });
      await deliver(
        rawMail({
          from: BOB,
          to: ALICE,
          subject: 'Re',
          messageId: '<late-1@partner.example>',
          inReplyTo: id,
          text: 'Quick',
        }),
      );
      await world.settle();
      expect(await messageWith('<late-1@partner.example>')).toEqual([]);
      world.faults.answer = undefined;
      world.clock.advance(10 * 60_000 + 1_000);
      await world.settle();
      const [row] = await messageWith(id, 'outgoing');
      expect(await messageWith('<late-1@partner.example>')).toMatchObject([{ reply_to_message: row?.id }]);
      expect(row?.replies).toBe(1);
    });

    test('a copy that was only tracked is filed with its files once it is to be logged', async () => {
      await world.store.db
        .updateTable('users')
        .set({ preferences: JSON.stringify({ log: false }) })
        .execute();
      const file = randomBytes(500);
      const attachments = [
        {
          name: 'a.bin',
          contentType: 'application/octet-stream',
          content: file.toString('base64'),
          isInline: false,
        },
      ];
      const { id, row } = await sent({ attachments });
      await world.store.db.updateTable('users').set({ preferences: '{}' }).execute();
      expect(row).toMatchObject({ logged: false, tracked_image: true, html: null, mime_blob: null });
      await world.store.tx(async (trx) => {
        await trx.updateTable('messages').set({ logged: true }).where('id', '=', row.id).execute();
        await fileAgain(trx, world.account, row.id);
      });
      await world.settle();
      const [after] = await messageWith(id, 'outgoing');
      expect(after).toMatchObject({ id: row.id, logged: true, tracked_image: true });
      expect(after?.html).toContain('our offer');
      const files = await world.store.db
        .selectFrom('attachments')
        .select(['name', 'state'])
        .where('message_id', '=', row.id)
        .execute();
      expect(files).toEqual([{ name: 'a.bin', state: 'copied' }]);
      expect((await eventsOf(row.id)).map((e) => e.kind)).toEqual(['sent']);
    });

    describe('a report that comes after its copy', () => {
      const setDefaults = (preferences: object) =>
        world.store.db
          .updateTable('users')
          .set({ preferences: JSON.stringify(preferences) })
          .execute();
      const report = (token: string, more: Parameters<typeof reportOf>[2]) => {
        const at = world.clock.now();
        return world.store.tx((trx) =>
          fileReport(trx, world.services, world.account, world.user, reportOf(token, at, more), { at }),
        );
      };
      const attachments = [
        {
          name: 'a.bin',
          contentType: 'application/octet-stream',
          content: randomBytes(500).toString('base64'),
          isInline: false,
        },
      ];
      const filesOf = (message: string) =>
        world.store.db
          .selectFrom('attachments')
          .select(['name', 'state'])
          .where('message_id', '=', message)
          .execute();
      afterEach(() => setDefaults({}));

      test('has it filed with text and files where the sender had switched Log on', async () => {
        await setDefaults({ log: false });
        const { id, token, row } = await sent({ attachments });
        expect(row).toMatchObject({ logged: false, html: null });
        await report(token, {});
        await world.settle();
        const [after] = await messageWith(id, 'outgoing');
        expect(after).toMatchObject({ id: row.id, state: 'sent', logged: true, tracked_image: true });
        expect(after?.html).toContain('our offer');
        expect(await filesOf(row.id)).toEqual([{ name: 'a.bin', state: 'copied' }]);
      });

      test('has text and files taken away again where the sender had switched Log off', async () => {
        const { id, token, row } = await sent({ attachments });
        expect(row.logged).toBe(true);
        await report(token, { switches: { track: true, log: false } });
        const [after] = await messageWith(id, 'outgoing');
        expect(after).toMatchObject({ logged: false, tracked_image: true, html: null, text: null });
        expect(after).toMatchObject({ headers: [], mime_blob: null });
        expect(await filesOf(row.id)).toEqual([]);
      });

      test('has a copy found that nothing had spoken for', async () => {
        await setDefaults({ log: false });
        const { id, token } = await world.send({ html: '<p>Only to be logged</p>', attachments });
        await world.settle();
        expect(await messageWith(id, 'outgoing')).toEqual([]);
        const made = await report(token, { switches: { track: false, log: true }, links: [] });
        await world.settle();
        const [after] = await messageWith(id, 'outgoing');
        expect(after).toMatchObject({ id: made, state: 'sent', logged: true });
        expect(await filesOf(made ?? '')).toEqual([{ name: 'a.bin', state: 'copied' }]);
      });

      test('silences what the account does not allow, though the client had put it in', async () => {
        const { id, token } = await sent();
        const settings = { ownDomains: ['brightwater.example'] };
        const set = (more: object) =>
          world.store.db
            .updateTable('accounts')
            .set({ settings: JSON.stringify({ ...settings, ...more }) })
            .execute();
        await set({ opens: false, clicks: false });
        await report(token, { switches: { track: true, log: false } });
        await set({});
        const [after] = await messageWith(id, 'outgoing');
        expect(after).toMatchObject({ logged: false, tracked_image: false, links_tracked: 0 });
        expect(after?.policy).toMatchObject({ image: false, links: false, log: false });
      });
    });

    test('a private mail that was reported keeps no text, nobody on it, and tells no hits', async () => {
      const { id, token } = await world.send({ headers: { Sensitivity: 'Private' } });
      await world.settle();
      expect(await messageWith(id, 'outgoing')).toEqual([]);
      const at = world.clock.now();
      const made = await world.store.tx((trx) =>
        fileReport(trx, world.services, world.account, world.user, reportOf(token, at), { at }),
      );
      await world.settle();
      const row = await world.store.db
        .selectFrom('messages')
        .selectAll()
        .where('id', '=', made ?? '')
        .executeTakeFirst();
      expect(row).toMatchObject({
        state: 'undone',
        subject: '',
        html: null,
        logged: false,
        tracked_image: false,
      });
      // What whoseHit asks.
      expect(row?.policy).toMatchObject({ image: false, links: false });
      const people = await world.store.db
        .selectFrom('message_recipients')
        .select('address')
        .where('message_id', '=', made ?? '')
        .execute();
      expect(people).toEqual([]);
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

    test('a forged mail under a Message-ID of ours is a message of its own, and no sent copy', async () => {
      const { id, token, row } = await sent();
      await deliver(
        rawMail({
          from: `Alice Moreau <${ALICE}>`,
          to: ALICE,
          subject: 'Forged',
          messageId: id,
          headers: { 'X-Mailtrail-Token': token },
          text: 'Not from her',
        }),
      );
      await deliver(
        rawMail({ from: BOB, to: ALICE, subject: 'Re', messageId: id, inReplyTo: id, text: 'Same id' }),
      );
      await world.settle();
      expect(await messageWith(id, 'outgoing')).toMatchObject([{ id: row.id, subject: 'Our offer' }]);
      expect(await messageWith(id)).toMatchObject([{ from_address: 'bob@partner.example', variant: 0 }]);
    });

    test('a reply that lies in two mailboxes of the account is one message with two sightings', async () => {
      const dan = await world.join('dan');
      const { id, row } = await sent();
      const raw = rawMail({
        from: BOB,
        to: `${ALICE}, dan@brightwater.example`,
        subject: 'Re',
        messageId: '<both-1@partner.example>',
        inReplyTo: id,
        text: 'To both of you',
      });
      await world.sandbox.mailboxes.deliver(raw, [ALICE, 'dan@brightwater.example']);
      await world.settle();
      const [reply, ...more] = await messageWith('<both-1@partner.example>');
      expect(more).toEqual([]);
      const seen = await world.store.db
        .selectFrom('sightings')
        .select('mailbox_id')
        .where('message_id', '=', reply?.id ?? '')
        .execute();
      expect(seen.map((s) => s.mailbox_id).sort()).toEqual([world.mailbox, dan].sort());
      expect((await eventsOf(row.id)).filter((e) => e.kind === 'reply')).toHaveLength(1);
      expect((await messageWith(id, 'outgoing'))[0]?.replies).toBe(1);
    });

    test('a mailbox that is not open to us says so, and is watched once it is', async () => {
      world.faults.answer = async (request) =>
        /mailfolders/i.test(request.path)
          ? { status: 403, body: { error: { code: 'ErrorAccessDenied', message: 'Access is denied.' } } }
          : undefined;
      world.clock.advance(10 * 60_000 + 1_000);
      await world.settle();
      const state = () =>
        world.store.db
          .selectFrom('mailboxes')
          .select(['state', 'state_reason'])
          .where('id', '=', world.mailbox)
          .executeTakeFirstOrThrow();
      expect(await state()).toMatchObject({ state: 'not-allowed' });
      world.faults.answer = undefined;
      world.clock.advance(65 * 60_000);
      await world.settle();
      expect(await state()).toEqual({ state: 'watching', state_reason: null });
    });

    test('what arrived before the mailbox was connected does not count', async () => {
      const { id, row } = await sent();
      const now = world.clock.now();
      world.clock.set('2026-11-20T08:00:00.000Z');
      await deliver(rawMail({ from: BOB, to: ALICE, subject: 'Re', inReplyTo: id, text: 'Too early' }));
      world.clock.set(now);
      world.clock.advance(10 * 60_000 + 1_000);
      await world.settle();
      expect((await eventsOf(row.id)).map((e) => e.kind)).toEqual(['sent']);
    });

    test('mail sent without the add-in is logged where a known contact is on it, and left else', async () => {
      await sent();
      const known = await sent({ plain: true });
      expect(known.row).toMatchObject({ logged: true, tracked_image: false, state: 'sent' });
      const { id } = await world.send({
        plain: true,
        to: [{ address: 'stranger@nowhere.example', name: '' }],
      });
      await world.settle();
      expect(await messageWith(id, 'outgoing')).toEqual([]);
    });

    test('nothing of a mail with somebody on the never-log list is kept', async () => {
      await sent();
      await world.store.db
        .insertInto('never_log')
        .values({ account_id: world.account, kind: 'domain', value: 'secret.example', at: world.clock.now() })
        .execute();
      const { id } = await world.send({
        to: [
          { address: 'bob@partner.example', name: 'Bob' },
          { address: 'x+tag@mail.secret.example', name: 'X' },
        ],
      });
      await world.settle();
      expect(await messageWith(id, 'outgoing')).toEqual([]);
    });

    test('an unrelated mail leaves its kind and time, and nothing else anywhere', async () => {
      const canary = 'zq7vunrelatedcanary';
      await deliver(
        rawMail({
          from: `Somebody ${canary} <${canary}@elsewhere.example>`,
          to: ALICE,
          subject: `About ${canary}`,
          messageId: `<${canary}@elsewhere.example>`,
          html: `<p>Hello Alice, ${canary}</p>`,
          files: [{ name: `${canary}.txt`, contentType: 'text/plain', content: Buffer.from(canary) }],
        }),
      );
      await world.settle();
      const last = await world.store.db
        .selectFrom('mailbox_items')
        .select(['kind', 'outcome'])
        .where('outcome', '=', 'left')
        .where('kind', '=', 'new')
        .execute();
      expect(last.length).toBeGreaterThan(0);

      const { rows: tables } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables where table_schema = 'public'`.execute(
        world.store.db,
      );
      expect(tables.length).toBeGreaterThan(20);
      for (const { name } of tables) {
        const { rows } = await sql<{ hits: number }>`
        select count(*) as hits from ${sql.table(name)} t where t::text ilike ${`%${canary}%`}`.execute(
          world.store.db,
        );
        expect([name, rows[0]?.hits]).toEqual([name, 0]);
      }
      const found: string[] = [];
      const search = (folder: string): void => {
        for (const name of readdirSync(folder)) {
          const path = join(folder, name);
          if (path === join(dataDir, 'sandbox')) continue;
          if (statSync(path).isDirectory()) search(path);
          else if (readFileSync(path).includes(canary)) found.push(path);
        }
      };
      search(dataDir);
      expect(found).toEqual([]);
      expect(world.logged.join('')).not.toContain(canary);
    });

    // The rules that it holds are the same on both stores; a long run shows it.
    if (databaseUrl === undefined || process.env.LONG === '1') {
      describe('in trouble', () => troubleTests(() => world));
    }

    test('the mailbox was only read', () => {
      expect(world.sandbox.graph.refusedWrites()).toEqual([]);
    });
  }),
);
