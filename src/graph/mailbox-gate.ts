/**
 * Exchange counts four requests at once per mailbox and application, over all processes (facts: 5). The fourth is left
 * to the others: the pane, and another node that renews or fetches a file.
 */
const AT_ONCE = 3;
const MOST_SECONDS = 86_400;
/** Exchange answers in a second or two; what takes longer is waited for, and nothing is worked on meanwhile. */
const SILENT_MS = 5_000;

interface Asked {
  /** When it began, ms. */
  at: number;
  /** Ends it without an answer; undefined: it is being answered. */
  giveUp: (() => void) | undefined;
}

/** One request's turn. */
export interface Turn {
  /** Gives the turn back; may be called twice. */
  leave: () => void;
  /** Its answer comes, and may last: it hangs no longer. */
  answered: () => void;
}

interface Lane {
  running: number;
  waiting: (() => void)[];
  /** Until then nothing is asked of this mailbox; ms. */
  closedUntil: number;
}

/** Lets requests through by mailbox: few at a time, and none while Exchange has told us to wait. */
export class MailboxGate {
  readonly #lanes = new Map<string, Lane>();
  /** The requests that are under way, oldest first. */
  readonly #begun = new Set<Asked>();

  constructor(
    private readonly now: () => Date,
    private readonly atOnce = AT_ONCE,
  ) {}

  /** Waits for a turn. `giveUp` is to end the request, where too many hang. */
  async enter(mailbox: string, giveUp?: () => void): Promise<Turn> {
    const lane = this.#lane(mailbox);
    if (lane.running >= this.atOnce) await new Promise<void>((resolve) => lane.waiting.push(resolve));
    else lane.running += 1;
    const begun: Asked = { at: this.now().getTime(), giveUp };
    this.#begun.add(begun);
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      this.#begun.delete(begun);
      const next = lane.waiting.shift();
      if (next) next();
      else lane.running -= 1;
      if (lane.running === 0 && lane.closedUntil <= this.now().getTime()) this.#lanes.delete(mailbox);
    };
    return { leave, answered: () => (begun.giveUp = undefined) };
  }

  /** How many requests have had no whole answer for seconds. */
  silent(): number {
    return this.#silent().length;
  }

  /** Of the requests that have had no answer for seconds, so many may go on hanging; the oldest beyond are given up. */
  letHang(most: number): void {
    const hanging = this.#silent().filter(({ giveUp }) => giveUp !== undefined);
    for (const each of hanging.slice(0, Math.max(0, hanging.length - most))) {
      each.giveUp?.();
      each.giveUp = undefined;
    }
  }

  #silent(): Asked[] {
    const before = this.now().getTime() - SILENT_MS;
    return [...this.#begun].filter(({ at }) => at <= before);
  }

  /** Nothing more is asked of this mailbox for so many seconds. */
  close(mailbox: string, seconds: number): void {
    const until = this.now().getTime() + Math.min(seconds, MOST_SECONDS) * 1_000;
    const lane = this.#lane(mailbox);
    lane.closedUntil = Math.max(lane.closedUntil, until);
  }

  /** Seconds that are still to be waited; 0: open. */
  closedFor(mailbox: string): number {
    const lane = this.#lanes.get(mailbox);
    return lane ? Math.max(0, Math.ceil((lane.closedUntil - this.now().getTime()) / 1_000)) : 0;
  }

  #lane(mailbox: string): Lane {
    const known = this.#lanes.get(mailbox);
    if (known) return known;
    const made: Lane = { running: 0, waiting: [], closedUntil: 0 };
    this.#lanes.set(mailbox, made);
    return made;
  }
}

const USER = /^https:\/\/graph\.microsoft\.com\/v1\.0\/users(?:\/([^/?(]+)|\('([^')]+)'\))\//i;

/** Whose mailbox an address of Graph's asks, or undefined: subscriptions and the directory have no such limit. */
export function mailboxOf(url: string): string | undefined {
  const [, plain, keyed] = USER.exec(url) ?? [];
  const user = plain ?? keyed;
  return user === undefined ? undefined : decodeURIComponent(user).toLowerCase();
}
