/** Where the sandbox's waiting is done; a test that owns time passes its own. */
export interface Timers {
  /** Calls `run` once, after so many milliseconds; the returned function prevents it. */
  after(ms: number, run: () => void): () => void;
}

/** The longest that Node's own timers can wait. */
const LONGEST = 2 ** 31 - 1;

export const realTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, LONGEST)).unref();
    return () => clearTimeout(timer);
  },
};
