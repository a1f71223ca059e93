/** One holder at a time, in order of asking. */
export class FifoLock {
  #held = false;
  readonly #waiting: (() => void)[] = [];

  /** Resolves, when it is one's turn, to the function that gives the turn on (calling it twice does nothing). */
  async acquire(): Promise<() => void> {
    if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#held = true;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = this.#waiting.shift();
      // The lock stays held: it passes straight to the next, so that nobody can come between.
      if (next) next();
      else this.#held = false;
    };
  }
}
