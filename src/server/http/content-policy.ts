import type { Services } from '../services';

type Urls = Services['urls'];

/**
 * What our pages may load and do (Content Security Policy, level 3). No page runs a script that stands in it, or any
 * string as code; styles may stand in it, since Fluent writes its rules while it runs. Every exception that Office needs
 * is listed with its reason in docs/content-security.md.
 */
const ours = (directives: readonly string[]): string =>
  [...directives, "object-src 'none'", "base-uri 'none'"].join('; ');

/** Where Microsoft's office.js comes from, with what it loads itself. */
const OFFICE_SCRIPTS = 'https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com';
/** Signing in, and the user's own mailbox where the pane reads it itself. */
const MICROSOFT = 'https://login.microsoftonline.com https://graph.microsoft.com';

/** Pane, launch page and commands. Outlook shows them in a frame, so nothing is said of who may. */
export function addinPolicy({ files, sandbox }: Pick<Urls, 'files' | 'sandbox'>): string {
  const played = sandbox === undefined ? '' : ` ${sandbox}`;
  return ours([
    "default-src 'self'",
    `script-src 'self' ${OFFICE_SCRIPTS}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: ${files}`,
    `frame-src 'self' data:${played}`,
    `connect-src 'self' ${MICROSOFT}${played}`,
    "form-action 'none'",
  ]);
}

/**
 * The web app. Pictures from anywhere: the frame that shows a mail inherits this policy, and on a click may load the
 * mail's remote pictures. Until then the frame's own policy (crm/message-body.ts) keeps them out; our pages show none
 * themselves.
 */
export const webPolicy = ({ files }: Pick<Urls, 'files'>): string =>
  ours([
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: ${files} https: http:`,
    "frame-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]);
