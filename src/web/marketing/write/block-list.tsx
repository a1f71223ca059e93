import {
  Button,
  Caption1,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { useRef, useState } from 'react';
import {
  MOST_COLUMNS,
  type Block,
  type BlockKind,
  type BlockOf,
  type PageStyle,
} from '../../../core/marketing/content';
import { texts } from '../../texts';
import { duplicated, inserted, isInner, moved, newBlock } from './blocks';
import { ChoiceField } from './choices';
import { OneBlock } from './one-block';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  all: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalS,
    justifyItems: 'stretch',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(320px, 100%), 1fr))',
    gap: tokens.spacingHorizontalS,
  },
  column: {
    display: 'grid',
    alignContent: 'start',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalS,
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  add: { justifySelf: 'start' },
});

const KINDS: readonly BlockKind[] = [
  'text',
  'heading',
  'button',
  'image',
  'columns',
  'divider',
  'spacer',
  'footer',
];
const COUNTS = ['2', '3', '4'] as const;

export interface BlockListProps {
  label: string;
  blocks: readonly Block[];
  style: PageStyle;
  shown: number;
  disabled: boolean;
  /** The block whose form is open, wherever it stands. */
  chosen: string | undefined;
  choose: (id: string | undefined) => void;
  /** `removed`: the block that is gone with it, to be undone. */
  change: (blocks: Block[], removed?: Block) => void;
  /** In a column no columns stand, and no footer. */
  inColumn?: boolean;
}

/** Blocks in their order: each is opened, moved, duplicated and removed by buttons, and moved by Alt and the arrow keys. */
export function BlockList(props: BlockListProps) {
  const { label, blocks, style, shown, disabled, choose, change, chosen, inColumn = false } = props;
  const styles = useStyles();
  const words = texts.marketingWrite;
  const list = useRef<HTMLUListElement>(null);
  const [told, setTold] = useState('');

  const put = (next: Block): void => change(blocks.map((one) => (one.id === next.id ? next : one)));
  const move = (block: Block, by: 1 | -1): void => {
    const next = moved(blocks, block.id, by);
    change(next);
    setTold(words.movedTo(next.findIndex(({ id }) => id === block.id) + 1, next.length));
    // What is moved in the page loses the focus.
    const name = document.activeElement?.getAttribute('data-part') ?? 'open';
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-block="${block.id}"] [data-part="${name}"]`)?.focus(),
    );
  };
  const add = (kind: BlockKind): void => {
    const block = newBlock(kind);
    const here = blocks.some(({ id }) => id === chosen) ? chosen : undefined;
    change(inserted(blocks, block, here));
    choose(block.id);
  };
  const hasFooter = blocks.some(({ kind }) => kind === 'footer');
  const offered = KINDS.filter(
    (kind) => (kind !== 'footer' || !(hasFooter || inColumn)) && (kind !== 'columns' || !inColumn),
  );
  return (
    <div className={styles.all}>
      <ul ref={list} className={styles.list} aria-label={label}>
        {blocks.map((block, n) => (
          <li key={block.id} data-block={block.id}>
            <OneBlock
              style={style}
              shown={shown}
              disabled={disabled}
              chosen={chosen}
              choose={choose}
              block={block}
              first={n === 0}
              last={n === blocks.length - 1}
              move={(by) => move(block, by)}
              put={put}
              duplicate={() => {
                const next = duplicated(blocks, block.id);
                change(next.blocks);
                choose(next.id);
              }}
              remove={() => {
                change(
                  blocks.filter(({ id }) => id !== block.id),
                  block,
                );
              }}
            >
              {block.kind === 'columns' && <Columns {...props} block={block} put={put} />}
            </OneBlock>
          </li>
        ))}
      </ul>
      <span role="status">
        <Caption1 className={styles.quiet}>{told}</Caption1>
      </span>
      {!disabled && (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button icon={<AddRegular />} size={inColumn ? 'small' : 'medium'} className={styles.add}>
              {words.addBlock}
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {offered.map((kind) => (
                <MenuItem key={kind} onClick={() => add(kind)}>
                  {words.kinds[kind]}
                </MenuItem>
              ))}
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
    </div>
  );
}

function Columns(props: BlockListProps & { block: BlockOf<'columns'>; put: (block: Block) => void }) {
  const { block, put, change, blocks, disabled } = props;
  const styles = useStyles();
  const words = texts.marketingWrite;
  const count = COUNTS.find((one) => Number(one) === block.columns.length) ?? '2';
  return (
    <div className={styles.all}>
      <ChoiceField
        label={words.kinds.columns}
        value={count}
        // What stands in a column does not go with it.
        options={COUNTS.filter(
          (one) =>
            Number(one) <= MOST_COLUMNS &&
            block.columns.slice(Number(one)).every((column) => column.blocks.length === 0),
        )}
        words={(one) => one}
        disabled={disabled}
        change={(chosen) =>
          put({
            ...block,
            columns: Array.from({ length: Number(chosen) }, (_, n) => block.columns[n] ?? { blocks: [] }),
          })
        }
      />
      <div className={styles.columns}>
        {block.columns.map((column, n) => (
          <div key={n} className={styles.column}>
            <BlockList
              {...props}
              inColumn
              label={words.columnNumber(n + 1)}
              blocks={column.blocks}
              change={(inner, removed) => {
                const columns = block.columns.map((one, at) =>
                  at === n ? { blocks: inner.filter(isInner) } : one,
                );
                change(
                  blocks.map((one) => (one.id === block.id ? { ...block, columns } : one)),
                  removed,
                );
              }}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
