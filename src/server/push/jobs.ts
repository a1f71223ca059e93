import { z } from 'zod';
import type { JobHandlers } from '../jobs';
import type { Services } from '../services';
import type { PushCounts } from './counts';
import { SEND_PUSH_JOB, TELL_USER_JOB } from './job-types';
import { tellUser } from './notices';
import { postToPushService, type PushPost } from './post';
import { sendNotice } from './send';

const SendKey = z.tuple([z.uuid(), z.uuid()]);

/** The queue's part of notifications. `counts`: what becomes of them. `post`: what reaches push services. */
export function pushJobs(
  services: Services,
  counts: PushCounts,
  post: PushPost = postToPushService,
): JobHandlers {
  return {
    [TELL_USER_JOB]: async ({ account, key }) => {
      const user = z.coerce.number().int().parse(key);
      const again = await services.store.tx((trx) => tellUser(trx, { account, user }, services.clock.now()));
      return again && { again };
    },
    [SEND_PUSH_JOB]: async ({ account, key, signal }) => {
      const [notice, subscription] = SendKey.parse(key.split(':'));
      const again = await sendNotice(services, { post, counts }, { account, notice, subscription, signal });
      return again && { again };
    },
  };
}
