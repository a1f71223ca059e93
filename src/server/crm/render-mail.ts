import { parse, serialize } from 'parse5';
import sanitizeHtml, { type Attributes, type Tag } from 'sanitize-html';
import { nestsBeyondParsing, nestsTooDeep } from '../../core/incoming';
import { carriesOurImage, trackedTarget, type OurHosts } from './our-marks';
import { safeStyle } from './safe-style';

export interface RenderOptions {
  /** Hosts of our tracking addresses (`host[:port]`); `any`: our marks are known by their form alone. */
  ourHosts: OurHosts;
  /** Where a picture of the mail itself is served; undefined for one that is not there. */
  cidUrl?: (cid: string) => string | undefined;
  /** Whether pictures from elsewhere may load. When not, their address is kept in `data-remote-src`. */
  remoteImages: boolean;
}

export interface RenderedMail {
  /** A fragment, inert wherever it is put. */
  html: string;
  /** What was taken out or changed, in words, each once. */
  removed: string[];
}

const TAGS = (
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn dir div dl dt ' +
  'em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark menu nav ol p pre q rp rt ' +
  'ruby s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr'
).split(' ');

/** Wrappers of a document or of Word that say nothing; they go without being named. */
const SILENT = new Set([
  'html',
  'head',
  'body',
  'title',
  'o:p',
  'w:sdt',
  'st1:place',
  'label',
  'nobr',
  'fieldset',
  'legend',
  'summary',
  'details',
]);

/** Elements whose content goes with them. */
const WITH_CONTENT = [
  'script',
  'style',
  'textarea',
  'option',
  'xmp',
  'title',
  'noscript',
  'noembed',
  'noframes',
  'iframe',
  'object',
  'applet',
  'svg',
  'math',
  'template',
  'audio',
  'video',
  'select',
  'canvas',
  'frameset',
];

const COMMON = ['align', 'bgcolor', 'class', 'dir', 'height', 'lang', 'style', 'title', 'valign', 'width'];
const ATTRIBUTES: Record<string, string[]> = {
  '*': COMMON.filter((name) => name !== 'class'),
  a: ['href', 'name', 'target', 'rel'],
  blockquote: ['type'],
  col: ['span'],
  colgroup: ['span'],
  font: ['color', 'face', 'size'],
  hr: ['size', 'noshade', 'color'],
  img: ['src', 'alt', 'border', 'hspace', 'vspace', 'data-remote-src'],
  ol: ['start', 'type', 'reversed'],
  table: ['border', 'cellpadding', 'cellspacing', 'summary'],
  td: ['colspan', 'rowspan', 'nowrap', 'headers', 'abbr'],
  th: ['colspan', 'rowspan', 'nowrap', 'headers', 'scope', 'abbr'],
  time: ['datetime'],
  ul: ['type'],
};

const DATA_PICTURE = /^data:image\/(?:png|gif|jpe?g|webp|bmp);base64,[A-Za-z0-9+/=\s]*$/i;

/**
 * Turns the HTML of a received or sent mail into HTML that our screens can show (L2, O7): allow-listed elements,
 * attributes and styles; our tracking image taken out and our tracked links led back to their targets, so that reading
 * here is never counted; pictures of the mail from `cidUrl`; links opening apart, without a referrer.
 */
export function renderMail(html: string, options: RenderOptions): RenderedMail {
  const removed = new Set<string>();
  const tree = nestsBeyondParsing(html) ? undefined : parse(html);
  if (!tree || nestsTooDeep(tree)) {
    removed.add('formatting (nested too deep)');
    return { html: `<pre>${escaped(html.replace(/<[^>]*>/g, ' '))}</pre>`, removed: [...removed] };
  }
  const clean = sanitizeHtml(serialize(tree), {
    allowedTags: TAGS,
    allowedAttributes: ATTRIBUTES,
    disallowedTagsMode: 'discard',
    nonTextTags: WITH_CONTENT,
    allowedSchemes: ['http', 'https', 'mailto', 'tel', 'data'],
    allowedSchemesByTag: { a: ['http', 'https', 'mailto', 'tel'] },
    allowedSchemesAppliedToAttributes: [],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    enforceHtmlBoundary: false,
    transformTags: { '*': (name, attributes) => element(name, attributes, options, removed) },
    exclusiveFilter: (frame) =>
      frame.tag === 'img' &&
      frame.attribs['src'] === undefined &&
      frame.attribs['data-remote-src'] === undefined,
  });
  return { html: clean.trim(), removed: [...removed] };
}

function element(name: string, attributes: Attributes, options: RenderOptions, removed: Set<string>): Tag {
  // What the sender set for the whole page would be lost with <body>.
  const dressed =
    attributes.style !== undefined || attributes.bgcolor !== undefined || attributes.dir !== undefined;
  const tagName = name === 'body' && dressed ? 'div' : name;
  if (!TAGS.includes(tagName)) {
    if (!SILENT.has(name)) removed.add(`<${name}>`);
    return { tagName, attribs: {} };
  }
  const attribs: Attributes = {};
  const allowed = [...(ATTRIBUTES[tagName] ?? []), ...(ATTRIBUTES['*'] ?? [])];
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) removed.add(`${key} handler`);
    else if (key === 'background') removed.add('background picture');
    else if (key === 'style') {
      const { style, dropped } = safeStyle(value);
      for (const property of dropped) removed.add(`style ${property}`);
      if (style !== '') attribs.style = style;
    } else if (allowed.includes(key) && key !== 'data-remote-src') attribs[key] = value;
  }
  if (tagName === 'a') link(attribs, options, removed);
  if (tagName === 'img') picture(attribs, options, removed);
  return { tagName, attribs };
}

function link(attribs: Attributes, options: RenderOptions, removed: Set<string>): void {
  delete attribs.target;
  delete attribs.rel;
  const given = attribs.href === undefined ? undefined : plainAddress(attribs.href);
  delete attribs.href;
  if (given === undefined || given === '' || given.startsWith('#')) return;
  const target = trackedTarget(given, options.ourHosts);
  if (target !== undefined) removed.add(`tracking of the link to ${target}`);
  const href = target ?? given;
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(href)) {
    removed.add(`link to ${href.slice(0, 60)}`);
    return;
  }
  attribs.href = href;
  attribs.target = '_blank';
  attribs.rel = 'noopener noreferrer';
}

function picture(attribs: Attributes, options: RenderOptions, removed: Set<string>): void {
  const source = attribs.src === undefined ? '' : plainAddress(attribs.src);
  delete attribs.src;
  if (source === '') return;
  const address = source.startsWith('//') ? `https:${source}` : source;
  if (/^cid:/i.test(address)) {
    const cid = unescapedCid(address.slice(4));
    const url = options.cidUrl?.(cid);
    if (url === undefined) removed.add(`picture cid:${cid} (not there)`);
    else attribs.src = url;
    return;
  }
  if (carriesOurImage(address, options.ourHosts)) {
    removed.add('tracking image');
    return;
  }
  if (DATA_PICTURE.test(address)) {
    attribs.src = address;
    return;
  }
  if (!/^https?:\/\//i.test(address)) {
    removed.add(`picture ${address.slice(0, 40)}`);
    return;
  }
  if (options.remoteImages) attribs.src = address;
  else {
    attribs['data-remote-src'] = address;
    removed.add('remote picture');
  }
}

/** An address as a browser reads it: tabs and line breaks inside are skipped, control characters at its ends too. */
function plainAddress(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && value.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && value.charCodeAt(end - 1) <= 0x20) end -= 1;
  return value.slice(start, end).replace(/[\t\r\n]/g, '');
}

function unescapedCid(cid: string): string {
  try {
    return decodeURIComponent(cid);
  } catch {
    return cid;
  }
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** `data:` or an origin, nothing that could end the policy and begin another. */
const SOURCE = /^(?:data:|https:|http:|'self'|https?:\/\/[\w.:[\]-]+)$/;

/**
 * A whole document around what `renderMail` gave, for a frame with `sandbox="allow-popups allow-popups-to-escape-sandbox"`.
 * Its own policy forbids everything but styles in place and pictures from `pictures` (origins, `data:`, `https:`).
 */
export function frameDocument(
  safeHtml: string,
  pictures: readonly string[] = ['data:', 'https:', 'http:'],
): string {
  const bad = pictures.find((source) => !SOURCE.test(source));
  if (bad !== undefined) throw new RangeError(`no picture source: ${bad}`);
  const policy = [
    "default-src 'none'",
    `img-src ${pictures.length === 0 ? "'none'" : pictures.join(' ')}`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width"><title>Message</title><style>html{background:#fff;color:#242424}body{margin:0;padding:8px;font:14px/1.4 "Segoe UI",system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:0 0 0 8px;padding-left:8px;border-left:2px solid #d1d1d1}pre{white-space:pre-wrap}</style></head><body>
${safeHtml}
</body></html>
`;
}
