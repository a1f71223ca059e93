/**
 * Which file of npm's `@microsoft/office-js/dist` answers a path under `/office/`. office.js asks for some names in
 * another case than npm has them. Null for everything that is not such a path.
 */
export function resolveOfficeFile(path: string): string | null {
  const match = /^\/office\/([^?#]+)/i.exec(path);
  if (!match?.[1]) return null;
  let name: string;
  try {
    name = decodeURIComponent(match[1]).toLowerCase();
  } catch {
    return null;
  }
  const safe = /^[a-z0-9_][a-z0-9._-]*(?:\/[a-z0-9_][a-z0-9._-]*)*$/.test(name) && !name.includes('..');
  return safe && /\.(?:js|html|css|json|png|gif|svg|eot|woff)$/.test(name) ? name : null;
}

/** The tag that production pages carry; it must stand on one line. */
const OFFICE_TAG =
  /<script\b[^>]*\bsrc="https:\/\/appsforoffice\.microsoft\.com\/lib\/1\/hosted\/office\.js"[^>]*><\/script>/i;

/** What the sandbox's pages carry in its place: the npm copy, and around it what real Outlook brings along. */
const SANDBOX_TAGS = [
  '/sandbox/naa-bridge.js',
  '/sandbox/microsoft-ajax.js',
  '/office/office.js',
  '/sandbox/client-face.js',
]
  .map((src) => `<script src="${src}"></script>`)
  .join('');

/** An add-in page as the sandbox serves it. A page without the tag comes back as it is. */
export function withSandboxOffice(html: string): string {
  return html.replace(OFFICE_TAG, SANDBOX_TAGS);
}

/** Files of `dist/sandbox` that the app's origin serves in the sandbox, and only there. */
const APP_FILES: Readonly<Record<string, string>> = {
  '/sandbox/naa-bridge.js': 'naa-bridge.js',
  '/sandbox/microsoft-ajax.js': 'microsoft-ajax.js',
  '/sandbox/client-face.js': 'client-face.js',
  '/sandbox/trust.html': 'trust.html',
  '/sandbox/trust.js': 'trust.js',
};

export function resolveAppSandboxFile(path: string): string | null {
  const plain = path.split(/[?#]/)[0] ?? '';
  return Object.hasOwn(APP_FILES, plain) ? (APP_FILES[plain] ?? null) : null;
}
