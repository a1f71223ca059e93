import { escapedHtml } from '../../../core/fields';
import { everyBlock, FooterBlock, type BlockContent } from '../../../core/marketing/content';
import { mailTree } from './blocks';
import { mjml } from './mjml';

const OUTPUT = /\{\{-?[^{}]*\}\}/g;
export const UNSUBSCRIBES = /\{\{-?\s*unsubscribe_url\b/;

/** A word that stands nowhere in the content: what is written is never taken for a field. */
function unusedMark(content: BlockContent): string {
  const written = JSON.stringify(content);
  let mark = 'zzfield';
  while (written.includes(mark)) mark += 'z';
  return mark;
}

/**
 * The mail as one document in which the fields still stand, escaped as HTML wants it. While MJML and the rest work, a
 * word stands for each, since quotes and brackets in it would be read as markup. A footer is added where there is none.
 */
export async function documentOf(content: BlockContent): Promise<string> {
  const word = unusedMark(content);
  const fields: string[] = [];
  const mark = (text: string): string => text.replace(OUTPUT, (field) => `${word}${fields.push(field) - 1}q`);
  const marks = new RegExp(`${word}(\\d+)q`, 'g');

  const others = everyBlock(content.blocks).filter(({ kind }) => kind !== 'footer');
  const footer = content.blocks.find(({ kind }) => kind === 'footer');
  const blocks = [
    ...content.blocks.filter((block) => block !== footer),
    footer ?? FooterBlock.parse({ kind: 'footer', id: '-' }),
  ];
  const tree = mailTree(
    markedIn({ ...content, blocks }, mark),
    {
      marks: new RegExp(marks.source),
      unsubscribes: others.some((block) => UNSUBSCRIBES.test(JSON.stringify(block))),
    },
    mark,
  );
  const html = await mjml(tree);
  return html
    .replace(/\n\s+/g, '\n')
    .replace(marks, (found, n: string) => escapedOutput(fields[Number(n)] ?? found));
}

/** Quotes too: it may stand in an attribute. What an editor has escaped is not escaped twice. */
const escapedOutput = (field: string): string =>
  escapedHtml(
    field
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&nbsp;/g, ' ')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&'),
  );

/** Every text of the content with its fields marked. */
function markedIn<T>(value: T, mark: (text: string) => string): T;
function markedIn(value: unknown, mark: (text: string) => string): unknown {
  if (typeof value === 'string') return mark(value);
  if (Array.isArray(value)) return value.map((one: unknown) => markedIn(one, mark));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, markedIn(inner, mark)]));
}
