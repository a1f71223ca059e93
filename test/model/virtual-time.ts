import type { Clock } from '../../src/server/clock';
import type { Timers } from '../../src/sandbox/timers';

interface Waiting {
  at: number;
  order: number;
  run: () => void;
}

/** A clock that stands still until told otherwise, and timers that go by it. */
export class VirtualTime implements Clock, Timers {
  #at: number;
  #order = 0;
  readonly #waiting = new Set<Waiting>();

  constructor(at: string) {
    this.#at = Date.parse(at);
  }

  now(): Date {
    return new Date(this.#at);
  }

  get ms(): number {
    return this.#at;
  }

  /** Begins anew; nothing of what waited happens. */
  restart(at: string): void {
    this.#at = Date.parse(at);
    this.#waiting.clear();
  }

  after(ms: number, run: () => void): () => void {
    this.#order += 1;
    const waiting = { at: this.#at + ms, order: this.#order, run };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  /** When the next timer ends; Infinity: there is none. */
  get next(): number {
    return [...this.#waiting].reduce((least, { at }) => Math.min(least, at), Infinity);
  }

  /** Moves time on, never back, and runs the timers that are over by then, in their order. */
  moveTo(ms: number): void {
    this.#at = Math.max(this.#at, ms);
    const due = [...this.#waiting].filter(({ at }) => at <= this.#at);
    for (const each of due.sort((a, b) => a.at - b.at || a.order - b.order)) {
      if (this.#waiting.delete(each)) each.run();
    }
  }
}
