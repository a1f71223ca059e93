import type { JobHandlers } from './jobs';
import type { Services } from './services';

export const MAINTAIN_JOB = 'store.maintain';
const EVERY_MS = 10 * 60_000;

/** Upkeep of the store itself: checkpoint, vacuum, statistics; blobs that nothing refers to any more. */
export function storeJobs(services: Services): JobHandlers {
  const again = () => ({ again: new Date(services.clock.now().getTime() + EVERY_MS) });
  return {
    [MAINTAIN_JOB]: async () => {
      await services.store.maintain();
      await services.blobs.removeUnreferenced(services.store, services.clock.now());
      return again();
    },
  };
}
