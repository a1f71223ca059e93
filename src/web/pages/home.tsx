import {
  Button,
  Card,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Skeleton,
  SkeletonItem,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { EventLine } from '../parts/event-line';
import { useFeed } from '../parts/feed';
import { useMe } from '../parts/me';
import { Empty, Failure, useTitle } from '../parts/states';

const useStyles = makeStyles({
  page: { display: 'grid', rowGap: tokens.spacingVerticalL, maxWidth: '860px' },
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
  const { feed, stream, looking, reload, more, markRead } = useFeed();
  const [loadingMore, setLoadingMore] = useState(false);
  useTitle('Feed');
  // Seeing the feed is reading it; in a tab behind others nobody sees it.
  useEffect(() => {
    if (looking) markRead();
  }, [looking, markRead]);

  return (
    <div className={styles.page}>
      <Title2 as="h1">Feed</Title2>
      {stream === 'reconnecting' && (
        <MessageBar intent="warning">
          <MessageBarBody>The connection broke. Trying again; nothing is lost meanwhile.</MessageBarBody>
        </MessageBar>
      )}
      {feed.state === 'loading' && (
        <Skeleton aria-label="Loading the feed">
          <SkeletonItem size={40} />
        </Skeleton>
      )}
      {feed.state === 'failed' && (
        <Failure error={feed.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {feed.state === 'ready' && feed.value.items.length === 0 && (
        <Empty
          title="Nothing has happened yet"
          action={
            me.sandbox && (
              <Button
                as="a"
                appearance="primary"
                href={`${me.sandbox.url}/outlook?as=${me.user.email.split('@')[0] ?? ''}`}
                target="_blank"
              >
                Open the sandbox’s Outlook
              </Button>
            )
          }
        >
          Send a mail from Outlook with Track on. When somebody opens it, clicks a link or answers, it shows
          here within a second.
        </Empty>
      )}
      {feed.state === 'ready' && feed.value.items.length > 0 && (
        <Card>
          <ul className={styles.list} aria-label="Feed" aria-live="polite" aria-relevant="additions">
            {feed.value.items.map((event) => (
              <li key={event.seq} className={styles.item}>
                <EventLine event={event} withSubject />
              </li>
            ))}
          </ul>
          {feed.value.next !== undefined && (
            <Button
              disabled={loadingMore}
              onClick={() => {
                setLoadingMore(true);
                void more().finally(() => setLoadingMore(false));
              }}
            >
              {loadingMore ? 'Loading …' : 'Show earlier'}
            </Button>
          )}
        </Card>
      )}
    </div>
  );
}
