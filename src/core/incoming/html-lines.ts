import { defaultTreeAdapter, parse, parseFragment, serialize, type DefaultTreeAdapterMap } from 'parse5';
import type { MailLine } from './quote-lines';

type Node = DefaultTreeAdapterMap['node'];
type Parent = DefaultTreeAdapterMap['parentNode'];
type Element = DefaultTreeAdapterMap['element'];

const BLOCKS = new Set(
  'address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header html li main nav ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const UNSEEN = new Set(['head', 'script', 'style', 'template', 'title', 'noscript', 'xml']);
const INLINE_LEAVES = new Set(['img', 'input', 'video', 'audio', 'object', 'iframe', 'svg', 'canvas']);

/** The HTML of a mail as lines, each with the leaves of the tree that make it up. */
export interface HtmlLines {
  lines: MailLine[];
  /** The tree, cut to what `keep` wants of each line; well-formed whatever is kept. */
  cut(keep: (line: number) => boolean): string;
}

/** Deeper than any mail program nests; walking and writing a tree recurse, and an attack must not end the process. */
const DEEPEST = 400;

/** Elements that never hold others, or end by themselves when the next one of their kind begins. */
const UNNESTED =
  /^(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|tbody|td|tfoot|th|thead|tr|track|wbr)$/i;
/** So many unclosed tags no program writes; a parser takes time by the square of them. */
const MOST_UNCLOSED = 2_000;

/** Whether HTML nests so deep, seen from its tags alone, that it is better not parsed. */
export function nestsBeyondParsing(html: string): boolean {
  let depth = 0;
  for (const tag of html.matchAll(/<(\/?)([a-z][^\s/>]*)/gi)) {
    if (UNNESTED.test(tag[2] ?? '')) continue;
    depth = tag[1] === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > MOST_UNCLOSED) return true;
  }
  return false;
}

/** Whether a tree nests deeper than mail does. Counts without recursion. */
export function nestsTooDeep(root: Node): boolean {
  const open: { node: Node; depth: number }[] = [{ node: root, depth: 0 }];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.depth > DEEPEST) return true;
    if (!('childNodes' in at.node)) continue;
    for (const node of at.node.childNodes) open.push({ node, depth: at.depth + 1 });
  }
  return false;
}

/** Reads HTML into visible lines, whole documents and fragments alike. Undefined when it nests deeper than mail does. */
export function htmlLines(html: string): HtmlLines | undefined {
  if (nestsBeyondParsing(html)) return undefined;
  const whole = /<(?:html|body|head)[\s>]/i.test(html);
  const read = (): Parent => (whole ? parse(html) : parseFragment(html));
  const reader = new Reader();
  const root = read();
  if (nestsTooDeep(root)) return undefined;
  reader.visit(root, { depth: 0, quoted: false, pre: false });
  reader.endLine();
  // Cutting uses a tree up; the first cut takes the one that was read.
  let spare: Parent | undefined = root;
  return {
    lines: reader.lines,
    cut: (keep) => {
      const tree = spare ?? read();
      spare = undefined;
      const order: Node[] = [];
      leaves(tree, order);
      const dropped = new Set<Node>();
      order.forEach((node, i) => {
        const leaf = reader.leaves[i];
        if (leaf && !keepLeaf(node, leaf, keep)) dropped.add(node);
      });
      prune(tree, dropped);
      return serialize(tree).trim();
    },
  };
}

/** Where a leaf stands: its first line, and how many it covers (more than one only for preformatted text). */
interface Leaf {
  line: number;
  lines: number;
}

/** Whether anything of a leaf stays; preformatted text is cut to the lines that do. */
function keepLeaf(node: Node, leaf: Leaf, keep: (line: number) => boolean): boolean {
  if (leaf.lines === 1 || !defaultTreeAdapter.isTextNode(node)) return keep(leaf.line);
  const kept = node.value.split('\n').filter((_, i) => keep(leaf.line + i));
  node.value = kept.join('\n');
  return kept.length > 0;
}

interface Place {
  depth: number;
  quoted: boolean;
  pre: boolean;
}

class Reader {
  lines: MailLine[] = [];
  leaves: Leaf[] = [];
  private text = '';
  private place: Place | undefined;
  private open = false;

  visit(node: Node, place: Place): void {
    if (defaultTreeAdapter.isTextNode(node)) {
      this.leaf(place.pre ? node.value.split('\n').length : 1);
      this.write(node.value, place);
      return;
    }
    if (!('childNodes' in node)) return;
    if (!defaultTreeAdapter.isElementNode(node)) {
      for (const child of node.childNodes) this.visit(child, place);
      return;
    }
    this.element(node, place);
  }

  private element(node: Element, place: Place): void {
    const name = node.tagName;
    if (UNSEEN.has(name)) return;
    if (name === 'br') {
      this.leaf();
      this.begin(place);
      this.endLine();
      return;
    }
    if (name === 'hr') {
      this.endLine();
      this.leaf();
      this.lines.push({ text: '', depth: place.depth, quoted: place.quoted, rule: true });
      return;
    }
    if (INLINE_LEAVES.has(name)) {
      this.leaf();
      this.begin(place);
      return;
    }
    const inside: Place = {
      depth: place.depth + (name === 'blockquote' ? 1 : 0),
      quoted: place.quoted || isHistory(node),
      pre: place.pre || name === 'pre' || /white-space\s*:\s*pre/i.test(attribute(node, 'style')),
    };
    const block = BLOCKS.has(name) || inside.quoted !== place.quoted;
    if (block) this.endLine();
    if (isHistoryOpening(node)) {
      this.lines.push({ text: '', depth: place.depth, quoted: place.quoted, opens: true });
    }
    if (isGmailQuote(node) && node.childNodes.some((c) => holdsBlockquote(c))) this.gmail(node, inside);
    else for (const child of node.childNodes) this.visit(child, inside);
    if (block) this.endLine();
  }

  /** Around Gmail's block quote stands its attribution; what follows the block quote inside was typed by the sender. */
  private gmail(node: Element, inside: Place): void {
    let before = true;
    for (const child of node.childNodes) {
      const quote = holdsBlockquote(child);
      this.visit(child, { ...inside, quoted: inside.quoted || before || quote });
      if (quote) {
        before = false;
        this.endLine();
      }
    }
  }

  /** Text and void elements are numbered in tree order, so that a second reading of the same HTML finds them again. */
  private leaf(lines = 1): void {
    this.leaves.push({ line: this.lines.length, lines });
  }

  private begin(place: Place): void {
    if (!this.open) this.place = place;
    this.open = true;
  }

  private write(value: string, place: Place): void {
    if (place.pre) {
      const pieces = value.split('\n');
      pieces.forEach((piece, i) => {
        if (piece !== '') this.begin(place);
        this.text += piece;
        if (i < pieces.length - 1) {
          this.begin(place);
          this.endLine();
        }
      });
      return;
    }
    const flat = value.replace(/[ \t\r\n\f]+/g, ' ');
    if (flat === ' ' && this.text === '') return;
    if (flat !== '') this.begin(place);
    this.text += this.text === '' || this.text.endsWith(' ') ? flat.replace(/^ /, '') : flat;
  }

  endLine(): void {
    if (!this.open) return;
    const place = this.place ?? { depth: 0, quoted: false, pre: false };
    const text = this.text
      .replace(/\u00a0/g, ' ')
      .replace(/[\u200b\u200c\ufeff]/g, '')
      .trimEnd();
    this.lines.push({ text: place.pre ? text : text.trim(), depth: place.depth, quoted: place.quoted });
    this.text = '';
    this.open = false;
  }
}

function attribute(node: Element, name: string): string {
  return node.attrs.find((a) => a.name === name)?.value ?? '';
}

/** Containers by which mail programs mark the whole of the quoted history. */
function isHistory(node: Element): boolean {
  const id = idOf(node);
  const classes = ` ${attribute(node, 'class').toLowerCase()} `;
  if (node.tagName === 'blockquote') {
    return (
      attribute(node, 'type').toLowerCase() === 'cite' ||
      attribute(node, 'cite') !== '' ||
      /quote| cite/.test(classes) ||
      /border-left\s*:\s*(?!none|0)/i.test(attribute(node, 'style'))
    );
  }
  if (isGmailQuote(node)) return !node.childNodes.some((c) => holdsBlockquote(c));
  return (
    /^(?:olk_src_body_section|replysplit|yahoo_quoted.*|yqt\d+|hs_reply|reply-intro|isreplycontent)$/.test(
      id,
    ) ||
    / (?:x_)?(?:yahoo_quoted|moz-cite-prefix|gmail_attr|protonmail_quote|zmail_extra|tutanota_quote|outlookmessageheader|ms-outlook-mobile-reference-message|cite|quoted|front-blockquote|airmail_ext_on|freebirdquote|yahooquoted) /.test(
      classes,
    )
  );
}

/** Outlook on the web puts `x_` before the ids of what it quotes; a badly decoded mail has `3D"` there. */
function idOf(node: Element): string {
  return attribute(node, 'id')
    .toLowerCase()
    .replace(/^3d/, '')
    .replace(/"/g, '')
    .replace(/^(?:x_)+/, '');
}

/** Elements from which on everything is history, though they hold only its beginning. */
function isHistoryOpening(node: Element): boolean {
  const id = idOf(node);
  return id === 'divrplyfwdmsg' || id === 'mail-editor-reference-message-container';
}

function isGmailQuote(node: Element): boolean {
  return (
    node.tagName !== 'blockquote' &&
    / (?:ecx|x_)?gmail_quote(?:_container)? /.test(` ${attribute(node, 'class').toLowerCase()} `)
  );
}

function holdsBlockquote(node: Node): boolean {
  return defaultTreeAdapter.isElementNode(node) && node.tagName === 'blockquote';
}

/** The same leaves, in the same order, as `Reader` numbers them. */
function leaves(node: Node, found: Node[]): void {
  if (defaultTreeAdapter.isTextNode(node)) {
    found.push(node);
    return;
  }
  if (!('childNodes' in node)) return;
  if (defaultTreeAdapter.isElementNode(node)) {
    const name = node.tagName;
    if (UNSEEN.has(name)) return;
    if (name === 'br' || name === 'hr' || INLINE_LEAVES.has(name)) {
      found.push(node);
      return;
    }
  }
  for (const child of node.childNodes) leaves(child, found);
}

/** Takes the dropped leaves out, and the elements that are left empty by it. */
function prune(parent: Parent, dropped: ReadonlySet<Node>): boolean {
  let kept = false;
  let removed = false;
  for (const child of [...parent.childNodes]) {
    if (dropped.has(child)) {
      defaultTreeAdapter.detachNode(child);
      removed = true;
      continue;
    }
    if ('childNodes' in child && child.childNodes.length > 0 && !prune(child, dropped)) {
      defaultTreeAdapter.detachNode(child);
      removed = true;
      continue;
    }
    kept = kept || !defaultTreeAdapter.isTextNode(child) || child.value.trim() !== '';
  }
  return kept || !removed;
}
