import { parse, parseFragment } from 'parse5';
import { attributeOf, eachElement, wordsOf, type Element } from './tree';
import type { ProblemCode } from '../../../core/marketing/content';

export interface Link {
  target: string;
  text: string;
}

const linksIn = (root: Parameters<typeof eachElement>[0]): Link[] => {
  const links: Link[] = [];
  eachElement(root, (element: Element) => {
    if (element.tagName !== 'a' && element.tagName !== 'area') return;
    const target = attributeOf(element, 'href');
    if (target !== undefined) links.push({ target: target.trim(), text: wordsOf(element).slice(0, 500) });
  });
  return links;
};

/** The links of a mail in their order, fields in them as they are written. */
export const linksOf = (html: string): Link[] => linksIn(parse(html));
export const linksOfPart = (html: string): Link[] => linksIn(parseFragment(html));

const OUTPUT = /\{\{[^{}]*\}\}/g;
/** RFC 2606's, and what templates put where an address is to be. */
const PLACEHOLDER =
  /^(?:www\.)?(?:example\.(?:com|net|org)|(?:[\w-]+\.)*example\.(?:com|net|org)|(?:your-?(?:site|domain|company|website)|my-?site|domain|website|link|url)\.(?:com|net|org))$/i;

/** What is wrong with where a link leads, if something is. */
export function linkProblem(href: string): ProblemCode | undefined {
  const target = href.trim();
  if (target === '' || target === '#' || /^https?:\/\/$/i.test(target)) return 'link-empty';
  // A field may be the whole of it.
  if (/^\{\{[^{}]*\}\}/.test(target)) return undefined;
  const plain = target.replace(OUTPUT, 'x');
  if (/^(?:mailto|tel):/i.test(plain)) return /\s/.test(plain) ? 'link-spaces' : undefined;
  if (!/^https?:\/\//i.test(plain)) return 'link-kind';
  if (/\s/.test(plain)) return 'link-spaces';
  if (!URL.canParse(plain)) return 'link-kind';
  return PLACEHOLDER.test(new URL(plain).hostname) ? 'link-placeholder' : undefined;
}
