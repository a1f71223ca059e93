import { parse } from 'parse5';
import { attributeOf, childrenOf, isElement, wordsOf, type Element, type Node } from './tree';

const UNSEEN = new Set(['head', 'style', 'script', 'title', 'template', 'noscript']);
const BLOCKS = new Set([
  'address',
  'article',
  'blockquote',
  'center',
  'div',
  'dd',
  'dl',
  'dt',
  'footer',
  'header',
  'li',
  'main',
  'ol',
  'pre',
  'section',
  'table',
  'td',
  'th',
  'tr',
  'ul',
]);
/** Between these and what is around them stands an empty line. */
const APART = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'blockquote', 'hr', 'table']);
/** So deep nothing is read any more: no mail is. */
const DEEPEST = 400;

const isHidden = (element: Element): boolean =>
  /(?:^|;)\s*display\s*:\s*none\b/i.test(attributeOf(element, 'style') ?? '') ||
  attributeOf(element, 'hidden') !== undefined;

class Lines {
  #text = '';
  #blank = false;
  #ends = 0;

  say(words: string): void {
    const said = words.replace(/[ \t\r\n\f]+/g, ' ');
    if (said === '') return;
    if (said === ' ') {
      this.#blank = this.#text !== '' && this.#ends === 0;
      return;
    }
    if (this.#ends > 0 && this.#text !== '') this.#text += '\n'.repeat(this.#ends);
    const glue = this.#ends === 0 && (this.#blank || said.startsWith(' ')) && !/\s$/.test(this.#text);
    this.#text += (glue && this.#text !== '' ? ' ' : '') + said.trim();
    this.#ends = 0;
    this.#blank = said.endsWith(' ');
  }

  end(lines: 1 | 2): void {
    this.#ends = Math.max(this.#ends, lines);
    this.#blank = false;
  }

  whole(): string {
    return this.#text.trim();
  }
}

const sameAs = (target: string, words: string): boolean => {
  const bare = (text: string): string =>
    text.replace(/^(?:https?:\/\/|mailto:|tel:)/i, '').replace(/\/$/, '');
  return bare(target).toLowerCase() === bare(words).toLowerCase();
};

function read(node: Node, lines: Lines, depth: number): void {
  if (node.nodeName === '#text' && 'value' in node) {
    lines.say(node.value.replace(/[\u00a0\u200a]/g, ' ').replace(/[\u200b\u200c\u200d\ufeff]/g, ''));
    return;
  }
  if (depth > DEEPEST) return;
  if (!isElement(node)) {
    for (const child of childrenOf(node)) read(child, lines, depth + 1);
    return;
  }
  const { tagName } = node;
  if (UNSEEN.has(tagName) || isHidden(node)) return;
  if (tagName === 'br') return lines.end(1);
  if (tagName === 'img') return lines.say(attributeOf(node, 'alt') ?? '');
  const apart = APART.has(tagName);
  if (apart || BLOCKS.has(tagName)) lines.end(apart ? 2 : 1);
  if (tagName === 'li') lines.say('- ');
  for (const child of childrenOf(node)) read(child, lines, depth + 1);
  if (tagName === 'a') {
    const target = attributeOf(node, 'href')?.trim() ?? '';
    if (target !== '' && !target.startsWith('#') && !sameAs(target, wordsOf(node))) lines.say(` (${target})`);
  }
  if (apart || BLOCKS.has(tagName)) lines.end(apart ? 2 : 1);
}

/** A mail in plain text: its words in their order, each link with where it leads, pictures by their alternative text. */
export function plainText(html: string): string {
  const lines = new Lines();
  read(parse(html), lines, 0);
  return lines.whole();
}
