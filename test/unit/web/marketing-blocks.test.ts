import { Block, everyBlock } from '../../../src/core/marketing/content';
import { duplicated, inserted, moved } from '../../../src/web/marketing/write/blocks';

const line = (id: string): Block => Block.parse({ kind: 'divider', id });
const footer = Block.parse({ kind: 'footer', id: 'f' });
const ids = (blocks: readonly Block[]): string => blocks.map(({ id }) => id).join(' ');

describe('blocks that are written', () => {
  const all = [line('a'), line('b'), line('c'), footer];

  test('move one step, and stay at the ends', () => {
    expect(ids(moved(all, 'b', -1))).toBe('b a c f');
    expect(ids(moved(all, 'b', 1))).toBe('a c b f');
    expect(ids(moved(all, 'a', -1))).toBe('a b c f');
    expect(ids(moved(all, 'f', 1))).toBe('a b c f');
    expect(ids(moved(all, 'nowhere', 1))).toBe('a b c f');
  });

  test('come behind the one that is open, else at the end, and always above the footer', () => {
    expect(ids(inserted(all, line('n'), 'a'))).toBe('a n b c f');
    expect(ids(inserted(all, line('n')))).toBe('a b c n f');
    expect(ids(inserted(all, line('n'), 'f'))).toBe('a b c n f');
    expect(ids(inserted([line('a')], line('n')))).toBe('a n');
    expect(ids(inserted([line('a')], footer))).toBe('a f');
  });

  test('are duplicated under ids of their own, those in columns too', () => {
    const columns = Block.parse({
      kind: 'columns',
      id: 'k',
      columns: [{ blocks: [line('x')] }, { blocks: [line('y')] }],
    });
    const { blocks, id } = duplicated([columns, line('a')], 'k');
    expect(blocks.map(({ kind }) => kind)).toEqual(['columns', 'columns', 'divider']);
    expect(blocks[1]?.id).toBe(id);
    const every = everyBlock(blocks).map((block) => block.id);
    expect(new Set(every).size).toBe(every.length);
  });
});
