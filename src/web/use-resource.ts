import { useCallback, useEffect, useRef, useState } from 'react';
import { asApiError, type ApiError } from './api';
import { setBehind } from './behind';

export type Resource<T> =
  { state: 'loading' } | { state: 'ready'; value: T } | { state: 'failed'; error: ApiError };

/** The server was not reached, or had no answer: that says nothing about what is shown already. */
export const mayPass = ({ status }: ApiError): boolean => status === 0 || status === 429 || status >= 500;

/**
 * Loads when `key` changes. `reload` loads again and keeps showing what is there meanwhile, also where the server cannot
 * answer just then (`behind.ts`): a form that is being filled in must not go with a line that broke. An answer that comes
 * after a newer request is dropped.
 */
export function useResource<T>(
  key: string,
  load: () => Promise<T>,
): [Resource<T>, () => void, (change: (value: T) => T) => void] {
  const [resource, setResource] = useState<Resource<T>>({ state: 'loading' });
  const latest = useRef({ load, run: 0, shows: false, busy: false });
  latest.current.load = load;

  const start = useCallback(() => {
    const part = latest.current;
    const run = ++part.run;
    part.busy = true;
    part.load().then(
      (value) => {
        if (part.run !== run) return;
        part.busy = false;
        part.shows = true;
        setBehind(part, undefined);
        setResource({ state: 'ready', value });
      },
      (problem: unknown) => {
        if (part.run !== run) return;
        part.busy = false;
        const error = asApiError(problem);
        part.shows &&= mayPass(error);
        setBehind(part, part.shows ? start : undefined);
        if (!part.shows) setResource({ state: 'failed', error });
      },
    );
  }, []);

  useEffect(() => {
    const part = latest.current;
    part.shows = false;
    setResource({ state: 'loading' });
    start();
    return () => {
      // An answer that is still under way is nobody's.
      part.run += 1;
      setBehind(part, undefined);
    };
  }, [key, start]);

  const change = useCallback((by: (value: T) => T) => {
    setResource((now) => (now.state === 'ready' ? { state: 'ready', value: by(now.value) } : now));
  }, []);
  return [resource, start, change];
}
