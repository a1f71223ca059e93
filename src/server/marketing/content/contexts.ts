/**
 * Where in HTML a value is put, which decides how it is written. `url`: at the beginning of an address; `url-part`: further
 * in one; `nowhere`: where no value can be kept from being taken for something else (a style, a tag, an attribute
 * without quotes).
 */
export type Context = 'text' | 'attribute' | 'url' | 'url-part' | 'nowhere';

const ADDRESSES = new Set('href src action formaction xlink:href data background poster cite'.split(' '));
/** Values that are code, or lists of their own grammar. */
const CODE = /^(?:on|style$|srcset$|srcdoc$)/;
const RAW = new Set(['style', 'script', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext']);
const SPACE = /\s/;

/** The context of each of these offsets, in ascending order. One pass, linear in the length of the text. */
export function contextsOf(html: string, offsets: readonly number[]): Context[] {
  const contexts: Context[] = [];
  let lower: string | undefined;
  let next = 0;
  /** All offsets before `end` that have none yet stand in this. */
  const mark = (end: number, context: Context | ((offset: number) => Context)): void => {
    for (let at = offsets[next]; at !== undefined && at < end; at = offsets[++next])
      contexts.push(typeof context === 'function' ? context(at) : context);
  };
  const past = (text: string, from: number): number => {
    const found = html.indexOf(text, from);
    return found === -1 ? html.length : found + text.length;
  };
  let i = 0;
  while (i < html.length && next < offsets.length) {
    const open = html.indexOf('<', i);
    if (open === -1) break;
    mark(open, 'text');
    if (html.startsWith('<!--', open)) {
      // What stands in a conditional comment is markup to Outlook: its opening alone is passed.
      const conditional = html.startsWith('[if', open + 4);
      const end = conditional ? past(']>', open) : past('-->', open);
      mark(end, conditional ? 'nowhere' : 'text');
      i = end;
    } else if (/[a-z/]/i.test(html.charAt(open + 1))) i = tag(open);
    else if (html[open + 1] === '!' || html[open + 1] === '?') {
      i = past('>', open);
      mark(i, 'nowhere');
    } else {
      mark(open + 1, 'text');
      i = open + 1;
    }
  }
  mark(html.length + 1, 'text');
  return contexts;

  /** Reads one tag with its attributes; of an element whose content is no markup, the content too. Returns where it ends. */
  function tag(open: number): number {
    let at = open + 1;
    while (at < html.length && !SPACE.test(html.charAt(at)) && html[at] !== '>') at += 1;
    const name = html
      .slice(open + 1, at)
      .toLowerCase()
      .replace(/\/$/, '');
    while (at < html.length && html[at] !== '>') {
      const begin = at;
      while (at < html.length && /[\s/]/.test(html.charAt(at))) at += 1;
      const nameFrom = at;
      while (at < html.length && !/[\s/>=]/.test(html.charAt(at))) at += 1;
      const attribute = html.slice(nameFrom, at).toLowerCase();
      while (at < html.length && SPACE.test(html.charAt(at))) at += 1;
      if (html[at] !== '=') {
        mark(at, 'nowhere');
        if (at === begin) at += 1;
        continue;
      }
      at += 1;
      while (at < html.length && SPACE.test(html.charAt(at))) at += 1;
      const quote = html.charAt(at);
      if (quote !== '"' && quote !== "'") {
        while (at < html.length && !/[\s>]/.test(html.charAt(at))) at += 1;
        mark(at, 'nowhere');
        continue;
      }
      mark(at, 'nowhere');
      const value = at + 1;
      const end = html.indexOf(quote, value);
      at = end === -1 ? html.length : end + 1;
      const first = value + html.slice(value, at).search(/\S/);
      const address = ADDRESSES.has(attribute);
      mark(at, (offset) =>
        CODE.test(attribute) ? 'nowhere' : !address ? 'attribute' : offset === first ? 'url' : 'url-part',
      );
    }
    at = Math.min(at + 1, html.length);
    mark(at, 'nowhere');
    if (!RAW.has(name)) return at;
    lower ??= html.toLowerCase();
    const close = lower.indexOf(`</${name}`, at);
    const end = close === -1 ? html.length : close;
    mark(end, 'nowhere');
    return end;
  }
}
