/**
 * The HTML Standard's tokenizer (section 13.2.5), by offset: nothing is built or written anew, so that what
 * is not spliced stays as it is. How text is read depends on the tree, which `tree.ts` knows.
 */
export interface Attribute {
  /** Lower case. */
  name: string;
  /** Offsets of the raw value, without its quotes; `end` is `start` when there is none. */
  start: number;
  end: number;
  quote: '"' | "'" | '';
  /** False for a bare name. */
  given: boolean;
}

export type Token =
  | { kind: 'start'; name: string; start: number; end: number; attributes: Attribute[]; selfClosing: boolean }
  | { kind: 'end'; name: string; start: number; end: number }
  | { kind: 'text'; start: number; end: number; raw: boolean }
  | { kind: 'comment' | 'doctype'; start: number; end: number }
  /** Markup that the text ends in the middle of. Always the last token. */
  | { kind: 'cut'; start: number; end: number };

/** `data`: markup; `raw` to the end tag of `name`; `script` the same with its own escapes; `plain`: text to the end. */
export type TextMode =
  { mode: 'data'; cdata: boolean } | { mode: 'raw' | 'script'; name: string } | { mode: 'plain' };

const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c;
const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

const SLASH = 0x2f;
const GREATER = 0x3e;
const EQUALS = 0x3d;

/** Lower case for ASCII letters only: the tokenizer knows no others. */
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** The tag whose name starts at `nameStart`, or null if the text ends in it. */
function readTag(
  html: string,
  nameStart: number,
): { name: string; attributes: Attribute[]; selfClosing: boolean; end: number } | null {
  const length = html.length;
  let at = nameStart;
  let code = html.charCodeAt(at);
  while (at < length && !isSpace(code) && code !== SLASH && code !== GREATER) code = html.charCodeAt(++at);
  const name = lower(html.slice(nameStart, at));
  const attributes: Attribute[] = [];
  const seen = new Set<string>();
  while (at < length) {
    code = html.charCodeAt(at);
    if (isSpace(code)) {
      at++;
      continue;
    }
    if (code === GREATER) return { name, attributes, selfClosing: false, end: at + 1 };
    if (code === SLASH) {
      if (html.charCodeAt(at + 1) === GREATER) return { name, attributes, selfClosing: true, end: at + 2 };
      at++;
      continue;
    }
    const nameAt = at++;
    code = html.charCodeAt(at);
    while (at < length && !isSpace(code) && code !== SLASH && code !== GREATER && code !== EQUALS) {
      code = html.charCodeAt(++at);
    }
    const attribute: Attribute = {
      name: lower(html.slice(nameAt, at)),
      start: at,
      end: at,
      quote: '',
      given: false,
    };
    let next = at;
    while (next < length && isSpace(html.charCodeAt(next))) next++;
    if (html.charCodeAt(next) === EQUALS) {
      at = next + 1;
      while (at < length && isSpace(html.charCodeAt(at))) at++;
      const quote = html.charAt(at);
      attribute.given = true;
      if (quote === '"' || quote === "'") {
        const close = html.indexOf(quote, at + 1);
        if (close < 0) return null;
        attribute.quote = quote;
        attribute.start = at + 1;
        attribute.end = close;
        at = close + 1;
      } else {
        attribute.start = at;
        code = html.charCodeAt(at);
        while (at < length && !isSpace(code) && code !== GREATER) code = html.charCodeAt(++at);
        attribute.end = at;
      }
    }
    if (!seen.has(attribute.name)) {
      seen.add(attribute.name);
      attributes.push(attribute);
    }
  }
  return null;
}

/** Where the comment ends whose `<!--` is at `start`, or -1. */
function commentEnd(html: string, start: number): number {
  const body = start + 4;
  if (html.charAt(body) === '>') return body + 1;
  if (html.startsWith('->', body)) return body + 2;
  const close = /--!?>/g;
  close.lastIndex = body;
  return close.exec(html) ? close.lastIndex : -1;
}

/** Where text that ends at `</name` ends; at the end of the text if it never does. */
function rawEnd(html: string, from: number, name: string): number {
  const close = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi');
  close.lastIndex = from;
  return close.exec(html)?.index ?? html.length;
}

/** A script in `<!--` hides end tags behind start tags (script data double escaped state). */
function scriptEnd(html: string, from: number): number {
  const mark = /<!--|-->|<\/?script(?=[\t\n\f\r />])/gi;
  mark.lastIndex = from;
  let state: 'data' | 'escaped' | 'double' = 'data';
  for (let found = mark.exec(html); found; found = mark.exec(html)) {
    const [text] = found;
    if (text === '<!--') {
      if (state === 'data') state = 'escaped';
      // The dashes of "<!-->" open and close at once.
      mark.lastIndex = found.index + 2;
    } else if (text === '-->') state = 'data';
    else if (text.charAt(1) === '/') {
      if (state !== 'double') return found.index;
      state = 'escaped';
    } else if (state === 'escaped') state = 'double';
  }
  return html.length;
}

function markup(html: string, start: number, cdata: boolean): Token | null {
  const cut: Token = { kind: 'cut', start, end: html.length };
  const code = html.charCodeAt(start + 1);
  if (isLetter(code)) {
    const tag = readTag(html, start + 1);
    return tag ? { kind: 'start', start, ...tag } : cut;
  }
  if (code === SLASH) {
    if (start + 2 >= html.length) return cut;
    if (isLetter(html.charCodeAt(start + 2))) {
      const tag = readTag(html, start + 2);
      return tag ? { kind: 'end', name: tag.name, start, end: tag.end } : cut;
    }
  } else if (code === 0x21) {
    if (html.startsWith('--', start + 2)) {
      const end = commentEnd(html, start);
      return end < 0 ? cut : { kind: 'comment', start, end };
    }
    if (cdata && html.startsWith('[CDATA[', start + 2)) {
      const end = html.indexOf(']]>', start + 9);
      return end < 0 ? cut : { kind: 'text', start, end: end + 3, raw: true };
    }
  } else if (code !== 0x3f) return null;
  const end = html.indexOf('>', start + 2);
  if (end < 0) return cut;
  const doctype = code === 0x21 && /^doctype$/i.test(html.slice(start + 2, start + 9));
  return { kind: doctype ? 'doctype' : 'comment', start, end: end + 1 };
}

/** The token at `at`, which must lie before the end. Each character is looked at a fixed number of times. */
export function readToken(html: string, at: number, text: TextMode): Token {
  if (text.mode !== 'data') {
    const end =
      text.mode === 'plain'
        ? html.length
        : text.mode === 'script'
          ? scriptEnd(html, at)
          : rawEnd(html, at, text.name);
    if (end > at) return { kind: 'text', start: at, end, raw: true };
    return markup(html, at, false) ?? { kind: 'text', start: at, end: html.length, raw: true };
  }
  let from = at;
  for (;;) {
    const open = html.indexOf('<', from);
    if (open < 0) return { kind: 'text', start: at, end: html.length, raw: false };
    const next = html.charCodeAt(open + 1);
    if (isLetter(next) || next === SLASH || next === 0x21 || next === 0x3f) {
      if (open > at) return { kind: 'text', start: at, end: open, raw: false };
      const token = markup(html, open, text.cdata);
      if (token) return token;
    }
    from = open + 1;
  }
}
