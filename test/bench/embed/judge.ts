import { hrefOf, isElement, isLink, nodesOf, read, startOf, type Element } from './page';

export interface Verdict {
  /** Same tree but for hrefs of web links and one added image. */
  dom: boolean;
  /** Same bytes but for those. */
  bytes: boolean;
  /** No tracked address on a link that has to stay as it is. */
  left: boolean;
  /** Where it first goes wrong, for a reader. */
  why: string;
}

interface Line {
  text: string;
  href?: string;
  at: number;
}

const isWeb = (href: string): boolean => /^\s*https?:/i.test(href);

const isMark = (element: Element, origin: string): boolean =>
  element.tagName === 'img' &&
  element.attrs.some((one) => one.name === 'src' && one.value.startsWith(`${origin}/`));

/** The tree, a line a node; hrefs of links apart; images of `origin` left out and counted. */
function outline(html: string, origin: string): { lines: Line[]; marks: number } {
  const lines: Line[] = [];
  let marks = 0;
  for (const { node, depth } of nodesOf(read(html))) {
    if (isElement(node)) {
      if (isMark(node, origin)) {
        marks++;
        continue;
      }
      const link = isLink(node);
      const attributes = node.attrs.map(
        (one) =>
          ` ${one.prefix ?? ''}:${one.name}=${link && one.name === 'href' ? '…' : JSON.stringify(one.value)}`,
      );
      lines.push({
        text: `${depth} <${node.namespaceURI} ${node.tagName}${attributes.join('')}>`,
        href: link ? hrefOf(node) : undefined,
        at: startOf(node),
      });
    } else if (node.nodeName === '#text' && 'value' in node) {
      // Around an image left out, the text is one again.
      const last = lines[lines.length - 1];
      if (last?.text.startsWith(`${depth} #text `)) last.text += node.value;
      else lines.push({ text: `${depth} #text ${node.value}`, at: -1 });
    } else if (node.nodeName === '#comment' && 'data' in node) {
      lines.push({ text: `${depth} #comment ${node.data}`, at: -1 });
    } else {
      const mode = 'mode' in node ? node.mode : '';
      const names = 'publicId' in node ? `${node.name} ${node.publicId} ${node.systemId}` : '';
      lines.push({ text: `${depth} ${node.nodeName} ${mode} ${names}`, at: -1 });
    }
  }
  return { lines, marks };
}

/** The bytes without the values of web links' hrefs and without images of `origin`. */
function masked(html: string, origin: string): string {
  const spans = new Map<number, [end: number, text: string]>();
  for (const { node } of nodesOf(read(html))) {
    if (!isElement(node)) continue;
    const href = isLink(node) ? node.sourceCodeLocation?.attrs?.['href'] : undefined;
    if (href && isWeb(hrefOf(node) ?? '')) spans.set(href.startOffset, [href.endOffset, 'href']);
    if (!isMark(node, origin)) continue;
    const place = node.sourceCodeLocation;
    if (place) spans.set(place.startOffset, [place.endOffset, '']);
  }
  let text = '';
  let at = 0;
  for (const [start, [end, instead]] of [...spans].sort(([a], [b]) => a - b)) {
    text += html.slice(at, start) + instead;
    at = end;
  }
  return text + html.slice(at);
}

const firstDifference = (a: string, b: string): string => {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const from = Math.max(0, i - 20);
  return `${JSON.stringify(a.slice(from, i + 30))} became ${JSON.stringify(b.slice(from, i + 30))}`;
};

/**
 * Whether `sent` is `html` with nothing but links and one image changed. `origin` is where all tracked addresses
 * of the bench lead; `mayTrack` says for a link, by the offset of its tag, whether it may be tracked.
 */
export function judge(
  html: string,
  sent: string,
  origin: string,
  mayTrack: (offset: number) => boolean,
): Verdict {
  const before = outline(html, origin);
  const after = outline(sent, origin);
  let why = '';
  let dom = after.marks - before.marks === 1;
  if (!dom) why = `${after.marks - before.marks} images more`;
  let left = true;
  for (let i = 0; i < Math.max(before.lines.length, after.lines.length); i++) {
    const was = before.lines[i];
    const is = after.lines[i];
    const same = was?.text === is?.text && (was?.href === is?.href || isWeb(was?.href ?? ''));
    if (was && is && was.href !== is.href && is.href?.startsWith(`${origin}/`) && !mayTrack(was.at)) {
      left = false;
    }
    if (same) continue;
    dom = false;
    why ||= `the tree: ${firstDifference(was?.text ?? 'nothing', is?.text ?? 'nothing')}`;
    break;
  }
  const [a, b] = [masked(html, origin), masked(sent, origin)];
  if (a !== b) why ||= `the bytes: ${firstDifference(a, b)}`;
  return { dom, bytes: a === b, left, why };
}
