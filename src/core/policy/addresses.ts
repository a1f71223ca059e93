import { lower } from '../part';

/**
 * Mail addresses as policy compares them. The local part is case-folded, although RFC 5321 would allow a
 * server to tell cases apart: no mailbox in use does, and an objection must not be lost to a capital letter.
 */

/** Lower case, without angle brackets and white space. */
export const foldAddress = (address: string): string => lower(address.trim().replace(/^<|>$/g, ''));

export const domainOf = (address: string): string => {
  const folded = foldAddress(address);
  return folded.slice(folded.lastIndexOf('@') + 1).replace(/\.$/, '');
};

/** Without its plus-tag: `ann+list@a.example` is `ann@a.example` (L4). */
export function withoutTag(address: string): string {
  const folded = foldAddress(address);
  const at = folded.lastIndexOf('@');
  const plus = folded.indexOf('+');
  return plus > 0 && plus < at ? folded.slice(0, plus) + folded.slice(at) : folded;
}

export const sameAddress = (a: string, b: string): boolean => foldAddress(a) === foldAddress(b);

/**
 * Whether a list of addresses and domains (L4) holds this address or one of its aliases: case-folded, without
 * plus-tags, domains with all their subdomains. An entry is `ann@a.example`, `a.example` or `@a.example`.
 */
export function isListed(
  address: string,
  entries: readonly string[],
  aliases: readonly string[] = [],
): boolean {
  const addresses = [address, ...aliases].map(withoutTag);
  return entries.some((raw) => {
    const entry = foldAddress(raw)
      .replace(/^(?:\*\.|@|\.)/, '')
      .replace(/\.$/, '');
    if (entry === '') return false;
    return addresses.some((one) => {
      if (entry.includes('@')) return one === withoutTag(entry);
      const domain = domainOf(one);
      return domain === entry || domain.endsWith(`.${entry}`);
    });
  });
}
