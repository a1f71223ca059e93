import { useCallback, useEffect, useRef, useState } from 'react';
import type { EventView } from '../../../core/api';
import type { Overrule } from '../../../core/api/hits';
import { unseen, withEvents, withLine } from '../../../core/feed';
import { isPassing, type Api, type ApiFailure } from '../api';
import { keepSeenFeed, loadSeenFeed } from '../frame/kept';
import { retryDelay } from '../retry-delay';

type Word = NonNullable<Overrule['verdict']>;

/** What the user said that a hit was, in this window; `undone`: and took it back. */
export interface Said {
  word: Word;
  state: 'saying' | 'said' | 'undoing' | 'undone' | 'failed';
  /** Hits of the mail that follow the same word. */
  similar: number;
}

export interface FeedState {
  state: 'loading' | 'ready' | 'failed';
  failure: ApiFailure | null;
  items: EventView[];
  next: number | undefined;
  live: boolean;
  /** Of the last answer or line of the server, in milliseconds since 1970; what is shown is as old as that. */
  asOf: number | null;
  unread: number;
}

export interface LiveFeed {
  /** Somebody is signed in, so that it is followed. */
  on: boolean;
  feed: FeedState;
  /** Not seen before the feed was opened. */
  fresh: ReadonlySet<number>;
  said: ReadonlyMap<string, Said>;
  again: () => void;
  more: () => Promise<void>;
  /** The user looks at it. */
  seen: () => void;
  say: (hit: string, word: Word) => Promise<void>;
  takeBack: (hit: string) => Promise<void>;
}

/** What was seen last in this window stands there until the server answers. */
function fromKept(owner: string): FeedState {
  const kept = loadSeenFeed(owner);
  return {
    state: kept ? 'ready' : 'loading',
    failure: null,
    items: kept?.items ?? [],
    next: undefined,
    live: false,
    asOf: kept?.at ?? null,
    unread: 0,
  };
}

/** The feed, and what happens from now on; the line is taken up again by itself where it was cut. `owner`: the mailbox user's address. */
export function useFeed(
  api: Api,
  { on, owner, reached }: { on: boolean; owner: string; reached: number },
): LiveFeed {
  const [feed, setFeed] = useState(() => fromKept(owner));
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const [said, setSaid] = useState<ReadonlyMap<string, Said>>(new Map());
  const [round, setRound] = useState(0);

  useEffect(() => {
    if (!on) return undefined;
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
        setFeed((old) => ({
          ...old,
          state: isPassing(first) && old.items.length > 0 ? 'ready' : 'failed',
          failure: first,
          live: false,
        }));
        return;
      }
      const { items, next, head, unread } = first.value;
      setFeed({ state: 'ready', failure: null, items, next, live: false, asOf: Date.now(), unread });
      let after = head;
      for (let failures = 0; !stop.signal.aborted; failures++) {
        await api.follow(
          after,
          {
            open: () => {
              failures = 0;
              setFeed((old) => ({ ...old, live: true, asOf: Date.now() }));
            },
            event: (event) => {
              after = Math.max(after, event.seq);
              setFeed((old) => ({ ...withLine(old, event), asOf: Date.now() }));
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
  }, [api, on, round, reached]);

  useEffect(() => {
    if (on && feed.state === 'ready' && feed.asOf !== null)
      keepSeenFeed({ of: owner, items: feed.items, at: feed.asOf });
  }, [on, owner, feed.state, feed.items, feed.asOf]);

  const again = useCallback(() => {
    setFeed((old) => ({ ...old, state: old.items.length > 0 ? 'ready' : 'loading', failure: null }));
    setRound((n) => n + 1);
  }, []);
  const { next } = feed;
  const more = useCallback(async () => {
    if (next === undefined) return;
    const page = await api.feed(next);
    setFeed((old) =>
      page.ok
        ? { ...old, failure: null, items: withEvents(old.items, page.value.items), next: page.value.next }
        : { ...old, failure: page },
    );
  }, [api, next]);

  const latest = useRef(feed);
  latest.current = feed;
  const seen = useCallback(() => {
    const { items, unread } = latest.current;
    const newest = items[0]?.seq;
    if (unread === 0 || newest === undefined) return;
    setFresh((old) => new Set([...old, ...unseen(items, unread)]));
    setFeed((old) => ({ ...old, unread: 0 }));
    void api.markRead(newest);
  }, [api]);

  const put = useCallback((hit: string, word: Said) => setSaid((old) => new Map([...old, [hit, word]])), []);
  const say = useCallback(
    async (hit: string, word: Word) => {
      put(hit, { word, state: 'saying', similar: 0 });
      const answer = await api.overrule(hit, word);
      put(
        hit,
        answer.ok
          ? { word, state: 'said', similar: answer.value.similar }
          : { word, state: 'failed', similar: 0 },
      );
    },
    [api, put],
  );
  const takeBack = useCallback(
    async (hit: string) => {
      const before = said.get(hit);
      if (!before) return;
      put(hit, { ...before, state: 'undoing' });
      const answer = await api.overrule(hit, null);
      put(hit, { ...before, state: answer.ok ? 'undone' : 'failed' });
    },
    [api, put, said],
  );
  return { on, feed, fresh, said, again, more, seen, say, takeBack };
}
