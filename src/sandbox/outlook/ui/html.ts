import type { DraftAttachment } from '../host/draft';
import { escapeHtml } from '../../html';

/** Plain text as HTML that shows it so. */
export function textToHtml(text: string): string {
  return escapeHtml(text).replace(/\r?\n/g, '<br>');
}

const BLOCKS =
  'address,blockquote,dd,div,dl,dt,fieldset,footer,form,h1,h2,h3,h4,h5,h6,header,hr,li,ol,p,pre,table,tr,ul';

/** The text a reader sees. Parsed without loading or running anything. */
export function htmlToText(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const element of body.querySelectorAll('style,script,title')) element.remove();
  for (const element of body.querySelectorAll('br')) element.replaceWith('\n');
  for (const element of body.querySelectorAll(BLOCKS)) {
    if (element.previousSibling && !element.previousSibling.textContent?.endsWith('\n')) element.before('\n');
    element.append('\n');
  }
  return (body.textContent ?? '').replace(/\u00a0/g, ' ').replace(/\n$/, '');
}

/** Where the editor keeps the address that a picture has in the mail, while it shows one it can load. */
const REAL_SOURCE = 'data-outlook-src';

/** Makes pictures of attached files visible in the editor. */
export function showPictures(body: HTMLElement, attachments: readonly DraftAttachment[]): void {
  for (const image of body.querySelectorAll('img[src^="cid:" i]')) {
    const source = image.getAttribute('src') ?? '';
    const file = attachments.find(({ contentId }) => contentId === source.slice(4));
    if (!file) continue;
    image.setAttribute(REAL_SOURCE, source);
    image.setAttribute('src', `data:${file.contentType};base64,${file.content}`);
  }
}

/** What the editor holds, as the mail's own HTML. */
export function editedHtml(body: HTMLElement): string {
  const shown = [...body.querySelectorAll(`img[${REAL_SOURCE}]`)];
  if (shown.length === 0) return body.innerHTML;
  const copy = new DOMParser().parseFromString(body.innerHTML, 'text/html').body;
  for (const image of copy.querySelectorAll(`img[${REAL_SOURCE}]`)) {
    image.setAttribute('src', image.getAttribute(REAL_SOURCE) ?? '');
    image.removeAttribute(REAL_SOURCE);
  }
  return copy.innerHTML;
}

/** A received mail's HTML for the reading frame: pictures of attachments get addresses, links open elsewhere. */
export function readableHtml(html: string, pictureUrl: (contentId: string) => string | undefined): string {
  const document = new DOMParser().parseFromString(html, 'text/html');
  for (const image of document.querySelectorAll('img[src^="cid:" i]')) {
    const url = pictureUrl((image.getAttribute('src') ?? '').slice(4));
    if (url !== undefined) image.setAttribute('src', url);
  }
  const base = document.createElement('base');
  base.target = '_blank';
  document.head.prepend(base);
  return `<!doctype html>${document.documentElement.outerHTML}`;
}

/** HTML as a browser reads it and writes it again: what editors that know no bytes make of it. */
export function reserialised(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').documentElement.outerHTML;
}

/** The inner HTML of a mail's body, whether or not it is a whole document. */
export function bodyInner(html: string): string {
  const open = /<body\b[^>]*>/i.exec(html);
  if (!open) return html;
  const start = open.index + open[0].length;
  const end = html.toLowerCase().lastIndexOf('</body>');
  return html.slice(start, end < start ? undefined : end);
}
