/**
 * The one seam between Mailtrail and Microsoft's services. Code, tokens and stored links always carry the production
 * addresses; the sandbox swaps the origin here and nowhere else.
 */
export type MicrosoftFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Where Exchange takes large files in pieces: addresses that Graph gives, with their own right in them. */
export const UPLOAD_HOSTS = ['outlook.office.com', 'outlook.office365.com'];
const MICROSOFT_HOSTS = ['graph.microsoft.com', 'login.microsoftonline.com', ...UPLOAD_HOSTS];

/** Refuses any other host: a stored delta link must never carry a token elsewhere. */
function checkedUrl(url: string): URL {
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' || !MICROSOFT_HOSTS.includes(parsed.host)) {
    throw new Error(`Refused to call ${parsed.origin}: it is not one of Microsoft's addresses`);
  }
  return parsed;
}

/** For a real tenant. */
export const microsoftFetch: MicrosoftFetch = (url, init) => fetch(checkedUrl(url), init);

/** For the sandbox: `https://graph.microsoft.com/v1.0/me` → `{sandboxUrl}/graph.microsoft.com/v1.0/me`. */
export function sandboxedMicrosoftFetch(sandboxUrl: string): MicrosoftFetch {
  return (url, init) => fetch(sandboxedAddress(sandboxUrl, url), init);
}

/** The same swap for an address that a browser is sent to. */
export function sandboxedAddress(sandboxUrl: string, url: string): string {
  const parsed = checkedUrl(url);
  return `${sandboxUrl}/${parsed.host}${parsed.pathname}${parsed.search}`;
}
