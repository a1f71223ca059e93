export { objectingContacts } from './objections';
export { copyPage } from './grants';
export { erasedAmong, forgetErasure } from './erased-addresses';
export { beginErasure, erasureViews, undoErasure } from './erase/erasures';
export { noteErased } from './erase/erasure-list';
export { contactExport, exportSize, type Exporter } from './export/contact-export';
export { zip } from './export/zip';
export { privacyJobs } from './jobs';
export { recipientRoutes } from './recipient-routes';
