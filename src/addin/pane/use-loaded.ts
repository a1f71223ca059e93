import { useCallback, useEffect, useRef, useState } from 'react';
import { isPassing, type ApiFailure, type ApiResult } from './api';
import { usePane } from './context';

export type Loaded<T> =
  { state: 'loading' } | { state: 'failed'; failure: ApiFailure } | { state: 'ready'; value: T };

/**
 * Loads when `load` changes (memoize it) and on `again`, which leaves what is there until the new answer comes; an answer
 * that was overtaken is dropped. What is there stays where the server is not reached, or nobody is signed in any more, and
 * all is loaded anew once that is mended.
 */
export function useLoaded<T>(load: () => Promise<ApiResult<T>>): { loaded: Loaded<T>; again: () => void } {
  const { reached } = usePane();
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  const last = useRef(load);
  useEffect(() => {
    let current = true;
    const same = last.current === load;
    last.current = load;
    setLoaded((old) => (same && old.state === 'ready' ? old : { state: 'loading' }));
    void load().then((result) => {
      if (!current) return;
      setLoaded((old) => {
        if (result.ok) return { state: 'ready', value: result.value };
        return same && isPassing(result) && old.state === 'ready'
          ? old
          : { state: 'failed', failure: result };
      });
    });
    return () => {
      current = false;
    };
  }, [load, round, reached]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  return { loaded, again };
}
