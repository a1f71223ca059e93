import { decodeAttribute, decodeText } from './entities';
import {
  FROM_LABEL,
  QUOTE_ANCHORS,
  QUOTE_CLASSES,
  QUOTE_IDS,
  QUOTE_LINE,
  SENT_LABEL,
  SUBJECT_LABEL,
} from './quote-markers';
import type { Token } from './tokens';
import type { Placed } from './tree';

const IDS = new Set(QUOTE_IDS.map((id) => id.toLowerCase()));
const CLASSES = new Set(QUOTE_CLASSES.map((name) => name.toLowerCase()));
const ANCHORS = new Set(QUOTE_ANCHORS.map((name) => name.toLowerCase()));

/** Header lines of a quote stand close together: this many tokens and characters. */
const HEADER_TOKENS = 120;
const HEADER_TEXT = 1200;
/** How many times a page's "From:" is looked into: bounds the time on a page of nothing else. */
const HEADERS = 200;
/** Ends a line of text. */
const LINE = new Set(['p', 'div', 'br', 'tr', 'td', 'li', 'hr', 'table', 'blockquote', 'h1', 'h2', 'h3']);

type StartToken = Extract<Token, { kind: 'start' }>;

/** An attribute's decoded value, or null. */
export function attributeOf(html: string, tag: StartToken, name: string): string | null {
  const found = tag.attributes.find((attribute) => attribute.name === name);
  return found ? decodeAttribute(html.slice(found.start, found.end)).value : null;
}

const unprefixed = (name: string): string => name.toLowerCase().replace(/^(?:x_)+/, '');

function marksQuote(html: string, tag: StartToken): boolean {
  const id = attributeOf(html, tag, 'id');
  if (id !== null && (IDS.has(unprefixed(id)) || /^yahoo_quoted/.test(unprefixed(id)))) return true;
  const names = attributeOf(html, tag, 'class');
  if (names?.split(/\s+/).some((name) => CLASSES.has(unprefixed(name)))) return true;
  if (tag.name === 'blockquote') return attributeOf(html, tag, 'type')?.toLowerCase() === 'cite';
  if (tag.name === 'a') return ANCHORS.has((attributeOf(html, tag, 'name') ?? '').toLowerCase());
  // Outlook's own rule above a quote; its editor gives no other rule a tabindex.
  if (tag.name === 'hr') return attributeOf(html, tag, 'tabindex') === '-1';
  if (tag.name === 'div') {
    const style = (attributeOf(html, tag, 'style') ?? '').toLowerCase().replace(/\s+/g, '');
    return (
      /border-top:solid(?:#?[0-9a-z]+)1\.0pt/.test(style) && /padding:3\.0pt0(?:in|cm|mm|pt|px)?0/.test(style)
    );
  }
  return false;
}

/** Whether "From:" at token `from` opens a mail header that a program wrote above a quote. */
function opensHeader(html: string, tokens: readonly Placed[], from: number): boolean {
  let text = '';
  for (let i = from; i < Math.min(tokens.length, from + HEADER_TOKENS) && text.length < HEADER_TEXT; i++) {
    const token = tokens[i]?.token;
    if (token?.kind === 'text' && !token.raw) {
      text += decodeText(html.slice(token.start, Math.min(token.end, token.start + HEADER_TEXT))).replace(
        /\s+/g,
        ' ',
      );
    } else if (token && (token.kind === 'start' || token.kind === 'end') && LINE.has(token.name))
      text += '\n';
  }
  return SENT_LABEL.test(text) && SUBJECT_LABEL.test(text);
}

/** Index of the token where the quoted history begins; the number of tokens if there is none. */
export function quoteStart(html: string, tokens: readonly Placed[]): number {
  let lineStart = true;
  let headers = HEADERS;
  for (let i = 0; i < tokens.length; i++) {
    const placed = tokens[i];
    if (!placed || placed.place !== 'html') continue;
    const { token } = placed;
    if (token.kind === 'start' && marksQuote(html, token)) return i;
    if ((token.kind === 'start' || token.kind === 'end') && LINE.has(token.name)) lineStart = true;
    if (token.kind === 'text' && !token.raw) {
      const short = token.end - token.start < HEADER_TEXT;
      const text = short ? decodeText(html.slice(token.start, token.end)) : '';
      if (
        lineStart &&
        (QUOTE_LINE.test(text) || (FROM_LABEL.test(text) && headers-- > 0 && opensHeader(html, tokens, i)))
      )
        return i;
      if (!short || /\S/.test(text)) lineStart = false;
    }
  }
  return tokens.length;
}
