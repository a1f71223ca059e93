import { parse, serialize } from 'parse5';
import type { DefaultTreeAdapterMap } from 'parse5';
import { escapeHtml } from '../html';

type Node = DefaultTreeAdapterMap['node'];

const UNSAFE = new Set([
  'script',
  'iframe',
  'object',
  'embed',
  'applet',
  'base',
  'form',
  'input',
  'button',
  'link',
]);

/** What Exchange leaves of HTML unless `outlook.allow-unsafe-html` is preferred: nothing that runs. */
export function withoutUnsafe(html: string): string {
  const document = parse(html);
  const walk = (node: Node): void => {
    if (!('childNodes' in node)) return;
    node.childNodes = node.childNodes.filter((child) => !UNSAFE.has(child.nodeName));
    for (const child of node.childNodes) {
      if ('attrs' in child) {
        child.attrs = child.attrs.filter(
          ({ name, value }) => !name.startsWith('on') && !/^\s*(?:javascript|vbscript):/i.test(value),
        );
      }
      walk(child);
    }
  };
  walk(document);
  return serialize(document);
}

/** Plain text as Exchange shows it where HTML is asked for. */
export function convertedFromText(text: string): string {
  const lines = escapeHtml(text).replace(/\r?\n/g, '<br>\r\n');
  return `<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n<meta name="Generator" content="Microsoft Exchange Server">\r\n<!-- converted from text --></head>\r\n<body>\r\n<font size="2"><span style="font-size:11pt;"><div class="PlainText">${lines}</div></span></font>\r\n</body>\r\n</html>\r\n`;
}

/** The part of an answer before the history that Outlook quotes under it. */
export function uniquePart(html: string): string {
  const quote = /<div[^>]+id="?(?:appendonsend|divRplyFwdMsg)\b/i.exec(html);
  return quote === null ? html : html.slice(0, quote.index);
}
