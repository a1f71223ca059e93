/** The server's side of Outlook on the web. The page's side is a bundle of its own (`page.tsx`). */
export { resolveAppSandboxFile, resolveOfficeFile, withSandboxOffice } from './office-files';
export { openOutlookState, type OutlookState } from './outlook-state';
export { OUTLOOK_WEB_CLIENT_ID, outlookRoutes, type OutlookDeps } from './routes';
