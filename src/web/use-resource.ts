import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from './api';

export type Resource<T> =
  { state: 'loading' } | { state: 'ready'; value: T } | { state: 'failed'; error: ApiError };

/**
 * Loads when `key` changes. `reload` loads again and keeps showing what is there meanwhile; an answer that comes after
 * a newer request is dropped.
 */
export function useResource<T>(
  key: string,
  load: () => Promise<T>,
): [Resource<T>, () => void, (change: (value: T) => T) => void] {
  const [resource, setResource] = useState<Resource<T>>({ state: 'loading' });
  const latest = useRef({ load, run: 0 });
  latest.current.load = load;

  const start = useCallback(() => {
    const run = ++latest.current.run;
    latest.current.load().then(
      (value) => {
        if (latest.current.run === run) setResource({ state: 'ready', value });
      },
      (error: unknown) => {
        if (latest.current.run !== run) return;
        setResource({
          state: 'failed',
          error: error instanceof ApiError ? error : new ApiError(0, 'unknown', String(error)),
        });
      },
    );
  }, []);

  useEffect(() => {
    setResource({ state: 'loading' });
    start();
  }, [key, start]);

  const change = useCallback((by: (value: T) => T) => {
    setResource((now) => (now.state === 'ready' ? { state: 'ready', value: by(now.value) } : now));
  }, []);
  return [resource, start, change];
}
