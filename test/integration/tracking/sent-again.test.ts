import type { SentReport } from '../../../src/core/api/launch';
import { makeNonce, makeToken } from '../../../src/core/token';
import { eventViews } from '../../../src/server/crm/event-views';
import { messageViews } from '../../../src/server/crm/message-views';
import type { Store } from '../../../src/server/store';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { makeWorld, type World } from './world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FRANK = { address: 'frank@quiet.example', name: 'Frank Weber', via: 'cc' as const };
const BOB = { address: 'bob@partner.example', name: 'Bob Lindqvist', via: 'to' as const };

describeOnBothStores('one draft, sent more than once or reported late', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    world = await makeWorld(store, root);
  });
  afterEach(() => world.close());

  const rows = async (
    table: 'messages' | 'message_recipients' | 'message_links' | 'events' | 'sent_reports',
  ) => store.db.selectFrom(table).selectAll().where('account_id', '=', world.account).execute();
  const message = async () => (await rows('messages'))[0];
  const people = async () =>
    (
      await store.db
        .selectFrom('message_recipients')
        .select('address')
        .where('account_id', '=', world.account)
        .orderBy('idx')
        .execute()
    ).map(({ address }) => address);
  const opens = async () =>
    store.db
      .selectFrom('events')
      .select(['at', 'recipient_idx'])
      .where('account_id', '=', world.account)
      .where('kind', '=', 'open')
      .execute();

  test('stopped and sent again: the second report takes the place of the first, counted once', async () => {
    const mail = await world.write();
    await world.report(mail, { recipients: [BOB, FRANK] });
    await world.drained();
    world.clock.advance(MINUTE);
    const second: Partial<SentReport> = { subject: 'Better offer', html: '<p>Better</p>', links: [] };
    expect(await world.report(mail, second)).toBe(202);
    await world.drained();
    expect(await rows('messages')).toHaveLength(1);
    expect(await message()).toMatchObject({
      state: 'sent-reported',
      subject: 'Better offer',
      html: '<p>Better</p>',
      links_total: 0,
      at: world.clock.now(),
    });
    expect(await people()).toEqual([BOB.address]);
    expect(await rows('message_links')).toEqual([]);
    expect((await rows('events')).map(({ kind }) => kind)).toEqual(['sent']);
    expect(await rows('sent_reports')).toHaveLength(1);
  });

  test('once a hit has proved the mail, a later report changes nothing', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image);
    await world.drained();
    expect(await message()).toMatchObject({ state: 'sent', opens: 1 });
    await world.report(mail, { subject: 'Better offer', recipients: [FRANK] });
    await world.drained();
    expect(await message()).toMatchObject({ state: 'sent', subject: 'Offer', opens: 1 });
    expect(await people()).toEqual([BOB.address]);
  });

  test('while its domain fails a mail that bears tracked links keeps their clicks, and one without says why', async () => {
    const before = await world.write();
    const host = new URL(before.ticket.trackingUrl).host;
    await store.db
      .insertInto('tracking_domains')
      .values({ account_id: world.account, host, state: 'failing', added_at: world.clock.now() })
      .execute();
    await world.report(before);
    await world.report(await world.write(), { links: [] });
    await world.drained();
    world.clock.advance(HOUR);
    await world.get(before.link(1, 'https://site.example/a?b=1&c=%20'));
    await world.drained();
    const found = (await rows('messages')).sort((a, b) => b.clicks - a.clicks);
    expect(found).toMatchObject([
      { clicks: 1, links_tracked: 1, policy: { links: true } },
      { clicks: 0, policy: { links: false, provenance: { links: { code: 'domainFailing' } } } },
    ]);
  });

  test('the same report twice is one message, one event', async () => {
    const mail = await world.write();
    const at = world.clock.now().toISOString();
    await world.report(mail, { at });
    world.clock.advance(2 * MINUTE);
    await world.report(mail, { at });
    world.clock.advance(HOUR);
    await world.report(mail, { at, postedAt: world.clock.now().toISOString() });
    await world.drained();
    expect(await rows('messages')).toHaveLength(1);
    expect((await message())?.at.toISOString()).toBe(at);
    expect((await rows('events')).map(({ kind }) => kind)).toEqual(['sent']);
  });

  test('a first try that is told of after the second one changes nothing', async () => {
    const mail = await world.write();
    const first = world.clock.now();
    world.clock.advance(MINUTE);
    await world.report(mail, { subject: 'Second' });
    world.clock.advance(MINUTE);
    await world.report(mail, {
      subject: 'First',
      at: first.toISOString(),
      postedAt: world.clock.now().toISOString(),
    });
    await world.drained();
    expect(await message()).toMatchObject({ subject: 'Second' });
  });

  test('sent without network and reported hours later, by a clock that is wrong: its opens in between are Bob’s', async () => {
    const mail = await world.write();
    const wrong = 3 * 24 * HOUR;
    const sent = world.clock.now();
    world.clock.advance(HOUR);
    await world.get(mail.image);
    await world.drained();
    expect(await opens()).toEqual([]);
    world.clock.advance(5 * HOUR);
    const report = {
      at: new Date(sent.getTime() - wrong).toISOString(),
      postedAt: new Date(world.clock.now().getTime() - wrong).toISOString(),
      html: undefined,
    };
    await world.report(mail, report);
    await world.drained();
    expect((await message())?.at).toEqual(sent);
    expect(await opens()).toMatchObject([{ at: new Date(sent.getTime() + HOUR), recipient_idx: 1 }]);
    await world.report(mail, report);
    await world.drained();
    expect(await opens()).toHaveLength(1);
    expect(await message()).toMatchObject({ opens: 1 });
  });

  test('sent again with both switches off: of the first try nothing is left to see; on again, it is back', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(MINUTE);
    await world.report(mail, { switches: { track: false, log: false }, html: undefined });
    await world.drained();
    expect(await message()).toMatchObject({ state: 'undone', subject: '', html: null, logged: false });
    expect(await people()).toEqual([]);
    world.clock.advance(MINUTE);
    await world.report(mail, { subject: 'Third' });
    await world.drained();
    expect(await message()).toMatchObject({ state: 'sent-reported', subject: 'Third' });
    expect(await people()).toEqual([BOB.address]);
  });

  test('made private between two tries, it is withdrawn too', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(MINUTE);
    const reasons = ['image.private', 'links.private', 'log.private'];
    await world.report(mail, { done: { image: false, unverified: false, restored: false, reasons } });
    await world.drained();
    expect(await message()).toMatchObject({ state: 'undone', html: null });
  });

  test('a body that was damaged and put back is told in the feed and on the message', async () => {
    const mail = await world.write();
    const done = {
      image: false,
      unverified: false,
      restored: true,
      reasons: ['body.bodyDamaged', 'links.policyStale'],
    };
    await world.report(mail, { done, links: [] });
    await world.drained();
    const viewer = { account: world.account, user: world.user };
    const [sent] = await eventViews(store.db, viewer, { limit: 5, order: 'asc' });
    expect(sent).toMatchObject({
      kind: 'sent',
      note: 'Not tracked: Outlook damaged the text, your own was put back.',
    });
    const [view] = await messageViews(store.db, viewer, [(await message())?.id ?? ''], () => '');
    expect(view?.tracked).toEqual({
      image: false,
      linksTracked: 0,
      linksTotal: 0,
      reasons: [
        'Not tracked: Outlook damaged the text, your own was put back',
        'Links: Outlook’s policy was too old',
      ],
    });
  });

  test('the image of one recipient on a mail that went to two is Someone’s (O10)', async () => {
    const mail = await world.write();
    const nonce = makeNonce(mail.ticket, { time: 1, counter: 1, random: 0 });
    const own = makeToken(mail.ticket, nonce, 1);
    await world.report(mail, { recipients: [BOB, FRANK] });
    world.clock.advance(5 * MINUTE);
    expect(await world.get(`/o/${own}.gif`)).toBe(200);
    await world.drained();
    expect(await opens()).toMatchObject([{ recipient_idx: 0 }]);
  });

  test('the image of one recipient on a mail to that one is theirs', async () => {
    const mail = await world.write();
    const nonce = makeNonce(mail.ticket, { time: 1, counter: 1, random: 0 });
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    await world.get(`/o/${makeToken(mail.ticket, nonce, 1)}.gif`);
    await world.drained();
    expect(await opens()).toMatchObject([{ recipient_idx: 1 }]);
  });
});
