import { Button, Caption1, makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { SegmentDetail } from '../../core/api/segments';
import { fullTime, shortTime } from '../format';
import { RouterLink } from '../parts/event-line';
import { MoreButton } from '../parts/more-button';
import { Empty, Failure } from '../parts/states';
import { segmentsApi } from '../segments-api';
import { texts } from '../texts';
import { usePages } from '../use-pages';
import { whyWords } from './why-words';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    maxWidth: '860px',
  },
  one: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM, alignItems: 'baseline' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Who came in and who left, and why. */
export function SegmentHistory({ segment: { id, count } }: { segment: SegmentDetail }) {
  const styles = useStyles();
  const words = texts.segments;
  const pages = usePages(`segment-history/${id}`, async (cursor?: string) => {
    const { moves, next } = await segmentsApi.history(id, cursor);
    return { items: moves, next };
  });
  const { list, reload, few } = pages;
  useEffect(() => {
    if (few) reload();
  }, [count, few, reload]);
  return (
    <>
      {list.state === 'loading' && (
        <Skeleton aria-label={words.loadingHistory}>
          <SkeletonItem size={64} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && list.value.items.length === 0 && (
        <Empty title={words.noHistory}>{words.noHistoryAbout}</Empty>
      )}
      {list.state === 'ready' && list.value.items.length > 0 && (
        <>
          <ul className={styles.list}>
            {list.value.items.map(({ contact, came, at, why }) => (
              <li key={`${at} ${contact.id} ${came}`} className={styles.one}>
                <RouterLink to={`/contacts/${contact.id}`}>
                  {came ? words.came(contact.name) : words.left(contact.name)}
                </RouterLink>
                <Caption1>{whyWords(why)}</Caption1>
                <Caption1 className={styles.quiet} title={fullTime(at)}>
                  {shortTime(at)}
                </Caption1>
              </li>
            ))}
          </ul>
          <MoreButton pages={pages} words={words.showEarlier} />
        </>
      )}
    </>
  );
}
