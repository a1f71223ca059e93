import { useEffect, useState } from 'react';
import { currentItem, hostTimers, type Timers } from '../office';

/** Whoever runs through the list with the arrow keys passes several mails a second: the last one counts. */
const SETTLE_MS = 150;

/** What tells of the selection. */
export interface Selection {
  /** Calls back with every change; answers with how to end that. */
  onChange(changed: () => void): () => void;
  /** null where nothing is selected. */
  item(): unknown;
}

/** Tells of the item that is at hand once the selection has come to rest. Answers with how to stop. */
export function followItem(
  selection: Selection,
  timers: Timers,
  settled: (item: unknown) => void,
): () => void {
  let waiting: unknown;
  let over = false;
  const end = selection.onChange(() => {
    if (over) return;
    timers.clear(waiting);
    waiting = timers.set(() => settled(selection.item()), SETTLE_MS);
  });
  return () => {
    over = true;
    timers.clear(waiting);
    end();
  };
}

const outlook: Selection = {
  onChange: (changed) => {
    try {
      Office.context.mailbox.addHandlerAsync(Office.EventType.ItemChanged, changed);
    } catch {
      // A pane that cannot be pinned is never told, and never needs to be.
    }
    return () => {
      try {
        Office.context.mailbox.removeHandlerAsync(Office.EventType.ItemChanged);
      } catch {
        // It was never there.
      }
    };
  },
  item: () => currentItem(Office),
};

/** The mail at hand, also when a pinned pane is moved to another one or to none (then null). */
export function useItem(): { item: unknown; round: number } {
  const [at, setAt] = useState(() => ({ item: outlook.item(), round: 0 }));
  useEffect(
    () => followItem(outlook, hostTimers, (item) => setAt(({ round }) => ({ item, round: round + 1 }))),
    [],
  );
  return at;
}
