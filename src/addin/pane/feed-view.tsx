import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components';
import { usePane } from './context';
import { EventLine } from './message-card';
import { Empty, Failed, Loading } from './parts';
import { useFeed } from './use-feed';

const useStyles = makeStyles({
  view: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, alignItems: 'stretch' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  state: { alignSelf: 'flex-start' },
});

/** What happened with the user's own mail, newest first, as it happens (A3). */
export function FeedView() {
  const styles = useStyles();
  const { texts } = usePane();
  const { feed, again, more } = useFeed();
  if (feed.state === 'loading') return <Loading label={texts.loading} />;
  return (
    <div className={styles.view}>
      {feed.failure && <Failed failure={feed.failure} again={again} />}
      {feed.state === 'ready' && (
        <Badge
          className={styles.state}
          appearance="tint"
          color={feed.live ? 'success' : 'warning'}
          role="status"
        >
          {feed.live ? texts.feed.live : texts.feed.notLive}
        </Badge>
      )}
      {feed.state === 'ready' && feed.items.length === 0 && <Empty>{texts.feed.empty}</Empty>}
      <ul className={styles.list} aria-live="polite">
        {feed.items.map((event) => (
          <EventLine key={event.seq} event={event} subject />
        ))}
      </ul>
      {feed.next !== undefined && (
        <Button size="small" onClick={() => void more()}>
          {texts.feed.more}
        </Button>
      )}
    </div>
  );
}
