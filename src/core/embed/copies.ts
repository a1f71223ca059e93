import { linkSigner } from '../token';
import { embed, embedParts, type EmbeddedLink, type EmbedOptions } from './embed';
import { Is, type Page } from './page';
import { LONGEST_LINE, readLine } from './quote';

/** What all copies of one message have in common. */
export interface CopyOptions extends Pick<
  EmbedOptions,
  'ticket' | 'image' | 'links' | 'excludedDomains' | 'trackingHosts'
> {
  /**
   * Stands in the HTML of every copy where its own token is to stand (in the address of its unsubscribe page …): a token of
   * the same ticket that nobody gets.
   */
  placeholder: string;
}

export interface EmbeddedCopy {
  html: string;
  image: boolean;
  links: EmbeddedLink[];
}

export type CopyEmbedder = (html: string, token: string) => EmbeddedCopy;

/** So many shapes of one message are remembered: of a mail with a few conditions in it, all. */
const MOST_SHAPES = 16;
const TOKEN = 0;

/**
 * `embed` for many copies of one message whose HTML differs in little but its texts: a page that was read once is not read
 * again. What comes out is what `embed` gives for the same HTML with the placeholder replaced by the token.
 */
export function copyEmbedder(options: CopyOptions): CopyEmbedder {
  const shapes: Shape[] = [];
  return (html, token) => {
    for (let i = 0; i < shapes.length; i++) {
      const shape = shapes[i];
      const made = shape && shape.fill(html, token);
      if (!shape || made === null || made === undefined) continue;
      if (i > 0) {
        shapes.splice(i, 1);
        shapes.unshift(shape);
      }
      return { html: made, image: shape.image, links: shape.links };
    }
    const shape = makeShape(html, options);
    if (shape && shapes.unshift(shape) > MOST_SHAPES) shapes.pop();
    const { ticket, image, links, excludedDomains, trackingHosts, placeholder } = options;
    const own = html.split(placeholder).join(token);
    return embed(own, {
      ...{ ticket, token, image, links },
      ...(excludedDomains && { excludedDomains }),
      ...(trackingHosts && { trackingHosts }),
    });
  };
}

interface Shape {
  image: boolean;
  links: EmbeddedLink[];
  /** The copy's HTML; null: it is not of this shape. */
  fill(html: string, token: string): string | null;
}

/** A run of the page: the same in all copies of the shape, or a text that nothing depends on. */
interface Run {
  start: number;
  end: number;
  free: boolean;
  raw: boolean;
}

/** What a copy is put together from: as it stands, the copy's token, the signature of a link, or a text of its own. */
type Piece = string | typeof TOKEN | { target: string; n: number } | { text: number };

function makeShape(html: string, options: CopyOptions): Shape | null {
  const { ticket, placeholder } = options;
  const { embedded, page, splices } = embedParts(html, { ...options, token: placeholder });
  // Where marks of other mail are taken out, what stands beside them matters.
  if (embedded.removed > 0 || page.untouchable) return null;
  const runs = runsOf(page);
  if (!runs) return null;
  const order = splices.slice().sort((a, b) => a.start - b.start || a.end - b.end);
  const signed = embedded.links.filter(({ n }) => n !== undefined);
  const sign = options.links ? linkSigner(ticket, placeholder) : null;
  const marks = signed.map(({ n = 0, target }) => ({
    n,
    target,
    mac: sign ? sign(n, target).slice(-16) : '',
  }));

  const pieces: Piece[] = [];
  const fixed: string[] = [];
  const frees: Run[] = [];
  let next = 0;
  for (const run of runs) {
    if (run.free) {
      pieces.push({ text: frees.length });
      frees.push(run);
      continue;
    }
    let made = '';
    let at = run.start;
    for (let one = order[next]; one && one.start <= run.end && one.end <= run.end; one = order[++next]) {
      made += html.slice(at, one.start) + one.text;
      at = one.end;
    }
    made += html.slice(at, run.end);
    fixed.push(html.slice(run.start, run.end));
    pieces.push(...cut(made, placeholder, marks));
  }
  if (next < order.length) return null;
  const texts = frees.map(({ start, end }) => html.slice(start, end));

  return {
    image: embedded.image,
    links: embedded.links,
    fill(copy, token) {
      const own: string[] = [];
      let at = 0;
      for (let i = 0; i < fixed.length; i++) {
        const part = fixed[i] || '';
        if (!copy.startsWith(part, at)) return null;
        at += part.length;
        const free = frees[i];
        if (!free) continue;
        const end = copy.indexOf('<', at);
        const text = copy.slice(at, end < 0 ? copy.length : end);
        if (text !== texts[i] && !mayStand(text, free.raw)) return null;
        own.push(text);
        at += text.length;
      }
      if (at !== copy.length) return null;
      const signing = options.links ? linkSigner(ticket, token) : null;
      let made = '';
      for (const piece of pieces) {
        if (typeof piece === 'string') made += piece;
        else if (piece === TOKEN) made += token;
        else if ('text' in piece) made += (own[piece.text] || '').split(placeholder).join(token);
        else if (signing) made += signing(piece.n, piece.target.split(placeholder).join(token)).slice(-16);
      }
      return made;
    },
  };
}

/**
 * The page as runs, fixed and free in turn, beginning with a fixed one; null where a header in its text may begin a quote.
 * Free are texts outside links that hold no "<" and look like no line by which a program begins a quote.
 */
function runsOf(page: Page): Run[] | null {
  const { html, starts, what, links } = page;
  const runs: Run[] = [{ start: 0, end: 0, free: false, raw: false }];
  const opens: { [index: number]: boolean } = {};
  for (const { index } of links) opens[index] = true;
  let inLink = false;
  for (let i = 0; i + 1 < starts.length; i++) {
    const start = starts[i] || 0;
    const end = starts[i + 1] || 0;
    const bits = what[i] || 0;
    const text = html.slice(start, end);
    if ((bits & Is.text) === 0) {
      if (opens[i] && /^<a/i.test(text)) inLink = true;
      else if (/^<\/?a[\s/>]/i.test(text)) inLink = false;
    }
    const raw = (bits & Is.raw) !== 0;
    const isText = (bits & Is.text) !== 0;
    if (isText && !raw && readLine(text) === 'header') return null;
    const last = runs[runs.length - 1];
    if (isText && !inLink && (bits & Is.cut) === 0 && !text.includes('<') && mayStand(text, raw)) {
      if (last?.free) runs.push({ start, end: start, free: false, raw: false });
      runs.push({ start, end, free: true, raw });
    } else if (last && !last.free) last.end = end;
    else runs.push({ start, end, free: false, raw: false });
  }
  return runs;
}

/** A text that changes nothing for how the page around it is read. It has no "<" in it. */
function mayStand(text: string, raw: boolean): boolean {
  if (text === '') return false;
  if (raw) return true;
  return /[^\0-\x20\xa0]/.test(text) && (text.length >= LONGEST_LINE || readLine(text) === 'words');
}

/** Takes a text apart at the placeholder and at the signatures of links made for it. */
function cut(
  text: string,
  placeholder: string,
  links: readonly { n: number; target: string; mac: string }[],
): Piece[] {
  const marks = new RegExp(`(${[placeholder].concat(links.map(({ mac }) => mac)).join('|')})`);
  return text.split(marks).flatMap((part): Piece[] => {
    if (part === placeholder) return [TOKEN];
    const link = links.filter(({ mac }) => mac === part)[0];
    if (link) return [{ target: link.target, n: link.n }];
    return part === '' ? [] : [part];
  });
}
