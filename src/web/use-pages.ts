import { useCallback, useRef, useState } from 'react';
import { asApiError, type ApiError } from './api';
import { useResource, type Resource } from './use-resource';

/** A list as far as it is shown; `next`: where its next page begins. */
export interface Listed<T, C> {
  items: readonly T[];
  next?: C | undefined;
}

/** As many pages as there are, at most `pages`, one behind the other. */
export async function firstPages<T, C>(
  load: (cursor?: C) => Promise<Listed<T, C>>,
  pages: () => number,
): Promise<Listed<T, C>> {
  let all = await load();
  for (let n = 1; n < pages() && all.next !== undefined; n += 1) {
    const { items, next } = await load(all.next);
    all = { items: [...all.items, ...items], next };
  }
  return all;
}

export interface Pages<T, C> {
  list: Resource<Listed<T, C>>;
  /** Loads again what is shown, as far down as it is shown. */
  reload: () => void;
  more: () => void;
  loadingMore: boolean;
  /** Why the next page could not be loaded. */
  error: ApiError | undefined;
  /** So few pages that they are loaded again at every event; further down nothing moves under the reader. */
  few: boolean;
}

const FEW = 3;

/** A list that is loaded page by page; a page of another `key` never comes into it. */
export function usePages<T, C>(key: string, load: (cursor?: C) => Promise<Listed<T, C>>): Pages<T, C> {
  const shown = useRef({ key, pages: 1, loading: false });
  if (shown.current.key !== key) shown.current = { key, pages: 1, loading: false };
  // Where the list ends, known as its answer is there and not only as it is drawn.
  const end = useRef<C>(undefined);
  const [list, reload, change] = useResource(key, async () => {
    const here = shown.current;
    const loaded = await firstPages(load, () => here.pages);
    end.current = loaded.next;
    return loaded;
  });
  const [going, setGoing] = useState<{ key: string; error?: ApiError }>();
  const cursor = list.state === 'ready' ? list.value.next : undefined;
  end.current = cursor;
  const latest = useRef(load);
  latest.current = load;

  const more = useCallback(() => {
    const here = shown.current;
    if (cursor === undefined || here.loading) return;
    here.loading = true;
    setGoing({ key });
    latest.current(cursor).then(
      ({ items, next }) => {
        here.loading = false;
        if (shown.current !== here) return;
        here.pages += 1;
        setGoing(undefined);
        // What ends elsewhere by now has been loaded again meanwhile: this page does not follow it.
        if (end.current !== cursor) reload();
        else change((now) => (now.next === cursor ? { items: [...now.items, ...items], next } : now));
      },
      (problem: unknown) => {
        here.loading = false;
        if (shown.current === here) setGoing({ key, error: asApiError(problem) });
      },
    );
  }, [cursor, key, change, reload]);

  const now = going?.key === key ? going : undefined;
  return {
    list,
    reload,
    more,
    loadingMore: now !== undefined && now.error === undefined,
    error: now?.error,
    few: shown.current.pages <= FEW,
  };
}
