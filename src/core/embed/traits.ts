/** What the parser does with a name, as bits. */
export enum Trait {
  /** Its content is text up to its end tag. */
  raw = 1,
  /** Has no content. */
  void = 2,
  /** Its start tag ends SVG and MathML. */
  breakout = 4,
  tablePart = 8,
  /** What is directly in it, and no part of the table, is moved out of the table. */
  tableFrame = 16,
  /** Where it is not: a table's content. */
  cell = 32,
  /** Means nothing outside of a table. */
  inTable = 64,
  closesP = 128,
  /** "Special" in the Standard: an end tag of another name does not reach beyond it. */
  special = 256,
  /** `<b>` and its like: their end tags leave special elements within them open. */
  formatting = 512,
  /** What is open outside of it is not in scope inside. */
  scope = 1024,
  /** Needs a look at its name. */
  unusual = 2048,
  /** Ends a line of text for the reader. */
  line = 4096,
  /** May stand between the sender's own part and the quote, and belongs to the quote. */
  wrapper = 8192,
}

/** Traits by element name, as the HTML Standard's tree construction (13.2.6) treats it; a name that is missing has none. */
export const TRAITS = new Map<string, number>();
function trait(bit: number, names: string): void {
  for (const name of names.split(' ')) TRAITS.set(name, (TRAITS.get(name) || 0) | bit);
}
// A name may stand in several lines; each adds its bits.
trait(Trait.raw, 'style xmp iframe noembed noframes noscript title textarea');
trait(
  Trait.void,
  'area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr',
);
trait(Trait.closesP | Trait.special | Trait.breakout | Trait.unusual, 'h1 h2 h3 h4 h5 h6 dd dt li');
trait(
  Trait.closesP | Trait.special | Trait.breakout,
  'blockquote center div dl listing menu ol p pre table ul',
);
trait(
  Trait.closesP | Trait.special,
  'address article aside details dir fieldset figcaption figure footer form header hgroup main nav search section summary',
);
trait(Trait.closesP, 'dialog hr plaintext xmp');
trait(Trait.formatting | Trait.breakout, 'b big code em i nobr s small strike strong tt u');
trait(Trait.formatting, 'a font');
trait(Trait.breakout, 'body br embed head hr img meta ruby span sub sup var');
trait(Trait.tablePart | Trait.tableFrame | Trait.scope, 'table');
trait(Trait.tablePart | Trait.inTable | Trait.tableFrame | Trait.special, 'tbody tfoot thead tr');
trait(Trait.tablePart | Trait.inTable | Trait.cell | Trait.special | Trait.scope, 'caption td th');
trait(Trait.inTable | Trait.tableFrame | Trait.special, 'colgroup');
trait(Trait.inTable, 'col');
trait(Trait.special | Trait.scope, 'applet marquee object template');
trait(Trait.special, 'button select');
trait(Trait.unusual, 'a body frameset head html math option optgroup plaintext script select svg template');
trait(Trait.line, 'p div br tr td li hr table blockquote h1 h2 h3');
trait(Trait.wrapper, 'div blockquote br hr span p section b strong i em u font center');
