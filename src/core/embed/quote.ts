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
import type { Tokenizer } from './tokens';

/** `x_` once per generation of quoting before one of the names. */
const named = (names: readonly string[]): string => `(?:x_)*(?:${names.join('|')})`;
const ID = new RegExp(`^${named(QUOTE_IDS)}$|yahoo_quoted`, 'i');
const CLASS = new RegExp(`(?:^|\\s)${named(QUOTE_CLASSES)}(?=\\s|$)`, 'i');
const ANCHOR = new RegExp(`^(?:${QUOTE_ANCHORS.join('|')})$`, 'i');

/** A line that opens a quote is short. */
export const LONGEST_LINE = 1200;
/** Header lines of a quote stand close together: this many tokens and characters. */
const HEADER_TOKENS = 120;
const HEADER_TEXT = 1200;
/** How many times a page's "From:" is looked into: bounds the time on a page of nothing else. */
export const HEADERS = 200;

/** Mail programs mark quotes by short attributes; of longer ones no more is looked at. */
const LONGEST_VALUE = 999;

/** Whether the start tag the tokenizer stands on is one that mail programs begin a quote with. */
export function marksQuote(tag: Tokenizer): boolean {
  if (tag.attributeCount === 0) return false;
  const value = (name: string): string => {
    const raw = (tag.rawValue(name) || '').slice(0, LONGEST_VALUE);
    return raw.includes('&') ? decodeAttribute(raw).value : raw;
  };
  if (ID.test(value('id')) || CLASS.test(value('class'))) return true;
  switch (tag.name) {
    case 'blockquote':
      return /^cite$/i.test(value('type'));
    case 'a':
      return ANCHOR.test(value('name'));
    case 'hr':
      // Outlook's own rule above a quote; its editor gives no other rule a tabindex.
      return value('tabindex') === '-1';
    case 'div':
      return isHeaderBorder(value('style'));
    default:
      return false;
  }
}

/** The line Word draws above the header of a quoted mail. */
function isHeaderBorder(style: string): boolean {
  const plain = style.replace(/\s+/g, '');
  return /border-top:[^;:]*pt/i.test(plain) && /padding:3(\.0)?pt0/i.test(plain);
}

/** What the first text of a line says: a quote begins; it does if header lines follow; nothing of a quote. */
export function readLine(raw: string): 'quote' | 'header' | 'words' | 'blank' {
  // Most lines have none of what the patterns ask for.
  if (!/[:\uff1a&]|^\s*[-_\u2013\u2014]/.test(raw)) return 'words';
  const text = decodeText(raw);
  if (QUOTE_LINE.test(text)) return 'quote';
  if (FROM_LABEL.test(text)) return 'header';
  return /\S/.test(text) ? 'words' : 'blank';
}

/**
 * Whether the tokens from `from` on are a mail header that a program wrote above a quote. `piece` gives the text of a
 * token, '\n' for one that ends a line, '' for others.
 */
export function opensHeader(from: number, tokens: number, piece: (index: number) => string): boolean {
  let text = '';
  const last = Math.min(tokens, from + HEADER_TOKENS);
  for (let i = from; i < last && text.length < HEADER_TEXT; i++) {
    const part = piece(i);
    text += part === '\n' ? part : decodeText(part.slice(0, HEADER_TEXT)).replace(/\s+/g, ' ');
  }
  return SENT_LABEL.test(text) && SUBJECT_LABEL.test(text);
}
