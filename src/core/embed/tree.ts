import type { TextMode, Tokenizer } from './tokens';

/** What the parser does with a name, as bits. */
export const TRAIT = {
  /** Its content is text up to its end tag. */
  raw: 1,
  /** Has no content. */
  void: 2,
  /** Its start tag ends SVG and MathML. */
  breakout: 4,
  tablePart: 8,
  /** An image directly in it is moved out of the table by the parser. */
  tableFrame: 16,
  closesP: 32,
  /** "Special" in the Standard: an end tag of another name does not reach beyond it. */
  special: 64,
  /** `<b>` and its like: their end tags leave special elements within them open. */
  formatting: 128,
  /** What is open outside of it is not in scope inside. */
  scope: 256,
  /** Needs a look at its name. */
  unusual: 512,
  /** Ends a line of text for the reader. */
  line: 1024,
  /** May stand between the sender's own part and the quote, and belongs to the quote. */
  wrapper: 2048,
} as const;

const TRAITS = new Map<string, number>();
function trait(bit: number, names: string): void {
  for (const name of names.split(' ')) TRAITS.set(name, (TRAITS.get(name) ?? 0) | bit);
}
trait(TRAIT.raw, 'style xmp iframe noembed noframes noscript title textarea');
trait(
  TRAIT.void,
  'area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr',
);
trait(
  TRAIT.breakout,
  'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var',
);
trait(TRAIT.tablePart, 'caption table tbody tfoot thead tr td th');
trait(TRAIT.tableFrame, 'table tbody tfoot thead tr colgroup');
trait(
  TRAIT.closesP,
  'address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp',
);
trait(
  TRAIT.special,
  'address applet article aside blockquote button caption center colgroup dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup li listing main marquee menu nav object ol p pre search section select summary table tbody td template tfoot th thead tr ul',
);
trait(TRAIT.formatting, 'a b big code em font i nobr s small strike strong tt u');
trait(TRAIT.scope, 'applet caption marquee object table td template th');
trait(
  TRAIT.unusual,
  'a body dd dt frameset h1 h2 h3 h4 h5 h6 head html li math option optgroup plaintext script select svg template',
);
trait(TRAIT.line, 'p div br tr td li hr table blockquote h1 h2 h3');
trait(TRAIT.wrapper, 'div blockquote br hr span p section b strong i em u font center');

const MATH_TEXT = /^(?:mi|mo|mn|ms|mtext)$/;
const SVG_HTML = /^(?:foreignobject|desc|title)$/;
const HEADING = /^h[1-6]$/;

/** A tag's name on this page. */
interface Kind {
  name: string;
  traits: number;
  /** The topmost open element of that name: one list for HTML, one for SVG and MathML. */
  open: Open | null;
  openForeign: Open | null;
}

type Space = 'html' | 'svg' | 'math';

/** An open element. Each knows what is below it on the stack, so that no end tag has to search. */
interface Open {
  kind: Kind;
  space: Space;
  /** Where HTML rules hold again inside foreign content. */
  integration: 'html' | 'text' | null;
  /** Place on the stack. */
  depth: number;
  /** The next lower one of that name. */
  below: Open | null;
  /** Depth of the topmost special element, scope and table scope, and where the run of foreign elements begins; this one included. */
  special: number;
  scope: number;
  tableScope: number;
  foreignFrom: number;
  /** Its end tag came while special elements stood in it: they stay, it is closed. */
  gone: boolean;
}

/** `html`: an element or text of the page; `foreign`: inside SVG or MathML; `inert`: in a template, or dropped by the parser. */
export type Place = 'html' | 'foreign' | 'inert';

/** What an image put somewhere would do: nothing else, stand in a link or be moved out of a table, break the page. */
export const GOOD = 0;
export const POOR = 1;
export const BAD = 2;

/**
 * As much of the HTML Standard's tree construction (13.2.6) as decides how text is read and what a tag means: raw
 * text, foreign content, templates, select lists. No tree is built.
 */
export class Tree {
  mode: TextMode = 'data';
  /** Whose end tag ends raw text. */
  rawName = '';
  /** It has a `<frameset>`: it may have no body, and whether it has depends on what stands before. */
  frameset = false;
  /** Traits of the tag taken last. */
  traits = 0;
  private readonly stack: Open[] = [];
  private readonly kinds = new Map<string, Kind>();
  /** Open templates and select lists, by depth. */
  private readonly modes: { name: string; depth: number }[] = [];
  private templates = 0;
  private inLink = false;

  /** Inside SVG and MathML, `<![CDATA[` means something. */
  get cdata(): boolean {
    const top = this.stack[this.stack.length - 1];
    return top !== undefined && top.space !== 'html';
  }

  /** What an image put before the next token would do. */
  effect(): number {
    if (this.mode !== 'data' || this.modes.length > 0) return BAD;
    const top = this.stack[this.stack.length - 1];
    if (top && top.space !== 'html' && top.integration === null) return BAD;
    return this.inLink || (top && (top.kind.traits & TRAIT.tableFrame) !== 0) ? POOR : GOOD;
  }

  textPlace(): Place {
    return this.templates > 0 ? 'inert' : this.cdata ? 'foreign' : 'html';
  }

  /** Takes the start tag the tokenizer stands on. */
  start(tag: Tokenizer): Place {
    const kind = this.kindOf(tag.name);
    this.traits = kind.traits;
    const top = this.stack[this.stack.length - 1];
    if (top && top.space !== 'html' && this.staysForeign(kind, tag, top)) {
      this.startForeign(kind, tag, top.space);
      return 'foreign';
    }
    if (this.modes.length > 0 && this.inSelect() && !this.startInSelect(kind)) return 'inert';
    const place = this.templates > 0 ? 'inert' : 'html';
    if ((kind.traits & TRAIT.closesP) !== 0) this.closeParagraph();
    if ((kind.traits & TRAIT.unusual) !== 0 && this.startUnusual(kind, tag)) return place;
    if ((kind.traits & TRAIT.raw) !== 0) {
      this.mode = 'raw';
      this.rawName = kind.name;
    } else if ((kind.traits & TRAIT.void) === 0) this.push(kind, 'html', null);
    return place;
  }

  /** Takes the end tag the tokenizer stands on. */
  end(tag: Tokenizer): Place {
    if (this.mode !== 'data') {
      this.mode = 'data';
      return this.templates > 0 ? 'inert' : 'html';
    }
    const kind = this.kindOf(tag.name);
    this.traits = kind.traits;
    const top = this.stack[this.stack.length - 1];
    if (top && top.space !== 'html') {
      if (kind.name === 'br' || kind.name === 'p') this.breakOut();
      else if (kind.openForeign && kind.openForeign.depth >= top.foreignFrom) {
        this.popTo(kind.openForeign.depth);
        return 'foreign';
      }
    }
    if (this.modes.length > 0 && this.inSelect() && kind.name !== 'select' && kind.name !== 'template') {
      if ((kind.traits & TRAIT.tablePart) !== 0 && this.kindOf('table').open) this.closeSelect();
      else if (kind.name !== 'option' && kind.name !== 'optgroup') return 'inert';
    }
    const place = this.templates > 0 ? 'inert' : 'html';
    this.close(kind);
    if (kind.name === 'a' && place === 'html') this.inLink = false;
    return place;
  }

  private kindOf(name: string): Kind {
    const known = this.kinds.get(name);
    if (known) return known;
    const made = { name, traits: TRAITS.get(name) ?? 0, open: null, openForeign: null };
    this.kinds.set(name, made);
    return made;
  }

  private push(kind: Kind, space: Space, integration: Open['integration']): void {
    const { stack } = this;
    const depth = stack.length;
    const under = stack[depth - 1];
    const html = space === 'html';
    const walls = integration !== null || (space === 'math' && kind.name === 'annotation-xml');
    const open: Open = {
      kind,
      space,
      integration,
      depth,
      below: html ? kind.open : kind.openForeign,
      special: walls || (html && (kind.traits & TRAIT.special) !== 0) ? depth : (under?.special ?? -1),
      scope: walls || (html && (kind.traits & TRAIT.scope) !== 0) ? depth : (under?.scope ?? -1),
      tableScope:
        html && (kind.name === 'table' || kind.name === 'template') ? depth : (under?.tableScope ?? -1),
      foreignFrom: html ? depth + 1 : under && under.space !== 'html' ? under.foreignFrom : depth,
      gone: false,
    };
    if (html) kind.open = open;
    else kind.openForeign = open;
    stack.push(open);
  }

  private popTo(depth: number): void {
    const { stack, modes } = this;
    while (stack.length > depth || stack[stack.length - 1]?.gone === true) {
      const open = stack.pop();
      if (!open) break;
      if (open.gone) continue;
      if (open.space === 'html') open.kind.open = open.below;
      else open.kind.openForeign = open.below;
    }
    for (let mode = modes[modes.length - 1]; mode && mode.depth >= depth; mode = modes[modes.length - 1]) {
      if (modes.pop()?.name === 'template') this.templates--;
    }
  }

  /** The end tag of an HTML element. */
  private close(kind: Kind): void {
    const { open } = kind;
    const top = this.stack[this.stack.length - 1];
    if (!open || !top) return;
    if (kind.name === 'template') return this.popTo(open.depth);
    if ((kind.traits & TRAIT.tablePart) !== 0) {
      if (top.tableScope <= open.depth) this.popTo(open.depth);
      return;
    }
    // In scope: nothing between it and the top hides it.
    if (top.scope > open.depth) return;
    if (top.special <= open.depth) return this.popTo(open.depth);
    if ((kind.traits & TRAIT.special) !== 0) return this.popTo(open.depth);
    // "The adoption agency algorithm" (13.2.6.4.7): what is special within a `<b>` stays open after `</b>`.
    if ((kind.traits & TRAIT.formatting) !== 0) {
      open.gone = true;
      kind.open = open.below;
    }
  }

  private closeParagraph(): void {
    const p = this.kindOf('p').open;
    const top = this.stack[this.stack.length - 1];
    if (p && top && top.scope < p.depth) this.popTo(p.depth);
  }

  private inSelect(): boolean {
    return this.modes[this.modes.length - 1]?.name === 'select';
  }

  private closeSelect(): void {
    this.popTo(this.modes[this.modes.length - 1]?.depth ?? this.stack.length);
  }

  /** Whether a start tag within a select list is heeded. */
  private startInSelect({ name, traits }: Kind): boolean {
    if (name === 'select') {
      this.closeSelect();
      return false;
    }
    const ends = name === 'input' || name === 'keygen' || name === 'textarea';
    if (ends || ((traits & TRAIT.tablePart) !== 0 && this.kindOf('table').open)) {
      this.closeSelect();
      return true;
    }
    return /^(?:option|optgroup|hr|script|template)$/.test(name);
  }

  private staysForeign(kind: Kind, tag: Tokenizer, top: Open): boolean {
    if (top.integration === 'html') return false;
    if (top.integration === 'text' && kind.name !== 'mglyph' && kind.name !== 'malignmark') return false;
    if (top.kind.name === 'annotation-xml' && kind.name === 'svg') return false;
    const breaks =
      (kind.traits & TRAIT.breakout) !== 0 ||
      (kind.name === 'font' && (tag.find('color') >= 0 || tag.find('face') >= 0 || tag.find('size') >= 0));
    if (breaks) this.breakOut();
    return !breaks;
  }

  private breakOut(): void {
    let depth = this.stack.length;
    for (let open = this.stack[depth - 1]; open && open.space !== 'html' && open.integration === null;) {
      open = this.stack[--depth - 1];
    }
    this.popTo(depth);
  }

  private startForeign(kind: Kind, tag: Tokenizer, space: Space): void {
    if (tag.selfClosing) return;
    let integration: Open['integration'] = null;
    if (space === 'svg' && SVG_HTML.test(kind.name)) integration = 'html';
    if (space === 'math' && MATH_TEXT.test(kind.name)) integration = 'text';
    if (space === 'math' && kind.name === 'annotation-xml') {
      const encoding = tag.rawValue('encoding')?.toLowerCase();
      if (encoding === 'text/html' || encoding === 'application/xhtml+xml') integration = 'html';
    }
    this.push(kind, space, integration);
  }

  /** True if nothing is left to be done with the tag. */
  private startUnusual(kind: Kind, tag: Tokenizer): boolean {
    const { name } = kind;
    const top = this.stack[this.stack.length - 1];
    switch (name) {
      case 'html':
      case 'head':
      case 'body':
        return true;
      case 'frameset':
        this.frameset = true;
        return false;
      case 'a':
        // One link ends another.
        this.close(kind);
        if (this.templates === 0) this.inLink = tag.find('href') >= 0;
        return false;
      case 'svg':
      case 'math':
        this.startForeign(kind, tag, name);
        return true;
      case 'script':
      case 'plaintext':
        this.mode = name === 'script' ? 'script' : 'plain';
        return true;
      case 'template':
        this.templates++;
        this.modes.push({ name, depth: this.stack.length });
        return false;
      case 'select':
        this.modes.push({ name, depth: this.stack.length });
        return false;
      case 'option':
      case 'optgroup':
      case 'li':
      case 'dd':
      case 'dt':
        if (top?.kind === kind) this.popTo(this.stack.length - 1);
        return false;
      default:
        // One heading ends another.
        if (top && HEADING.test(name) && HEADING.test(top.kind.name)) this.popTo(this.stack.length - 1);
        return false;
    }
  }
}
