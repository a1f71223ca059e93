import { Button, Card, makeStyles, Skeleton, SkeletonItem, Title2, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import { withoutTakingBack } from '../../core/feed';
import { EventLine } from '../parts/event-line';
import { useFeed } from '../parts/feed';
import { FirstRunCard } from '../parts/first-run';
import { useMe } from '../parts/me';
import { Empty, Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '860px',
  },
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'grid' },
  item: {
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
});

/** What happened with the mail of the signed-in user, newest first, as it happens. */
export function HomePage() {
  const styles = useStyles();
  const me = useMe();
  const { feed, looking, reload, more, markRead } = useFeed();
  const { busy: loadingMore, error, does } = useDoing();
  useTitle(texts.home.title);
  // Seeing the feed is reading it; in a tab behind others nobody sees it.
  useEffect(() => {
    if (looking) markRead();
  }, [looking, markRead]);

  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.home.title}</Title2>
      <FirstRunCard />
      {feed.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(texts.home.title)}>
          <SkeletonItem size={40} />
        </Skeleton>
      )}
      {feed.state === 'failed' && (
        <Failure error={feed.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {feed.state === 'ready' && feed.value.items.length === 0 && (
        <Empty
          title={texts.home.nothingYet}
          action={
            me.sandbox && (
              <Button
                as="a"
                appearance="primary"
                href={`${me.sandbox.url}/outlook?as=${me.user.email.split('@')[0] ?? ''}`}
                target="_blank"
              >
                {texts.shell.openSandbox}
              </Button>
            )
          }
        >
          {texts.home.howToBegin}
        </Empty>
      )}
      {feed.state === 'ready' && feed.value.items.length > 0 && (
        <Card>
          <ul
            className={styles.list}
            aria-label={texts.home.title}
            aria-live="polite"
            aria-relevant="additions"
          >
            {withoutTakingBack(feed.value.items).map((event) => (
              <li key={event.seq} className={styles.item}>
                <EventLine event={event} withSubject />
              </li>
            ))}
          </ul>
          {error && <Failure error={error} />}
          {feed.value.next !== undefined && (
            <Button disabledFocusable={loadingMore} onClick={() => void does(more)}>
              {loadingMore ? texts.common.loadingMore : texts.common.showEarlier}
            </Button>
          )}
        </Card>
      )}
    </div>
  );
}
