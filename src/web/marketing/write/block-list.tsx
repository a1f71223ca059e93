import {
  Button,
  Caption1,
  Card,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { MOST_COLUMNS, type Block, type BlockKind, type PageStyle } from '../../../core/marketing/content';
import { texts } from '../../texts';
import { BlockForm } from './block-form';
import { duplicated, inserted, isInner, moved, newBlock } from './blocks';
import { ChoiceField } from './choices';

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
  card: { padding: tokens.spacingHorizontalS, rowGap: tokens.spacingVerticalS, minWidth: 0 },
  chosen: { outline: `2px solid ${tokens.colorBrandStroke1}` },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  what: {
    flexGrow: 1,
    minWidth: 0,
    justifyContent: 'flex-start',
    textAlign: 'left',
    overflow: 'hidden',
    fontWeight: tokens.fontWeightRegular,
  },
  words: { display: 'flex', minWidth: 0, maxWidth: '100%' },
  kind: { fontWeight: tokens.fontWeightSemibold, marginRight: tokens.spacingHorizontalS },
  said: {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground3,
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

/** The beginning of what a block says. */
function saidIn(block: Block): string {
  switch (block.kind) {
    case 'text':
    case 'footer': {
      const { body } = new DOMParser().parseFromString(
        block.html.replace(/<\/(?:p|li)>/g, ' $&'),
        'text/html',
      );
      return body.textContent?.trim().slice(0, 120) ?? '';
    }
    case 'heading':
    case 'button':
      return block.text;
    case 'image':
      return block.alt;
    case 'columns':
      return texts.marketingWrite.columnsOf(block.columns.length);
    case 'divider':
    case 'spacer':
      return '';
  }
}

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
  const { label, blocks, disabled, choose, change, chosen, inColumn = false } = props;
  const styles = useStyles();
  const words = texts.marketingWrite;
  const list = useRef<HTMLUListElement>(null);
  const [told, setTold] = useState('');

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
              {...props}
              block={block}
              first={n === 0}
              last={n === blocks.length - 1}
              move={(by) => move(block, by)}
              put={(next) => change(blocks.map((one) => (one.id === next.id ? next : one)))}
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
            />
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

interface OneProps extends BlockListProps {
  block: Block;
  first: boolean;
  last: boolean;
  move: (by: 1 | -1) => void;
  put: (block: Block) => void;
  duplicate: () => void;
  remove: () => void;
}

function OneBlock(props: OneProps) {
  const { block, style, shown, disabled, chosen, choose, first, last, move, put, duplicate, remove } = props;
  const styles = useStyles();
  const words = texts.marketingWrite;
  const id = useId();
  const inside =
    block.kind === 'columns' && block.columns.some(({ blocks }) => blocks.some((one) => one.id === chosen));
  const open = chosen === block.id || inside;
  const kind = words.kinds[block.kind];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey || disabled || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    move(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <Card
      className={mergeClasses(styles.card, open && styles.chosen)}
      onKeyDown={onKeyDown}
      role="group"
      aria-label={kind}
    >
      <div className={styles.head}>
        <Button
          appearance="subtle"
          className={styles.what}
          aria-expanded={open}
          aria-controls={id}
          data-part="open"
          onClick={() => choose(open && !inside ? undefined : block.id)}
        >
          <span className={styles.words}>
            <span className={styles.kind}>{kind}</span>
            <span className={styles.said}>{saidIn(block)}</span>
          </span>
        </Button>
        {!disabled && (
          <>
            <Button
              appearance="subtle"
              size="small"
              data-part="up"
              icon={<ArrowUpRegular />}
              title={words.moveUp}
              aria-label={words.moveUp}
              aria-keyshortcuts="Alt+ArrowUp"
              disabledFocusable={first}
              onClick={() => move(-1)}
            />
            <Button
              appearance="subtle"
              size="small"
              data-part="down"
              icon={<ArrowDownRegular />}
              title={words.moveDown}
              aria-label={words.moveDown}
              aria-keyshortcuts="Alt+ArrowDown"
              disabledFocusable={last}
              onClick={() => move(1)}
            />
            {block.kind !== 'footer' && (
              <Button
                appearance="subtle"
                size="small"
                icon={<CopyRegular />}
                title={words.duplicateBlock}
                aria-label={words.duplicateBlock}
                onClick={duplicate}
              />
            )}
            <Button
              appearance="subtle"
              size="small"
              icon={<DeleteRegular />}
              title={words.removeBlock}
              aria-label={words.removeBlock}
              onClick={remove}
            />
          </>
        )}
      </div>
      <div id={id} hidden={!open}>
        {open && block.kind === 'columns' && <Columns {...props} block={block} />}
        {open && block.kind !== 'columns' && !disabled && (
          <BlockForm block={block} style={style} shown={shown} change={put} />
        )}
      </div>
    </Card>
  );
}

function Columns(props: OneProps & { block: Extract<Block, { kind: 'columns' }> }) {
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
