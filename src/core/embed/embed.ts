import { checkTarget, imageUrl, linkSigner, type Ticket } from '../token';
import { decodeAttribute, escapeAttribute } from './entities';
import { plainHref, trackedHref, type PlainHref } from './href';
import { judgeLink, type LeftReason, type TrackedReason } from './links';
import { cleanComment, marksOf, type Marks } from './marks';
import { IS, readPage, type FoundLink, type Page, type Suspect } from './page';
import { imagePlace } from './place';
import { applySplices, type Splice } from './splice';
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

/**
 * Puts image and tracked links into the part of a mail the sender wrote (O1, C2, C3) and takes marks of earlier mail
 * out of it (O9). Every byte that is no part of those stays (A5); what is quoted is not touched. Linear in the length
 * of `html`. Doing it twice changes nothing; another token takes the place of the first.
 */
export function embed(html: string, options: EmbedOptions): Embedded {
  const { ticket, token } = options;
  const own = checkTarget(ticket.trackingUrl);
  const marks = marksOf([...(own.ok ? [own.authority] : []), ...(options.trackingHosts ?? [])]);
  const page = pageOf(html, marks);
  if (page.frameset) {
    const links = page.links.map(({ value, text }): EmbeddedLink => ({
      target: value,
      text,
      tracked: false,
      reason: 'unreadable',
    }));
    return { html, changed: false, image: false, links, removed: 0 };
  }
  const { images, splices } = oldMarks(page, marks, token);
  let removed = splices.length;

  const sign = options.links ? linkSigner(ticket, token) : null;
  let n = 0;
  const links = page.links.map((link): EmbeddedLink => {
    const shown = (target: string, reason: EmbeddedLink['reason']): EmbeddedLink => ({
      target,
      text: link.text,
      tracked: false,
      reason,
    });
    if (link.index >= page.quote) return shown(link.value, 'quoted');
    const plain = plainHref(html, link, marks, options.links);
    const choice = judge(link, plain, marks, options.excludedDomains ?? []);
    const made = shown(plain.target, choice.reason);
    let { written } = plain;
    if (choice.tracked && sign) {
      made.n = ++n;
      made.tracked = true;
      written = trackedHref(sign(n, plain.target), plain, link.href.quote);
    } else if (choice.tracked) made.reason = options.links ? 'freeSeat' : 'linksOff';
    if (splice(html, link, written, splices) && plain.ours) removed++;
    return made;
  });

  const kept = options.keepImage && options.image ? onlyImage(images, token) : null;
  const place = options.image && kept === null ? imagePlace(page, images) : null;
  removed += placeImage(page, { place, kept, images, tag: imageTag(ticket, token), token }, splices);
  const result = applySplices(html, splices);
  return { html: result, changed: result !== html, image: place !== null || kept !== null, links, removed };
}

/**
 * Takes our image and links out of the part the sender wrote, and Safe Links off its links: what a message would be
 * had it never been tracked. `trackingHosts` are host[:port]s; `removed` counts our marks.
 */
export function strip(
  html: string,
  trackingHosts: readonly string[],
): { html: string; changed: boolean; removed: number } {
  const marks = marksOf(trackingHosts);
  const page = pageOf(html, marks);
  if (page.frameset) return { html, changed: false, removed: 0 };
  const { images, splices } = oldMarks(page, marks, null);
  let removed = splices.length;
  for (const link of page.links) {
    if (link.index >= page.quote) break;
    const { written, ours } = plainHref(html, link, marks, true);
    if (splice(html, link, written, splices) && ours) removed++;
  }
  removed += placeImage(page, { place: null, kept: null, images, tag: '', token: null }, splices);
  const result = applySplices(html, splices);
  return { html: result, changed: result !== html, removed };
}

/** A page without any of our hosts in it has no mark to look for. */
const pageOf = (html: string, { trace }: Marks): Page => readPage(html, trace.test(html) ? trace : null);

/** Whether the link's address changes; then it is among the splices. */
function splice(html: string, { href }: FoundLink, text: string, splices: Splice[]): boolean {
  const { start, end } = href;
  const changes = html.slice(start, end) !== text;
  if (changes) splices.push({ start, end, text });
  return changes;
}

function judge(
  link: FoundLink,
  plain: PlainHref,
  marks: Marks,
  excludedDomains: readonly string[],
): ReturnType<typeof judgeLink> {
  if (marks.isOurs(plain.target)) return { tracked: false, reason: 'alreadyTracked' };
  const certain = link.certain || plain.target !== link.value;
  return judgeLink(plain.target, link.text, certain, excludedDomains);
}

/**
 * What has to go from the part the sender writes (O9), links apart. Images with their tokens; of those behind the
 * quote the ones of this very message, which Outlook appended.
 */
function oldMarks(
  page: Page,
  marks: Marks,
  token: string | null,
): { images: Map<number, string>; splices: Splice[] } {
  const { html, starts, quote } = page;
  const images = new Map<number, string>();
  const splices: Splice[] = [];
  for (const suspect of page.suspects) {
    const { index } = suspect;
    const image = suspect.picture ? imageIn(html, suspect, marks) : null;
    if (image !== null && (index < quote || image === token)) images.set(index, image);
    if (image !== null || index >= quote) continue;
    if (suspect.kind === 'comment') {
      const start = starts[index] ?? 0;
      const end = starts[index + 1] ?? html.length;
      const raw = html.slice(start, end);
      const text = cleanComment(raw, marks);
      if (text !== raw) splices.push({ start, end, text });
    } else cleanAttributes(html, suspect, marks, splices);
  }
  return { images, splices };
}

function imageIn(html: string, { attributes }: Suspect, marks: Marks): string | null {
  for (const { start, end } of attributes) {
    const token = marks.imageToken(decodeAttribute(html.slice(start, end)).value);
    if (token !== null) return token;
  }
  return null;
}

function cleanAttributes(html: string, { attributes }: Suspect, marks: Marks, splices: Splice[]): void {
  for (const { start, end, quote } of attributes) {
    const { value } = decodeAttribute(html.slice(start, end));
    const whole = /^https?:\/\/\S+$/i.test(value) ? marks.linkTarget(value) : null;
    const clean =
      whole?.target ??
      marks.clean(
        value,
        (query) => query,
        (target) => target,
      );
    if (clean === value) continue;
    // An unquoted empty value would swallow what follows it.
    const text = clean === '' && quote === '' ? '""' : escapeAttribute(clean, quote);
    splices.push({ start, end, text });
  }
}

/** Number of the one token that is this message's image; null if there is none, or several. */
function onlyImage(images: ReadonlyMap<number, string>, token: string): number | null {
  const own = [...images.keys()].filter((index) => images.get(index) === token);
  return own.length === 1 ? (own[0] ?? null) : null;
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
  const { html, starts } = page;
  let removed = 0;
  let stands = false;
  let next = 0;
  // From the last to the first, so that what follows a run of images is known at each.
  for (const index of [...images.keys()].sort((a, b) => b - a)) {
    if (!images.has(index + 1)) next = index + 1;
    if (index === kept) continue;
    const start = starts[index] ?? 0;
    const end = starts[index + 1] ?? html.length;
    if (index === place && html.slice(start, end) === tag) {
      stands = true;
      continue;
    }
    splices.push({ start, end, text: standIn(page, index, next) });
    // The message's own is moved, not an earlier one's removed.
    if (images.get(index) !== token) removed++;
  }
  if (place !== null && !stands) {
    const at = starts[place] ?? html.length;
    splices.push({ start: at, end: at, text: tag });
  }
  return removed;
}

/**
 * What takes the place of a removed image, so that the rest is read as before: nothing, but for an image that ended
 * SVG or MathML, or that kept two texts apart which would become markup: `<` and `b>`, `&am` and `p;`.
 */
function standIn({ html, starts, what }: Page, index: number, next: number): string {
  const bits = (i: number): number => what[i] ?? 0;
  if ((bits(index) & (IS.effect | IS.inert)) === BAD) return '<span></span>';
  if (index === 0 || (bits(index - 1) & IS.text) === 0 || (bits(next) & IS.text) === 0) return '';
  const before = starts[index] ?? 0;
  const tail = html.slice(Math.max(starts[index - 1] ?? 0, before - 42), before);
  return /(?:[<\r]|&[#0-9A-Za-z]{0,40})$/.test(tail) ? '<!---->' : '';
}
