import { Badge, Button, makeStyles, Text, ToggleButton, tokens } from '@fluentui/react-components';
import { useEffect, useMemo, useRef, useState } from 'react';
import { keepPresence, type PresenceKeeper } from '../../../core/presence';
import { usePane } from '../context';
import { FILTERS, keepLeft, loadLeft, type FeedFilter } from '../frame/kept';
import { Empty, Failed, Loading } from '../parts';
import { timeWords } from '../sentences';
import { dayWords, localDay } from './days';
import { FeedGroup } from './feed-group';
import { groupFeed, newestOfHits } from './lines';
import type { LiveFeed } from './use-feed';

const useStyles = makeStyles({
  view: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, alignItems: 'stretch' },
  state: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground2 },
  day: { display: 'grid', gap: tokens.spacingVerticalXS },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalXS },
});

/** Whether the feed is looked at; meanwhile the server is told so, and up to which event it was shown. */
function useLooking(shown: number): boolean {
  const { api } = usePane();
  const [looking, setLooking] = useState(false);
  const keeper = useRef<PresenceKeeper>(undefined);
  useEffect(() => {
    keeper.current = keepPresence(api.looking, setLooking, {
      page: document,
      window,
      now: () => Date.now(),
      focused: () => document.hasFocus(),
    });
    return () => keeper.current?.stop();
  }, [api]);
  useEffect(() => keeper.current?.shows(shown), [api, shown]);
  return looking;
}

/** What happened with the user's own mail, newest first, as it happens (A3). */
export function FeedView({ live }: { live: LiveFeed }) {
  const styles = useStyles();
  const { texts, locale, lostSince } = usePane();
  const [filter, setFilter] = useState<FeedFilter>(() => loadLeft().filter);
  const { feed, fresh, again, more, seen } = live;
  const { items, unread } = feed;
  const looking = useLooking(filter === 'all' ? (items[0]?.seq ?? 0) : 0);
  useEffect(() => {
    // What came while nobody looked is seen when somebody looks again.
    if (looking) seen();
  }, [looking, unread, seen]);
  const days = useMemo(() => groupFeed(items, filter, localDay), [items, filter]);
  const newest = useMemo(() => newestOfHits(items), [items]);

  if (feed.state === 'loading') return <Loading label={texts.loading} />;
  const choose = (one: FeedFilter): void => {
    setFilter(one);
    keepLeft({ filter: one });
  };
  return (
    <div className={styles.view}>
      {feed.failure && <Failed failure={feed.failure} again={again} />}
      {feed.state === 'ready' && (
        <div className={styles.state}>
          {live.on && lostSince === null && (
            <Badge appearance="tint" color={feed.live ? 'success' : 'warning'} role="status">
              {feed.live ? texts.feed.live : texts.feed.notLive}
            </Badge>
          )}
          {!feed.live && feed.asOf !== null && (
            <Text size={200} className={styles.quiet}>
              {texts.activity.asOf(timeWords(new Date(feed.asOf).toISOString(), new Date(), locale))}
            </Text>
          )}
        </div>
      )}
      {items.length > 0 && (
        <div className={styles.filters} role="group" aria-label={texts.activity.filterLabel}>
          {FILTERS.map((one) => (
            <ToggleButton
              key={one}
              size="small"
              shape="circular"
              checked={filter === one}
              onClick={() => choose(one)}
            >
              {texts.activity.filters[one]}
            </ToggleButton>
          ))}
        </div>
      )}
      {feed.state === 'ready' && items.length === 0 && <Empty>{texts.feed.empty}</Empty>}
      {items.length > 0 && days.length === 0 && <Empty>{texts.activity.noneOfKind}</Empty>}
      <div aria-live="polite" aria-relevant="additions">
        {days.map(({ day, key, groups }) => (
          <section key={key} className={styles.day}>
            <Text as="h2" size={200} weight="semibold" className={styles.quiet}>
              {dayWords(day, new Date(), texts, locale)}
            </Text>
            <ul className={styles.list}>
              {groups.map((group) => (
                <FeedGroup key={group.at(-1)?.seq} group={group} fresh={fresh} newest={newest} live={live} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {feed.next !== undefined && (
        <Button size="small" onClick={() => void more()}>
          {texts.feed.more}
        </Button>
      )}
    </div>
  );
}
