import { linkSigner } from '../token';
import { embed, type EmbeddedLink, type EmbedOptions, type Look } from './embed';
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
/** Where so many copies after another have a shape of their own, none is looked for any more. */
const MOST_MISSES = 48;
const TOKEN = 0;

/**
 * `embed` for many copies of one message whose HTML differs in little but its texts: a page that was read once is not read
 * again. What comes out is what `embed` gives for the same HTML with the placeholder replaced by the token.
 */
export function copyEmbedder(options: CopyOptions): CopyEmbedder {
  const shapes: Shape[] = [];
  let misses = 0;
  return (html, token) => {
    for (let i = 0; i < shapes.length; i++) {
      const shape = shapes[i];
      const made = shape && shape.fill(html, token);
      if (!shape || made === null || made === undefined) continue;
      if (i > 0) {
        shapes.splice(i, 1);
        shapes.unshift(shape);
      }
      misses = 0;
      return { html: made, image: shape.image, links: shape.links };
    }
    const shape = ++misses <= MOST_MISSES ? makeShape(html, options) : null;
    if (misses > MOST_MISSES) shapes.length = 0;
    const first = shape && shape.fill(html, token);
    if (shape && first !== null) {
      if (shapes.unshift(shape) > MOST_SHAPES) shapes.pop();
      return { html: first, image: shape.image, links: shape.links };
    }
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

/** What a free run is: a text of the page, of a title or the like, or the value of an attribute that is only read aloud. */
type Free = 'text' | 'raw' | 'value';

/** A run of the page: the same in all copies of the shape, or one that nothing depends on. */
interface Run {
  start: number;
  end: number;
  free: Free | null;
}

/** Attributes whose values are for readers alone, as they are written between double quotes. */
const SPOKEN = /\s(?:aria-label|aria-description|title|alt|summary)="([^"<>]*)"/g;
/** Of such a value, what an address of ours might be in. */
const ADDRESS = /[/:%&@]|\w\.\w/;

/** What a copy is put together from: as it stands, the copy's token, the signature of a link, or a text of its own. */
type Piece = string | typeof TOKEN | { target: string; n: number } | { text: number };

function makeShape(html: string, options: CopyOptions): Shape | null {
  const { ticket, placeholder } = options;
  const seen: { page: Page; splices: Parameters<Look>[1] }[] = [];
  const embedded = embed(html, { ...options, token: placeholder }, (page, splices) => {
    seen.push({ page, splices });
  });
  const [parts] = seen;
  if (!parts) return null;
  const { page, splices } = parts;
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
        if (!free || free.free === null) continue;
        const known = texts[i] || '';
        const ends = free.free === 'value' ? '"' : '<';
        if (copy.startsWith(known, at) && (copy.charAt(at + known.length) || ends) === ends) {
          own.push(known);
          at += known.length;
          continue;
        }
        const end = copy.indexOf(ends, at);
        const text = copy.slice(at, end < 0 ? copy.length : end);
        if (!mayStand(text, free.free)) return null;
        own.push(text);
        at += text.length;
      }
      if (at !== copy.length) return null;
      const signing = options.links ? linkSigner(ticket, token) : null;
      let made = '';
      for (const piece of pieces) {
        if (typeof piece === 'string') made += piece;
        else if (piece === TOKEN) made += token;
        else if ('text' in piece) {
          const text = own[piece.text] || '';
          made += text.includes(placeholder) ? text.split(placeholder).join(token) : text;
        } else if (signing) made += signing(piece.n, piece.target.split(placeholder).join(token)).slice(-16);
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
  const runs: Run[] = [{ start: 0, end: 0, free: null }];
  const put = (start: number, end: number, free: Free | null): void => {
    const last = runs[runs.length - 1];
    if (last && free === null && last.free === null) last.end = end;
    else {
      if (last && free !== null && last.free !== null) runs.push({ start, end: start, free: null });
      runs.push({ start, end, free });
    }
  };
  const opens: { [index: number]: boolean } = {};
  for (const { index } of links) opens[index] = true;
  let inLink = false;
  for (let i = 0; i + 1 < starts.length; i++) {
    const start = starts[i] || 0;
    const end = starts[i + 1] || 0;
    const bits = what[i] || 0;
    const text = html.slice(start, end);
    const raw = (bits & Is.raw) !== 0;
    if ((bits & Is.text) !== 0) {
      if (!raw && readLine(text) === 'header') return null;
      const free = raw ? 'raw' : 'text';
      const may = !inLink && !text.includes('<') && mayStand(text, free);
      put(start, end, may ? free : null);
      continue;
    }
    if (opens[i] && /^<a/i.test(text)) inLink = true;
    else if (/^<\/?a[\s/>]/i.test(text)) inLink = false;
    let at = start;
    for (const [from, to] of (bits & Is.cut) === 0 ? spokenIn(text) : []) {
      put(at, start + from, null);
      put(start + from, start + to, 'value');
      at = start + to;
    }
    put(at, end, null);
  }
  return runs;
}

/** Where the values of a tag's spoken attributes stand. None where its quotes are not plain to see. */
function spokenIn(tag: string): [number, number][] {
  if (!/^<[a-z]/i.test(tag) || tag.includes("'")) return [];
  const found: [number, number][] = [];
  for (const one of tag.matchAll(SPOKEN)) {
    const [whole, value = ''] = one;
    const open = one.index + whole.length - value.length - 2;
    // Outside of another value: an even number of quotes before it.
    if (tag.slice(0, open).split('"').length % 2 === 1 && mayStand(value, 'value'))
      found.push([open + 1, open + 1 + value.length]);
  }
  return found;
}

/** A text that changes nothing for how the page around it is read. A text of the page has no "<" in it, a value no quote. */
function mayStand(text: string, free: Free): boolean {
  if (free === 'value') return !/[<>]/.test(text) && !ADDRESS.test(text);
  if (text === '') return false;
  if (free === 'raw') return true;
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
