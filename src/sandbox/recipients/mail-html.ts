import { parse, serialize, serializeOuter } from 'parse5';
import type { DefaultTreeAdapterMap } from 'parse5';
import { escapeHtml } from '../html';
import type { MailContent } from '../mailboxes';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

const UNSAFE = new Set([
  'script',
  'iframe',
  'frame',
  'object',
  'embed',
  'base',
  'form',
  'link',
  'meta',
  'audio',
  'video',
]);
const STYLE_URL = /url\(\s*(['"]?)(https?:[^'")]+)\1\s*\)/gi;

const isWeb = (url: string): boolean => /^\s*https?:/i.test(url);

function elements(root: Node): Element[] {
  const found: Element[] = [];
  const walk = (node: Node): void => {
    if ('attrs' in node) found.push(node);
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(root);
  return found;
}

const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((each) => each.name === name)?.value;

/** The body of a mail as HTML, whatever it was written in. */
export function htmlOf(content: MailContent): string {
  return content.html ?? `<div style="white-space: pre-wrap">${escapeHtml(content.text ?? '')}</div>`;
}

/** Addresses of the pictures that a mail loads from the net, each as often as it stands there. */
export function pictureAddresses(html: string): string[] {
  return elements(parse(html)).flatMap((element) => {
    const style = attribute(element, 'style') ?? '';
    return [
      ...(element.tagName === 'img' ? [attribute(element, 'src') ?? ''] : []),
      attribute(element, 'background') ?? '',
      ...[...style.matchAll(STYLE_URL)].map((match) => match[2] ?? ''),
    ]
      .map((url) => url.trim())
      .filter(isWeb);
  });
}

/** Targets of the links of a mail, in order. */
export function linkTargets(html: string): string[] {
  return elements(parse(html))
    .filter((element) => element.tagName === 'a' || element.tagName === 'area')
    .map((element) => (attribute(element, 'href') ?? '').trim())
    .filter(isWeb);
}

export interface Shown {
  /** `/api/mail/bob` */
  base: string;
  /** `/api/mail/bob/messages/7` */
  message: string;
  pictures: boolean;
  content: MailContent;
}

/**
 * The document that the reading pane's frame holds: pictures and links lead through the person's own program,
 * nothing runs, and without `pictures` nothing is loaded from the net.
 */
export function shownHtml({ base, message, pictures, content }: Shown): string {
  const document = parse(htmlOf(content));
  const through = (url: string): string => `${base}/net?u=${encodeURIComponent(url.trim())}`;
  const styled = (css: string): string =>
    css.replace(STYLE_URL, (_whole, _quote, url: string) => (pictures ? `url("${through(url)}")` : 'none'));

  function picture(url: string): string | undefined {
    const cid = /^\s*cid:(.*)$/i.exec(url)?.[1]?.trim();
    if (cid !== undefined) {
      const found = content.attachments.find((each) => each.contentId === decodeURIComponent(cid));
      return found === undefined ? undefined : `${message}/attachments/${found.index}`;
    }
    if (isWeb(url)) return pictures ? through(url) : undefined;
    return /^\s*data:image\//i.test(url) ? url : undefined;
  }

  function rewritten(element: Element): Element['attrs'] {
    const isLink = element.tagName === 'a' || element.tagName === 'area';
    const attrs = element.attrs.flatMap(({ name, value, ...rest }): Element['attrs'] => {
      if (name.startsWith('on') || name === 'srcset' || name === 'target' || name === 'ping') return [];
      if (name === 'style') return [{ name, value: styled(value), ...rest }];
      if (name === 'src' || name === 'background') {
        const url = picture(value);
        return url === undefined ? [] : [{ name, value: url, ...rest }];
      }
      if (name !== 'href') return [{ name, value, ...rest }];
      if (isLink && isWeb(value))
        return [{ name, value: `${base}/go?u=${encodeURIComponent(value.trim())}`, ...rest }];
      return isLink && /^\s*(?:#|mailto:)/i.test(value) ? [{ name, value, ...rest }] : [];
    });
    return isLink
      ? [...attrs, { name: 'target', value: '_blank' }, { name: 'rel', value: 'noopener noreferrer' }]
      : attrs;
  }

  const walk = (node: Node): void => {
    if ('attrs' in node) node.attrs = rewritten(node);
    if (node.nodeName === '#text' && 'value' in node && node.parentNode?.nodeName === 'style')
      node.value = styled(node.value);
    if (!('childNodes' in node)) return;
    node.childNodes = node.childNodes.filter((child) => !UNSAFE.has(child.nodeName));
    node.childNodes.forEach(walk);
  };
  walk(document);
  return `<!doctype html>${serialize(document).replace(/^<!doctype[^>]*>/i, '')}`;
}

/** The inside of a mail's body as Outlook puts it under an answer: ids and classes get `x_` before them, so that they clash with nothing. */
export function quotedBody(content: MailContent): string {
  const document = parse(htmlOf(content));
  const all = elements(document);
  for (const element of all) {
    element.attrs = element.attrs.map(({ name, value, ...rest }) => ({
      name,
      value:
        name === 'id'
          ? `x_${value}`
          : name === 'class'
            ? value
                .split(/\s+/)
                .map((each) => (each === '' ? each : `x_${each}`))
                .join(' ')
            : value,
      ...rest,
    }));
  }
  const body = all.find((element) => element.tagName === 'body');
  if (body === undefined) return '';
  body.childNodes = body.childNodes.filter((child) => child.nodeName !== 'script');
  return body.childNodes.map((child) => serializeOuter(child)).join('');
}
