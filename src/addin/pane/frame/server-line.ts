import { retryDelay } from '../retry-delay';

/** Whether the server answers; `since`: milliseconds since 1970 of the first call that it did not answer. */
export type Connection = { state: 'reached' } | { state: 'lost'; since: number };

/** A server that stayed for so long is back; one that goes again before is tried ever more rarely. */
const STEADY_MS = 60_000;

export interface ServerLineAround {
  /** Whether the server answers now. */
  ask: () => Promise<boolean>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** At least 0, below 1. */
  random: () => number;
  /** Calls back in `ms`; returns what calls that off. */
  after: (ms: number, then: () => void) => () => void;
}

export interface ServerLine {
  /** A call was not answered, by whatever words. */
  unanswered: () => void;
  /** Asks at once; resolves to whether it answers. Several askers share one answer. */
  tryNow: () => Promise<boolean>;
  close: () => void;
}

/**
 * Follows whether the server answers, and tells of every change. While it does not, it is asked again and again. Calls
 * that are answered meanwhile do not end that: all is loaded anew at each return, so a server that answers one call and
 * fails another would be asked for everything without a pause.
 */
export function makeServerLine(
  { ask, now, random, after }: ServerLineAround,
  tell: (connection: Connection) => void,
): ServerLine {
  let lost = false;
  let over = false;
  let tries = 0;
  let backAt = -Infinity;
  let callOff = (): void => undefined;
  let asking: Promise<boolean> | null = null;

  function plan(): void {
    callOff();
    callOff = after(retryDelay(tries++, random()), () => void tryNow());
  }
  function lose(): void {
    if (lost || over) return;
    lost = true;
    if (now() - backAt >= STEADY_MS) tries = 0;
    tell({ state: 'lost', since: now() });
    plan();
  }
  const tryNow = (): Promise<boolean> => (asking ??= asked().finally(() => (asking = null)));
  async function asked(): Promise<boolean> {
    const answered = await ask();
    if (over) return answered;
    if (!answered) {
      if (lost) plan();
      else lose();
    } else if (lost) {
      lost = false;
      backAt = now();
      callOff();
      tell({ state: 'reached' });
    }
    return answered;
  }
  return {
    unanswered: lose,
    tryNow,
    close: () => {
      over = true;
      callOff();
    },
  };
}
