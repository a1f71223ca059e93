import { checkTarget, imageUrl, makeLink, type Ticket } from '../token';
import { decodeAttribute, escapeAttribute } from './entities';
import { findLinks, judgeLink, type FoundLink, type LeftReason, type TrackedReason } from './links';
import { cleanComment, marksOf, mayHoldMark, unwrap, type Marks } from './marks';
import { imagePlace } from './place';
import { quoteStart } from './quote';
import { applySplices, type Splice } from './splice';
import type { Attribute } from './tokens';
import { readPage, type Page } from './tree';

export interface EmbedOptions {
  ticket: Ticket;
  /** Token of this message or of this recipient's copy, made from the same ticket. */
  token: string;
  /** What the policy allowed. */
  image: boolean;
  links: boolean;
  /** Link targets left alone (C3): `example.com`, or `*.example.com` with all below it. */
  excludedDomains?: readonly string[];
  /** Other host[:port]s this account has tracked with; the ticket's own is always known. */
  trackingHosts?: readonly string[];
}

export interface EmbeddedLink {
  /** Its number in the tracked address; absent if not tracked. */
  n?: number;
  target: string;
  /** What the link shows, white space collapsed; '' for a picture. */
  text: string;
  tracked: boolean;
  reason: TrackedReason | LeftReason;
}

export interface Embedded {
  html: string;
  changed: boolean;
  /** The HTML carries the image. */
  image: boolean;
  /** Every `<a>` and `<area>` with an href, in order, those of the quote too. */
  links: EmbeddedLink[];
  /** Marks of earlier tracked messages that were taken out of the sender's own part. */
  removed: number;
}

/** Out of the flow, so that no line grows; never `display:none`, which mail programs do not load. */
const IMAGE_STYLE = 'display:block;position:absolute;width:1px;height:1px;margin:0;padding:0;border:0';

const imageTag = (ticket: Ticket, token: string): string =>
  `<img src="${imageUrl(ticket.trackingUrl, token)}" width="1" height="1" alt="" border="0" style="${IMAGE_STYLE}">`;

const rewrite = (attribute: Attribute, value: string): Splice => {
  // An unquoted empty value would swallow what follows it.
  const bare = attribute.quote === '' && value === '';
  const text = bare ? '""' : escapeAttribute(value, attribute.quote);
  return { start: attribute.start, end: attribute.end, text };
};

/** What has to go from the part the sender writes (O9), links apart. */
function oldMarks(
  html: string,
  page: Page,
  end: number,
  marks: Marks,
): { images: Set<number>; splices: Splice[] } {
  const images = new Set<number>();
  const splices: Splice[] = [];
  for (let i = 0; i < end; i++) {
    const placed = page.tokens[i];
    if (!placed) break;
    const { token } = placed;
    const raw = html.slice(token.start, token.end);
    if ((token.kind !== 'start' && token.kind !== 'comment') || !mayHoldMark(raw)) continue;
    if (token.kind !== 'start') {
      const text = cleanComment(raw, marks);
      if (text !== raw) splices.push({ start: token.start, end: token.end, text });
      continue;
    }
    const values = token.attributes.map((attribute) => ({
      attribute,
      value: decodeAttribute(html.slice(attribute.start, attribute.end)).value,
    }));
    if (
      placed.place !== 'foreign' &&
      (token.name === 'img' || token.name === 'image') &&
      values.some(({ value }) => marks.isImage(value))
    ) {
      images.add(i);
      continue;
    }
    for (const { attribute, value } of values) {
      if (attribute.name === 'href' && (token.name === 'a' || token.name === 'area')) continue;
      const whole = /^https?:\/\/\S+$/i.test(value) ? marks.linkTarget(value) : null;
      const clean =
        whole ??
        marks.clean(
          value,
          (query) => query,
          (target) => target,
        );
      if (clean !== value) splices.push(rewrite(attribute, clean));
    }
  }
  return { images, splices };
}

type Judged = {
  tracked: boolean;
  reason: TrackedReason | LeftReason;
  target: string;
  url: string;
  ours: boolean;
};

function judge(found: FoundLink, quoted: boolean, marks: Marks, options: EmbedOptions, n: number): Judged {
  const left = (reason: LeftReason, target = found.value, url = target, ours = false): Judged => ({
    tracked: false,
    reason,
    target,
    url,
    ours,
  });
  if (quoted) return left('quoted');
  const { target, ours } = unwrap(found.value, marks, options.links);
  if (marks.isOurs(target)) return left('alreadyTracked', target, target, ours);
  const choice = judgeLink(
    target,
    found.text,
    found.certain || target !== found.value,
    options.excludedDomains ?? [],
  );
  if (!choice.tracked) return left(choice.reason, target, target, ours);
  if (!options.links) return left('linksOff', target, target, ours);
  const link = makeLink(options.ticket, options.token, n, target);
  return link.ok ? { target, url: link.url, ours, ...choice } : left(link.reason, target, target, ours);
}

/**
 * Puts image and tracked links into the part of a mail the sender wrote (O1, C2, C3) and takes marks of
 * earlier mail out of it (O9). Every byte that is no part of those stays (A5); what is quoted is not touched.
 * Linear in the length of `html`. Doing it twice changes nothing; another token takes the place of the first.
 */
export function embed(html: string, options: EmbedOptions): Embedded {
  const page = readPage(html);
  const own = checkTarget(options.ticket.trackingUrl);
  const marks = marksOf([...(own.ok ? [own.authority] : []), ...(options.trackingHosts ?? [])]);
  const quote = quoteStart(html, page.tokens);
  const found = findLinks(html, page.tokens);
  if (page.frameset) {
    const links = found.map(({ value, text }): EmbeddedLink => ({
      target: value,
      text,
      tracked: false,
      reason: 'unreadable',
    }));
    return { html, changed: false, image: false, links, removed: 0 };
  }
  const { images, splices } = oldMarks(html, page, quote, marks);
  let removed = splices.length;
  let n = 0;
  const links = found.map((link): EmbeddedLink => {
    const { tracked, reason, target, url, ours } = judge(link, link.index >= quote, marks, options, n + 1);
    if (url !== link.value) {
      splices.push(rewrite(link.href, url));
      if (ours) removed++;
    }
    const shown = { target, text: link.text, tracked, reason };
    return tracked ? { n: ++n, ...shown } : shown;
  });

  const place = options.image ? imagePlace(html, page, quote, images) : null;
  removed += placeImage(
    html,
    page,
    place,
    images,
    place === null ? '' : imageTag(options.ticket, options.token),
    splices,
  );
  const result = applySplices(html, splices);
  return { html: result, changed: result !== html, image: place !== null, links, removed };
}

/** Adds the splices that leave exactly one image, at `place`; returns how many old ones go. */
function placeImage(
  html: string,
  page: Page,
  place: number | null,
  images: ReadonlySet<number>,
  tag: string,
  splices: Splice[],
): number {
  let removed = 0;
  let kept = false;
  for (const i of images) {
    const token = page.tokens[i]?.token;
    if (!token) continue;
    if (i === place && html.slice(token.start, token.end) === tag) {
      kept = true;
      continue;
    }
    splices.push({ start: token.start, end: token.end, text: standIn(html, page, i, images) });
    removed++;
  }
  if (place !== null && !kept) {
    const at = page.tokens[place]?.token.start ?? html.length;
    splices.push({ start: at, end: at, text: tag });
  }
  return removed;
}

/**
 * What takes the place of a removed image, so that the rest is read as before: nothing, but for an image that
 * ended SVG or MathML, or that kept two texts apart which would become markup: `<` and `b>`, `&am` and `p;`.
 */
function standIn(html: string, page: Page, i: number, images: ReadonlySet<number>): string {
  const image = page.tokens[i];
  if (image?.place === 'html' && image.before === 'bad') return '<span></span>';
  let next = i + 1;
  while (images.has(next)) next++;
  const before = page.tokens[i - 1]?.token;
  if (before?.kind !== 'text' || page.tokens[next]?.token.kind !== 'text') return '';
  const tail = html.slice(Math.max(before.start, before.end - 42), before.end);
  return /(?:[<\r]|&[#0-9A-Za-z]{0,40})$/.test(tail) ? '<!---->' : '';
}

/**
 * Takes our image and links out of the part the sender wrote: for a message that goes untracked after all, and
 * to compare. `trackingHosts` are host[:port]s.
 */
export function strip(
  html: string,
  trackingHosts: readonly string[],
): { html: string; changed: boolean; removed: number } {
  const page = readPage(html);
  const marks = marksOf(trackingHosts);
  const quote = quoteStart(html, page.tokens);
  const { images, splices } = oldMarks(html, page, quote, marks);
  for (const link of findLinks(html, page.tokens)) {
    if (link.index >= quote) break;
    const { target, ours } = unwrap(link.value, marks, false);
    if (ours) splices.push(rewrite(link.href, target));
  }
  const removed = splices.length + placeImage(html, page, null, images, '', splices);
  const result = applySplices(html, splices);
  return { html: result, changed: result !== html, removed };
}
