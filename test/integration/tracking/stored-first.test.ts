import type { Store } from '../../../src/server/store';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';
import { makeWorld, type World, type Written } from './world';

const MOMENT_MS = 400;

describeOnBothStores('a hit that is answered when it is in the store', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;
  let mail: Written;

  beforeAll(async () => {
    store = await open();
  });
  afterEach(() => world.close());
  afterAll(() => store.close());

  const begin = async (withinMs?: number): Promise<void> => {
    world = await makeWorld(store, root, { ack: 'db', ...(withinMs !== undefined && { withinMs }) });
    mail = await world.write();
    expect(await world.report(mail)).toBe(202);
    await world.drained();
    world.clock.advance(3_600_000);
  };

  const stored = async (): Promise<number> =>
    (await store.db.selectFrom('hits').select('id').where('account_id', '=', world.account).execute()).length;

  /** Somebody else has the mail, and the drain waits for them; resolves once it is theirs. */
  const hold = async (): Promise<{ letGo: () => Promise<void> }> => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let ended: Promise<void> | undefined;
    await new Promise<void>((taken) => {
      ended = store.tx(async (trx) => {
        await trx
          .selectFrom('messages')
          .select('id')
          .where('account_id', '=', world.account)
          .forUpdate()
          .execute();
        taken();
        await released;
      });
    });
    return {
      letGo: async () => {
        release();
        await ended;
      },
    };
  };

  test('waits for a slow commit, is in the store when it is answered, and counts as recorded', async () => {
    // However slow the machine: the commit waits for what the test holds, not for the door's patience.
    await begin(60_000);
    const before = { ...world.counts };
    const { letGo } = await hold();
    let status: number | undefined;
    const asked = world.get(mail.image).then((answered) => (status = answered));
    await new Promise((resolve) => setTimeout(resolve, MOMENT_MS));
    expect(status).toBeUndefined();
    await letGo();
    expect(await asked).toBe(200);
    expect(await stored()).toBe(1);
    expect(world.counts).toEqual({ ...before, recorded: before.recorded + 1 });
  });

  test('is answered all the same when the store does not come, and is there once when it does', async () => {
    await begin();
    const before = { ...world.counts };
    const { letGo } = await hold();
    const began = performance.now();
    expect(await world.get(mail.link(1, 'https://site.example/'))).toBe(302);
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(world.counts).toEqual({ ...before, unrecorded: before.unrecorded + 1 });
    await letGo();
    await waitFor('the late hit', () => world.counts.late === before.late + 1);
    await world.drained();
    expect(await stored()).toBe(1);
  });
});
