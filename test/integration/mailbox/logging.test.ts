import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { messageKeyOf } from '../../../src/core/token';
import { assignContact, moveLog } from '../../../src/server/crm/move-log';
import {
  addRecords,
  choiceFor,
  chooseRecords,
  draftRecords,
  followConversation,
  forgetInChoices,
  mergeInChoices,
} from '../../../src/server/crm/record-choices';
import { fileOf } from '../../../src/server/crm/contact-addresses';
import { basesOf, setBasis } from '../../../src/server/crm/contacts';
import { insertContact } from '../../../src/server/crm/contacts-to-make';
import { MADE_BY_HAND } from '../../../src/server/crm/legal-bases';
import { contactTimeline } from '../../../src/server/crm/timeline';
import { logAgain, undoLog } from '../../../src/server/crm/undo-log';
import { loadMailbox } from '../../../src/server/mailbox/mailboxes';
import { previewLogRule } from '../../../src/server/mailbox/preview-log-rule';
import { messageIdHash } from '../../../src/server/messages/message-id';
import { markOverdue, UNMET_MS } from '../../../src/server/messages/overdue';
import { fileReport } from '../../../src/server/messages/reports';
import { openStore } from '../../../src/server/store';
import { json, type LogRule } from '../../../src/server/store/schema';
import { mailboxWorld, type MailboxWorld } from '../../fixtures/mailbox-world';
import { rawMail } from '../../fixtures/raw-mail';
import { temporaryDirectory, testTemplate } from '../../fixtures/stores';
import { reportOf } from '../tracking/world';

const ALICE = 'alice@brightwater.example';
const BOB = 'Bob Lindqvist <bob@partner.example>';
const DAY_MS = 86_400_000;

// On the embedded store: that the same statements run on PostgreSQL is shown by test/integration/crm, with less work.
describe('what is logged of a mailbox', () => {
  describe('and how it is taken back', () => {
    const dataDir = temporaryDirectory();
    let world: MailboxWorld;
    const who = () => ({ account: world.account, user: world.user });

    beforeAll(async () => {
      const template = await testTemplate();
      world = await mailboxWorld(await openStore({ dataDir, mode: 'sandbox', template }), dataDir);
    });
    afterAll(async () => {
      await world.close();
      await world.store.close();
    });

    const deliver = (raw: Buffer): Promise<unknown> => world.sandbox.mailboxes.deliver(raw, [ALICE]);
    const setRule = (rule: LogRule) =>
      world.store.db
        .updateTable('mailboxes')
        .set({ log_rule: json(rule) })
        .execute();
    const messageWith = (id: string, direction: 'outgoing' | 'incoming' = 'incoming') =>
      world.store.db
        .selectFrom('messages')
        .selectAll()
        .where('message_id_hash', '=', messageIdHash(id))
        .where('direction', '=', direction)
        .execute();
    const only = async (id: string, direction: 'outgoing' | 'incoming' = 'incoming') => {
      const [row, ...more] = await messageWith(id, direction);
      if (!row || more.length > 0) throw new Error('not one message');
      return row;
    };
    const contactOf = async (address: string): Promise<string> =>
      (
        await world.store.db
          .selectFrom('contact_addresses')
          .select('contact_id')
          .where('address', '=', address)
          .executeTakeFirstOrThrow()
      ).contact_id;
    const onTimeline = async (contact: string): Promise<string[]> => {
      const page = await contactTimeline(world.store.db, who(), contact, { limit: 50 }, () => '');
      return (page?.messages ?? []).map(({ id }) => id);
    };
    const lookAgain = async (): Promise<void> => {
      // Every folder from its beginning, as after a lost delta, with nothing known of what was judged.
      await world.store.db.deleteFrom('mailbox_items').execute();
      await world.store.db.updateTable('mailbox_folders').set({ delta_link: null }).execute();
      await world.store.db
        .updateTable('mailboxes')
        .set({ watermark: sql<Date>`connected_at` })
        .execute();
      world.clock.advance(10 * 60_000 + 1_000);
      await world.settle();
    };

    /** Alice's mail to Bob and his answer, both logged, each with a file. */
    const conversation = async () => {
      const file = randomBytes(900);
      const { id } = await world.send({
        attachments: [
          {
            name: 'offer.bin',
            contentType: 'application/octet-stream',
            content: file.toString('base64'),
            isInline: false,
          },
        ],
      });
      await world.settle();
      const reply = `<${randomBytes(6).toString('hex')}@partner.example>`;
      await deliver(
        rawMail({
          ...{ from: BOB, to: ALICE, subject: 'Re: Our offer', messageId: reply, inReplyTo: id },
          html: '<p>Gladly, the secret handshake</p>',
          files: [{ name: 'order.bin', contentType: 'application/octet-stream', content: randomBytes(700) }],
        }),
      );
      await world.settle();
      return { id, reply };
    };

    test('L7: an undone log keeps no text and no file, and neither another copy nor a new look through brings it back', async () => {
      const { id, reply } = await conversation();
      const bob = await contactOf('bob@partner.example');
      const sent = await only(id, 'outgoing');
      const answer = await only(reply);
      expect((await onTimeline(bob)).sort()).toEqual([answer.id, sent.id].sort());
      const files = await world.store.db
        .selectFrom('attachments')
        .select('blob_key')
        .where('message_id', 'in', [sent.id, answer.id])
        .execute();
      expect(files).toHaveLength(2);

      const now = world.clock.now();
      for (const message of [sent.id, answer.id]) {
        expect(await world.store.tx((trx) => undoLog(trx, who(), message, now))).toMatchObject({
          canLogAgain: true,
        });
      }
      expect(await world.store.tx((trx) => undoLog(trx, who(), sent.id, now))).toBeUndefined();
      expect(await onTimeline(bob)).toEqual([]);
      const gone = await only(reply);
      expect(gone).toMatchObject({
        state: 'undone',
        subject: '',
        html: null,
        new_text: null,
        mime_blob: null,
      });
      const keys = files.flatMap(({ blob_key: key }) => key ?? []);
      const named = await world.store.db.selectFrom('blobs').select('key').where('key', 'in', keys).execute();
      expect(named).toEqual([]);

      await lookAgain();
      const dan = await world.join('dan');
      const both = [ALICE, 'dan@brightwater.example'];
      const copy = rawMail({
        from: BOB,
        to: both.join(', '),
        messageId: reply,
        inReplyTo: id,
        text: 'secret',
        subject: 'Re',
      });
      await world.sandbox.mailboxes.deliver(copy, ['dan@brightwater.example']);
      await world.settle();
      expect((await messageWith(id, 'outgoing')).map(({ state, html }) => [state, html])).toEqual([
        ['undone', null],
      ]);
      expect((await messageWith(reply)).map(({ state, html }) => [state, html])).toEqual([['undone', null]]);
      expect(await onTimeline(bob)).toEqual([]);
      await world.store.db.updateTable('mailboxes').set({ state: 'paused' }).where('id', '=', dan).execute();

      // By hand it comes back, whole, and counts nothing anew.
      const replies = (await only(id, 'outgoing')).replies;
      for (const message of [sent.id, answer.id]) {
        expect(await world.store.tx((trx) => logAgain(trx, who(), message, world.clock.now()))).toBe(true);
      }
      await world.settle();
      expect(await only(reply)).toMatchObject({
        id: answer.id,
        state: 'received',
        subject: 'Re: Our offer',
        new_text: 'Gladly, the secret handshake',
      });
      const back = await only(id, 'outgoing');
      expect(back).toMatchObject({ id: sent.id, state: 'sent', logged: true, replies });
      expect(back.html).toContain('our offer');
      const again = await world.store.db
        .selectFrom('attachments')
        .select(['name', 'state'])
        .where('message_id', 'in', [sent.id, answer.id])
        .orderBy('name')
        .execute();
      expect(again).toEqual([
        { name: 'offer.bin', state: 'copied' },
        { name: 'order.bin', state: 'copied' },
      ]);
      expect((await onTimeline(bob)).sort()).toEqual([answer.id, sent.id].sort());
      expect(await world.store.db.selectFrom('log_wishes').selectAll().execute()).toEqual([]);

      // Moved by hand, it stays there whatever copy is seen later.
      await world.store.db
        .insertInto('contacts')
        .values({
          ...{ account_id: world.account, id: '0197f0a0-0000-7000-8000-0000000000f1', name: 'Bea' },
          ...{ company: null, owner_user_id: null, source: 'made by hand', last_activity_at: null },
          ...{ created_at: now, updated_at: now },
        })
        .execute();
      const bea = '0197f0a0-0000-7000-8000-0000000000f1';
      const move = (from: string, to: string, message: string) =>
        world.store.tx((trx) => moveLog(trx, who(), message, { from, to }, world.clock.now()));
      expect(await move(bob, bea, sent.id)).toBe('moved');
      expect(await move(bob, bea, answer.id)).toBe('moved');
      await lookAgain();
      expect((await onTimeline(bea)).sort()).toEqual([answer.id, sent.id].sort());
      expect(await onTimeline(bob)).toEqual([]);
      expect(await move(bea, bob, sent.id)).toBe('moved');
      expect(await move(bea, bob, answer.id)).toBe('moved');
      expect(await move(bea, bob, answer.id)).toBe('not-on-record');
      const marks = await world.store.db
        .selectFrom('message_recipients')
        .select('moved_from')
        .where('message_id', '=', sent.id)
        .execute();
      expect(marks).toEqual([{ moved_from: null }]);
    });

    test('A1: it stands on the records that its writer chose, whoever it goes to and whatever copy is seen', async () => {
      const bob = await contactOf('bob@partner.example');
      const now = world.clock.now();
      const ann = '0197f0a0-0000-7000-8000-0000000000f2';
      await world.store.db
        .insertInto('contacts')
        .values({
          ...{ account_id: world.account, id: ann, name: 'Ann', company: null, owner_user_id: null },
          ...{ source: 'made by hand', properties: json({}), last_activity_at: null },
          ...{ created_at: now, updated_at: now },
        })
        .execute();
      const zoe = 'zoe@nowhere.example';
      const to = [
        { address: 'bob@partner.example', name: 'Bob' },
        { address: zoe, name: 'Zoe' },
      ];
      const { id, token } = await world.send({ to });
      const addresses = to.map(({ address }) => address);
      const conversation = { conversationId: 'AAQk/a+b==' };
      await world.store.tx((trx) =>
        chooseRecords(trx, who(), { token, ...conversation, addresses, without: [zoe], added: [ann] }, now),
      );
      await world.settle();
      const sent = await only(id, 'outgoing');
      expect(await onTimeline(ann)).toEqual([sent.id]);
      expect(await onTimeline(bob)).toContain(sent.id);
      await lookAgain();
      const people = () =>
        world.store.db
          .selectFrom('message_recipients')
          .select(['address', 'contact_id', 'no_record'])
          .where('message_id', '=', sent.id)
          .orderBy('idx')
          .execute();
      const left = { address: zoe, contact_id: null, no_record: true };
      expect(await people()).toEqual([
        { address: 'bob@partner.example', contact_id: bob, no_record: false },
        left,
      ]);
      // An answer follows onto the record that was added.
      const answer = `<${randomBytes(6).toString('hex')}@partner.example>`;
      await deliver(
        rawMail({
          ...{ from: BOB, to: ALICE, subject: 'Re: Our offer', messageId: answer, inReplyTo: id },
          html: '<p>Good</p>',
        }),
      );
      await world.settle();
      expect(await onTimeline(ann)).toEqual([(await only(answer)).id, sent.id]);

      // Neither a contact that is made later, nor a merge, puts it on a record that its writer took off.
      const made = await world.store.tx((trx) =>
        insertContact(trx, world.account, {
          ...{ name: 'Zoe', company: null, addresses: [zoe], owner: null, source: 'made by hand' },
          at: now,
        }),
      );
      await world.store.tx((trx) => fileOf(trx, world.account, made, zoe));
      expect((await people())[1]).toEqual(left);

      // What answers it in the conversation goes the same way, in Graph's spelling of the id too.
      const mail = { tokenKey: null, conversationId: 'AAQk-a_b==' };
      const later = await choiceFor(world.store.db, world.account, world.user, mail);
      expect(later).toMatchObject({ remembered: true, added: [ann] });
      const other = { token: token.slice(0, 1) + 'B'.repeat(43), ...conversation, addresses };
      expect(await draftRecords(world.store.db, who(), other)).toMatchObject({
        ...{ remembered: true, without: [zoe], added: [{ id: ann, name: 'Ann' }] },
      });

      // A report knows no conversation: what held for it when the draft was looked at holds for the report too.
      const reported = { tokenKey: messageKeyOf(other.token), conversationId: null };
      const choiceOf = () => choiceFor(world.store.db, world.account, world.user, reported);
      expect(await choiceOf()).toBeUndefined();
      await world.store.tx((trx) => followConversation(trx, who(), other, now));
      expect(await choiceOf()).toMatchObject({ remembered: true, added: [ann] });
      expect(await draftRecords(world.store.db, who(), other)).toMatchObject({ remembered: true });
      // Looked at once more it is not written anew, and what was followed goes after its days.
      const followedAt = async () =>
        (
          await world.store.db
            .selectFrom('record_choices')
            .select('at')
            .where('kind', '=', 'followed')
            .orderBy('at')
            .execute()
        ).map(({ at }) => at);
      const soon = new Date(now.getTime() + 59 * DAY_MS);
      const late = new Date(now.getTime() + 61 * DAY_MS);
      await world.store.tx((trx) => followConversation(trx, who(), other, soon));
      expect(await followedAt()).toEqual([now]);
      const another = { ...other, token: token.slice(0, 1) + 'C'.repeat(43) };
      await world.store.tx((trx) => followConversation(trx, who(), another, late));
      expect(await followedAt()).toEqual([late]);
      await world.store.tx((trx) => followConversation(trx, who(), other, late));

      // Zoe is not on this mail, so that she stays left out in the conversation.
      const bobOnly = { ...other, addresses: ['bob@partner.example'], without: [], added: [ann] };
      await world.store.tx((trx) => chooseRecords(trx, who(), bobOnly, now));
      expect(await draftRecords(world.store.db, who(), other)).toMatchObject({
        ...{ remembered: false, without: [zoe] },
      });

      // A merge takes the choice along, and who is erased leaves no trace in it.
      await world.store.tx((trx) => mergeInChoices(trx, world.account, { kept: bob, gone: ann }));
      expect(await choiceFor(world.store.db, world.account, world.user, mail)).toMatchObject({
        added: [bob],
      });
      await world.store.tx((trx) => forgetInChoices(trx, world.account, { contact: bob, addresses: [zoe] }));
      const forgotten = await choiceFor(world.store.db, world.account, world.user, mail);
      expect(forgotten).toMatchObject({ added: [], without: new Set() });

      const move = (from: string, onto: string) =>
        world.store.tx((trx) => moveLog(trx, who(), sent.id, { from, to: onto }, now));
      // L7: a later copy brings it back to no record that it was moved away from.
      expect(await move(ann, made)).toBe('moved');
      const choice = { without: new Set<string>(), added: [ann] };
      await world.store.tx((trx) =>
        addRecords(trx, world.account, { id: sent.id, at: now, user: world.user }, choice),
      );
      expect(await onTimeline(ann)).not.toContain(sent.id);
      expect(await move(made, ann)).toBe('moved');

      // Moved onto a record that it stands on already, it stands there once.
      expect(await move(bob, ann)).toBe('moved');
      expect((await onTimeline(ann)).filter((one) => one === sent.id)).toHaveLength(1);
      expect(await onTimeline(bob)).not.toContain(sent.id);
    });

    describe('L13: "sent" comes from the copy or from what it brought', () => {
      const report = async (token: string, more: Parameters<typeof reportOf>[2] = {}) => {
        const at = world.clock.now();
        return world.store.tx((trx) =>
          fileReport(trx, world.services, world.account, world.user, reportOf(token, at, more), { at }),
        );
      };
      const rowOf = (id: string) =>
        world.store.db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

      test('until then it is being sent, after seven days not confirmed and on no timeline, and a late copy still proves it', async () => {
        world.faults.notifications = () => [];
        world.faults.answer = async (request) =>
          /messages/i.test(request.path)
            ? { status: 404, body: { error: { code: 'ErrorItemNotFound' } } }
            : undefined;
        const { id, token } = await world.send({});
        const made = (await report(token)) ?? '';
        expect((await rowOf(made)).state).toBe('sending');
        const bob = await contactOf('bob@partner.example');
        const waits = await onTimeline(bob);
        expect(waits).toContain(made);
        const now = world.clock.now();
        const mark = (ms: number) => world.store.tx((trx) => markOverdue(trx, new Date(now.getTime() + ms)));
        expect(await mark(UNMET_MS - 60_000)).toBe(0);
        expect(await mark(UNMET_MS + 60_000)).toBe(1);
        expect((await rowOf(made)).state).toBe('not-confirmed');
        expect(await onTimeline(bob)).toEqual(waits.filter((one) => one !== made));
        const kinds = async () =>
          (
            await world.store.db
              .selectFrom('events')
              .select('kind')
              .where('message_id', '=', made)
              .orderBy('seq')
              .execute()
          ).map(({ kind }) => kind);
        expect(await kinds()).toEqual(['sent', 'not-confirmed']);

        world.faults.answer = undefined;
        world.faults.notifications = undefined;
        world.clock.advance(10 * 60_000 + 1_000);
        await world.settle();
        expect(await only(id, 'outgoing')).toMatchObject({ id: made, state: 'sent', tracked_image: true });
        expect(await kinds()).toEqual(['sent', 'not-confirmed', 'retracted']);
        expect(await onTimeline(bob)).toContain(made);
      });

      test('with no mailbox connected it is "sent (reported)", and stays so', async () => {
        await world.store.db.updateTable('mailboxes').set({ state: 'disconnected' }).execute();
        const { token } = await world.send({});
        const made = (await report(token)) ?? '';
        expect((await rowOf(made)).state).toBe('sent-reported');
        expect(
          await world.store.tx((trx) => markOverdue(trx, new Date(world.clock.now().getTime() + 9 * DAY_MS))),
        ).toBe(0);
        await world.store.db
          .updateTable('mailboxes')
          .set({ state: 'watching' })
          .where('id', '=', world.mailbox)
          .execute();
        await world.settle();
      });
    });

    test('L4: one listed person among many blocks only their own record where the account says so', async () => {
      const settings = { ownDomains: ['brightwater.example'] };
      const set = (more: object) =>
        world.store.db
          .updateTable('accounts')
          .set({ settings: json({ ...settings, ...more }) })
          .execute();
      await set({ neverLogBlocks: 'record' });
      await world.store.db
        .insertInto('never_log')
        .values({ account_id: world.account, kind: 'domain', value: 'secret.example', at: world.clock.now() })
        .execute();
      const listed = { address: 'Xenia+tag@mail.secret.example', name: 'Xenia' };
      const { id } = await world.send({ to: [{ address: 'bob@partner.example', name: 'Bob' }, listed] });
      const alone = await world.send({ to: [listed] });
      await world.settle();
      const people = await world.store.db
        .selectFrom('message_recipients')
        .select(['address', 'contact_id'])
        .where('message_id', '=', (await only(id, 'outgoing')).id)
        .orderBy('idx')
        .execute();
      expect(people).toEqual([
        { address: 'bob@partner.example', contact_id: await contactOf('bob@partner.example') },
        { address: 'xenia+tag@mail.secret.example', contact_id: null },
      ]);
      expect(await messageWith(alone.id, 'outgoing')).toEqual([]);
      await set({});
      await world.store.db.deleteFrom('never_log').execute();
    });

    test('L5: of one Message-ID from two writers, the second is a message of its own', async () => {
      const { id } = await world.send({});
      await world.settle();
      const forged = '<twice-1@partner.example>';
      for (const from of [BOB, 'Mallory <mallory@partner.example>']) {
        await deliver(
          rawMail({ from, to: ALICE, messageId: forged, inReplyTo: id, text: 'Mine', subject: 'Re' }),
        );
        await world.settle();
      }
      expect((await messageWith(forged)).map(({ variant }) => variant).sort()).toEqual([0, 1]);
    });

    test('L9: a mail that no add-in saw is logged by the rule, and says that it came from a phone', async () => {
      const html = '<div>On my way</div><div id="ms-outlook-mobile-signature">Sent from my phone</div>';
      const { id } = await world.send({ plain: true, html });
      await world.settle();
      const row = await only(id, 'outgoing');
      expect(row).toMatchObject({ logged: true, tracked_image: false, links_tracked: 0 });
      expect(row.policy).toEqual({ reasons: ['copy.phone'] });
    });

    test('P1: a contact made by hand gets the account’s basis with the first mail that is found in Sent Items', async () => {
      const make = (address: string, by?: number): Promise<string> =>
        world.store.tx(async (trx) => {
          const at = world.clock.now();
          const contact = {
            name: address,
            company: null,
            addresses: [address],
            owner: null,
            source: MADE_BY_HAND,
          };
          const id = await insertContact(trx, world.account, { ...contact, at });
          await setBasis(trx, world.account, id, 'none', by === undefined ? MADE_BY_HAND : 'asked', at, by);
          return id;
        });
      const people = {
        open: await make('open@hand.example'),
        chosen: await make('chosen@hand.example', world.user),
      };
      const { id } = await world.send({
        plain: true,
        to: ['open', 'chosen'].map((name) => ({ name, address: `${name}@hand.example` })),
      });
      await world.settle();
      expect(await only(id, 'outgoing')).toMatchObject({ logged: true, tracked_image: false });
      const now = await basesOf(world.store.db, world.account, Object.values(people));
      expect([now.get(people.open), now.get(people.chosen)]).toEqual(['legitimate-interest', 'none']);
    });

    test('L14: a logged mail with no contact waits for one', async () => {
      await setRule({ sent: 'all', received: 'replies' });
      const settings = { ownDomains: ['brightwater.example'] };
      await world.store.db
        .updateTable('accounts')
        .set({ settings: json({ ...settings, createContacts: false }) })
        .execute();
      const { id } = await world.send({ plain: true, to: [{ address: 'new@unknown.example', name: 'New' }] });
      await world.settle();
      await world.store.db
        .updateTable('accounts')
        .set({ settings: json(settings) })
        .execute();
      await setRule({});
      const row = await only(id, 'outgoing');
      expect(row).toMatchObject({ logged: true, needs_contact: true });
      const bob = await contactOf('bob@partner.example');
      const now = world.clock.now();
      expect(
        await world.store.tx((trx) => assignContact(trx, who(), row.id, { contact: bob, recipient: 1 }, now)),
      ).toBe(true);
      expect(await only(id, 'outgoing')).toMatchObject({ needs_contact: false });
      expect(await onTimeline(bob)).toContain(row.id);
    });

    const previewOf = async (rule: Parameters<typeof previewLogRule>[2]) => {
      const mailbox = await loadMailbox(world.store.db, world.account, world.mailbox);
      if (!mailbox) throw new Error('no mailbox');
      return previewLogRule(world.services, mailbox, rule);
    };

    test('R10: with the rule "nothing", a week of mail leaves no address, subject or text anywhere', async () => {
      await setRule({ sent: 'nothing', received: 'nothing' });
      world.clock.advance(DAY_MS);
      const begun = world.clock.now();
      const canary = `cnry${randomBytes(6).toString('hex')}`;
      const person = `Mona ${canary}name <${canary}addr@elsewhere.example>`;
      for (let day = 0; day < 7; day += 1) {
        await deliver(
          rawMail({
            from: person,
            to: ALICE,
            subject: `${canary}subject ${day}`,
            messageId: `<${canary}id${day}@elsewhere.example>`,
            html: `<p>${canary}text</p>`,
            ...(day % 3 === 0 && {
              files: [{ name: `${canary}.txt`, contentType: 'text/plain', content: Buffer.from(canary) }],
            }),
          }),
        );
        await world.send({
          plain: true,
          subject: `${canary}subject`,
          html: `<p>${canary}text</p>`,
          to: [{ address: `${canary}addr@elsewhere.example`, name: `Mona ${canary}name` }],
        });
        world.clock.advance(DAY_MS);
      }
      await world.settle();
      const left = await world.store.db
        .selectFrom('mailbox_items')
        .select(['kind', 'outcome'])
        .where('outcome', '=', 'left')
        .where('at', '>=', begun)
        .execute();
      expect(left.filter(({ kind }) => kind === 'new')).toHaveLength(7);
      expect(left.filter(({ kind }) => kind === 'sent')).toHaveLength(7);

      const preview = await previewOf({ sent: 'all', received: 'known' });
      expect(preview.sent).toEqual({ seen: 7, logged: 7 });
      expect(preview.received).toEqual({ seen: 7, logged: 0 });
      expect(preview.samples).toHaveLength(10);
      expect(preview.samples[0]).toMatchObject({ direction: 'sent', log: true, reason: 'anybody' });

      const { rows: tables } = await sql<{ name: string }>`
        select table_name as name from information_schema.tables where table_schema = 'public'`.execute(
        world.store.db,
      );
      expect(tables.length).toBeGreaterThan(30);
      const hash = messageIdHash(`<${canary}id0@elsewhere.example>`);
      for (const { name } of tables) {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from ${sql.table(name)} t where t::text like ${`%${canary}%`} or t::text like ${`%${hash}%`}`.execute(
          world.store.db,
        );
        expect([name, rows[0]?.n]).toEqual([name, 0]);
      }
      expect(world.logged.join('')).not.toContain(canary);
      // Blobs, ingest segments, and the embedded store's own files, which are what a backup copies.
      const files = (directory: string): string[] =>
        readdirSync(directory).flatMap((name) => {
          const path = join(directory, name);
          return statSync(path).isDirectory() ? files(path) : [path];
        });
      const ours = files(dataDir).filter((path) => !path.startsWith(join(dataDir, 'sandbox')));
      expect(ours.length).toBeGreaterThan(0);
      for (const path of ours) {
        const found = readFileSync(path).includes(canary);
        expect([path, found]).toEqual([path, false]);
      }
      await setRule({});
    });
  });
});
