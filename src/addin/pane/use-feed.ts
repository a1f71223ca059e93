import { useCallback, useEffect, useState } from 'react';
import type { EventView } from '../../core/api';
import type { ApiFailure } from './api';
import { usePane } from './context';
import { retryDelay } from './retry-delay';

export interface FeedState {
  state: 'loading' | 'ready' | 'failed';
  failure: ApiFailure | null;
  items: EventView[];
  next: number | undefined;
  live: boolean;
}

/** Newest first, one row per seq; an event that comes again (a reconnect) replaces its row. */
export function withEvents(items: readonly EventView[], fresh: readonly EventView[]): EventView[] {
  const bySeq = new Map([...items, ...fresh].map((event) => [event.seq, event]));
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}

/** The feed, and what happens from now on; the line is taken up again by itself where it was cut. */
export function useFeed() {
  const { api, signedOut } = usePane();
  const [feed, setFeed] = useState<FeedState>({
    state: 'loading',
    failure: null,
    items: [],
    next: undefined,
    live: false,
  });
  const [round, setRound] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    const wait = (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        stop.signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    async function run(): Promise<void> {
      const first = await api.feed();
      if (stop.signal.aborted) return;
      if (!first.ok) {
        if (first.how === 'signedOut') signedOut();
        setFeed((old) => ({ ...old, state: 'failed', failure: first, live: false }));
        return;
      }
      setFeed({
        state: 'ready',
        failure: null,
        items: first.value.items,
        next: first.value.next,
        live: false,
      });
      let after = first.value.head;
      for (let failures = 0; !stop.signal.aborted; failures++) {
        await api.follow(
          after,
          {
            open: () => {
              failures = 0;
              setFeed((old) => ({ ...old, live: true }));
            },
            event: (event) => {
              after = Math.max(after, event.seq);
              setFeed((old) => ({ ...old, items: withEvents(old.items, [event]) }));
            },
          },
          stop.signal,
        );
        if (stop.signal.aborted) return;
        setFeed((old) => ({ ...old, live: false }));
        await wait(retryDelay(failures, Math.random()));
      }
    }
    void run();
    return () => stop.abort();
  }, [api, round, signedOut]);

  const again = useCallback(() => {
    setFeed((old) => ({ ...old, state: 'loading', failure: null }));
    setRound((n) => n + 1);
  }, []);
  const { next } = feed;
  const more = useCallback(async () => {
    if (next === undefined) return;
    const page = await api.feed(next);
    if (page.ok)
      setFeed((old) => ({ ...old, items: withEvents(old.items, page.value.items), next: page.value.next }));
    else setFeed((old) => ({ ...old, failure: page }));
  }, [api, next]);
  return { feed, again, more };
}
