import { AsyncLocalStorage } from 'node:async_hooks';

const NESTED =
  'store.db or store.tx was used inside a running store.tx: use the transaction that was passed in. ' +
  '(The embedded store has one connection; waiting for it here would wait for ever.)';

/**
 * Knows whether the present async context is inside a transaction of this store, so that a second use of the store
 * there is refused at once instead of waiting for the connection its own transaction holds.
 */
export class TransactionScope {
  readonly #running: AsyncLocalStorage<{ open: boolean }> | undefined;

  /**
   * `watched` false: nothing is known and nothing refused. On Node 20 following contexts costs every promise and every
   * request of the process, a tenth of its time under load, whether it touches the store or not.
   */
  constructor(watched = true) {
    if (watched) this.#running = new AsyncLocalStorage();
  }

  /** Throws inside a running transaction. */
  refuseInside(): void {
    if (this.#running?.getStore()?.open) throw new Error(NESTED);
  }

  async run<T>(fn: () => Promise<T>): Promise<T> {
    if (!this.#running) return fn();
    const transaction = { open: true };
    try {
      return await this.#running.run(transaction, fn);
    } finally {
      transaction.open = false;
    }
  }

  /** Runs `fn` as if outside, for what outlives the transaction that happened to cause it. */
  outside<T>(fn: () => T): T {
    return this.#running ? this.#running.exit(fn) : fn();
  }
}
