import { readToken, type Token, type TextMode } from './tokens';

/**
 * As much of the HTML Standard's tree construction (13.2.6) as decides how text is read and what a tag means:
 * raw text, foreign content, templates, select lists. No tree is built.
 */
export interface Placed {
  token: Token;
  /** `html`: an element or text of the page; `foreign`: inside SVG or MathML; `inert`: in a template, or dropped by the parser. */
  place: 'html' | 'foreign' | 'inert';
  /** What an image put before this token would do: nothing else (`good`), stand in a link or be moved out of a table (`poor`), break the page (`bad`). */
  before: 'good' | 'poor' | 'bad';
}

export interface Page {
  tokens: Placed[];
  /** What an image at the very end would do. */
  atEnd: Placed['before'];
  /** It has a `<frameset>`: it may have no body, and whether it has depends on what stands before. */
  frameset: boolean;
}

const words = (text: string): Set<string> => new Set(text.split(' '));

const RAW = words('style xmp iframe noembed noframes noscript title textarea');
const VOID = words(
  'area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr',
);
/** Start tags that end SVG and MathML. */
const BREAKOUT = words(
  'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var',
);
const MATH_TEXT = words('mi mo mn ms mtext');
const SVG_HTML = words('foreignobject desc title');
const TABLE_PARTS = words('caption table tbody tfoot thead tr td th');
/** An image directly in these is moved out of the table by the parser. */
const TABLE_FRAMES = words('table tbody tfoot thead tr colgroup');
const CLOSES_P = words(
  'address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp',
);
/** How far up an end tag looks for its element: bounds the time on hostile nesting. */
const REACH = 256;

interface Open {
  name: string;
  space: 'html' | 'svg' | 'math';
  /** Where HTML rules hold again inside foreign content. */
  integration: 'html' | 'text' | null;
}

type TagToken = Extract<Token, { kind: 'start' }>;

/** Reads the whole page. Never fails: every text is HTML. */
export function readPage(html: string): Page {
  const stack: Open[] = [];
  const tokens: Placed[] = [];
  let text: TextMode = { mode: 'data', cdata: false };
  let frameset = false;
  let inLink = false;

  const top = (): Open | undefined => stack[stack.length - 1];
  /** Templates and select lists, by their depth on the stack. */
  const modes: { name: 'template' | 'select'; depth: number }[] = [];
  let templates = 0;
  /** How many elements of a name are open: most look-ups end here. */
  const counts = new Map<string, number>();
  const push = (open: Open): void => {
    stack.push(open);
    counts.set(open.name, (counts.get(open.name) ?? 0) + 1);
  };
  const popTo = (depth: number): void => {
    while (stack.length > depth) {
      const name = stack.pop()?.name ?? '';
      counts.set(name, (counts.get(name) ?? 1) - 1);
    }
    for (let mode = modes[modes.length - 1]; mode && mode.depth >= depth; mode = modes[modes.length - 1]) {
      if (modes.pop()?.name === 'template') templates--;
    }
  };
  const isOpen = (name: string): boolean => (counts.get(name) ?? 0) > 0;
  const inSelect = (): boolean => modes[modes.length - 1]?.name === 'select';
  const inTemplate = (): boolean => templates > 0;
  const closeSelect = (): void => popTo(modes[modes.length - 1]?.depth ?? stack.length);
  const inTable = (): boolean => isOpen('table');
  const isForeign = (open: Open | undefined): boolean => open !== undefined && open.space !== 'html';

  const find = (name: string): number => {
    if (!isOpen(name)) return -1;
    for (let i = stack.length - 1; i >= Math.max(0, stack.length - REACH); i--) {
      const open = stack[i];
      if (!open || open.integration !== null) return -1;
      if (open.space === 'html') {
        if (open.name === name) return i;
        if (open.name === 'template') return -1;
        if (!TABLE_PARTS.has(name) && (open.name === 'td' || open.name === 'th' || open.name === 'table'))
          return -1;
      }
    }
    return -1;
  };
  const breakOut = (): void => {
    let depth = stack.length;
    for (let open = stack[depth - 1]; open && open.space !== 'html' && open.integration === null;) {
      open = stack[--depth - 1];
    }
    popTo(depth);
  };

  function startForeign(tag: TagToken, space: 'svg' | 'math'): void {
    if (tag.selfClosing) return;
    let integration: Open['integration'] = null;
    if (space === 'svg' && SVG_HTML.has(tag.name)) integration = 'html';
    if (space === 'math' && MATH_TEXT.has(tag.name)) integration = 'text';
    if (space === 'math' && tag.name === 'annotation-xml') {
      const encoding = tag.attributes.find((a) => a.name === 'encoding');
      const value = encoding ? html.slice(encoding.start, encoding.end).toLowerCase() : '';
      if (value === 'text/html' || value === 'application/xhtml+xml') integration = 'html';
    }
    push({ name: tag.name, space, integration });
  }

  function start(tag: TagToken): Placed['place'] {
    const { name } = tag;
    const current = top();
    if (
      current &&
      current.space !== 'html' &&
      current.integration !== 'html' &&
      !(current.integration === 'text' && name !== 'mglyph' && name !== 'malignmark') &&
      !(current.name === 'annotation-xml' && name === 'svg')
    ) {
      const breaks =
        BREAKOUT.has(name) ||
        (name === 'font' &&
          tag.attributes.some((a) => a.name === 'color' || a.name === 'face' || a.name === 'size'));
      if (!breaks) {
        startForeign(tag, current.space);
        return 'foreign';
      }
      breakOut();
    }
    if (inSelect()) {
      if (name === 'select') {
        closeSelect();
        return 'inert';
      }
      if (
        name === 'input' ||
        name === 'keygen' ||
        name === 'textarea' ||
        (TABLE_PARTS.has(name) && inTable())
      ) {
        closeSelect();
      } else if (!['option', 'optgroup', 'hr', 'script', 'template'].includes(name)) return 'inert';
    }
    if (name === 'frameset') frameset = true;
    const place = inTemplate() ? 'inert' : 'html';
    if (CLOSES_P.has(name)) {
      const p = find('p');
      if (p >= 0) popTo(p);
    }
    if (name === 'svg' || name === 'math') startForeign(tag, name);
    else if (name === 'script') text = { mode: 'script', name };
    else if (name === 'plaintext') text = { mode: 'plain' };
    else if (RAW.has(name)) text = { mode: 'raw', name };
    else if (!VOID.has(name) && name !== 'html' && name !== 'head' && name !== 'body') {
      if (name === 'option' || name === 'optgroup' || name === 'li' || name === 'dd' || name === 'dt') {
        if (top()?.name === name) popTo(stack.length - 1);
      }
      if (name === 'template') templates++;
      if (name === 'template' || name === 'select') modes.push({ name, depth: stack.length });
      push({ name, space: 'html', integration: null });
    }
    return place;
  }

  function end(name: string): Placed['place'] {
    if (text.mode !== 'data') {
      text = { mode: 'data', cdata: false };
      return inTemplate() ? 'inert' : 'html';
    }
    if (isForeign(top())) {
      if (name === 'br' || name === 'p') breakOut();
      else if (isOpen(name)) {
        for (let i = stack.length - 1; i >= Math.max(0, stack.length - REACH); i--) {
          const open = stack[i];
          if (!open || open.space === 'html') break;
          if (open.name === name) {
            popTo(i);
            return 'foreign';
          }
        }
      }
    }
    if (inSelect() && name !== 'select' && name !== 'template') {
      if (TABLE_PARTS.has(name) && inTable()) closeSelect();
      else if (name !== 'option' && name !== 'optgroup') return 'inert';
    }
    const place = inTemplate() ? 'inert' : 'html';
    const depth = name === 'template' ? (templateDepth() ?? -1) : find(name);
    if (depth >= 0) popTo(depth);
    return place;
  }
  const templateDepth = (): number | undefined => {
    for (let i = modes.length - 1; i >= 0; i--) if (modes[i]?.name === 'template') return modes[i]?.depth;
    return undefined;
  };

  function before(): Placed['before'] {
    const current = top();
    if (text.mode !== 'data' || modes.length > 0) return 'bad';
    if (current && current.space !== 'html' && current.integration === null) return 'bad';
    return inLink || (current && TABLE_FRAMES.has(current.name)) ? 'poor' : 'good';
  }

  for (let at = 0; at < html.length;) {
    const gap = before();
    if (text.mode === 'data') {
      const current = top();
      text = { mode: 'data', cdata: current !== undefined && current.space !== 'html' };
    }
    const token: Token = readToken(html, at, text);
    at = token.end;
    let place: Placed['place'] = inTemplate() ? 'inert' : isForeign(top()) ? 'foreign' : 'html';
    if (token.kind === 'start') {
      place = start(token);
      if (token.name === 'a' && place === 'html') inLink = token.attributes.some((a) => a.name === 'href');
    } else if (token.kind === 'end') {
      place = end(token.name);
      if (token.name === 'a' && place === 'html') inLink = false;
    }
    tokens.push({ token, place, before: gap });
  }
  return { tokens, atEnd: before(), frameset };
}
