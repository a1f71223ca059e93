import { html as spec, parse, type DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

export const isElement = (node: Node): node is Element => 'tagName' in node;

export const hrefOf = (element: Element): string | undefined =>
  element.attrs.find((one) => one.name === 'href' && one.prefix === undefined)?.value;

/** An `<a>` or `<area>` of HTML, not of SVG, that leads somewhere. */
export const isLink = (element: Element): boolean =>
  (element.tagName === 'a' || element.tagName === 'area') &&
  element.namespaceURI === spec.NS.HTML &&
  hrefOf(element) !== undefined;

/** Every node in document order, templates' contents too. */
export function* nodesOf(node: Node): Generator<{ node: Node; depth: number }> {
  const stack: { node: Node; depth: number }[] = [{ node, depth: 0 }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    yield next;
    const depth = next.depth + 1;
    const below: Node[] = 'childNodes' in next.node ? [...next.node.childNodes] : [];
    if ('content' in next.node) below.push(next.node.content);
    for (const child of below.reverse()) stack.push({ node: child, depth });
  }
}

export const startOf = (element: Element): number =>
  element.sourceCodeLocation?.startTag?.startOffset ?? element.sourceCodeLocation?.startOffset ?? -1;

export const read = (html: string, scriptingEnabled = true): DefaultTreeAdapterTypes.Document =>
  parse(html, { sourceCodeLocationInfo: true, scriptingEnabled });
