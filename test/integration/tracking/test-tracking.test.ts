import { hitViews, testsOf } from '../../../src/server/tracking';
import type { Store } from '../../../src/server/store';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { readingOf } from './reading';
import { BOB_IP, EDGE, makeWorld, type World } from './world';

const MINUTE = 60_000;
const SCANNER = 'Mozilla/5.0 (compatible; Mimecast-URL-Protect)';
const TARGET = 'https://site.example/a?b=1&c=%20';
const ALICE = { address: 'alice@brightwater.example', name: 'Alice Moreau', via: 'to' as const };
const SWITCHES = { track: true, log: true, test: true };

describeOnBothStores('a test of tracking (O13)', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;
  const { message } = readingOf(
    () => store,
    () => world,
  );

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    world = await makeWorld(store, root);
  });
  afterEach(() => world.close());

  const who = () => ({ account: world.account, user: world.user });
  const tests = () => testsOf(store.db, who());

  test('every hit of it is shown with verdict and reasons, and counts nowhere', async () => {
    const mail = await world.write();
    await world.report(mail, { recipients: [ALICE], switches: SWITCHES });
    await world.drained();
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image);
    world.clock.advance(1_000);
    await world.get(mail.image, { agent: SCANNER, ip: '203.0.113.9' });
    world.clock.advance(MINUTE);
    await world.get(mail.link(1, TARGET), {
      agent: EDGE,
      ip: BOB_IP,
      headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', accept: 'text/html' },
    });
    await world.drained();
    world.clock.advance(MINUTE);
    await world.drained();

    const row = await message();
    if (!row) throw new Error('no message');
    expect([row.tracked_image, row.links_tracked, row.logged, row.opens, row.clicks]).toEqual([
      true,
      1,
      false,
      0,
      0,
    ]);
    const { hits } = await store.tx((trx) => hitViews(trx, who(), row));
    expect(hits.map(({ kind, verdict, counted }) => [kind, verdict, counted])).toEqual([
      ['click', 'person', false],
      ['open', 'machine', false],
      ['open', 'person', false],
    ]);
    for (const { reasons } of hits) expect(reasons).not.toEqual([]);
    for (const table of ['events', 'notifications', 'contacts', 'effects'] as const) {
      const rows = await store.db
        .selectFrom(table)
        .select('account_id')
        .where('account_id', '=', world.account)
        .execute();
      expect([table, rows]).toEqual([table, []]);
    }
    expect(await tests()).toEqual([{ id: row.id, subject: 'Offer', at: row.at.toISOString() }]);
  });

  test('asked for on a mail to others too, it is an ordinary mail', async () => {
    const mail = await world.write();
    const bob = { address: 'bob@partner.example', name: 'Bob Lindqvist', via: 'to' as const };
    await world.report(mail, { recipients: [ALICE, bob], switches: SWITCHES });
    await world.drained();
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image);
    await world.drained();
    expect((await message())?.opens).toBe(1);
    expect(await tests()).toEqual([]);
  });

  test('a mail to oneself that nobody asked to test is left alone (O14)', async () => {
    await world.report(await world.write(), { recipients: [ALICE] });
    await world.drained();
    expect(await message()).toBeUndefined();
    expect(await tests()).toEqual([]);
  });
});
