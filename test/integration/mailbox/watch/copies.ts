import { randomBytes, randomUUID } from 'node:crypto';
import type { MailboxWorld } from '../../../fixtures/mailbox-world';
import { rawMail } from '../../../fixtures/raw-mail';
import { feedPage } from '../../../../src/server/crm/feed-page';
import { retractEvent } from '../../../../src/server/events';
import { fileAgain } from '../../../../src/server/mailbox';
import { fileReport } from '../../../../src/server/messages/reports';
import { reportOf } from '../../tracking/world';
import { ALICE, BOB, watching } from './watching';

/** Sent copies, reports and doubles of one mail, in a world that other tests use too. */
export function copyTests(theWorld: () => MailboxWorld): void {
  let world: MailboxWorld;
  beforeAll(() => {
    world = theWorld();
  });
  const { deliver, messageWith, eventsOf, sent } = watching(theWorld);

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

  test('a copy that comes days after the first is the same message (L5)', async () => {
    const { id, row } = await sent();
    const messageId = '<days-apart@partner.example>';
    const raw = rawMail({ from: BOB, to: ALICE, subject: 'Re', messageId, inReplyTo: id, text: 'Yes' });
    await deliver(raw);
    await world.settle();
    world.clock.advance(26 * 3_600_000);
    await world.sandbox.mailboxes.deliver(raw, ['dan@brightwater.example']);
    await world.settle();
    expect(await messageWith(messageId)).toHaveLength(1);
    expect((await messageWith(id, 'outgoing'))[0]?.replies).toBe(1);
    expect((await eventsOf(row.id)).filter((e) => e.kind === 'reply')).toHaveLength(1);
  });

  test('an answer to mail from a team’s mailbox stands in the feed of each of its team, and they are told once (A9, R9)', async () => {
    const { db } = world.store;
    const { account, user } = world;
    const dan = 103;
    const at = world.clock.now();
    const team = { account_id: account, id: randomUUID(), name: 'Sales' };
    await db.insertInto('teams').values(team).execute();
    await db
      .insertInto('team_members')
      .values([user, dan].map((member) => ({ account_id: account, team_id: team.id, user_id: member })))
      .execute();
    const box = db.updateTable('mailboxes').where('id', '=', world.mailbox);
    await box.set({ kind: 'team', owner_user_id: null, team_id: team.id }).execute();
    const { id, row } = await sent({ plain: true });
    await deliver(rawMail({ from: BOB, to: ALICE, subject: 'Re', inReplyTo: id, text: 'Yes, we take it.' }));
    await world.settle();
    await box.set({ kind: 'personal', owner_user_id: user, team_id: null }).execute();
    expect(row.user_id).toBeNull();
    const reply = (await eventsOf(row.id)).find((e) => e.kind === 'reply');
    const seq = reply?.seq ?? 0;
    const told = await db.selectFrom('notifications').select('user_id').where('seq', '=', seq).execute();
    expect(told.map((one) => one.user_id).sort()).toEqual([user, dan].sort());
    const linesOf = async (member: number) => {
      const { items } = await feedPage(db, { account, user: member }, { limit: 50 });
      return items.filter((line) => line.message?.id === row.id).map((line) => [line.seq, line.kind]);
    };
    expect(await linesOf(user)).toEqual([[seq, 'reply']]);
    expect(await linesOf(dan)).toEqual([[seq, 'reply']]);

    const back = await world.store.tx((trx) => retractEvent(trx, account, seq, { at, reason: 'a test' }));
    expect(await linesOf(dan)).toEqual([
      [back, 'retracted'],
      [seq, 'reply'],
    ]);
  });

  test('an answer to marketing mail is told to the owner of the mailbox it came to, whoever sent it (R9)', async () => {
    const { db } = world.store;
    const { id, row } = await sent();
    await db.updateTable('messages').set({ kind: 'marketing' }).where('id', '=', row.id).execute();
    const raw = rawMail({
      from: BOB,
      to: 'dan@brightwater.example',
      subject: 'Re',
      inReplyTo: id,
      text: 'Send more.',
    });
    await world.sandbox.mailboxes.deliver(raw, ['dan@brightwater.example']);
    await world.settle();
    const reply = (await eventsOf(row.id)).find((e) => e.kind === 'reply');
    const told = await db
      .selectFrom('notifications')
      .select(['user_id', 'shared'])
      .where('seq', '=', reply?.seq ?? 0)
      .orderBy('shared')
      .execute();
    expect(told).toEqual([
      { user_id: world.user, shared: false },
      { user_id: 103, shared: true },
    ]);
    const { items } = await feedPage(db, { account: world.account, user: 103 }, { limit: 50 });
    expect(items.map(({ seq }) => seq)).toContain(reply?.seq);
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
}
