import { useEffect, useRef, useState, type RefObject } from 'react';

/** How wide an element is, in pixels, as it changes; `least` until it is known, and at least. */
export function useWidth<T extends HTMLElement>(least: number): [RefObject<T | null>, number] {
  const element = useRef<T>(null);
  const [width, setWidth] = useState(least);
  useEffect(() => {
    if (!element.current) return undefined;
    const sight = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(least, Math.round(entry.contentRect.width)));
    });
    sight.observe(element.current);
    return () => sight.disconnect();
  }, [least]);
  return [element, width];
}
