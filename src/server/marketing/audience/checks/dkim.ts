import type { Dns } from '../../../checks/dns';

export type DkimCheck =
  | { ok: true }
  /** `other`: another key stands there; `revoked`: an empty one. */
  | { ok: false; fault: 'none' | 'other' | 'revoked' };

/** The value of the TXT record for a key; `publicKey`: base64 of its SubjectPublicKeyInfo. */
export const dkimValue = (publicKey: string): string => `v=DKIM1; k=rsa; p=${publicKey.replace(/\s/g, '')}`;
export const dkimName = (selector: string, domain: string): string => `${selector}._domainkey.${domain}`;

/** The key of a record (RFC 6376, 3.6.1); undefined: it is none. White space in it means nothing. */
export function dkimKeyIn(text: string): string | undefined {
  const tags = new Map(
    text.split(';').flatMap((part): [string, string][] => {
      const at = part.indexOf('=');
      return at > 0 ? [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).replace(/\s/g, '')]] : [];
    }),
  );
  const version = tags.get('v');
  return version === undefined || version === 'DKIM1' ? tags.get('p') : undefined;
}

/** Whether our key stands under its name. Throws `DnsFailed`. */
export async function checkDkim(
  dns: Dns,
  domain: string,
  { selector, publicKey }: { selector: string; publicKey: string },
): Promise<DkimCheck> {
  const keys = (await dns.txt(dkimName(selector, domain))).flatMap((text) => dkimKeyIn(text) ?? []);
  if (keys.includes(publicKey.replace(/\s/g, ''))) return { ok: true };
  if (keys.length === 0) return { ok: false, fault: 'none' };
  return { ok: false, fault: keys.every((key) => key === '') ? 'revoked' : 'other' };
}
