/** Timers as a parameter, so that tests own time. */
export interface Timers {
  set(run: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

/** The runtime's own. Wrapped, since some hosts refuse `setTimeout` called without its window. */
export const hostTimers: Timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer: ReturnType<typeof setTimeout>) => clearTimeout(timer),
};

/**
 * A span of time in which work may go on. When it closes, its timers are cleared, everything that waits on it is
 * told, and nothing new begins: classic Outlook goes on running code after `event.completed` (office-js #6656), and
 * a left-over timer would act on a mail that is already gone.
 */
export interface Gate {
  readonly open: boolean;
  /** Runs once after `ms`, unless cancelled or closed before. On a closed gate nothing runs. */
  after(ms: number, run: () => void): () => void;
  /** Told once at closing; at once if closed already. Answers with how to take it back. */
  onClose(run: () => void): () => void;
  close: () => void;
  /** A narrower span, which also ends after `ms`. */
  within(ms: number): Gate;
}

export function makeGate(timers: Timers = hostTimers): Gate {
  const listeners = new Set<() => void>();
  const gate = {
    open: true,
    after(ms: number, run: () => void) {
      const timer = timers.set(() => {
        cancel();
        if (gate.open) run();
      }, ms);
      const cancel = () => {
        listeners.delete(cancel);
        timers.clear(timer);
      };
      gate.onClose(cancel);
      return cancel;
    },
    onClose(run: () => void) {
      if (gate.open) listeners.add(run);
      else run();
      return () => listeners.delete(run);
    },
    close() {
      gate.open = false;
      listeners.forEach((run) => {
        listeners.delete(run);
        run();
      });
    },
    within(ms: number) {
      const inner = makeGate(timers);
      inner.onClose(gate.after(ms, inner.close));
      inner.onClose(gate.onClose(inner.close));
      return inner;
    },
  };
  return gate;
}

/** Waits; also returns when the gate closes. */
export const pause = (gate: Gate, ms: number): Promise<void> =>
  new Promise((resolve) => gate.within(ms).onClose(resolve));

/**
 * Settles once, with the first of: what `start` hands to `settle` (made only then: what comes late must not even be
 * read, since it may belong to an item that is gone), and `late` once `ms` have passed or the gate is closed. Nothing
 * is started on a closed gate.
 */
export const inTime = <T>(
  gate: Gate,
  ms: number,
  late: T,
  start: (settle: (make: () => T) => void) => void,
): Promise<T> =>
  new Promise((resolve) => {
    const span = gate.within(ms);
    span.onClose(() => resolve(late));
    if (!span.open) return;
    start((make) => {
      if (!span.open) return;
      resolve(make());
      span.close();
    });
  });
