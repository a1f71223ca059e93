import { escapeTarget } from '../token';
import { decodeAttribute, escapeAttribute } from './entities';
import { unwrap, type Marks } from './marks';
import { hrefOf, type FoundLink } from './page';
import type { Attribute } from './tokens';

/** An href of the sender's own part with our marks, and Safe Links where they are not to stay, taken off. */
export interface PlainHref {
  /** As it is to stand in the HTML. */
  written: string;
  /** As a browser reads that. */
  target: string;
  /** A mark of ours was on it. */
  ours: boolean;
}

const fits = (text: string, quote: Attribute['quote']): boolean =>
  quote === '' ? /^[^\s"'<=>`][^\s>]*$/.test(text) : !text.includes(quote);

/** `value` as it must be written; an unquoted empty one would swallow what follows it. */
export const writtenIn = (value: string, quote: Attribute['quote']): string =>
  value === '' && quote === '' ? '""' : escapeAttribute(value, quote);

/**
 * The same address may be spelled in many ways: `&` or `&amp;`, `&#x2f;`, line breaks in it. Taking a tracked link out
 * again gives the sender's own spelling: `&` is remembered by how our address writes its own, the rest by its `r`.
 */
export function plainHref(html: string, link: FoundLink, marks: Marks, safeLinks: boolean): PlainHref {
  const { start, end, quote } = link.href;
  const written = html.slice(start, end);
  const { target, ours, spelled } = unwrap(link.value, marks, safeLinks);
  if (target === link.value) return { written, target, ours: false };
  const own = spelled !== null ? spelled : written.includes('&s=') ? target : null;
  const kept = own !== null && fits(own, quote) && hrefOf(decodeAttribute(own).value) === target;
  return { written: kept ? own : writtenIn(target, quote), target, ours };
}

/** Our address `url` for a plain href, as it is to stand in the HTML. */
export function trackedHref(url: string, { written, target }: PlainHref, quote: Attribute['quote']): string {
  if (written === escapeAttribute(target, quote)) return escapeAttribute(url, quote);
  return written === target ? url : escapeAttribute(`${url}&r=${escapeTarget(written)}`, quote);
}
