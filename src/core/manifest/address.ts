/** Where the add-in's files lie on the app's origin. Fixed and unhashed: a changed address in the manifest needs a new admin consent. */
export const ADDIN_PATHS = {
  pane: '/addin/pane.html',
  launchPage: '/addin/launch.html',
  launchScript: '/addin/launchevent.js',
  commands: '/addin/commands.html',
  support: '/addin/support',
  manifest: '/addin/manifest.xml',
} as const;

/** Sizes (pixels) in which `assets/icon-*.png` exist. */
export const ICON_SIZES = [16, 25, 32, 48, 64, 80, 128] as const;
export type IconSize = (typeof ICON_SIZES)[number];
export const iconPath = (size: IconSize): string => `/assets/icon-${size}.png`;

const ORIGIN = /^(https?):\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(:\d{1,5})?\/?$/i;
const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

export type OriginResult =
  { ok: true; origin: string; host: string; loopback: boolean } | { ok: false; problem: string };

/**
 * Reads an address as an origin: scheme and host, no path, query or user. `http` only on a loopback host, as Office
 * loads nothing else (an add-in's AppDomain and SourceLocation share this form).
 */
export function readOrigin(address: string): OriginResult {
  const match = ORIGIN.exec(address.trim());
  if (!match)
    return { ok: false, problem: `'${address}' is not an address like https://mail.example.com (no path)` };
  const [, scheme = '', host = '', port = ''] = match;
  const loopback = LOOPBACK.test(host);
  if (scheme.toLowerCase() === 'http' && !loopback) {
    return { ok: false, problem: `'${address}' must be https: Office loads http only from this machine` };
  }
  if (port !== '' && Number(port.slice(1)) > 65535)
    return { ok: false, problem: `'${address}' has no such port` };
  const origin = `${scheme}://${host}${port}`.toLowerCase();
  return { ok: true, origin, host: `${host}${port}`.toLowerCase(), loopback };
}

/** What `/.well-known/microsoft-officeaddins-allowed.json` says: classic Outlook grants sign-in and CORS to these scripts only. */
export function allowedScripts(baseUrl: string): { allowed: string[] } {
  const base = readOrigin(baseUrl);
  if (!base.ok) throw new RangeError(base.problem);
  return { allowed: [base.origin + ADDIN_PATHS.launchScript] };
}
