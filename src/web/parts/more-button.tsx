import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { texts } from '../texts';
import type { Pages } from '../use-pages';
import { Failure } from './states';

const useStyles = makeStyles({
  more: { display: 'grid', rowGap: tokens.spacingVerticalS, justifyItems: 'start' },
});

/** Beneath a list that has more: the button, and why it did not work. */
export function MoreButton({ pages, words }: { pages: Pages<unknown, unknown>; words?: string }) {
  const styles = useStyles();
  const { list, more, loadingMore, error } = pages;
  if (list.state !== 'ready' || list.value.next === undefined) return null;
  return (
    <div className={styles.more}>
      {error && <Failure error={error} />}
      <Button disabledFocusable={loadingMore} onClick={more}>
        {loadingMore ? texts.common.loadingMore : (words ?? texts.common.showEarlier)}
      </Button>
    </div>
  );
}
