import { z } from 'zod';
import type { JobHandlers } from '../jobs';
import type { Services } from '../services';
import { HIT_MONTHS_JOB, keepHitMonths } from './hit-retention';
import { followDevice, OWN_DEVICE_JOB } from './own-devices';
import { REJUDGE_JOB, rejudgeInTurns } from './rejudge';
import { adoptHits, AWAIT_MESSAGE_JOB, SETTLE_JOB, settleWaiting } from './settle';
import { destroySourceKeys, SOURCE_KEYS_JOB } from './source-keys';

const DAY_MS = 86_400_000;
const LONGEST_PAUSE_MS = 3_600_000;
const Awaited = z.object({ since: z.iso.datetime() });

/** The queue's part of tracking. */
export function trackingJobs(services: Services): JobHandlers {
  const { store, clock, log } = services;
  return {
    [SETTLE_JOB]: async ({ account, key }) => {
      await store.tx((trx) => settleWaiting(trx, services, account, key));
    },

    [REJUDGE_JOB]: async ({ account, key, signal }) => rejudgeInTurns(services, account, key, signal),

    [SOURCE_KEYS_JOB]: async () => destroySourceKeys(services),

    [HIT_MONTHS_JOB]: async ({ signal }) => keepHitMonths(services, signal),

    [OWN_DEVICE_JOB]: async ({ account, payload }) => followDevice(services, account, payload),

    // Hits of a mail whose report is late, or whose report was lost and whose copy is still to be found.
    [AWAIT_MESSAGE_JOB]: async ({ account, key, payload }) => {
      const message = await store.db
        .selectFrom('messages')
        .select('id')
        .where('account_id', '=', account)
        .where('token_key', '=', key)
        .executeTakeFirst();
      if (message) {
        await store.tx((trx) => adoptHits(trx, services, account, message.id));
        return;
      }
      const now = clock.now().getTime();
      const waited = now - new Date(Awaited.parse(payload).since).getTime();
      if (waited < DAY_MS)
        return { again: new Date(now + Math.min(Math.max(waited, 5_000), LONGEST_PAUSE_MS)) };
      const click = await store.db
        .selectFrom('hits')
        .select('id')
        .where('account_id', '=', account)
        .where('token_key', '=', key)
        .where('kind', '=', 'click')
        .limit(1)
        .executeTakeFirst();
      if (click) {
        log.error(
          { alarm: 'click-without-mail', account },
          'A link was followed of a mail that nobody reported',
        );
      }
    },
  };
}
