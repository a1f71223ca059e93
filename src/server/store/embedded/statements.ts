/** A text that comes again is prepared under a name, so that it is parsed once and, after a few runs, planned once. */
export interface NamedStatement {
  /** Empty: not prepared, parsed for this run only. */
  name: string;
  /** To be parsed in this request, since the engine does not hold it (any more). */
  parse: boolean;
  /** Names to be closed before anything else of this request. */
  close: readonly string[];
}

/** As many plans as are kept in the engine's memory; what was used longest ago goes first. */
const MOST = 200;
/** Texts seen once that are remembered, to know them when they come again. */
const REMEMBERED = 1_000;
/**
 * A plan made while a table was small reads all of it, and is made anew only when the table's statistics are. Nothing
 * here gathers them as tables grow, so no plan is kept for longer than this.
 */
const LIFE_MS = 60_000;
const LIFE_RUNS = 5_000;

interface Held {
  name: string;
  since: number;
  runs: number;
}

/** Which texts one connection holds under which name. `now`: milliseconds of any clock that only goes forward. */
export class Statements {
  readonly #held = new Map<string, Held>();
  readonly #seenOnce = new Set<string>();
  #toClose: string[] = [];
  #lastName = 0;

  constructor(readonly now: () => number) {}

  /** How `sql` is to be run now. */
  next(sql: string): NamedStatement {
    const held = this.#held.get(sql);
    if (held && this.now() - held.since <= LIFE_MS && held.runs < LIFE_RUNS) {
      held.runs += 1;
      // Last in the map is last to go.
      this.#held.delete(sql);
      this.#held.set(sql, held);
      return { name: held.name, parse: false, close: this.#closing() };
    }
    if (held) this.#close(sql, held);
    else if (!this.#seenOnce.delete(sql)) {
      if (this.#seenOnce.size >= REMEMBERED) this.#seenOnce.clear();
      this.#seenOnce.add(sql);
      return { name: '', parse: true, close: this.#closing() };
    }
    const [oldest] = this.#held;
    if (this.#held.size >= MOST && oldest) this.#close(...oldest);
    this.#lastName += 1;
    const name = `s${this.#lastName}`;
    this.#held.set(sql, { name, since: this.now(), runs: 1 });
    return { name, parse: true, close: this.#closing() };
  }

  /** It failed: whether the engine holds it is not known, so it is parsed again. */
  failed(sql: string): void {
    const held = this.#held.get(sql);
    if (held) this.#close(sql, held);
  }

  /** The tables changed: a kept plan may answer with columns that are no more. */
  forgetAll(): void {
    for (const [sql, held] of this.#held) this.#close(sql, held);
  }

  #close(sql: string, held: Held): void {
    this.#held.delete(sql);
    this.#toClose.push(held.name);
  }

  #closing(): string[] {
    const names = this.#toClose;
    this.#toClose = [];
    return names;
  }
}
