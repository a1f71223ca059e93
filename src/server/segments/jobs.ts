import { enqueue, AT_ONCE as WHEN_DUE, type JobHandlers } from '../jobs';
import type { Services } from '../services';
import { fillOnce } from './fill';
import { followOnce } from './follow';
import { forgetRemoved } from './forget';
import { FILL_JOB, FOLLOW_JOB, SWEEP_JOB } from './job-types';

/** A job gives way to others after so long, and goes on where it was. */
const AT_A_STRETCH_MS = 10_000;
const SWEEP_EVERY_MS = 60_000;
const WAIT_MS = 100;

type Needs = Pick<Services, 'store' | 'clock'>;

/** Called for each message on the channel. */
export const followLater = ({ store }: Needs, account: number): Promise<void> =>
  enqueue(store.db, { account, type: FOLLOW_JOB, key: 'all' });

export function segmentJobs(services: Needs): JobHandlers {
  const { store, clock } = services;
  return {
    [FOLLOW_JOB]: async ({ account, signal }) => {
      const began = performance.now();
      for (;;) {
        const { more, next } = await followOnce(services, account);
        if (!more) return next && { again: next };
        if (signal.aborted || performance.now() - began > AT_A_STRETCH_MS) return { again: WHEN_DUE };
      }
    },
    [FILL_JOB]: async ({ account, key, signal }) => {
      const began = performance.now();
      for (;;) {
        const filled = await fillOnce(services, account, key);
        if (filled === 'wait') return { again: new Date(clock.now().getTime() + WAIT_MS) };
        if (filled === 'done') {
          // Whose time comes next may have changed.
          await followLater(services, account);
          return;
        }
        if (signal.aborted || performance.now() - began > AT_A_STRETCH_MS) return { again: WHEN_DUE };
      }
    },
    [SWEEP_JOB]: async () => {
      const left = await store.db.selectFrom('contact_touches').select('account_id').distinct().execute();
      for (const { account_id: account } of left) await followLater(services, account);
      await forgetRemoved(store, clock.now());
      return { again: new Date(clock.now().getTime() + SWEEP_EVERY_MS) };
    },
  };
}
