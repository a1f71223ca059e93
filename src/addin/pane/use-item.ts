import { useEffect, useState } from 'react';
import { currentItem } from '../office';

/** The mail at hand, also when a pinned pane is moved to another one or to none (then null). */
export function useItem(): { item: unknown; round: number } {
  const [at, setAt] = useState(() => ({ item: currentItem(Office), round: 0 }));
  useEffect(() => {
    const changed = (): void => setAt(({ round }) => ({ item: currentItem(Office), round: round + 1 }));
    try {
      Office.context.mailbox.addHandlerAsync(Office.EventType.ItemChanged, changed);
    } catch {
      // A pane that cannot be pinned is never told, and never needs to be.
    }
  }, []);
  return at;
}
