/** What the server holds now; `problem`: why the last was not saved. */
export interface LastSave<T> {
  kept: T;
  problem?: unknown;
}

/**
 * Saves a whole one after the other, so that the last choice is what stands. Each save is given what was shown `before` it
 * and resolves to what the last one led to; to undefined where a later one began meanwhile, which tells it all.
 */
export function savesInLine<T extends object>(
  store: (next: T) => Promise<T>,
): (next: T, before: T) => Promise<LastSave<T> | undefined> {
  let begun = 0;
  // While saves are under way, since what is shown then is only hoped for.
  let kept: T | undefined;
  let line: Promise<unknown> = Promise.resolve();
  return (next, before) => {
    const mine = ++begun;
    // While others are under way, what is shown is what they hope for.
    kept ??= before;
    const last = (problem?: { problem: unknown }): LastSave<T> | undefined => {
      if (mine !== begun) return undefined;
      const outcome = { kept: kept ?? before, ...problem };
      kept = undefined;
      return outcome;
    };
    const done = line
      .then(() => store(next))
      .then(
        (stored) => {
          kept = stored;
          return last();
        },
        (problem: unknown) => last({ problem }),
      );
    line = done;
    return done;
  };
}
