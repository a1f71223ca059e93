import { useSyncExternalStore } from 'react';

/** A part of the page; `busy`: it is loading. */
export interface Part {
  busy: boolean;
}

/** Parts of the page that show what was last known, since the server did not answer when they loaded again; how each does. */
const parts = new Map<Part, () => void>();
const hearers = new Set<() => void>();

const listen = (hear: () => void): (() => void) => {
  hearers.add(hear);
  return () => void hearers.delete(hear);
};

/** A part could not load again; `reload` undefined: it could, or it has gone. */
export function setBehind(part: Part, reload: (() => void) | undefined): void {
  if (reload) parts.set(part, reload);
  else if (!parts.delete(part)) return;
  for (const hear of hearers) hear();
}

/** All that is behind loads again; what is loading already is waited for, however long its answer takes. */
export function catchUp(): void {
  for (const [part, reload] of [...parts]) if (!part.busy) reload();
}

/** Whether anything that is shown may be out of date. */
export const useBehind = (): boolean => useSyncExternalStore(listen, () => parts.size > 0);
