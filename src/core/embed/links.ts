import { checkTarget, type TargetProblem } from '../token';
import { decodeAttribute, decodeText } from './entities';
import {
  isExcluded,
  LEFT_ALONE_SCHEMES,
  leftAloneReason,
  type LeftAlone,
  type LinkScheme,
} from './left-alone';
import type { Attribute } from './tokens';
import type { Placed } from './tree';
import { judgeVisible, visibleText } from './visible-url';

/** Why a link is tracked: it shows words, or nothing to read (a picture, an icon, an area of a map). */
export type TrackedReason = 'words' | 'picture';
/** Why a link is left alone. */
export type LeftReason =
  | LeftAlone
  | LinkScheme
  | TargetProblem
  | 'quoted'
  | 'empty'
  | 'anchor'
  | 'relative'
  | 'otherScheme'
  | 'unreadable'
  | 'alreadyTracked'
  | 'excluded'
  | 'textIsUrl'
  | 'textNamesOtherHost'
  | 'linksOff'
  | 'freeSeat';

/** An `<a>` or `<area>` with an href. */
export interface FoundLink {
  /** Index of its start tag among the page's tokens. */
  index: number;
  href: Attribute;
  /** As the browser reads it: decoded, without white space around and line breaks within. */
  value: string;
  /** False if a character reference stands in it that our table lacks. */
  certain: boolean;
  area: boolean;
  /** Visible text, white space collapsed. */
  text: string;
}

/** URL Standard, section 4.4: what a browser strips from an address before it reads it. */
const hrefOf = (value: string): string =>
  value.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]+/g, '');

/** Elements whose edges separate words for a reader. */
const BLOCK =
  /^(?:address|article|aside|blockquote|br|center|dd|div|dl|dt|figure|footer|form|h[1-6]|header|hr|li|ol|p|pre|section|table|tbody|td|th|tr|ul)$/;

/** Every link of the page, with what it shows. */
export function findLinks(html: string, tokens: readonly Placed[]): FoundLink[] {
  const links: FoundLink[] = [];
  let open: { link: FoundLink; parts: string[] } | null = null;
  const close = (): void => {
    if (open) open.link.text = visibleText(open.parts.join(''));
    open = null;
  };
  tokens.forEach(({ token, place }, index) => {
    if (token.kind === 'text') {
      if (open && !token.raw && place !== 'inert')
        open.parts.push(decodeText(html.slice(token.start, token.end)));
      return;
    }
    if (token.kind !== 'start' && token.kind !== 'end') return;
    if (place === 'html' && token.name === 'a') close();
    if (open && BLOCK.test(token.name)) open.parts.push(' ');
    if (token.kind === 'end' || place !== 'html' || (token.name !== 'a' && token.name !== 'area')) return;
    const href = token.attributes.find((attribute) => attribute.name === 'href');
    if (!href) return;
    const { value, certain } = decodeAttribute(html.slice(href.start, href.end));
    const link: FoundLink = {
      index,
      href,
      value: hrefOf(value),
      certain,
      area: token.name === 'area',
      text: '',
    };
    links.push(link);
    if (token.name === 'a') open = { link, parts: [] };
  });
  close();
  return links;
}

/** Whether a link of the sender's own part may be tracked (C2, C3). `target` has our marks and Safe Links taken off. */
export function judgeLink(
  target: string,
  text: string,
  certain: boolean,
  excludedDomains: readonly string[],
): { tracked: true; reason: TrackedReason } | { tracked: false; reason: LeftReason } {
  const left = (reason: LeftReason): { tracked: false; reason: LeftReason } => ({ tracked: false, reason });
  if (target === '') return left('empty');
  if (target.startsWith('#')) return left('anchor');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(target)?.[1]?.toLowerCase();
  if (scheme === undefined) return left('relative');
  if (scheme !== 'http' && scheme !== 'https') return left(LEFT_ALONE_SCHEMES[scheme] ?? 'otherScheme');
  if (!certain) return left('unreadable');
  const url = checkTarget(target);
  if (!url.ok) return left(url.reason);
  const rule = leftAloneReason(url.host, url.path.toLowerCase(), text);
  if (rule) return left(rule);
  if (isExcluded(url.host, excludedDomains)) return left('excluded');
  switch (judgeVisible(text, url.host)) {
    case 'url':
      return left('textIsUrl');
    case 'otherHost':
      return left('textNamesOtherHost');
    case 'words':
      return { tracked: true, reason: 'words' };
    case 'none':
      return { tracked: true, reason: 'picture' };
  }
}
