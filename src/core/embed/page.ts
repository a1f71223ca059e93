import { decodeAttribute, decodeText } from './entities';
import { HEADERS, LONGEST_LINE, marksQuote, opensHeader, readLine } from './quote';
import { tokenize, type Attribute, type Tokenizer } from './tokens';
import { makeTree } from './tree';
import { Trait } from './traits';
import { visibleText } from './visible-url';

/** What a token is, as bits beside what an image put before it would do (`GOOD`, `POOR`, `BAD`). */
export enum Is {
  effect = 3,
  text = 4,
  raw = 8,
  line = 16,
  wrapper = 32,
  bodyEnd = 64,
  htmlEnd = 128,
  cut = 256,
  inert = 512,
}

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
  /** A picture of the page, which our image can be. */
  picture: boolean;
  /** Its attributes, but for the href of a link, which is judged by itself; a comment's whole, with `quote` null. */
  spans: (Attribute | { start: number; end: number; quote: null })[];
}

/** All that a mail's HTML tells about where links, image and quote stand. Tokens are numbered from 0. */
export interface Page {
  html: string;
  /** Where each token begins; the last entry is the length of the page. */
  starts: number[];
  /** Bits of `Is`. The last entry is for the end of the page. */
  what: number[];
  /** The token that the quoted history begins with; the number of tokens if there is none. */
  quote: number;
  links: FoundLink[];
  suspects: Suspect[];
  /** Nothing of it can be touched: see `Tree`. */
  untouchable: boolean;
}

/** Elements whose edges separate words for a reader. */
const BLOCK = Trait.closesP | Trait.inTable | Trait.line;

/** URL Standard, section 4.4: what a browser strips from an address before it reads it. */
export function hrefOf(value: string): string {
  if (!/[\0-\x20]/.test(value)) return value;
  let start = 0;
  let end = value.length;
  while (start < end && value.charCodeAt(start) <= 0x20) start++;
  while (end > start && value.charCodeAt(end - 1) <= 0x20) end--;
  return value.slice(start, end).replace(/[\t\n\r]+/g, '');
}

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
  const token = tokenize(html);
  const tree = makeTree();
  let quote = -1;
  let lineStart = true;
  let open: FoundLink | null = null;
  let parts: string[] = [];
  const closeLink = (): void => {
    if (open) open.text = visibleText(parts.join(''));
    open = null;
    parts = [];
  };

  while (token.next(tree.mode, tree.rawName, tree.foreign)) {
    const index = starts.length;
    let bits = tree.effect;
    switch (token.kind) {
      case 'text': {
        const place = tree.place();
        bits |= token.raw ? Is.text | Is.raw : Is.text;
        if (!token.raw) {
          const blank = isBlank(html, token.start, token.end);
          if (blank) bits |= Is.wrapper;
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
        const place = tree.take(token);
        const { traits } = tree;
        const { name } = token;
        if ((traits & Trait.line) !== 0) bits |= Is.line;
        if (place === 'inert') bits |= Is.inert;
        if (starting) {
          if ((traits & Trait.wrapper) !== 0) bits |= Is.wrapper;
          if (quote < 0 && place === 'html' && marksQuote(token)) quote = index;
        } else if (name === 'body') bits |= Is.bodyEnd;
        else if (name === 'html') bits |= Is.htmlEnd;
        if (place === 'html' && (traits & Trait.line) !== 0) lineStart = true;
        if (place === 'html' && name === 'a') closeLink();
        if (open && (traits & BLOCK) !== 0) parts.push(' ');
        if (starting && place === 'html' && (name === 'a' || name === 'area')) {
          const link = linkOf(token, index);
          if (link) links.push(link);
          if (link && name === 'a') open = link;
        }
        if (starting && trace && trace.test(html.slice(token.start, token.end))) {
          const picture = place !== 'foreign' && (name === 'img' || name === 'image');
          suspects.push({ index, picture, spans: attributesOf(token, name) });
        }
        break;
      }
      case 'comment':
        if (trace && trace.test(html.slice(token.start, token.end))) {
          const whole = { start: token.start, end: token.end, quote: null };
          suspects.push({ index, picture: false, spans: [whole] });
        }
        break;
      case 'cut':
        bits |= Is.cut;
    }
    starts.push(token.start);
    what.push(bits);
  }
  closeLink();
  starts.push(html.length);
  what.push(tree.effect);
  const page = { html, starts, what, quote, links, suspects, untouchable: tree.untouchable };
  page.quote = tree.untouchable ? 0 : quoteStart(page, headers);
  return page;
}

/** Text of a token as `opensHeader` wants it. */
function piece({ html, starts, what }: Page, index: number): string {
  const bits = what[index] || 0;
  if ((bits & Is.line) !== 0) return '\n';
  return (bits & Is.text) !== 0 && (bits & Is.raw) === 0 ? html.slice(starts[index], starts[index + 1]) : '';
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
  const { quote, start: from, end: to } = tag.attributeAt(i);
  let start = from;
  let end = to;
  // A NUL is none of them: the parser has made another character of it.
  const stripped = (at: number): boolean => html.charCodeAt(at) <= 0x20 && html.charCodeAt(at) > 0;
  while (start < end && stripped(start)) start++;
  while (end > start && stripped(end - 1)) end--;
  const { value, certain } = decodeAttribute(html.slice(start, end));
  return { index, href: { start, end, quote }, value: hrefOf(value), certain, text: '' };
}

function attributesOf(tag: Tokenizer, name: string): Attribute[] {
  const href = name === 'a' || name === 'area' ? tag.find('href') : -1;
  const all: Attribute[] = [];
  for (let i = 0; i < tag.attributeCount; i++) if (i !== href) all.push(tag.attributeAt(i));
  return all;
}
