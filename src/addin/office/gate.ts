/** Timers as a parameter, so that tests own time. */
export interface Timers {
  set(run: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

/** The runtime's own. Wrapped, since some hosts refuse `setTimeout` called without its window. */
export const hostTimers: Timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => {
    if (typeof timer === 'number' || typeof timer === 'object') clearTimeout(timer as number);
  },
};

/**
 * A span of time in which work may go on. When it closes, its timers are cleared, everything that waits on it is
 * told, and nothing new begins: classic Outlook goes on running code after `event.completed` (office-js #6656), and
 * a left-over timer would act on a mail that is already gone.
 */
export interface Gate {
  readonly open: boolean;
  /** Runs once after `ms`, unless cancelled or closed before. On a closed gate nothing is started. */
  after(ms: number, run: () => void): () => void;
  /** Told once at closing; at once if closed already. Answers with how to take it back. */
  onClose(run: () => void): () => void;
  close(): void;
  /** A narrower span, which also ends after `ms`. */
  within(ms: number): Gate;
}

export function makeGate(timers: Timers = hostTimers): Gate {
  let open = true;
  const running = new Set<unknown>();
  const listeners = new Set<() => void>();

  const gate: Gate = {
    get open() {
      return open;
    },
    after(ms, run) {
      if (!open) return () => undefined;
      const timer = timers.set(() => {
        running.delete(timer);
        if (open) run();
      }, ms);
      running.add(timer);
      return () => {
        if (running.delete(timer)) timers.clear(timer);
      };
    },
    onClose(run) {
      if (!open) {
        run();
        return () => undefined;
      }
      listeners.add(run);
      return () => listeners.delete(run);
    },
    close() {
      if (!open) return;
      open = false;
      running.forEach((timer) => timers.clear(timer));
      running.clear();
      const told = Array.from(listeners);
      listeners.clear();
      told.forEach((run) => run());
    },
    within(ms) {
      const inner = makeGate(timers);
      const cancel = gate.after(ms, () => inner.close());
      const forget = gate.onClose(() => inner.close());
      inner.onClose(() => {
        cancel();
        forget();
      });
      return inner;
    },
  };
  return gate;
}

/** Waits; also returns when the gate closes. */
export const pause = (gate: Gate, ms: number): Promise<void> =>
  new Promise((resolve) => {
    if (!gate.open) return resolve();
    const forget = gate.onClose(resolve);
    gate.after(ms, () => {
      forget();
      resolve();
    });
  });
