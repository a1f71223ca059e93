import type { DefaultTreeAdapterMap } from 'parse5';

export type Node = DefaultTreeAdapterMap['node'];
export type Element = DefaultTreeAdapterMap['element'];

export const isElement = (node: Node): node is Element => 'tagName' in node;
export const childrenOf = (node: Node): readonly Node[] =>
  'content' in node ? node.content.childNodes : 'childNodes' in node ? node.childNodes : [];
export const attributeOf = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

/** Calls for each element of a tree, in its order; without recursion, however deep it is. */
export function eachElement(root: Node, call: (element: Element) => void): void {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isElement(node)) call(node);
    const inner = childrenOf(node);
    for (let n = inner.length - 1; n >= 0; n -= 1) {
      const child = inner[n];
      if (child) waiting.push(child);
    }
  }
}

/** The words in it, blanks run together. */
export function wordsOf(root: Node): string {
  let words = '';
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.nodeName === '#text' && 'value' in node) words += node.value;
    else if (isElement(node) && node.tagName === 'img') words += ` ${attributeOf(node, 'alt') ?? ''} `;
    waiting.push(...[...childrenOf(node)].reverse());
  }
  return words.replace(/\s+/g, ' ').trim();
}
