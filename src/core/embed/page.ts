import { decodeAttribute, decodeText } from './entities';
import { HEADERS, LONGEST_LINE, marksQuote, opensHeader, readLine } from './quote';
import { Tokenizer, type Attribute } from './tokens';
import { Tree, TRAIT, type Place } from './tree';
import { visibleText } from './visible-url';

/** What a token is, as bits beside what an image put before it would do (`GOOD`, `POOR`, `BAD`). */
export const IS = {
  effect: 3,
  text: 4,
  raw: 8,
  line: 16,
  wrapper: 32,
  bodyEnd: 64,
  htmlEnd: 128,
  cut: 256,
  inert: 512,
} as const;

/** An `<a>` or `<area>` with an href. */
export interface FoundLink {
  /** Index of its start tag among the page's tokens. */
  index: number;
  /** The address as it is written, without the white space a browser strips. */
  href: Attribute;
  /** As the browser reads it: decoded, without white space around and line breaks within. */
  value: string;
  /** False if a character reference stands in it that our table lacks. */
  certain: boolean;
  /** Visible text, white space collapsed. */
  text: string;
}

/** A tag or comment that may hold a mark of an earlier tracked message. */
export interface Suspect {
  index: number;
  kind: 'tag' | 'comment';
  /** A picture of the page, which our image can be. */
  picture: boolean;
  attributes: Attribute[];
}

/** All that a mail's HTML tells about where links, image and quote stand. Tokens are numbered from 0. */
export interface Page {
  html: string;
  /** Where each token begins; the last entry is the length of the page. */
  starts: number[];
  /** Bits of `IS`. The last entry is for the end of the page. */
  what: number[];
  /** The token that the quoted history begins with; the number of tokens if there is none. */
  quote: number;
  links: FoundLink[];
  suspects: Suspect[];
  /** It has a `<frameset>`. */
  frameset: boolean;
}

/** Elements whose edges separate words for a reader. */
const BLOCK =
  /^(?:address|article|aside|blockquote|br|center|dd|div|dl|dt|figure|footer|form|h[1-6]|header|hr|li|ol|p|pre|section|table|tbody|td|th|tr|ul)$/;

/** URL Standard, section 4.4: what a browser strips from an address before it reads it. */
export const hrefOf = (value: string): string =>
  /[\0-\x20]/.test(value) ? value.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]+/g, '') : value;

function isBlank(html: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = html.charCodeAt(i);
    if (code > 0x20 && code !== 0xa0) return false;
  }
  return true;
}

/**
 * Reads the whole page, once, from left to right. Never fails: every text is HTML. `trace` finds what a mark of ours
 * would have in it; null where the page has none.
 */
export function readPage(html: string, trace: RegExp | null): Page {
  const starts: number[] = [];
  const what: number[] = [];
  const links: FoundLink[] = [];
  const suspects: Suspect[] = [];
  const headers: number[] = [];
  const token = new Tokenizer(html);
  const tree = new Tree();
  let quote = -1;
  let lineStart = true;
  let open: FoundLink | null = null;
  let parts: string[] = [];
  const closeLink = (): void => {
    if (open) open.text = visibleText(parts.join(''));
    open = null;
    parts = [];
  };

  let effect = tree.effect();
  while (token.next(tree.mode, tree.rawName, tree.cdata)) {
    const index = starts.length;
    let bits = effect;
    switch (token.kind) {
      case 'text': {
        const place = tree.textPlace();
        bits |= token.raw ? IS.text | IS.raw : IS.text;
        if (!token.raw) {
          const blank = isBlank(html, token.start, token.end);
          if (blank) bits |= IS.wrapper;
          if (open && place !== 'inert') parts.push(decodeText(html.slice(token.start, token.end)));
          if (quote < 0 && lineStart && !blank && place === 'html') {
            const short = token.end - token.start < LONGEST_LINE;
            const line = short ? readLine(html.slice(token.start, token.end)) : 'words';
            if (line === 'quote') quote = index;
            else if (line === 'header' && headers.length < HEADERS) headers.push(index);
            lineStart = line === 'blank';
          }
        }
        break;
      }
      case 'start':
      case 'end': {
        const starting = token.kind === 'start';
        const place: Place = starting ? tree.start(token) : tree.end(token);
        const { traits } = tree;
        const { name } = token;
        if ((traits & TRAIT.line) !== 0) bits |= IS.line;
        if (place === 'inert') bits |= IS.inert;
        if (starting) {
          if ((traits & TRAIT.wrapper) !== 0) bits |= IS.wrapper;
          if (quote < 0 && place === 'html' && marksQuote(token)) quote = index;
        } else if (name === 'body') bits |= IS.bodyEnd;
        else if (name === 'html') bits |= IS.htmlEnd;
        if (place === 'html' && (traits & TRAIT.line) !== 0) lineStart = true;
        if (place === 'html' && name === 'a') closeLink();
        if (open && BLOCK.test(name)) parts.push(' ');
        if (starting && place === 'html' && (name === 'a' || name === 'area')) {
          const link = linkOf(token, index);
          if (link) links.push(link);
          if (link && name === 'a') open = link;
        }
        if (starting && trace && trace.test(html.slice(token.start, token.end))) {
          const picture = place !== 'foreign' && (name === 'img' || name === 'image');
          suspects.push({ index, kind: 'tag', picture, attributes: attributesOf(token, name) });
        }
        break;
      }
      case 'comment':
        if (trace?.test(html.slice(token.start, token.end)))
          suspects.push({ index, kind: 'comment', picture: false, attributes: [] });
        break;
      case 'cut':
        bits |= IS.cut;
    }
    starts.push(token.start);
    what.push(bits);
    effect = tree.effect();
  }
  closeLink();
  starts.push(html.length);
  what.push(effect);
  const page = { html, starts, what, quote, links, suspects, frameset: tree.frameset };
  page.quote = quoteStart(page, headers);
  return page;
}

/** Text of a token as `opensHeader` wants it. */
function piece({ html, starts, what }: Page, index: number): string {
  const bits = what[index] ?? 0;
  if ((bits & IS.line) !== 0) return '\n';
  return (bits & (IS.text | IS.raw)) === IS.text ? html.slice(starts[index], starts[index + 1]) : '';
}

function quoteStart(page: Page, headers: readonly number[]): number {
  const tokens = page.what.length - 1;
  for (const index of headers) {
    if (opensHeader(index, tokens, (i) => piece(page, i))) return index;
  }
  return page.quote < 0 ? tokens : page.quote;
}

function linkOf(tag: Tokenizer, index: number): FoundLink | null {
  const i = tag.find('href');
  if (i < 0) return null;
  const { html } = tag;
  const { quote, start: from, end: to } = tag.attribute(i);
  let start = from;
  let end = to;
  // A NUL is none of them: the parser has made another character of it.
  const stripped = (at: number): boolean => html.charCodeAt(at) <= 0x20 && html.charCodeAt(at) > 0;
  while (start < end && stripped(start)) start++;
  while (end > start && stripped(end - 1)) end--;
  const { value, certain } = decodeAttribute(html.slice(start, end));
  return { index, href: { start, end, quote }, value: hrefOf(value), certain, text: '' };
}

/** All but the href of a link, which is judged by itself. */
function attributesOf(tag: Tokenizer, name: string): Attribute[] {
  const href = name === 'a' || name === 'area' ? tag.find('href') : -1;
  const all: Attribute[] = [];
  for (let i = 0; i < tag.attributes; i++) if (i !== href) all.push(tag.attribute(i));
  return all;
}
