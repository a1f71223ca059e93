import { lower } from '../part';

/**
 * The HTML Standard's tokenizer (section 13.2.5), by offset: nothing is built or written anew, so that what is not
 * spliced stays as it is. How text is read depends on the tree, which `tree.ts` knows.
 *
 * One object is stepped from token to token and overwritten each time: a mail has tens of thousands of them, and
 * making an object for each took longer than reading them.
 */
export type TokenKind = 'start' | 'end' | 'text' | 'comment' | 'cut';

/** Where an attribute's raw value stands, without its quotes; `end` is `start` when there is none. */
export interface Attribute {
  start: number;
  end: number;
  quote: '"' | "'" | '';
}

/** `data`: markup; `raw` to the end tag of `name`; `script` the same with its own escapes; `plain`: text to the end. */
export type TextMode = 'data' | 'raw' | 'script' | 'plain';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const FORM_FEED = 0x0c;
const RETURN = 0x0d;
const SPACE = 0x20;
const BANG = 0x21;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const QUESTION = 0x3f;

const isSpace = (code: number): boolean =>
  code <= SPACE &&
  (code === SPACE || code === LINE_FEED || code === TAB || code === RETURN || code === FORM_FEED);
const isUpper = (code: number): boolean => code >= 0x41 && code <= 0x5a;
const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || isUpper(code);

/** Lower case for ASCII letters only: the tokenizer knows no others. */
const lowerAscii = (text: string): string =>
  /[^!-~]/.test(text) ? text.replace(/[A-Z]/g, lower) : lower(text);

/** End tags of raw text, made once per name. */
const RAW_ENDS = new Map<string, RegExp>();
function rawEndOf(name: string): RegExp {
  const known = RAW_ENDS.get(name);
  if (known) return known;
  const made = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi');
  RAW_ENDS.set(name, made);
  return made;
}

/** Where the tokenizer stands. */
export interface Tokenizer {
  readonly html: string;
  kind: TokenKind;
  /** The token is `html.slice(start, end)`. `cut`: markup that the page ends in the middle of; always the last token. */
  start: number;
  end: number;
  /** Of a tag, in lower case. */
  name: string;
  selfClosing: boolean;
  /** Of a text: not markup, no character references in it. */
  raw: boolean;
  /** How many attributes the tag has, doubles included. */
  attributeCount: number;
  /** Steps to the next token; false at the end of the page. Each character is looked at a fixed number of times. */
  next(mode: TextMode, rawName: string, cdata: boolean): boolean;
  /** Number of the first attribute of that name, which is the one that counts; -1 if there is none. */
  find(name: string): number;
  attributeAt(i: number): Attribute;
  /** Raw value of the attribute of that name, or null. */
  rawValue(name: string): string | null;
}

export function tokenize(html: string): Tokenizer {
  /** Five numbers an attribute: name from and to, value from and to, quote's code or 0. */
  const spans: number[] = [];
  const token: Tokenizer = {
    html,
    kind: 'text',
    start: 0,
    end: 0,
    name: '',
    selfClosing: false,
    raw: false,
    attributeCount: 0,
    next,
    find,
    attributeAt,
    rawValue,
  };
  return token;

  function next(mode: TextMode, rawName: string, cdata: boolean): boolean {
    const at = token.end;
    if (at >= html.length) return false;
    token.start = at;
    if (mode !== 'data') {
      const end = mode === 'plain' ? html.length : rawEnd(mode, rawName, at);
      if (end > at || !markup(at, false)) text(at, end > at ? end : html.length, true);
      return true;
    }
    for (let from = at; ;) {
      const open = html.indexOf('<', from);
      if (open < 0) {
        text(at, html.length, false);
        return true;
      }
      const code = html.charCodeAt(open + 1);
      if (isLetter(code) || code === SLASH || code === BANG || code === QUESTION) {
        if (open > at) {
          text(at, open, false);
          return true;
        }
        if (markup(open, cdata)) return true;
      }
      from = open + 1;
    }
  }

  function find(name: string): number {
    for (let i = 0; i < token.attributeCount; i++) {
      const from = spans[i * 5] || 0;
      if ((spans[i * 5 + 1] || 0) - from !== name.length) continue;
      let same = 0;
      while (same < name.length) {
        const code = html.charCodeAt(from + same);
        if ((isUpper(code) ? code + 32 : code) !== name.charCodeAt(same)) break;
        same++;
      }
      if (same === name.length) return i;
    }
    return -1;
  }

  function attributeAt(i: number): Attribute {
    const code = spans[i * 5 + 4];
    return {
      start: spans[i * 5 + 2] || 0,
      end: spans[i * 5 + 3] || 0,
      quote: code === QUOTE ? '"' : code === APOSTROPHE ? "'" : '',
    };
  }

  function rawValue(name: string): string | null {
    const i = token.find(name);
    return i < 0 ? null : html.slice(spans[i * 5 + 2], spans[i * 5 + 3]);
  }

  function text(start: number, end: number, raw: boolean): true {
    token.kind = 'text';
    token.start = start;
    token.end = end;
    token.raw = raw;
    return true;
  }

  function markup(start: number, cdata: boolean): boolean {
    const code = html.charCodeAt(start + 1);
    if (isLetter(code)) return tag('start', start, start + 1);
    if (code === SLASH) {
      if (start + 2 >= html.length) return cut(start);
      if (isLetter(html.charCodeAt(start + 2))) return tag('end', start, start + 2);
    } else if (code === BANG) {
      if (html.startsWith('--', start + 2)) return comment(start, commentEnd(start));
      if (cdata && html.startsWith('[CDATA[', start + 2)) {
        const end = html.indexOf(']]>', start + 9);
        return end < 0 ? cut(start) : text(start, end + 3, true);
      }
    } else if (code !== QUESTION) return false;
    return comment(start, html.indexOf('>', start + 2) + 1);
  }

  /** `end` below 1: it has none. A doctype counts as a comment: neither says anything to us. */
  function comment(start: number, end: number): true {
    if (end < 1) return cut(start);
    token.kind = 'comment';
    token.start = start;
    token.end = end;
    return true;
  }

  function cut(start: number): true {
    token.kind = 'cut';
    token.start = start;
    token.end = html.length;
    return true;
  }

  function tag(kind: 'start' | 'end', start: number, nameStart: number): true {
    const { length } = html;
    let at = nameStart;
    let code = html.charCodeAt(at);
    let upper = false;
    while (at < length && code !== GREATER && code !== SLASH && !isSpace(code)) {
      if (isUpper(code)) upper = true;
      code = html.charCodeAt(++at);
    }
    const name = html.slice(nameStart, at);
    let count = 0;
    let selfClosing = false;
    for (;;) {
      while (isSpace(code)) code = html.charCodeAt(++at);
      if (at >= length) return cut(start);
      if (code === GREATER) break;
      if (code === SLASH) {
        code = html.charCodeAt(++at);
        if (code !== GREATER) continue;
        selfClosing = true;
        break;
      }
      const nameAt = at;
      code = html.charCodeAt(++at);
      while (at < length && code !== EQUALS && code !== GREATER && code !== SLASH && !isSpace(code)) {
        code = html.charCodeAt(++at);
      }
      const nameEnd = at;
      let valueStart = at;
      let valueEnd = at;
      let quote = 0;
      while (isSpace(code)) code = html.charCodeAt(++at);
      if (code === EQUALS) {
        do code = html.charCodeAt(++at);
        while (isSpace(code));
        valueStart = at;
        if (code === QUOTE || code === APOSTROPHE) {
          quote = code;
          valueStart++;
          valueEnd = html.indexOf(code === QUOTE ? '"' : "'", valueStart);
          if (valueEnd < 0) return cut(start);
          at = valueEnd + 1;
          code = html.charCodeAt(at);
        } else {
          while (at < length && code !== GREATER && !isSpace(code)) code = html.charCodeAt(++at);
          valueEnd = at;
        }
      }
      const slot = count++ * 5;
      spans[slot] = nameAt;
      spans[slot + 1] = nameEnd;
      spans[slot + 2] = valueStart;
      spans[slot + 3] = valueEnd;
      spans[slot + 4] = quote;
    }
    token.kind = kind;
    token.start = start;
    token.end = at + 1;
    token.name = upper ? lowerAscii(name) : name;
    token.selfClosing = selfClosing;
    token.attributeCount = count;
    return true;
  }

  /** Where the comment ends whose `<!--` is at `start`, or -1. */
  function commentEnd(start: number): number {
    const body = start + 4;
    if (html.charCodeAt(body) === GREATER) return body + 1;
    if (html.startsWith('->', body)) return body + 2;
    const close = /--!?>/g;
    close.lastIndex = body;
    return close.exec(html) ? close.lastIndex : -1;
  }

  /** Where the end tag stands that ends raw text; the end of the page if there is none. */
  function rawEnd(mode: TextMode, name: string, from: number): number {
    if (mode === 'script') return scriptEnd(from);
    const close = rawEndOf(name);
    close.lastIndex = from;
    const found = close.exec(html);
    return found ? found.index : html.length;
  }

  /** A script in `<!--` hides end tags behind start tags (script data double escaped state). */
  function scriptEnd(from: number): number {
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
}
