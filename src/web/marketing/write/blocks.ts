import { Block, type BlockKind, type InnerBlock } from '../../../core/marketing/content';

let count = 0;
/** Not taken in any content that this page holds, nor in one that another page made. */
export const newBlockId = (): string => `b${Date.now().toString(36)}${(count += 1).toString(36)}`;

export function newBlock(kind: BlockKind): Block {
  const id = newBlockId();
  switch (kind) {
    case 'text':
      return Block.parse({ kind, id, html: '' });
    case 'heading':
      return Block.parse({ kind, id, text: '' });
    case 'button':
      return Block.parse({ kind, id, text: '', href: '' });
    case 'image':
      return Block.parse({ kind, id, src: '', alt: '' });
    case 'columns':
      return Block.parse({ kind, id, columns: [{ blocks: [] }, { blocks: [] }] });
    case 'divider':
    case 'spacer':
    case 'footer':
      return Block.parse({ kind, id });
  }
}

/** May stand in a column. */
export const isInner = (block: Block): block is InnerBlock =>
  block.kind !== 'columns' && block.kind !== 'footer';

/** One step up or down; at an end nothing changes. */
export function moved(blocks: readonly Block[], id: string, by: 1 | -1): Block[] {
  const at = blocks.findIndex((block) => block.id === id);
  const [one, other] = [blocks[at], blocks[at + by]];
  if (!one || !other) return [...blocks];
  return blocks.map((block, n) => (n === at ? other : n === at + by ? one : block));
}

/** With a copy behind it, under new ids. */
export function duplicated(blocks: readonly Block[], id: string): { blocks: Block[]; id: string } {
  const at = blocks.findIndex((block) => block.id === id);
  const one = blocks[at];
  if (!one) return { blocks: [...blocks], id };
  const fresh = newBlockId();
  const copy: Block =
    one.kind === 'columns'
      ? {
          ...one,
          id: fresh,
          columns: one.columns.map((column) => ({
            blocks: column.blocks.map((inner) => ({ ...inner, id: newBlockId() })),
          })),
        }
      : { ...one, id: fresh };
  return { blocks: [...blocks.slice(0, at + 1), copy, ...blocks.slice(at + 1)], id: fresh };
}

/** With a block behind `after`, or at the end: above the footer, where one stands there. */
export function inserted(blocks: readonly Block[], block: Block, after?: string): Block[] {
  const at = after === undefined ? -1 : blocks.findIndex(({ id }) => id === after) + 1;
  const end = blocks.at(-1)?.kind === 'footer' ? blocks.length - 1 : blocks.length;
  const to = at > 0 ? Math.min(at, block.kind === 'footer' ? blocks.length : end) : end;
  return [...blocks.slice(0, to), block, ...blocks.slice(to)];
}
