/** The server's side of Outlook on the web. The page's side is a bundle of its own (`page.tsx`). */
export { resolveAppSandboxFile, resolveOfficeFile, withSandboxOffice } from './office-files';
export { openOutlookState, type OutlookState } from './outlook-state';
export { outlookRoutes, type OutlookDeps } from './routes';
