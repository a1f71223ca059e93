import { useCallback, useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';

/**
 * What the address says of a screen, and how it is changed without a new entry in the history. A change builds on the one
 * before it, also where that one has not been drawn yet.
 */
export function useAddress(): [
  URLSearchParams,
  (by: (now: URLSearchParams) => URLSearchParams | Record<string, string>) => void,
  (key: string, value: string) => void,
] {
  const [params, setParams] = useSearchParams();
  const latest = useRef(params);
  useEffect(() => {
    latest.current = params;
  }, [params]);
  const set = useRef(setParams);
  set.current = setParams;
  const change = useCallback((by: (now: URLSearchParams) => URLSearchParams | Record<string, string>) => {
    latest.current = new URLSearchParams(by(latest.current));
    set.current(latest.current, { replace: true });
  }, []);
  const put = useCallback(
    (key: string, value: string) =>
      change((now) => {
        const changed = new URLSearchParams(now);
        if (value === '') changed.delete(key);
        else changed.set(key, value);
        return changed;
      }),
    [change],
  );
  return [params, change, put];
}
