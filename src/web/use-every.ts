import { useEffect } from 'react';

/** Calls again and again while the page can be seen; `ms` undefined: never. */
export function useEvery(ms: number | undefined, call: () => void): void {
  useEffect(() => {
    if (ms === undefined) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') call();
    }, ms);
    return () => clearInterval(timer);
  }, [ms, call]);
}
