import { useCallback, useState } from 'react';
import type { Definition } from '../../core/workflows';

/** As many steps back as one can take. */
const MOST = 100;

interface Drafts {
  past: Definition[];
  now: Definition;
  future: Definition[];
}

/** A definition as it is being changed, with what it was before each change. */
export interface Draft {
  definition: Definition;
  /** `name`: changes of the same thing in a row, letter by letter, are one. */
  change: (by: (now: Definition) => Definition, name?: string) => void;
  undo: (() => void) | undefined;
  redo: (() => void) | undefined;
  /** Begins anew from what was stored. */
  start: (definition: Definition) => void;
}

export function useDraft(initial: Definition): Draft {
  const [{ past, now, future }, set] = useState<Drafts>({ past: [], now: initial, future: [] });
  const [last, setLast] = useState<string>();
  const change = useCallback(
    (by: (now: Definition) => Definition, name?: string) => {
      set((before) => ({
        past: name !== undefined && name === last ? before.past : [...before.past, before.now].slice(-MOST),
        now: by(before.now),
        future: [],
      }));
      setLast(name);
    },
    [last],
  );
  const step = (from: Definition[], back: boolean): (() => void) | undefined => {
    const [to] = back ? from.slice(-1) : from;
    if (!to) return undefined;
    return () => {
      setLast(undefined);
      set((before) =>
        back
          ? { past: before.past.slice(0, -1), now: to, future: [before.now, ...before.future] }
          : { past: [...before.past, before.now], now: to, future: before.future.slice(1) },
      );
    };
  };
  const start = useCallback((definition: Definition) => {
    setLast(undefined);
    set({ past: [], now: definition, future: [] });
  }, []);
  return { definition: now, change, undo: step(past, true), redo: step(future, false), start };
}
