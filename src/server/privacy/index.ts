export { objectingContacts } from './objections';
export { copyPage } from './grants';
export { privacyJobs } from './jobs';
export { recipientRoutes } from './recipient-routes';
