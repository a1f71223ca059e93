import { eventsBetween, type Draft, type DraftEvent } from './draft';

/** Holds one draft; screen and add-in change it through the same door. */
export interface DraftStore {
  get: () => Draft;
  /** @param by who changes: a screen need not redraw what its user just typed. */
  update: (change: (draft: Draft) => Draft, by?: 'user' | 'addin') => void;
  /** Called after every change. Returns the way to stop it. */
  subscribe: (listener: () => void) => () => void;
  /** Called for changes that add-ins hear of, after the change stands. */
  onEvent: (listener: (event: DraftEvent) => void) => () => void;
  lastChangeBy: () => 'user' | 'addin';
}

export function draftStore(first: Draft): DraftStore {
  let draft = first;
  let by: 'user' | 'addin' = 'user';
  const listeners = new Set<() => void>();
  const eventListeners = new Set<(event: DraftEvent) => void>();
  return {
    get: () => draft,
    update(change, who = 'user') {
      const before = draft;
      draft = change(before);
      if (draft === before) return;
      by = who;
      for (const listener of [...listeners]) listener();
      const events = eventsBetween(before, draft);
      // An add-in's callback comes before the events its call caused.
      if (events.length > 0)
        queueMicrotask(() => {
          for (const event of events) for (const listener of [...eventListeners]) listener(event);
        });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    lastChangeBy: () => by,
  };
}
