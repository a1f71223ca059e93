import { sql } from 'kysely';
import type { MailboxWorld } from '../../../fixtures/mailbox-world';
import { json } from '../../../../src/server/store/schema';
import { rawMail } from '../../../fixtures/raw-mail';
import { ALICE, BOB, watching } from './watching';

/** How mail is found, and found again, in a world that other tests use too. */
export function findingTests(theWorld: () => MailboxWorld): void {
  let world: MailboxWorld;
  beforeAll(() => {
    world = theWorld();
  });
  const { deliver, messageWith, eventsOf, sent, post } = watching(theWorld);

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

  test('what lies in a folder that was thrown away is left; Junk Email is watched where the account says so', async () => {
    const { id, row } = await sent();
    const { mailboxes } = world.sandbox;
    const put = async (subject: string, folder: string): Promise<void> => {
      await deliver(rawMail({ from: BOB, to: ALICE, subject, inReplyTo: id, text: 'Hello' }));
      const item = mailboxes.list(ALICE, 'inbox').find((each) => each.subject === subject);
      if (!item) throw new Error('It was not delivered');
      await mailboxes.move(item, folder);
    };
    const replies = async () => (await eventsOf(row.id)).filter(({ kind }) => kind === 'reply').length;
    const outer = await mailboxes.makeFolder(ALICE, 'Old', 'deleteditems');
    const inner = await mailboxes.makeFolder(ALICE, 'Older', outer);
    world.clock.advance(10 * 60_000 + 1_000);
    await world.settle();
    world.faults.notifications = () => [];
    await put('Thrown away', inner);
    await put('Junk', 'junkemail');
    world.clock.advance(10 * 60_000 + 1_000);
    await world.settle();
    expect(await replies()).toBe(0);
    const set = (watchJunk: boolean) =>
      world.store.db
        .updateTable('accounts')
        .set({ settings: sql<string>`settings || ${json({ watchJunk })}::jsonb` })
        .execute();
    await set(true);
    world.clock.advance(10 * 60_000 + 1_000);
    await world.settle();
    await set(false);
    expect(await replies()).toBe(1);
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

  test.each([
    ['was left', 'replies'],
    ['its rule logged as new mail', 'known'],
  ] as const)('a sent copy that comes late still gets the reply that %s before it', async (_, received) => {
    const messageId = `<late-${received}@partner.example>`;
    const { log_rule: usual } = await world.store.db
      .selectFrom('mailboxes')
      .select('log_rule')
      .where('id', '=', world.mailbox)
      .executeTakeFirstOrThrow();
    const rule = (log_rule: string) =>
      world.store.db.updateTable('mailboxes').set({ log_rule }).where('id', '=', world.mailbox).execute();
    await rule(json({ ...usual, received }));
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
        messageId: messageId,
        inReplyTo: id,
        text: 'Quick',
      }),
    );
    await world.settle();
    expect(await messageWith(messageId)).toMatchObject(
      received === 'known' ? [{ reply_to_message: null }] : [],
    );
    world.faults.answer = undefined;
    world.clock.advance(10 * 60_000 + 1_000);
    await world.settle();
    const [row] = await messageWith(id, 'outgoing');
    expect(await messageWith(messageId)).toMatchObject([{ reply_to_message: row?.id }]);
    expect(row?.replies).toBe(1);
    await rule(json(usual));
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
}
