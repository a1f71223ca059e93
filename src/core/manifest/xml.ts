import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One element, namespace prefixes cut off (`bt:Image` is `Image`): a manifest uses each local name for one thing. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly XmlElement[];
  text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

export type XmlResult = { ok: true; root: XmlElement } | { ok: false; problem: string };

/** Parses a document without a DTD; a manifest has none, and entity expansion is how XML parsers are attacked. */
export function parseXml(text: string): XmlResult {
  if (/<!DOCTYPE/i.test(text)) return { ok: false, problem: 'a manifest has no DOCTYPE' };
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) return { ok: false, problem: `line ${verdict.err.line}: ${verdict.err.msg}` };
  const parsed: unknown = parser.parse(text);
  const [root] = elements(parsed);
  return root ? { ok: true, root } : { ok: false, problem: 'no root element' };
}

/** All elements of this name at any depth, in document order. */
export function descendants(of: XmlElement, name: string): XmlElement[] {
  return of.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...descendants(child, name),
  ]);
}

/** Every element below, in document order. */
export function everyElement(of: XmlElement): XmlElement[] {
  return of.children.flatMap((child) => [child, ...everyElement(child)]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function elements(nodes: unknown): XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.filter(isRecord).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const inner = node[name];
    const raw = isRecord(node[':@']) ? node[':@'] : {};
    const attributes = Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, String(value)]));
    return [{ name, attributes, children: elements(inner), text: textOf(inner) }];
  });
}

function textOf(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  return nodes
    .filter(isRecord)
    .map((node) => (typeof node['#text'] === 'string' ? node['#text'] : ''))
    .join('')
    .trim();
}
