import { escapedHtml } from '../../../core/fields';
import type { Context } from './contexts';

const ALLOWED = /^(?:https?:\/\/|mailto:|tel:)/i;
/** What somebody typed as the address of a site: `example.com/offer`. */
const BARE = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:[/?#:]|$)/u;

/** Half a surrogate pair has no place in an address. */
const inAddress = (value: string): string =>
  encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/%40/g, '@');

/** An address that a value may begin: nothing that runs. */
function address(value: string): string {
  const given = value.trim();
  if (given === '' || ALLOWED.test(given)) return given;
  return BARE.test(given) ? `https://${given}` : '#';
}

/** Its quotes may be of either kind. */
const inQuotes = (value: string): string => escapedHtml(value).replace(/'/g, '&#39;');

/** A value as it is to stand in HTML, by where it stands. */
export function inHtml(value: string, context: Context): string {
  switch (context) {
    case 'text':
      return escapedHtml(value).replace(/\r?\n/g, '<br>');
    case 'attribute':
      return inQuotes(value);
    case 'url':
      return inQuotes(address(value));
    case 'url-part':
      return inQuotes(inAddress(value));
    case 'nowhere':
      return '';
  }
}

/** So much before a value is looked at for the address that it stands in. */
const LOOK_BACK = 2_000;

/** Where in plain text a value stands further in an address. */
export function partOfAddress(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - LOOK_BACK), at);
  const word = before.slice(
    1 + Math.max(...[' ', '\n', '\t', '(', '<'].map((end) => before.lastIndexOf(end))),
  );
  return /^https?:\/\/./i.test(word);
}

export const inText = (value: string, within: boolean): string => (within ? inAddress(value) : value);
