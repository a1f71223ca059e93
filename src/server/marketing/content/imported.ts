import { parse, type DefaultTreeAdapterMap } from 'parse5';
import { FooterBlock } from '../../../core/marketing/content';
import { footerHtml } from './blocks';
import { eachElement } from './tree';

type Element = DefaultTreeAdapterMap['element'];
interface Range {
  from: number;
  to: number;
}

/** What runs, or brings in what does. */
const RUNS = new Set(['script', 'iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'base']);
const ADDRESSES = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'xlink:href',
  'data',
  'background',
  'poster',
]);
/** A browser passes over controls and blanks within the scheme. */
const SCRIPT = /^(?:javascript|vbscript|livescript):|^data:(?!image\/(?:png|gif|jpe?g|webp)[;,])/i;
const runs = (address: string): boolean =>
  // eslint-disable-next-line no-control-regex
  SCRIPT.test(address.replace(/[\u0000-\u0020]/g, ''));

/** Parts of the source that go: each whole element that runs, each attribute that does. */
function rangesOf(source: string): Range[] {
  const ranges: Range[] = [];
  // Nothing runs where mail is read, so what stands in `noscript` is markup there.
  const read = parse(source, { sourceCodeLocationInfo: true, scriptingEnabled: false });
  eachElement(read, (element: Element) => {
    const place = element.sourceCodeLocation;
    if (!place) return;
    const refresh =
      element.tagName === 'meta' &&
      element.attrs.some(({ name, value }) => name === 'http-equiv' && /^\s*refresh/i.test(value));
    if (RUNS.has(element.tagName) || refresh) {
      ranges.push({ from: place.startOffset, to: place.endOffset });
      return;
    }
    for (const { name, value, prefix } of element.attrs) {
      const whole = prefix === undefined || prefix === '' ? name : `${prefix}:${name}`;
      const bad = whole.startsWith('on') || whole === 'srcdoc' || (ADDRESSES.has(whole) && runs(value));
      const at = place.attrs?.[whole] ?? place.attrs?.[name];
      if (bad && at) ranges.push({ from: at.startOffset, to: at.endOffset });
    }
  });
  return ranges.sort((a, b) => a.from - b.from);
}

const MOST_ROUNDS = 5;

/**
 * HTML that was made elsewhere, with what runs cut out of it; every other byte stays, conditional comments among them.
 * `removed`: something was. What is still there after some rounds, each uncovering the next, is meant to be: then nothing is left.
 */
export function withoutScripts(source: string): { html: string; removed: boolean } {
  let html = source;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const ranges = rangesOf(html);
    if (ranges.length === 0) return { html, removed: round > 0 };
    let cut = '';
    let at = 0;
    for (const { from, to } of ranges) {
      if (to <= at) continue;
      cut += html.slice(at, Math.max(at, from));
      at = to;
    }
    html = cut + html.slice(at);
  }
  return rangesOf(html).length === 0 ? { html, removed: true } : { html: '', removed: true };
}

/** The footer as HTML by itself, for mail whose looks are unknown. */
const footerTable = (lang: string, unsubscribes: boolean): string => {
  const block = FooterBlock.parse({ kind: 'footer', id: '-', webView: false });
  const inside = footerHtml(block, { lang, unsubscribes }, '#5b6470');
  return `<table role="presentation" width="100%" border="0" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px;font-family:Arial,Helvetica,sans-serif;font-size:13px;line-height:1.5;color:#5b6470">${inside}</td></tr></table>`;
};

/** With a footer at the end of its body. */
export function withFooter(html: string, lang: string): string {
  let end: number | undefined;
  eachElement(parse(html, { sourceCodeLocationInfo: true }), (element) => {
    if (element.tagName === 'body') end = element.sourceCodeLocation?.endTag?.startOffset;
  });
  const at = end ?? html.length;
  return `${html.slice(0, at)}${footerTable(lang, false)}${html.slice(at)}`;
}

/** Shown in lists of mail, and to nobody who reads it. */
export function withPreheader(html: string, escaped: string): string {
  if (escaped.trim() === '') return html;
  let at = 0;
  eachElement(parse(html, { sourceCodeLocationInfo: true }), (element) => {
    if (element.tagName === 'body') at = element.sourceCodeLocation?.startTag?.endOffset ?? at;
  });
  const hidden = `<div style="display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden">${escaped}</div>`;
  return html.slice(0, at) + hidden + html.slice(at);
}
