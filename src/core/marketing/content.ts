import { z } from 'zod';
import { Text } from '../api/shared';

/**
 * What a marketing message says: made of blocks, or HTML that was made elsewhere. Texts may name fields in Liquid
 * (`{{ contact.first_name | default: "there" }}`). Every size is bounded: what leaves is built from it for each contact.
 */

export const MOST_BLOCKS = 100;
export const MOST_COLUMNS = 4;
/** Of ready HTML, in characters. Gmail cuts a mail at 102 kB; four times that is no mail that anybody reads. */
export const MOST_HTML = 400_000;
export const MOST_TEXT = 100_000;

const BlockId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'letters, digits, - and _, at most 40');
const Colour = z
  .string()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'a colour such as #1f2937');
const Align = z.enum(['left', 'center', 'right']);
export type Align = z.infer<typeof Align>;
/** Checked where it is shown (`problems`), not refused: a message may be kept half-written. */
const Target = Text.max(2_000);
const Html = Text.max(30_000);
const Line = Text.max(500);

export const TextBlock = z.object({
  kind: z.literal('text'),
  id: BlockId,
  /** Paragraphs, lists, bold, italic, underline, links; anything else is left out where it is shown. */
  html: Html,
  align: Align.default('left'),
  /** In px. */
  size: z.number().int().min(10).max(32).default(16),
});
export const HeadingBlock = z.object({
  kind: z.literal('heading'),
  id: BlockId,
  text: Line,
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
  align: Align.default('left'),
});
export const ButtonBlock = z.object({
  kind: z.literal('button'),
  id: BlockId,
  text: Line,
  href: Target,
  align: Align.default('left'),
  /** In place of the page's. */
  colour: Colour.optional(),
  textColour: Colour.optional(),
});
export const ImageBlock = z.object({
  kind: z.literal('image'),
  id: BlockId,
  src: Target,
  alt: Line,
  /** It says nothing: its alternative text is empty on purpose. */
  decorative: z.boolean().default(false),
  href: Target.default(''),
  /** In px; absent: as wide as there is room. */
  width: z.number().int().min(16).max(800).optional(),
  align: Align.default('center'),
});
export const DividerBlock = z.object({ kind: z.literal('divider'), id: BlockId, colour: Colour.optional() });
export const SpacerBlock = z.object({
  kind: z.literal('spacer'),
  id: BlockId,
  height: z.number().int().min(4).max(200).default(24),
});
/** Who writes, from where, and how not to be written to again (M12). One, at the end; where none is, one is added. */
export const FooterBlock = z.object({
  kind: z.literal('footer'),
  id: BlockId,
  /** Before the address. */
  html: Html.default(''),
  /** Links to the kinds of mail one takes, and to the mail as a page. */
  preferences: z.boolean().default(true),
  webView: z.boolean().default(true),
});

export const InnerBlock = z.discriminatedUnion('kind', [
  TextBlock,
  HeadingBlock,
  ButtonBlock,
  ImageBlock,
  DividerBlock,
  SpacerBlock,
]);
export type InnerBlock = z.infer<typeof InnerBlock>;

export const ColumnsBlock = z.object({
  kind: z.literal('columns'),
  id: BlockId,
  /** Beside each other; below each other where the screen is narrow. */
  columns: z
    .array(z.object({ blocks: z.array(InnerBlock).max(20) }))
    .min(2)
    .max(MOST_COLUMNS),
});

export const Block = z.discriminatedUnion('kind', [
  TextBlock,
  HeadingBlock,
  ButtonBlock,
  ImageBlock,
  DividerBlock,
  SpacerBlock,
  FooterBlock,
  ColumnsBlock,
]);
export type Block = z.infer<typeof Block>;
export type BlockKind = Block['kind'];
export type BlockOf<K extends BlockKind> = Extract<Block, { kind: K }>;

/** Fonts that mail programs have. */
export const Font = z.enum(['arial', 'georgia', 'helvetica', 'tahoma', 'times', 'trebuchet', 'verdana']);
export type Font = z.infer<typeof Font>;
export const FONT_NAMES: Record<Font, string> = {
  arial: 'Arial',
  georgia: 'Georgia',
  helvetica: 'Helvetica',
  tahoma: 'Tahoma',
  times: 'Times New Roman',
  trebuchet: 'Trebuchet MS',
  verdana: 'Verdana',
};

export const PageStyle = z.object({
  /** Of the mail, in px. */
  width: z.number().int().min(320).max(800).default(600),
  /** Around it, and of it. */
  background: Colour.default('#f3f4f6'),
  page: Colour.default('#ffffff'),
  text: Colour.default('#1f2937'),
  link: Colour.default('#0b5cad'),
  button: Colour.default('#0b5cad'),
  buttonText: Colour.default('#ffffff'),
  font: Font.default('arial'),
});
export type PageStyle = z.infer<typeof PageStyle>;

/** Blocks within each other, as one list. */
export const everyBlock = (blocks: readonly Block[]): Block[] =>
  blocks.flatMap((block): Block[] =>
    block.kind === 'columns' ? [block, ...block.columns.flatMap((column) => column.blocks)] : [block],
  );

const Blocks = z
  .array(Block)
  .max(MOST_BLOCKS)
  .superRefine((blocks, context) => {
    const all = everyBlock(blocks);
    if (all.length > MOST_BLOCKS)
      context.addIssue({ code: 'custom', message: `at most ${MOST_BLOCKS} blocks, with those in columns` });
    if (new Set(all.map(({ id }) => id)).size < all.length)
      context.addIssue({ code: 'custom', message: 'each block needs an id of its own' });
    if (blocks.filter(({ kind }) => kind === 'footer').length > 1)
      context.addIssue({ code: 'custom', message: 'one footer is enough' });
    if (JSON.stringify(blocks).length > MOST_HTML)
      context.addIssue({ code: 'custom', message: `at most ${MOST_HTML} characters in all blocks` });
  });

const common = {
  subject: Text.max(500).default(''),
  /** Shown beside the subject in lists of mail. */
  preheader: Text.max(300).default(''),
  /** BCP 47; of the document, and of the footer's words. */
  lang: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language such as en, pl or de')
    .max(20)
    .default('en'),
  /** The plain-text part in one's own words; null: made from the rest. */
  text: Text.max(MOST_TEXT).nullable().default(null),
};

export const Content = z.discriminatedUnion('form', [
  z.object({
    form: z.literal('blocks'),
    ...common,
    style: PageStyle.default(() => PageStyle.parse({})),
    blocks: Blocks,
  }),
  z.object({ form: z.literal('html'), ...common, html: Text.max(MOST_HTML) }),
]);
export type Content = z.infer<typeof Content>;
export type NewContent = z.input<typeof Content>;
export type BlockContent = Extract<Content, { form: 'blocks' }>;

/** What is to be seen to before a message is sent. */
export const ProblemCode = z.enum([
  'subject-empty',
  'nothing-said',
  'unknown-field',
  'unknown-filter',
  'not-closed',
  'not-understood',
  'field-out-of-place',
  'no-fallback',
  'link-empty',
  'link-kind',
  'link-spaces',
  'link-placeholder',
  'image-missing',
  'image-address',
  'alt-missing',
  'heading-empty',
  'button-empty',
  'unsubscribe-added',
  'unsubscribe-twice',
  'no-address',
  'address-empty',
  'scripts-removed',
  'tags-broken',
  'too-large',
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

/** With these it can leave, and somebody may regret it; with any other it cannot. */
const WARNINGS: ReadonlySet<ProblemCode> = new Set([
  'no-fallback',
  'alt-missing',
  'heading-empty',
  'unsubscribe-added',
  'unsubscribe-twice',
  'no-address',
  'scripts-removed',
  'tags-broken',
  'too-large',
]);

export const ContentProblem = z.object({
  code: ProblemCode,
  level: z.enum(['error', 'warning']),
  part: z.enum(['subject', 'preheader', 'body', 'text']),
  /** The block that it stands in. */
  block: z.string().optional(),
  /** The beginning of what is meant. */
  at: z.string().optional(),
});
export type ContentProblem = z.infer<typeof ContentProblem>;

export const levelOf = (code: ProblemCode): ContentProblem['level'] =>
  WARNINGS.has(code) ? 'warning' : 'error';

/** What a message begins with. */
export const emptyContent = (lang: string): Content =>
  Content.parse({
    form: 'blocks',
    lang,
    blocks: [
      { kind: 'heading', id: 'b1', text: '' },
      { kind: 'text', id: 'b2', html: '' },
      { kind: 'footer', id: 'b3' },
    ],
  } satisfies NewContent);
