import type { FastifyBaseLogger } from 'fastify';
import { enqueue } from '../jobs';
import type { Services } from '../services';
import { SEGMENTS_CHANNEL, SWEEP_JOB } from './job-types';
import { followLater } from './jobs';

/**
 * Follows contacts as soon as the transaction that touched them has committed. Of many at once for one account, one is
 * under way and one waits. Resolves to what ends it.
 */
export async function followTouched(
  services: Pick<Services, 'store' | 'clock'> & { log: FastifyBaseLogger },
): Promise<() => Promise<void>> {
  const { store, log } = services;
  const under = new Map<string, { again: boolean }>();
  const wake = async (payload: string): Promise<void> => {
    // Some may have been missed.
    if (payload === '') return enqueue(store.db, { account: 0, type: SWEEP_JOB, key: 'all' });
    return followLater(services, Number(payload));
  };
  const hear = (payload: string): void => {
    const running = under.get(payload);
    if (running) {
      running.again = true;
      return;
    }
    const mine = { again: false };
    under.set(payload, mine);
    wake(payload)
      // The sweep finds it.
      .catch((error: unknown) => log.warn({ err: error }, 'Segments could not be woken'))
      .finally(() => {
        under.delete(payload);
        if (mine.again) hear(payload);
      });
  };
  return store.listen(SEGMENTS_CHANNEL, hear);
}
