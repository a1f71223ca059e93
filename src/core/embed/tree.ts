import type { TextMode, Tokenizer } from './tokens';
import { Trait, TRAITS } from './traits';

const ROW_PARENTS = ['tbody', 'tfoot', 'thead', 'tr'];
const MATH_TEXT = /^m(?:[inos]|text)$/;
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

/** Asked of an empty list as a rule: looking up the entry before its first is slow. */
const last = <T>(list: readonly T[]): T | undefined => (list.length > 0 ? list[list.length - 1] : undefined);

const has = (kind: Kind, bit: number): boolean => (kind.traits & bit) !== 0;

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
  /** Content put here is moved out of a table. */
  framed: boolean;
  /** Its end tag came while special elements stood in it: they stay, it is closed. */
  gone: boolean;
}

/** `html`: an element or text of the page; `foreign`: inside SVG or MathML; `inert`: in a template, or dropped by the parser. */
export type Place = 'html' | 'foreign' | 'inert';

/** What an image put somewhere would do: nothing else, stand in a link or be moved out of a table, break the page. */
export const GOOD = 0;
export const POOR = 1;
export const BAD = 2;

/** Reads tags, and says how to read on. */
export interface Tree {
  mode: TextMode;
  /** Whose end tag ends raw text. */
  rawName: string;
  /**
   * Its meaning depends on what stands far before: with a `<frameset>` it may have no body; out of a template that ends
   * with an object or a table's cell open in it, links come back where text follows.
   */
  untouchable: boolean;
  /** Inside SVG and MathML, where `<![CDATA[` means something. */
  foreign: boolean;
  /** What an image put before the next token would do. */
  effect: number;
  /** Traits of the tag taken last. */
  traits: number;
  /** Where text would stand now. */
  place(): Place;
  /** Takes the start or end tag the tokenizer stands on. */
  take(tag: Tokenizer): Place;
}

/**
 * As much of the HTML Standard's tree construction (13.2.6) as decides how text is read and what a tag means: raw
 * text, foreign content, templates, select lists. No tree is built.
 */
export function makeTree(): Tree {
  const stack: Open[] = [];
  const kinds = new Map<string, Kind>();
  /** Open templates and select lists, by depth. */
  const modes: { name: string; depth: number }[] = [];
  let templates = 0;
  let inLink = false;
  const tree: Tree = {
    mode: 'data',
    rawName: '',
    untouchable: false,
    foreign: false,
    effect: GOOD,
    traits: 0,
    place: () => (templates > 0 ? 'inert' : tree.foreign ? 'foreign' : 'html'),
    take(tag) {
      const kind = kindOf(tag.name);
      tree.traits = kind.traits;
      const place = tag.kind === 'start' ? start(kind, tag) : end(kind);
      const current = top();
      tree.foreign = current !== undefined && current.space !== 'html';
      if (tree.mode !== 'data' || modes.length > 0) tree.effect = BAD;
      else if (current && tree.foreign && current.integration === null) tree.effect = BAD;
      else tree.effect = inLink || (current && current.framed) ? POOR : GOOD;
      return place;
    },
  };
  return tree;

  function top(): Open | undefined {
    return last(stack);
  }

  function kindOf(name: string): Kind {
    const known = kinds.get(name);
    if (known) return known;
    const made = { name, traits: TRAITS.get(name) || 0, open: null, openForeign: null };
    kinds.set(name, made);
    return made;
  }

  function start(kind: Kind, tag: Tokenizer): Place {
    const { name } = kind;
    const current = top();
    if (current && current.space !== 'html' && staysForeign(kind, tag, current)) {
      startForeign(kind, tag, current.space);
      return 'foreign';
    }
    if (inSelect() && !startInSelect(kind)) return 'inert';
    const place = templates > 0 ? 'inert' : 'html';
    if (has(kind, Trait.inTable) && templates === 0 && !clearTable(name)) return 'inert';
    // A rule between options (`<hr>`) is part of the list.
    if (has(kind, Trait.closesP) && !inSelect()) closeParagraph();
    if (has(kind, Trait.unusual) && startUnusual(kind, tag)) return place;
    if (has(kind, Trait.raw)) {
      tree.mode = 'raw';
      tree.rawName = name;
    } else if (!has(kind, Trait.void)) push(kind, 'html', null);
    return place;
  }

  function end(kind: Kind): Place {
    const { name } = kind;
    if (tree.mode === 'data') {
      const current = top();
      if (current && current.space !== 'html') {
        if (name === 'br' || name === 'p') breakOut();
        else if (kind.openForeign && kind.openForeign.depth >= current.foreignFrom) {
          popTo(kind.openForeign.depth);
          return 'foreign';
        }
      }
      if (inSelect() && name !== 'select' && name !== 'template') {
        const { open } = kind;
        if (has(kind, Trait.tablePart) && open && current && current.tableScope <= open.depth) closeSelect();
        else if (name !== 'option' && name !== 'optgroup') return 'inert';
      }
      close(kind);
      if (name === 'a' && templates === 0) inLink = false;
    } else tree.mode = 'data';
    return templates > 0 ? 'inert' : 'html';
  }

  function push(kind: Kind, space: Space, integration: Open['integration']): void {
    const depth = stack.length;
    const under = top();
    const html = space === 'html';
    const walls = integration !== null || (space === 'math' && kind.name === 'annotation-xml');
    const open: Open = {
      kind,
      space,
      integration,
      depth,
      below: html ? kind.open : kind.openForeign,
      special: walls || (html && has(kind, Trait.special)) || !under ? depth : under.special,
      scope: walls || (html && has(kind, Trait.scope)) ? depth : under ? under.scope : -1,
      tableScope:
        html && (kind.name === 'table' || kind.name === 'template') ? depth : under ? under.tableScope : -1,
      foreignFrom: html ? depth + 1 : under && under.space !== 'html' ? under.foreignFrom : depth,
      framed:
        has(kind, Trait.tableFrame) ||
        (under !== undefined && under.framed && !walls && !has(kind, Trait.cell)),
      gone: false,
    };
    if (html) kind.open = open;
    else kind.openForeign = open;
    stack.push(open);
  }

  function popTo(depth: number): void {
    for (let open = top(); open && (stack.length > depth || open.gone); open = top()) {
      stack.pop();
      if (open.gone) continue;
      if (open.space === 'html') open.kind.open = open.below;
      else open.kind.openForeign = open.below;
    }
    for (let mode = last(modes); mode && mode.depth >= depth; mode = last(modes)) {
      if (mode.name === 'template') templates--;
      modes.pop();
    }
  }

  /** The end tag of an HTML element. */
  function close(kind: Kind): void {
    const { open } = kind;
    const current = top();
    if (!open || !current) return;
    const { depth } = open;
    if (kind.name === 'template') {
      if (current.scope > depth) tree.untouchable = true;
      popTo(depth);
    } else if (has(kind, Trait.tablePart)) {
      if (current.tableScope <= depth) popTo(depth);
    } else if (current.scope <= depth) {
      // In scope: nothing between it and the top hides it.
      if (current.special <= depth || has(kind, Trait.special)) popTo(depth);
      // "The adoption agency algorithm" (13.2.6.4.7): what is special within a `<b>` stays open after `</b>`.
      else if (has(kind, Trait.formatting)) {
        open.gone = true;
        kind.open = open.below;
        popTo(current.special + 1);
      }
    }
  }

  /** Makes room in the table for one of its parts; false where there is no table, and the part is dropped. */
  function clearTable(name: string): boolean {
    const table = kindOf('table').open;
    if (!table) return false;
    let { depth } = table;
    const cell = name === 'td' || name === 'th';
    for (const parent of cell || name === 'tr' ? ROW_PARENTS : []) {
      const { open } = kindOf(parent);
      if (open && open.depth > depth && (cell || parent !== 'tr')) depth = open.depth;
    }
    popTo(depth + 1);
    return true;
  }

  function closeParagraph(): void {
    const p = kindOf('p').open;
    const current = top();
    if (p && current && current.scope < p.depth) popTo(p.depth);
  }

  function inSelect(): boolean {
    const mode = last(modes);
    return mode !== undefined && mode.name === 'select';
  }

  function closeSelect(): void {
    const mode = last(modes);
    if (mode) popTo(mode.depth);
  }

  /** Whether a start tag within a select list is heeded. */
  function startInSelect(kind: Kind): boolean {
    const { name } = kind;
    if (name === 'select') {
      closeSelect();
      return false;
    }
    if (/^(?:input|keygen|textarea)$/.test(name) || (has(kind, Trait.tablePart) && kindOf('table').open)) {
      closeSelect();
      return true;
    }
    return /^(?:option|optgroup|hr|script|template)$/.test(name);
  }

  function staysForeign(kind: Kind, tag: Tokenizer, current: Open): boolean {
    if (current.integration === 'html') return false;
    if (current.integration === 'text' && kind.name !== 'mglyph' && kind.name !== 'malignmark') return false;
    if (current.kind.name === 'annotation-xml' && kind.name === 'svg') return false;
    const breaks =
      has(kind, Trait.breakout) ||
      (kind.name === 'font' && (tag.find('color') >= 0 || tag.find('face') >= 0 || tag.find('size') >= 0));
    if (breaks) breakOut();
    return !breaks;
  }

  function breakOut(): void {
    let depth = stack.length;
    for (let open = top(); open && open.space !== 'html' && open.integration === null;) {
      open = stack[--depth - 1];
    }
    popTo(depth);
  }

  function startForeign(kind: Kind, tag: Tokenizer, space: Space): void {
    const { name } = kind;
    if (tag.selfClosing) return;
    let integration: Open['integration'] = null;
    if (space === 'svg' && SVG_HTML.test(name)) integration = 'html';
    if (space === 'math' && MATH_TEXT.test(name)) integration = 'text';
    if (
      space === 'math' &&
      name === 'annotation-xml' &&
      /^(?:text\/html|application\/xhtml\+xml)$/i.test(tag.rawValue('encoding') || '')
    ) {
      integration = 'html';
    }
    push(kind, space, integration);
  }

  /** True if nothing is left to be done with the tag. */
  function startUnusual(kind: Kind, tag: Tokenizer): boolean {
    const { name } = kind;
    const current = top();
    switch (name) {
      case 'html':
      case 'head':
      case 'body':
        return true;
      case 'svg':
      case 'math':
        startForeign(kind, tag, name);
        return true;
      case 'script':
      case 'plaintext':
        tree.mode = name === 'script' ? 'script' : 'plain';
        return true;
      case 'frameset':
        tree.untouchable = true;
        return false;
      case 'a':
        // One link ends another.
        close(kind);
        if (templates === 0) inLink = tag.find('href') >= 0;
        return false;
      case 'template':
        templates++;
        modes.push({ name, depth: stack.length });
        return false;
      case 'select':
        modes.push({ name, depth: stack.length });
        return false;
      default:
        // An item ends the one before it, one heading another.
        if (current && (current.kind === kind || (HEADING.test(name) && HEADING.test(current.kind.name))))
          popTo(stack.length - 1);
        return false;
    }
  }
}
