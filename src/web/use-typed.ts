import { useEffect, useState } from 'react';

/** Typing rests for so long before it counts. */
const REST_MS = 250;

/** What stands in a field: as it is typed, told when the fingers rest; a value from elsewhere (Back, "Show all") stands in it. */
export function useTyped(value: string, onRest: (value: string) => void): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => onRest(typed), REST_MS);
    return () => clearTimeout(timer);
  });
  return [typed, setTyped];
}
