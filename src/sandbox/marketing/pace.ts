import type { Timers } from '../timers';

/** So many recipients act in the same moment; more would only stand in the server's way. */
const AT_ONCE = 12;
const TRY_AGAIN_MS = 1_000;

/** Something to do, at a time of its own. */
export interface Errand {
  /** Milliseconds from now. */
  after: number;
  run(): Promise<void>;
}

/** Does things when they are due, a few at a time, and again a second later where it fails. Holds no process. */
export interface Pace {
  add(errand: Errand): void;
  /** Resolves when nothing that was due is under way. */
  settled(): Promise<void>;
  /** Drops what is to be done, and resolves once what is under way has ended. */
  close(): Promise<void>;
}

export function openPace(timers: Timers, onError: (error: unknown) => void): Pace {
  const cancels = new Set<() => void>();
  const due: Errand[] = [];
  const running = new Set<Promise<void>>();
  let closed = false;

  function later(errand: Errand): void {
    const cancel = timers.after(Math.max(0, errand.after), () => {
      cancels.delete(cancel);
      due.push(errand);
      work();
    });
    cancels.add(cancel);
  }

  function work(): void {
    while (!closed && running.size < AT_ONCE) {
      const errand = due.shift();
      if (errand === undefined) return;
      const done = errand
        .run()
        .catch((error: unknown) => {
          if (closed) return;
          onError(error);
          later({ ...errand, after: TRY_AGAIN_MS });
        })
        .finally(() => {
          running.delete(done);
          work();
        });
      running.add(done);
    }
  }

  return {
    add: (errand) => {
      if (!closed) later(errand);
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    close: async () => {
      closed = true;
      for (const cancel of cancels) cancel();
      cancels.clear();
      due.length = 0;
      await Promise.all(running);
    },
  };
}
