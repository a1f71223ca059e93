import { sql } from 'kysely';
import { simpleParser } from 'mailparser';
import { parseToken } from '../../../src/core/token';
import {
  cancelSending,
  dkimKey,
  makeAutomatic,
  pauseSending,
  resumeSending,
  scheduleSending,
  sendAgain,
  sendingProgress,
  sendOne,
  type MarketingTransport,
  unschedule,
} from '../../../src/server/marketing/send';
import { smtpMarketingTransport } from '../../../src/server/marketing/send/transport';
import type { Store } from '../../../src/server/store';
import { describeOnBothStores } from '../../fixtures/stores';
import { verifyDkim } from '../../fixtures/verify-dkim';
import { waitFor } from '../../fixtures/wait-for';
import { FROM, openSendingWorld, type SendingWorld } from './sending-world';

describeOnBothStores('marketing mail on its way', (open, databaseUrl) => {
  let store: Store;
  let world: SendingWorld;
  let transport: MarketingTransport;

  beforeAll(async () => {
    store = await open();
    world = await openSendingWorld(store, 12);
    transport = smtpMarketingTransport({ url: world.sink.url, connections: 3, dropsDoubles: false });
  });
  afterAll(async () => {
    transport.close();
    await world.close();
    await store.close();
  });
  beforeEach(() => {
    world.sink.mails.length = 0;
    world.sink.answer = () => 'take';
    delete world.sink.refusal;
  });

  /** What the feed of who made it says of its pauses. */
  const toldOf = async (id: string) => {
    const { rows } = await sql<{ note: string; user_id: number }>`
      select detail->>'note' as note, user_id from events
      where account_id = ${world.account} and cause like ${`send-paused:${id}:%`}`.execute(store.db);
    return rows;
  };

  const sendAll = async (id: string): Promise<void> => {
    const hands = await world.hands(transport);
    await hands.idle();
    await hands.stop();
    expect((await sendingProgress(world.services, world.account, id))?.state).not.toBe('sending');
  };
  const stateOf = async (id: string) => (await sendingProgress(world.services, world.account, id))?.state;

  it('leaves once to each, with an own token in everything that is the recipient’s', async () => {
    const id = await world.begin();
    await sendAll(id);
    expect(await stateOf(id)).toBe('sent');
    expect(await world.states(id)).toEqual({ accepted: 12 });
    expect(new Set(world.sink.mails.map(({ to }) => to)).size).toBe(12);
    const message = await store.db
      .selectFrom('messages')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(message).toMatchObject({
      kind: 'marketing',
      state: 'sent',
      tracked_image: true,
      links_tracked: 2,
    });
    const indices = new Set<number>();
    for (const mail of world.sink.mails) {
      const read = await simpleParser(Buffer.from(mail.raw, 'latin1'));
      const token = /^<([^@]+)@brightwater\.example>$/.exec(mail.messageId)?.[1] ?? '';
      const parsed = parseToken(token);
      if (!parsed.ok) throw new Error(`no token: ${mail.messageId}`);
      indices.add(parsed.index);
      expect(parsed.messageKey).toBe(message.token_key);
      const row = await store.db
        .selectFrom('message_recipients')
        .selectAll()
        .where('message_id', '=', id)
        .where('idx', '=', parsed.index)
        .executeTakeFirstOrThrow();
      expect(row).toMatchObject({ address: mail.to, token });
      const html = String(read.html);
      // Its image, its two links, its page: nobody else's.
      expect(html.match(new RegExp(token, 'g'))).toHaveLength(4);
      expect(html).toContain(`/o/${token}.gif`);
      expect(read.subject).toBe('News for Person');
      expect(read.text).toContain(`/u/${token}`);
      expect(read.replyTo?.text).toBe('alice@brightwater.example');
      expect(mail.from).toBe('alice@brightwater.example');
      expect(mail.raw).toMatch(
        new RegExp(
          `^List-Unsubscribe:\\s*<http://localhost:\\d+/u/${token}>,\\s+<mailto:${FROM}\\?subject=unsubscribe%20${token}>\\r$`,
          'im',
        ),
      );
      expect(mail.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    }
    expect(indices).toEqual(new Set(Array.from({ length: 12 }, (_, i) => i + 1)));
  });

  it('is signed, so that who has the published key can tell', async () => {
    const id = await world.begin();
    await sendAll(id);
    const { record } = await dkimKey(world.services, world.account, 'brightwater.example');
    const [mail] = world.sink.mails;
    expect(verifyDkim(mail?.raw ?? '', record)).toBe(true);
    expect(verifyDkim((mail?.raw ?? '').replace('Dear', 'dear'), record)).toBe(false);
    expect(
      verifyDkim((mail?.raw ?? '').replace(/^List-Unsubscribe-Post/m, 'List-Unsubscribe-Pest'), record),
    ).toBe(false);
  });

  it('is tried again where it was refused for now, and not where it was refused for good', async () => {
    const tries = new Map<string, number>();
    world.sink.answer = (to) => {
      const n = (tries.get(to) ?? 0) + 1;
      tries.set(to, n);
      if (to.startsWith('person.1@')) return { rcpt: '550 5.1.1 <person.1@people.example> unknown' };
      if (to.startsWith('person.2@')) return n === 1 ? { rcpt: '451 4.3.0 come back' } : 'take';
      if (to.startsWith('person.3@')) return { data: '550 5.1.1 no such user' };
      if (to.startsWith('person.4@')) return n === 1 ? { cut: 'rcpt' } : 'take';
      return 'take';
    };
    const id = await world.begin();
    const hands = await world.hands(transport);
    await hands.idle();
    // The cut line lets the relay rest; greylisting is five minutes.
    for (let i = 0; i < 4; i++) {
      world.app.clock.advance(6 * 60_000);
      await hands.idle();
    }
    await hands.stop();
    expect(await world.states(id)).toEqual({ accepted: 10, refused: 2 });
    expect(await stateOf(id)).toBe('sent');
    const reasons = (await sendingProgress(world.services, world.account, id))?.reasons;
    expect(reasons).toEqual(
      expect.arrayContaining([
        { state: 'refused', reason: '550 5.1.1 … unknown', count: 1 },
        { state: 'refused', reason: '550 5.1.1 no such user', count: 1 },
      ]),
    );
    const failed = await store.db
      .selectFrom('message_recipients')
      .select(['address', 'delivery', 'delivery_detail'])
      .where('message_id', '=', id)
      .where('delivery', '=', 'failed')
      .orderBy('address')
      .execute();
    expect(failed.map(({ address }) => address)).toEqual([
      'person.1@people.example',
      'person.3@people.example',
    ]);
    expect(world.sink.mails.some(({ double }) => double)).toBe(false);
  });

  // M12: the two that were refused for good get none of the later ones.
  const ALL = { accepted: 10, 'left-out': 2 };

  it('does not say twice what may have left, unless a person wants it', async () => {
    world.sink.answer = (to) =>
      to.startsWith('person.5@') ? { cut: 'kept' } : to.startsWith('person.6@') ? { cut: 'dropped' } : 'take';
    const id = await world.begin();
    await sendAll(id);
    expect(await world.states(id)).toEqual({ accepted: 8, unclear: 2, 'left-out': 2 });
    expect(world.sink.mails.filter(({ to }) => to.startsWith('person.5@'))).toHaveLength(1);
    world.sink.answer = () => 'take';
    expect(await sendAgain(world.services, world.who, id)).toEqual({ ok: true });
    await sendAll(id);
    expect(await world.states(id)).toEqual(ALL);
    // The one that had left came twice, under one Message-ID.
    expect(world.sink.mails.filter(({ double }) => double)).toHaveLength(1);
  });

  it('is sent again by itself where doubles are dropped', async () => {
    const dropping = smtpMarketingTransport({ url: world.sink.url, connections: 3, dropsDoubles: true });
    const cut = new Set<string>();
    world.sink.answer = (to) => {
      if (cut.has(to)) return 'take';
      cut.add(to);
      return to.startsWith('person.7@')
        ? { cut: 'kept' }
        : to.startsWith('person.8@')
          ? { cut: 'dropped' }
          : 'take';
    };
    const id = await world.begin();
    const hands = await world.hands(dropping);
    await hands.idle();
    await hands.stop();
    dropping.close();
    expect(await world.states(id)).toEqual(ALL);
    const kept = world.sink.mails.filter(({ double }) => !double);
    expect(new Set(kept.map(({ to }) => to)).size).toBe(10);
    expect(kept).toHaveLength(10);
  });

  it('rests when the relay wants less, and goes on', async () => {
    let busy = true;
    world.sink.answer = () => (busy ? { rcpt: '450 4.7.1 too many mails, slow down' } : 'take');
    const id = await world.begin();
    const hands = await world.hands(transport);
    await hands.idle();
    expect(await world.states(id)).toEqual({ waiting: 10, 'left-out': 2 });
    expect((await sendingProgress(world.services, world.account, id))?.nextAt).toBeDefined();
    busy = false;
    world.app.clock.advance(31_000);
    await hands.idle();
    await hands.stop();
    expect(await world.states(id)).toEqual(ALL);
  });

  it('waits for a person where the relay refuses us, and who made it is told', async () => {
    const id = await world.begin();
    world.sink.refusal = '550 5.7.60 Client does not have permissions to send as this sender';
    const hands = await world.hands(transport);
    await hands.idle();
    expect(await sendingProgress(world.services, world.account, id)).toMatchObject({
      state: 'paused',
      pause: { reason: 'relay', detail: expect.stringMatching(/^550 5\.7\.60/) },
      copies: { waiting: 10 },
    });
    expect(await toldOf(id)).toEqual([
      { user_id: world.who.user, note: 'The sending of “News” is paused: the relay refuses it.' },
    ]);
    delete world.sink.refusal;
    expect(await resumeSending(world.services, world.who, id)).toEqual({ ok: true });
    await hands.idle();
    await hands.stop();
    expect(await world.states(id)).toEqual(ALL);
    expect(world.sink.mails.filter(({ double }) => double)).toEqual([]);
  });

  it('waits for a person where its tracking domain fails (C7)', async () => {
    const failing = await world.begin();
    const host = new URL(world.services.urls.tracking).host;
    await store.db
      .insertInto('tracking_domains')
      .values({ account_id: world.account, host, state: 'failing', added_at: world.app.clock.now() })
      .onConflict((c) => c.columns(['account_id', 'host']).doUpdateSet({ state: 'failing' }))
      .execute();
    const hands = await world.hands(transport);
    await hands.idle();
    expect(await sendingProgress(world.services, world.account, failing)).toMatchObject({
      state: 'paused',
      pause: { reason: 'tracking-domain' },
      copies: { waiting: 10 },
    });
    await store.db.updateTable('tracking_domains').set({ state: 'good' }).execute();
    expect(await resumeSending(world.services, world.who, failing)).toEqual({ ok: true });
    await hands.idle();
    await hands.stop();
    expect(await world.states(failing)).toEqual(ALL);
  });

  it('M10: goes on only while answers would be seen', async () => {
    const id = await world.begin();
    expect(await pauseSending(world.services, world.who, id)).toEqual({ ok: true });
    const boxes = (state: 'paused' | 'watching') =>
      store.db.updateTable('mailboxes').set({ state }).where('account_id', '=', world.account).execute();
    await boxes('paused');
    expect(await resumeSending(world.services, world.who, id)).toMatchObject({
      reason: 'checks',
      checks: [{ code: 'reply-to', ok: 'no' }],
    });
    expect(await stateOf(id)).toBe('paused');
    await boxes('watching');
    expect(await resumeSending(world.services, world.who, id)).toEqual({ ok: true });
    await sendAll(id);
    expect(await world.states(id)).toEqual(ALL);
  });

  it('waits, sent by workflows, for what would pause another, and leaves by itself then', async () => {
    const id = await world.draft();
    expect(await makeAutomatic(world.services, world.who, id)).toEqual({ ok: true });
    const contact = world.contacts.at(-1) ?? '';
    const asked = { account: world.account, message: id, contact, key: `waits ${id}` };
    await store.tx((trx) => sendOne(trx, world.services, asked));
    const host = new URL(world.services.urls.tracking).host;
    const domain = (state: 'failing' | 'good') =>
      store.db
        .insertInto('tracking_domains')
        .values({ account_id: world.account, host, state, added_at: world.app.clock.now() })
        .onConflict((c) => c.columns(['account_id', 'host']).doUpdateSet({ state }))
        .execute();
    await domain('failing');
    const hands = await world.hands(transport);
    const later = async (): Promise<Record<string, number>> => {
      world.app.clock.advance(61_000);
      await hands.idle();
      return world.states(id);
    };
    expect(await later()).toEqual({ waiting: 1 });
    await domain('good');
    expect(await later()).toEqual({ accepted: 1 });
    await hands.stop();
  });

  it('leaves at its time, by the clock on the wall of a zone; a draft again until then', async () => {
    const id = await world.draft();
    const at = new Date(world.app.clock.now().getTime() + 3_600_000);
    const when = { at, timeZone: 'Europe/Warsaw' };
    expect(await scheduleSending(world.services, world.who, id, { ...when, at: new Date(0) })).toMatchObject({
      ok: false,
      reason: 'past',
    });
    expect(await scheduleSending(world.services, world.who, id, when)).toEqual({ ok: true });
    const hands = await world.hands(transport);
    await hands.idle();
    expect(await sendingProgress(world.services, world.account, id)).toMatchObject({
      state: 'scheduled',
      sendAt: at.toISOString(),
      timeZone: 'Europe/Warsaw',
    });
    expect(await unschedule(world.services, world.who, id)).toEqual({ ok: true });
    expect(await scheduleSending(world.services, world.who, id, when)).toEqual({ ok: true });
    expect(world.sink.mails).toEqual([]);
    world.app.clock.advance(3_600_000);
    await hands.idle();
    await hands.stop();
    expect(await world.states(id)).toEqual(ALL);
    expect(await stateOf(id)).toBe('sent');
  });

  it('M10: waits for a person where a check stops it at its time', async () => {
    const id = await world.draft();
    const at = new Date(world.app.clock.now().getTime() + 60_000);
    expect(await scheduleSending(world.services, world.who, id, { at, timeZone: 'UTC' })).toEqual({
      ok: true,
    });
    await store.db
      .updateTable('mailboxes')
      .set({ state: 'disconnected' })
      .where('address', '=', FROM)
      .execute();
    world.app.clock.advance(60_000);
    const hands = await world.hands(transport);
    await hands.idle();
    expect(await sendingProgress(world.services, world.account, id)).toMatchObject({
      state: 'paused',
      pause: { reason: 'checks' },
    });
    expect(await toldOf(id)).toEqual([
      {
        user_id: world.who.user,
        note: 'The sending of “News” is paused: a check stopped it at its time.',
      },
    ]);
    expect(world.sink.mails).toEqual([]);
    await store.db.updateTable('mailboxes').set({ state: 'watching' }).where('address', '=', FROM).execute();
    expect(await resumeSending(world.services, world.who, id)).toEqual({ ok: true });
    await hands.idle();
    await hands.stop();
    expect(await world.states(id)).toEqual(ALL);
  });

  it('keeps to so many an hour', async () => {
    const id = await world.begin({ perHour: 120 });
    const hands = await world.hands(transport);
    await hands.idle();
    const after: number[] = [world.sink.mails.length];
    for (let i = 0; i < 4; i++) {
      world.app.clock.advance(60_000);
      await hands.idle();
      after.push(world.sink.mails.length);
    }
    await hands.stop();
    expect(after).toEqual([2, 4, 6, 8, 10]);
    expect(await world.states(id)).toEqual(ALL);
  });

  it('keeps what has left when it is paused or cancelled in the middle, and goes on where it stopped', async () => {
    let id = '';
    let left = 0;
    world.sink.answer = async () => {
      left += 1;
      if (left === 4) expect(await pauseSending(world.services, world.who, id)).toEqual({ ok: true });
      return 'take' as const;
    };
    // More than one batch, so that there is something to pause.
    await world.addContacts(Array.from({ length: 148 }, (_, i) => `Late ${i + 1}`));
    id = await world.begin();
    const hands = await world.hands(transport);
    await hands.idle();
    expect(await stateOf(id)).toBe('paused');
    const paused = await world.states(id);
    expect(paused.trying).toBeUndefined();
    expect(paused.waiting).toBeGreaterThan(0);
    expect(paused.accepted).toBe(world.sink.mails.length);
    expect(await cancelSending(world.services, world.who, id)).toEqual({ ok: true });
    await hands.idle();
    expect(await world.states(id)).toEqual(paused);
    // Undo: it goes on.
    expect(await resumeSending(world.services, world.who, id)).toEqual({ ok: true });
    await hands.idle();
    await hands.stop();
    expect(await world.states(id)).toEqual({ accepted: 158, 'left-out': 2 });
    expect(world.sink.mails).toHaveLength(158);
    expect(world.sink.mails.some(({ double }) => double)).toBe(false);
  });

  if (databaseUrl !== undefined) {
    it('leaves once to each from two nodes at once', async () => {
      const second = await open();
      const other = { ...world.services, store: second };
      const line = smtpMarketingTransport({ url: world.sink.url, connections: 3, dropsDoubles: false });
      const id = await world.begin();
      const hands = [await world.hands(transport), await world.hands(line, other)];
      await waitFor('both to be done', async () => (await stateOf(id)) === 'sent', 60_000);
      await Promise.all(hands.map((one) => one.stop()));
      expect(await world.states(id)).toEqual({ accepted: 158, 'left-out': 2 });
      expect(world.sink.mails).toHaveLength(158);
      expect(world.sink.mails.some(({ double }) => double)).toBe(false);
      line.close();
      await second.close();
    });
  }
});
