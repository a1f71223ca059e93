import { purgeJobs } from '../crm/purge';
import type { JobHandlers } from '../jobs';
import type { Services } from '../services';
import { overdueJobs } from './overdue';
import { fileJobs } from './release-files';

export { OVERDUE_JOB } from './overdue';

/** What the queue does for logged mail: proof that is overdue (L13), purges (L4), files that nothing names any more (L7). */
export const logJobs = (services: Services): JobHandlers => ({
  ...overdueJobs(services),
  ...fileJobs(services),
  ...purgeJobs(services),
});
