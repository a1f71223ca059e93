import { checkTarget, imageUrl, linkSigner, messageKeyOf, type Ticket } from '../token';
import { decodeAttribute } from './entities';
import { plainHref, trackedHref, writtenIn, type PlainHref } from './href';
import { judgeLink, type LeftReason, type TrackedReason } from './links';
import { cleanComment, isSafeLink, marksOf, type Marks } from './marks';
import { Is, readPage, type FoundLink, type Page, type Suspect } from './page';
import { imagePlace } from './place';
import { applySplices, type Splice } from './splice';
import type { Attribute } from './tokens';
import { BAD } from './tree';

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
  /** One image of this token may stay where it stands, behind the quote too: Outlook itself appended it. */
  keepImage?: boolean;
  /** Tokens this very draft had before, of which Outlook may have appended images: they go from behind the quote too. */
  earlierTokens?: readonly string[];
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

/** Hears what was seen of the page and where it was spliced: for copies that differ in little (copies.ts). */
export type Look = (page: Page, splices: readonly Splice[]) => void;

/** Out of the flow, so that no line grows; never `display:none`, which mail programs do not load. */
const IMAGE_STYLE = 'display:block;position:absolute;width:1px;height:1px;margin:0;padding:0;border:0';

const imageTag = (ticket: Ticket, token: string): string =>
  `<img src="${imageUrl(ticket.trackingUrl, token)}" width="1" height="1" alt="" border="0" style="${IMAGE_STYLE}">`;

/**
 * Puts image and tracked links into the part of a mail the sender wrote (O1, C2, C3) and takes marks of earlier mail
 * out of it (O9). Every byte that is no part of those stays (A5); what is quoted is not touched. Linear in the length
 * of `html`. Doing it twice changes nothing; another token takes the place of the first.
 */
export function embed(html: string, options: EmbedOptions, look?: Look): Embedded {
  const own = checkTarget(options.ticket.trackingUrl);
  const hosts = (own.ok ? [own.authority] : []).concat(options.trackingHosts || []);
  return work(html, hosts, [options.token].concat(options.earlierTokens || []), options, look);
}

/**
 * Takes our image and links out of the part the sender wrote, and Safe Links off its links: what a message would be
 * had it never been tracked. `trackingHosts` are host[:port]s; `tokens` are this draft's own, whose images go from
 * behind the quote too; `removed` counts our marks.
 */
export function strip(
  html: string,
  trackingHosts: readonly string[],
  tokens: readonly string[] = [],
): { html: string; changed: boolean; removed: number } {
  const { html: bare, changed, removed } = work(html, trackingHosts, tokens, null);
  return { html: bare, changed, removed };
}

function work(
  html: string,
  hosts: readonly string[],
  tokens: readonly string[],
  options: EmbedOptions | null,
  look?: Look,
): Embedded {
  const marks = marksOf(hosts);
  // A page without any of our hosts in it has no mark to look for.
  const page = readPage(html, marks.trace.test(html) ? marks.trace : null);
  const token = options ? options.token : null;
  const { images, splices } = oldMarks(page, marks, tokens.map(messageKeyOf));
  let removed = splices.length;

  const sign = options && options.links ? linkSigner(options.ticket, options.token) : null;
  let n = 0;
  const links = page.links.map((link): EmbeddedLink => {
    const { text, href } = link;
    const left = (target: string, reason: EmbeddedLink['reason']): EmbeddedLink => ({
      target,
      text,
      tracked: false,
      reason,
    });
    if (link.index >= page.quote) return left(link.value, page.untouchable ? 'unreadable' : 'quoted');
    const plain = plainHref(html, link, marks, !options || options.links);
    const choice = judge(link, plain, marks, (options && options.excludedDomains) || []);
    const made = left(plain.target, choice.reason);
    let { written } = plain;
    if (choice.tracked && sign) {
      made.n = ++n;
      made.tracked = true;
      written = trackedHref(sign(n, plain.target), plain, href.quote);
    } else if (choice.tracked) made.reason = options && options.links ? 'freeSeat' : 'linksOff';
    if (html.slice(href.start, href.end) !== written) {
      splices.push({ start: href.start, end: href.end, text: written });
      if (plain.ours) removed++;
    }
    return made;
  });

  const tag = options && options.image ? imageTag(options.ticket, options.token) : '';
  const kept = options && options.keepImage && tag ? onlyImage(images, options.token) : null;
  const place = tag && kept === null ? imagePlace(page, images) : null;
  removed += placeImage(page, { place, kept, images, tag, token }, splices);
  const result = applySplices(html, splices);
  if (look) look(page, splices);
  return { html: result, changed: result !== html, image: place !== null || kept !== null, links, removed };
}

function judge(
  link: FoundLink,
  { target }: PlainHref,
  marks: Marks,
  excludedDomains: readonly string[],
): ReturnType<typeof judgeLink> {
  return marks.isOurs(target)
    ? { tracked: false, reason: 'alreadyTracked' }
    : judgeLink(
        target,
        link.text,
        (link.certain || target !== link.value) && !isSafeLink(target),
        excludedDomains,
      );
}

const startOf = ({ starts }: Page, index: number): number => starts[index] || 0;

/**
 * What has to go from the part the sender writes (O9), links apart. Images with their tokens; of those behind the
 * quote the ones of this very message (`own`, by message key), which Outlook appended.
 */
function oldMarks(
  page: Page,
  marks: Marks,
  own: readonly (string | null)[],
): { images: Map<number, string>; splices: Splice[] } {
  const { html, quote } = page;
  const images = new Map<number, string>();
  const splices: Splice[] = [];
  for (const { index, picture, spans } of page.suspects) {
    const image = picture ? imageIn(html, spans, marks) : null;
    if (image !== null && (index < quote || own.indexOf(messageKeyOf(image)) >= 0)) images.set(index, image);
    if (image !== null || index >= quote) continue;
    for (const { start, end, quote: mark } of spans) {
      const raw = html.slice(start, end);
      const text = mark === null ? cleanComment(raw, marks) : cleanAttribute(raw, mark, marks);
      if (text !== raw) splices.push({ start, end, text });
    }
  }
  return { images, splices };
}

function imageIn(html: string, spans: Suspect['spans'], marks: Marks): string | null {
  for (const { start, end } of spans) {
    const { value } = decodeAttribute(html.slice(start, end));
    // An address, not a text that tells of one.
    const token = /^\s*https?:/i.test(value) ? marks.imageToken(value) : null;
    if (token !== null) return token;
  }
  return null;
}

function cleanAttribute(raw: string, quote: Attribute['quote'], marks: Marks): string {
  const { value } = decodeAttribute(raw);
  const whole = /^https?:\/\/\S+$/i.test(value) ? marks.linkTarget(value) : null;
  const asIs = (text: string): string => text;
  const clean = whole ? whole.target : marks.clean(value, asIs, asIs);
  return clean === value ? raw : writtenIn(clean, quote);
}

/** Number of the one token that is this message's image; null if there is none, or several. */
function onlyImage(images: ReadonlyMap<number, string>, token: string): number | null {
  const [one, ...more] = Array.from(images.keys()).filter((index) => images.get(index) === token);
  return one === undefined || more.length > 0 ? null : one;
}

interface Placing {
  /** Number of the token the image goes before; null for none. */
  place: number | null;
  /** The image that stays where it is. */
  kept: number | null;
  images: ReadonlyMap<number, string>;
  tag: string;
  token: string | null;
}

/** Adds the splices that leave exactly one image, or none; returns how many old ones go. */
function placeImage(page: Page, { place, kept, images, tag, token }: Placing, splices: Splice[]): number {
  let removed = 0;
  let stands = false;
  let next = 0;
  // From the last to the first, so that what follows a run of images is known at each.
  for (const index of Array.from(images.keys()).sort((a, b) => b - a)) {
    if (!images.has(index + 1)) next = index + 1;
    if (index === kept) continue;
    const start = startOf(page, index);
    const end = startOf(page, index + 1);
    if (index === place && page.html.slice(start, end) === tag) {
      stands = true;
      continue;
    }
    // Where the new one stands, it keeps apart what the old one kept apart.
    splices.push({ start, end, text: index === place ? '' : standIn(page, index, next) });
    // The message's own is moved, not an earlier one's removed.
    if (images.get(index) !== token) removed++;
  }
  if (place !== null && !stands) {
    const at = startOf(page, place);
    splices.push({ start: at, end: at, text: tag });
  }
  return removed;
}

/**
 * What takes the place of a removed image, so that the rest is read as before: nothing, but for an image that ended
 * SVG or MathML, or that kept two texts apart which would become markup: `<` and `b>`, `&am` and `p;`.
 */
function standIn(page: Page, index: number, next: number): string {
  const bits = (i: number): number => page.what[i] || 0;
  if ((bits(index) & (Is.effect | Is.inert)) === BAD) return '<span></span>';
  if (((index > 0 ? bits(index - 1) : 0) & bits(next) & Is.text) === 0) return '';
  const end = startOf(page, index);
  const tail = page.html.slice(Math.max(startOf(page, index - 1), end - 42), end);
  return /(?:[<\r]|&[#0-9A-Za-z]{0,40})$/.test(tail) ? '<!---->' : '';
}
