import { sql, type Kysely } from 'kysely';
import { GraphFailed, type Graph } from '../../graph';
import type { Services } from '../services';
import { codeOf } from '../store/errors';
import type { Database } from '../store/schema';
import { fileItem, type FilingFolders } from './filing';
import type { WatchedMailbox } from './mailboxes';
import { endProblem, noteProblem, problemsOf, type MailboxProblem } from './problems';

/** The look back has kept to its own days. */
const EVER = new Date(0);
/** So many bad items one after another are no longer the items' fault. */
const MOST_BAD_ITEMS = 5;

/**
 * The items of one run over a mailbox. One that cannot be judged is noted and tried again later, and keeps no other one
 * waiting; what is the whole mailbox's fault is thrown.
 */
export class ItemRun {
  /** With a problem, and not due again yet, or given up. */
  readonly #held: Set<string>;
  readonly #known: Set<string>;
  /** R1: the look back's, whose time is before the connection. */
  readonly #old: Set<string>;
  /** Of earlier runs, and due now. */
  readonly due: readonly string[];
  #badInARow = 0;

  private constructor(
    private readonly services: Services,
    private readonly graph: Graph,
    private readonly mailbox: WatchedMailbox,
    problems: readonly MailboxProblem[],
  ) {
    const now = services.clock.now();
    const isDue = (p: { retryAt?: Date }): boolean => p.retryAt !== undefined && p.retryAt <= now;
    this.#known = new Set(problems.map((p) => p.item));
    this.#old = new Set(problems.filter((p) => p.lookBack).map((p) => p.item));
    this.#held = new Set(problems.filter((p) => !isDue(p)).map((p) => p.item));
    this.due = problems.filter(isDue).map((p) => p.item);
  }

  static async begin(services: Services, graph: Graph, mailbox: WatchedMailbox): Promise<ItemRun> {
    return new ItemRun(services, graph, mailbox, await problemsOf(services.store.db, mailbox));
  }

  isHeld(item: string): boolean {
    return this.#held.has(item);
  }

  /** Judges and files one item. Throws what no other item would escape. */
  async file(item: string, folders: FilingFolders): Promise<void> {
    const { services, graph } = this;
    const late = this.#old.has(item) && !this.mailbox.historic;
    const mailbox = late ? { ...this.mailbox, historic: true, connectedAt: EVER } : this.mailbox;
    try {
      await fileItem(services, graph, mailbox, folders, item);
    } catch (error) {
      if (isOfMailbox(error)) throw error;
      const reason = reasonOf(error);
      services.log.warn(
        { mailbox: mailbox.id, reason, err: error },
        'An item could not be judged; later again',
      );
      await noteProblem(services.store.db, mailbox, item, reason, services.clock.now());
      this.#known.add(item);
      this.#held.add(item);
      this.#badInARow += 1;
      if (endsRun(error)) throw error;
      if (this.#badInARow >= MOST_BAD_ITEMS) {
        // R10: the queue keeps the words of what is thrown.
        throw error instanceof GraphFailed ? error : new Error(`Many items could not be judged: ${reason}`);
      }
      return;
    }
    this.#badInARow = 0;
    if (this.#known.delete(item)) await endProblem(services.store.db, mailbox, item);
    if (late) await countLate(services.store.db, mailbox, item);
  }
}

/** One more was filed of what the look back had to leave. */
async function countLate(db: Kysely<Database>, mailbox: WatchedMailbox, item: string): Promise<void> {
  await sql`
    update mailbox_look_backs set added = added + 1
    where account_id = ${mailbox.account} and mailbox_id = ${mailbox.id} and exists (
      select 1 from mailbox_items i where i.account_id = ${mailbox.account} and i.mailbox_id = ${mailbox.id}
        and i.item_id = ${item} and i.outcome = 'filed')`.execute(db);
}

/** Told to wait, or no longer let in: nothing is wrong with the item. */
const isOfMailbox = (error: unknown): boolean =>
  error instanceof GraphFailed &&
  (error.failure.kind === 'unauthorized' ||
    error.failure.kind === 'mailboxUnavailable' ||
    (error.failure.kind === 'throttled' && error.failure.status === 429));

/**
 * Looks like load, or like a network that is down. Both may be this one item's doing, each time anew: so it is noted
 * too, and the next run passes it by.
 */
const endsRun = (error: unknown): boolean =>
  error instanceof GraphFailed && (error.failure.kind === 'throttled' || error.failure.status === 0);

/** R10: words of our own; other errors' texts quote what they choke on. */
function reasonOf(error: unknown): string {
  if (error instanceof GraphFailed) return error.message;
  const name = error instanceof Error ? error.name : 'unknown';
  const code = codeOf(error);
  return code === undefined ? name : `${name} ${code}`;
}
