import type { Store } from '../../../src/server/store';
import { describeOnBothStores } from '../../fixtures/stores';
import { addTo, COLLEAGUE, makeWorld, OWNER, wait, type World } from './world';

const DAY = 86_400_000;

describeOnBothStores('workflows', (open) => {
  let store: Store;
  let world: World;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    world = await makeWorld(store);
  });
  afterEach(() => world.close());

  describe('who comes in', () => {
    it('a reply to the chosen message enrols, one to another does not', async () => {
      const [list, message, other, bob, eve] = await Promise.all([
        world.list('Replied'),
        world.message(),
        world.message(),
        world.contact('Bob'),
        world.contact('Eve'),
      ]);
      await world.workflow({
        triggers: [{ kind: 'reply', of: { kind: 'message', message } }],
        steps: [addTo('a', list)],
      });
      await world.event('reply', bob, message);
      await world.event('reply', eve, other);
      await world.event('open', eve, message);
      await world.settle();
      expect(await world.onList(list)).toEqual([bob]);
    });
  });
});
