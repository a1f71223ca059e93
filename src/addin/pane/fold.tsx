import { Button, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { usePane } from './context';

const useStyles = makeStyles({ button: { justifySelf: 'start', alignSelf: 'start' } });

/** A longer list is folded to this many lines, the last of which says how many more there are. */
const MOST_LINES = 6;

export interface Fold<T> {
  shown: readonly T[];
  /** It is too long to be shown whole from the beginning. */
  long: boolean;
  open: boolean;
  rest: number;
  toggle: () => void;
}

/** The beginning of a list, and all of it once that is asked for. */
export function useFold<T>(all: readonly T[]): Fold<T> {
  const [open, setOpen] = useState(false);
  const long = all.length > MOST_LINES;
  const shown = long && !open ? all.slice(0, MOST_LINES - 1) : all;
  return { shown, long, open, rest: all.length - shown.length, toggle: () => setOpen(!open) };
}

/** Stays where it is, so that the keyboard does too. */
export function FoldButton({ fold }: { fold: Fold<unknown> }) {
  const styles = useStyles();
  const { texts } = usePane();
  if (!fold.long) return null;
  return (
    <Button
      size="small"
      appearance="subtle"
      className={styles.button}
      aria-expanded={fold.open}
      onClick={fold.toggle}
    >
      {fold.open ? texts.compose.showFewer : texts.compose.showMore(fold.rest)}
    </Button>
  );
}
