import type { JobHandlers } from '../jobs';
import type { Services } from '../services';
import { confirmJobs } from './confirm-by-mail';
import { eraseJobs } from './erase/erase';
import { closingJobs } from './keep/closing';
import { retentionJobs } from './keep/retention';

/** What the queue does for people's rights over what is kept of them. */
export const privacyJobs = (services: Services): JobHandlers => ({
  ...confirmJobs(services),
  ...eraseJobs(services),
  ...retentionJobs(services),
  ...closingJobs(services),
});
