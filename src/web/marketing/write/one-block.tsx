import { Button, Card, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import type { Block, PageStyle } from '../../../core/marketing/content';
import { texts } from '../../texts';
import { BlockForm } from './block-form';

const useStyles = makeStyles({
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
});

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

interface OneProps {
  block: Block;
  style: PageStyle;
  shown: number;
  disabled: boolean;
  chosen: string | undefined;
  choose: (id: string | undefined) => void;
  first: boolean;
  last: boolean;
  move: (by: 1 | -1) => void;
  put: (block: Block) => void;
  duplicate: () => void;
  remove: () => void;
  /** What stands in it, in place of a form. */
  children?: ReactNode;
}

/** One block in a list: what it says on a line, its buttons, and its form while it is open. */
export function OneBlock(props: OneProps) {
  const { block, style, shown, disabled, chosen, choose } = props;
  const { first, last, move, put, duplicate, remove, children } = props;
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
        {open && children}
        {open && block.kind !== 'columns' && !disabled && (
          <BlockForm block={block} style={style} shown={shown} change={put} />
        )}
      </div>
    </Card>
  );
}
