import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { NewEvent } from '../events';
import type { Database } from '../store/schema';
import { copyKey, type AskedMessage } from './people-of';

/** An open, click or reply in the ledger. */
export interface Entry {
  /** Undefined: not written yet. */
  seq?: number;
  kind: string;
  at: Date;
  cause: string;
  recipient: number | null;
  contact: string | null;
  inferred: boolean;
  historic: boolean;
  /** It tells by which program. */
  tellsAgent: boolean;
}

/**
 * The opens, clicks and replies of one message, or of one copy of marketing mail (`copyKey`): those that have not been
 * taken back, and the causes of all.
 */
export class Standing {
  readonly #entries: Entry[] = [];
  readonly #byCause = new Map<string, Entry>();
  readonly #causes = new Set<string>();
  readonly #asRead = new Map<string, number>();

  /** Oldest first; of the same moment, in the order of the ledger. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  add(entry: Entry, isBack = false): void {
    this.#causes.add(`${entry.kind} ${entry.cause}`);
    if (isBack) return;
    let place = this.#entries.length;
    while (place > 0 && (this.#entries[place - 1]?.at ?? 0) > entry.at) place -= 1;
    this.#entries.splice(place, 0, entry);
    this.#byCause.set(`${entry.kind} ${bareCause(entry.cause)}`, entry);
  }

  remove(entry: Entry): void {
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    this.#byCause.delete(`${entry.kind} ${bareCause(entry.cause)}`);
  }

  /** What a hit is told as; its inferred open is not meant. */
  of(hit: { id: string; kind: string }): Entry | undefined {
    return this.#byCause.get(`${hit.kind} hit:${hit.id}`);
  }

  count(kind: string): number {
    return this.#entries.filter((entry) => entry.kind === kind && !entry.historic).length;
  }

  /** Everything the ledger has is here. */
  endReading(): void {
    for (const kind of ['open', 'click']) this.#asRead.set(kind, this.count(kind));
  }

  /** How many the ledger had. The message may count more: old events go (P8), counts stay. */
  countAsRead(kind: string): number {
    return this.#asRead.get(kind) ?? 0;
  }

  /** Whether the cause has written this kind, though it may have been taken back. */
  hasWritten(cause: string, kind: string): boolean {
    return this.#causes.has(`${kind} ${cause}`);
  }

  /**
   * The cause under which an event may be written: a cause writes each kind once, so what was taken back and holds
   * after all is written under the next number.
   */
  freeCause(cause: string, kind: string): string {
    for (let n = 1; ; n += 1) {
      const numbered = n === 1 ? cause : `${cause}#${n}`;
      if (!this.#causes.has(`${kind} ${numbered}`)) return numbered;
    }
  }
}

/** The cause without its number. */
export const bareCause = (cause: string): string => cause.replace(/#\d+$/, '');

export const entryOf = (event: NewEvent): Entry => ({
  kind: event.kind,
  at: event.at,
  cause: event.cause,
  recipient: event.recipient ?? null,
  contact: event.contact ?? null,
  inferred: event.inferred ?? false,
  historic: event.historic ?? false,
  tellsAgent: event.detail?.['agentFamily'] !== undefined,
});

/** What stands of an account's messages, by `copyKey`; of marketing mail, of these copies. Two queries. */
export async function standingOf(
  trx: Transaction<Database>,
  account: number,
  asked: readonly AskedMessage[],
): Promise<Map<string, Standing>> {
  const whole = asked.flatMap(({ message }) => (message.kind === 'marketing' ? [] : [message.id]));
  const copies = asked.flatMap(({ message, copies }) =>
    message.kind === 'marketing' ? [...copies].map((idx) => ({ message, idx })) : [],
  );
  const found = new Map(whole.map((id) => [id, new Standing()]));
  for (const { message, idx } of copies) found.set(copyKey(message, idx), new Standing());
  if (whole.length > 0) {
    const among = sql`events where account_id = ${account} and message_id = any(${whole}::uuid[])
      and kind in ('open', 'click', 'reply')`;
    for (const { message, isBack, ...entry } of await entriesAmong(trx, among))
      found.get(message)?.add(entry, isBack);
  }
  if (copies.length > 0) {
    // Each copy by the index of copies, whatever the planner believes of a table that has just grown.
    const among = sql`unnest(${copies.map(({ message }) => message.id)}::uuid[],
        ${copies.map(({ idx }) => idx)}::integer[]) as a (message, idx)
      cross join lateral (select * from events where account_id = ${account} and message_id = a.message
        and recipient_idx = a.idx and kind in ('open', 'click', 'reply') limit ${sql.lit(MOST_OF_COPY)}) of_copy`;
    for (const { message, isBack, ...entry } of await entriesAmong(trx, among))
      found.get(copyKey({ id: message, kind: 'marketing' }, entry.recipient ?? 0))?.add(entry, isBack);
  }
  for (const standing of found.values()) standing.endReading();
  return found;
}

/** Nobody looks at one mail so often; keeps the planner to the index. */
const MOST_OF_COPY = 100_000;

async function entriesAmong(
  trx: Transaction<Database>,
  among: RawBuilder<unknown>,
): Promise<(Entry & { message: string; isBack: boolean })[]> {
  const { rows } = await sql<Entry & { message: string; isBack: boolean }>`
    select e.seq, e.kind, e.at, e.cause, e.message_id as message, e.inferred, e.historic, e.recipient_idx as recipient,
      e.contact_id as contact, e.detail ->> 'agentFamily' is not null as "tellsAgent",
      exists (select 1 from events b where b.account_id = e.account_id and b.retracts = e.seq) as "isBack"
    from (select account_id, seq, kind, at, cause, message_id, inferred, historic, recipient_idx, contact_id, detail
      from ${among}) e
    order by e.at, e.seq`.execute(trx);
  return rows;
}
