import fc from 'fast-check';
import type { Store } from '../../../src/server/store';
import { sourceOf } from '../../../src/server/tracking/source-keys';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { propertyRuns } from '../../property/seed';
import { BEGINS, hitsOf, oneByOne, outcomeOf, play, together, type Stage } from './play-scene';
import { scenes } from './scene';
import { makeWorld } from './world';

describeOnBothStores('hits taken together', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let stage: Stage;

  beforeAll(async () => {
    store = await open();
    const world = await makeWorld(store, root);
    // Nothing else is to use the store.
    await world.close();
    stage = world;
    world.clock.set(BEGINS);
    // In the store beforehand: a key that is rolled back would be another at the next play.
    await sourceOf(store.db, world.services, world.account, '192.0.2.1', BEGINS);
  });
  afterAll(() => store.close());

  test('leave the same rows as hits taken one by one', async () => {
    await fc.assert(
      fc.asyncProperty(scenes, async (scene) => {
        const batches = await hitsOf(stage, scene);
        const as = (take: typeof together) =>
          outcomeOf(stage, (trx) => play(trx, stage, scene, { batches, take }));
        const apart = await as(oneByOne);
        expect(await as(together)).toEqual(apart);
      }),
      propertyRuns('hits taken together', 6, 400),
    );
  }, 600_000);
});
