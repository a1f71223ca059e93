import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { hitViews, markViewing, ownDevices, removeDevice, restoreDevice } from '../../../src/server/tracking';
import { learnDevice } from '../../../src/server/tracking/own-devices';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { readingOf } from './reading';
import { ALICE_IP, BOB_IP, EDGE, makeWorld, OUTLOOK, type World, type Written } from './world';

const TARGET = 'https://site.example/a?b=1&c=%20';
const DAY = 86_400_000;
const MINUTE = 60_000;
const EDGE_ON_MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';
const SAFARI_ON_IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const LANGUAGE = { 'accept-language': 'en' };

describeOnBothStores('the sender’s own views', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;
  const { hits, verdicts, message, contact } = readingOf(
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

  /** Reported from Alice's Edge on Windows, at Alice's address. */
  const sent = async (): Promise<Written> => {
    const mail = await world.write();
    await world.report(mail);
    await world.drained();
    return mail;
  };
  const alice = () => ({ account: world.account, user: world.user });
  const devices = () => ownDevices(store.db, alice(), world.clock.now());

  test('the device that sends is learnt, and its looks are the sender’s for 30 days', async () => {
    const mail = await sent();
    expect(await devices()).toMatchObject([{ family: 'edge', platform: 'windows', learnt_from: 'report' }]);
    world.clock.advance(29 * DAY);
    await world.get(mail.image, { ip: ALICE_IP, agent: EDGE, headers: LANGUAGE });
    await world.drained();
    world.clock.advance(2 * DAY);
    await world.get(mail.image, { ip: ALICE_IP, agent: EDGE, headers: LANGUAGE });
    await world.drained();
    expect(await verdicts()).toEqual(['self', 'person']);
    expect(await devices()).toEqual([]);
    expect(await message()).toMatchObject({ opens: 1 });
  });

  test('behind the same office address another program is the recipient’s, and so is another machine', async () => {
    const bob = await contact('bob@partner.example');
    const mail = await sent();
    world.clock.advance(DAY);
    await world.get(mail.link(1, TARGET), { ip: ALICE_IP, agent: OUTLOOK });
    await world.drained();
    world.clock.advance(MINUTE);
    await world.get(mail.link(1, TARGET), { ip: ALICE_IP, agent: EDGE_ON_MAC, headers: LANGUAGE });
    await world.drained();
    expect(await verdicts()).toEqual(['person', 'person']);
    const clicks = await store.db
      .selectFrom('events')
      .select('contact_id')
      .where('account_id', '=', world.account)
      .where('kind', '=', 'click')
      .execute();
    expect(clicks).toEqual([{ contact_id: bob }, { contact_id: bob }]);
  });

  test('the same device somewhere else, and a colleague’s device, are not the sender’s', async () => {
    const mail = await sent();
    await store.db
      .updateTable('own_devices')
      .set({ user_id: 2 })
      .where('account_id', '=', world.account)
      .execute();
    world.clock.advance(DAY);
    await world.get(mail.image, { ip: BOB_IP, agent: EDGE, headers: LANGUAGE });
    await world.get(mail.image, { ip: ALICE_IP, agent: EDGE, headers: LANGUAGE });
    await world.drained();
    expect(await verdicts()).toEqual(['person', 'person']);
  });

  test('the same program on another machine of the same network is the recipient’s', async () => {
    const mail = await sent();
    world.clock.advance(20 * DAY);
    await world.get(mail.image, { ip: ALICE_IP.replace(/\d+$/, '77'), agent: EDGE, headers: LANGUAGE });
    await world.drained();
    expect(await verdicts()).toEqual(['person']);
  });

  test('a phone is known by an address of its own alone: thousands share one of their carrier’s', async () => {
    const phone = async (ip: string): Promise<string[]> => {
      const request = { userAgent: SAFARI_ON_IPHONE, ip, from: 'web' } as const;
      await store.tx((trx) => learnDevice(trx, world.services, alice(), request, world.clock.now()));
      return (await devices()).map(({ platform }) => platform);
    };
    expect(await phone('198.51.100.90')).toEqual([]);
    expect(await phone('2001:db8:7::90')).toEqual(['ios']);
    const mail = await sent();
    world.clock.advance(DAY);
    for (const ip of ['2001:db8:7::90', '2001:db8:7::91']) {
      await world.get(mail.image, { ip, agent: SAFARI_ON_IPHONE, headers: LANGUAGE });
      await world.drained();
      world.clock.advance(MINUTE * 5);
    }
    expect(await verdicts()).toEqual(['self', 'person']);
  });

  test('removed, what it looked at is judged again, and as before once it is put back; nobody removes another’s', async () => {
    const mail = await sent();
    world.clock.advance(DAY);
    await world.get(mail.image, { ip: ALICE_IP, agent: EDGE, headers: LANGUAGE });
    await world.drained();
    expect(await verdicts()).toEqual(['self']);
    const [device] = await devices();
    const remove = (user: number) =>
      store.tx((trx) =>
        removeDevice(trx, { account: world.account, user }, device?.id ?? '', world.clock.now()),
      );
    expect(await remove(2)).toBe(false);
    expect(await remove(world.user)).toBe(true);
    await world.drained();
    expect(await verdicts()).toEqual(['person']);
    expect(await message()).toMatchObject({ opens: 1 });
    const restore = (user: number) =>
      store.tx((trx) =>
        restoreDevice(trx, { account: world.account, user }, device?.id ?? '', world.clock.now()),
      );
    expect(await restore(2)).toBe(false);
    expect(await restore(world.user)).toBe(true);
    await world.drained();
    // Also once what the removal left to be done later has run.
    world.clock.advance(DAY / 24);
    await world.drained();
    expect(await verdicts()).toEqual(['self']);
    expect(await message()).toMatchObject({ opens: 0 });
    expect(await devices()).toEqual([device]);
  });

  test('put back, a device takes nothing for the sender’s that came before it was learnt', async () => {
    const mail = await sent();
    const look = async (): Promise<void> => {
      world.clock.advance(DAY);
      await world.get(mail.image, { ip: BOB_IP, agent: EDGE, headers: LANGUAGE });
      await world.drained();
    };
    await look();
    world.clock.advance(MINUTE);
    const seen = { userAgent: EDGE, ip: BOB_IP, from: 'web' } as const;
    await store.tx((trx) => learnDevice(trx, world.services, alice(), seen, world.clock.now()));
    await look();
    expect(await verdicts()).toEqual(['person', 'self']);
    const id = (await devices()).find(({ learnt_from: from }) => from === 'web')?.id ?? '';
    await store.tx((trx) => removeDevice(trx, alice(), id, world.clock.now()));
    await world.drained();
    expect(await verdicts()).toEqual(['person', 'person']);
    await store.tx((trx) => restoreDevice(trx, alice(), id, world.clock.now()));
    await world.drained();
    expect(await verdicts()).toEqual(['person', 'self']);
  });

  test('removed and learnt anew at once, a device keeps nothing of what was removed', async () => {
    const mail = await sent();
    world.clock.advance(DAY);
    await world.get(mail.image, { ip: ALICE_IP, agent: EDGE, headers: LANGUAGE });
    await world.drained();
    const [device] = await devices();
    const seen = { userAgent: EDGE, ip: ALICE_IP, from: 'web' } as const;
    await store.tx(async (trx) => {
      await removeDevice(trx, alice(), device?.id ?? '', world.clock.now());
      await learnDevice(trx, world.services, alice(), seen, world.clock.now());
    });
    await world.drained();
    expect(await verdicts()).toEqual(['person']);
    expect(await devices()).toMatchObject([{ learnt_from: 'web' }]);
  });

  test('while a screen of ours shows the mail, loads from the same place are the sender’s', async () => {
    const mail = await sent();
    world.clock.advance(DAY);
    // Just before the mark, just after it, from elsewhere, and later.
    await world.get(mail.image, { ip: ALICE_IP });
    await world.drained();
    expect(await message()).toMatchObject({ opens: 1 });
    world.clock.advance(3_000);
    const id = (await message())?.id ?? '';
    await markViewing(world.services, alice(), ALICE_IP, [id]);
    await markViewing(world.services, { ...alice(), user: 2 }, BOB_IP, [id]);
    expect(await message()).toMatchObject({ opens: 0 });
    world.clock.advance(3_000);
    await world.get(mail.image, { ip: ALICE_IP });
    await world.drained();
    await world.get(mail.image, { ip: BOB_IP });
    await world.drained();
    world.clock.advance(2 * MINUTE);
    await world.get(mail.image, { ip: ALICE_IP });
    await world.drained();
    expect(await verdicts()).toEqual(['self', 'self', 'person', 'person']);
    expect((await hits())[0]?.reasons).toEqual([
      'while the sender had the mail before them in Outlook or Mailtrail',
    ]);
    expect(await message()).toMatchObject({ opens: 2 });
  });

  describe('where colleagues’ looks count no more than the sender’s', () => {
    const likewise = (on: boolean) =>
      store.db
        .updateTable('accounts')
        .set({ settings: json({ ownDomains: ['brightwater.example'], colleaguesLikewise: on }) })
        .where('id', '=', world.account)
        .execute();
    const seen = async () => {
      const row = await message();
      if (!row) throw new Error('no message');
      const { hits: views } = await store.tx((trx) => hitViews(trx, alice(), row));
      return views.map(({ verdict, colleague = false, reasons }) => [verdict, colleague, reasons[0]]);
    };
    const COLLEAGUE = 'from a device that a colleague uses, or while a colleague had the mail before them';

    test('a colleague’s device does not count, and says whose it is; the sender’s own stays theirs', async () => {
      const mail = await sent();
      await likewise(true);
      await learnColleague(BOB_IP);
      await learnColleague(ALICE_IP);
      world.clock.advance(DAY);
      await world.get(mail.image, { ip: BOB_IP, agent: EDGE, headers: LANGUAGE });
      world.clock.advance(MINUTE);
      await world.get(mail.link(1, TARGET), { ip: ALICE_IP, agent: EDGE, headers: LANGUAGE });
      await world.drained();
      expect(await seen()).toEqual([
        ['self', false, 'from a device that the sender uses'],
        ['self', true, COLLEAGUE],
      ]);
      expect(await message()).toMatchObject({ opens: 0, clicks: 0 });
    });

    test('removed by the colleague, what it looked at is judged again, and as before once it is put back', async () => {
      const mail = await sent();
      await likewise(true);
      const device = await learnColleague(BOB_IP);
      world.clock.advance(DAY);
      await world.get(mail.image, { ip: BOB_IP, agent: EDGE, headers: LANGUAGE });
      await world.drained();
      const who = { account: world.account, user: 2 };
      expect(await store.tx((trx) => removeDevice(trx, who, device, world.clock.now()))).toBe(true);
      await world.drained();
      expect(await verdicts()).toEqual(['person']);
      expect(await message()).toMatchObject({ opens: 1 });
      expect(await store.tx((trx) => restoreDevice(trx, who, device, world.clock.now()))).toBe(true);
      await world.drained();
      expect(await seen()).toEqual([['self', true, COLLEAGUE]]);
      expect(await message()).toMatchObject({ opens: 0 });
    });

    test('while a colleague has the mail before them, loads from there do not count; once it is off, they do', async () => {
      const mail = await sent();
      await likewise(true);
      const id = (await message())?.id ?? '';
      const look = async (): Promise<void> => {
        world.clock.advance(DAY);
        await world.get(mail.image, { ip: BOB_IP });
        await world.drained();
        await markViewing(world.services, { ...alice(), user: 2 }, BOB_IP, [id]);
        world.clock.advance(2_000);
        await world.get(mail.link(1, TARGET), { ip: BOB_IP });
        await world.drained();
      };
      await look();
      expect(await seen()).toEqual([
        ['self', true, COLLEAGUE],
        ['self', true, COLLEAGUE],
      ]);
      await likewise(false);
      await look();
      expect((await verdicts()).slice(2)).toEqual(['person', 'person']);
    });

    /** User 2's Edge on Windows, seen at this address. */
    async function learnColleague(ip: string): Promise<string> {
      const who = { account: world.account, user: 2 };
      const from = { userAgent: EDGE, ip, from: 'web' } as const;
      await store.tx((trx) => learnDevice(trx, world.services, who, from, world.clock.now()));
      const [device] = await ownDevices(store.db, who, world.clock.now());
      return device?.id ?? '';
    }
  });
});
