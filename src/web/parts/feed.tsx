import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Feed } from '../../core/api/app';
import { withLine } from '../../core/feed';
import { keepPresence, type PresenceKeeper } from '../../core/presence';
import { api } from '../api';
import { followFeed, type StreamState } from '../feed-stream';
import { type Resource, useResource } from '../use-resource';

interface LiveFeed {
  feed: Resource<Feed>;
  stream: StreamState;
  /** Grows with every line that arrives: screens that show counts reload on it. */
  pulse: number;
  /** Somebody is there, as far as a page can know. */
  looking: boolean;
  reload: () => void;
  more: () => Promise<void>;
  markRead: () => void;
}

const FeedContext = createContext<LiveFeed | undefined>(undefined);

/** One stream for the whole app, however many screens look at it. */
export function FeedProvider({ children }: { children: ReactNode }) {
  const [feed, reload, change] = useResource('feed', () => api.feed());
  const [stream, setStream] = useState<StreamState>('live');
  const [pulse, setPulse] = useState(0);
  const ready = feed.state === 'ready';
  const head = ready ? feed.value.head : 0;
  const [from, setFrom] = useState<number>();
  useEffect(() => {
    if (ready) setFrom((now) => now ?? head);
  }, [ready, head]);

  useEffect(() => {
    if (from === undefined) return;
    return followFeed(
      from,
      (event) => {
        change((now) => withLine(now, event));
        setPulse((n) => n + 1);
      },
      setStream,
    );
  }, [from, change]);

  const presence = useRef<PresenceKeeper>(undefined);
  const [looking, setLooking] = useState(false);
  useEffect(() => {
    const keeper = keepPresence(api.looking, setLooking, {
      page: document,
      window,
      now: () => Date.now(),
    });
    presence.current = keeper;
    return () => keeper.stop();
  }, []);
  const shows = ready ? Math.max(head, ...feed.value.items.slice(0, 1).map(({ seq }) => seq)) : 0;
  useEffect(() => presence.current?.shows(shows), [shows]);

  const items = ready ? feed.value : undefined;
  const more = useCallback(async () => {
    if (items?.next === undefined) return;
    const page = await api.feed(items.next);
    change((now) => {
      const { next: _done, ...rest } = now;
      return {
        ...rest,
        items: [...now.items, ...page.items.filter((e) => !now.items.some((known) => known.seq === e.seq))],
        ...(page.next !== undefined && { next: page.next }),
      };
    });
  }, [items?.next, change]);
  const newest = items?.items[0]?.seq ?? 0;
  const unread = items?.unread ?? 0;
  const markRead = useCallback(() => {
    if (unread === 0) return;
    change((now) => ({ ...now, unread: 0 }));
    void api.markRead(newest).catch(reload);
  }, [unread, newest, change, reload]);

  const value = useMemo(
    () => ({ feed, stream, pulse, looking, reload, more, markRead }),
    [feed, stream, pulse, looking, reload, more, markRead],
  );
  return <FeedContext value={value}>{children}</FeedContext>;
}

export function useFeed(): LiveFeed {
  const feed = useContext(FeedContext);
  if (!feed) throw new Error('useFeed outside FeedProvider');
  return feed;
}

/** What happens while one looks shows by itself: loads again with every line that arrives, while `on`. */
export function useReloadOnFeed(reload: () => void, on = true): void {
  const { pulse } = useFeed();
  const seen = useRef(pulse);
  useEffect(() => {
    if (seen.current === pulse) return;
    seen.current = pulse;
    if (on) reload();
  }, [pulse, reload, on]);
}
