import { sql, type Transaction } from 'kysely';
import type { Store } from '../port';
import type { Database } from '../schema';
import { HEADER_BYTES } from './format';
import type { IngestLog, Position } from './ingest-log';
import type { Segment, SegmentItem } from './segment';
import { codeOf, messageOf } from '../errors';

export interface IngestRecord {
  kind: string;
  payload: unknown;
  /** When it was appended. */
  at: Date;
  position: Position;
}

/**
 * Puts records into the store. Called inside the transaction that also stores how far the log was drained, so what it
 * does to `trx` happens exactly once; it may be called again for the same records when that transaction failed.
 */
export type Apply = (trx: Transaction<Database>, records: IngestRecord[]) => Promise<void>;

export interface DrainOptions {
  /** Records per transaction at most; default 500. */
  batch?: number;
  /** Pause before a failed record's next try, ms, doubled each time; default 50. */
  retryMs?: number;
}

/** How the drain stands, for readiness and metrics. */
export interface DrainState {
  /** It runs, and was not stopped. */
  running: boolean;
  /** Since the start of the process. */
  drained: number;
  setAside: number;
  /** Bytes on the disk that are not in the store yet. */
  backlogBytes: number;
  /** Since it last took a record or had none left; 0 while there is nothing to do. */
  stuckMs: number;
}

/** A record that fails alone so often, with the store well, is set aside. */
const TRIES = 5;
/** The same for failures that look like the store's own (dead-locks, lost connections). */
const STORE_TRIES = 100;
const LONGEST_PAUSE_MS = 5_000;
/**
 * What a transaction of the drain is to take: it holds the rows that it changes, and what it found is told only at its
 * end. The batch grows and shrinks towards it.
 */
const BATCH_MS = 250;
const FIRST_BATCH = 64;
/**
 * A rush: so many records a second. Only then does the drain give way to who is waiting for an answer, by short
 * transactions with long rests between; a single hit is never held up by it (O2).
 */
const RUSH_PER_SECOND = 300;
const RUSH_BATCH_MS = 20;
/** A batch costs as much as some ten hits, however small it is. */
const SMALLEST_BATCH = 16;
/** Of the time, while it gives way, it still takes a tenth: no rush delays verdicts for ever. */
const REST_FACTOR = 9;
const LONGEST_REST_MS = 1_000;
/**
 * So many a second, for a second and longer, is more than any store could judge as they come: their verdicts wait in
 * any case, so nobody's answer is to wait too. A burst of a scanner is none.
 */
const FLOOD_PER_SECOND = 2_000;
const FLOOD_SEEN_MS = 1_000;
const FLOOD_REST_MS = 3_000;
const SWEEP_EVERY_MS = 30_000;

/** An error's text without the values that SQL errors quote: a record's content stays out of store and logs (P4). */
const withoutValues = (text: string): string => text.replace(/"[^"]*"|'[^']*'/g, '"…"').slice(0, 500);

class PositionMoved extends Error {
  override readonly name = 'PositionMoved';
}

/** SQLSTATE classes that say "not now" rather than "not this": connection, roll-back, resources, operator, system. */
function isStoreTrouble(error: unknown): boolean {
  if (/connection terminated|timeout exceeded when trying to connect/i.test(messageOf(error))) return true;
  return /^(08|40|53|58)...$|^57P0.$|^E[A-Z]{3,}$/.test(codeOf(error) ?? '');
}

export class Drain {
  readonly #log: IngestLog;
  readonly #store: Store;
  readonly #apply: Apply;
  readonly #options: DrainOptions;
  /** How far each segment is drained, as the store has it. */
  readonly #offsets = new Map<Segment, number>();
  readonly #loop: Promise<void>;
  #stopNow: () => void = () => undefined;
  readonly #stopping = new Promise<void>((resolve) => (this.#stopNow = resolve));
  #reached: (() => void)[] = [];
  #stopped = false;
  #failures = 0;
  #sweptAt = 0;
  #drained = 0;
  #setAside = 0;
  #movedAt = performance.now();
  #batch = FIRST_BATCH;
  #floodSeen = { since: performance.now(), appended: 0 };

  constructor(log: IngestLog, store: Store, apply: Apply, options: DrainOptions) {
    this.#log = log;
    this.#store = store;
    this.#apply = apply;
    this.#options = options;
    this.#loop = this.#run();
  }

  /** Ends after the present batch. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopNow();
    this.#log.wake();
    await this.#loop;
    this.#progress();
  }

  /** Resolves when the record at `position` is in the store (or set aside); rejects if the drain is stopped first. */
  async reached(position: Position): Promise<void> {
    for (;;) {
      const segment = this.#log.segments.find(
        (s) => s.log === position.log && s.segment === position.segment,
      );
      if (!segment || segment.drained || (this.#offsets.get(segment) ?? 0) > position.offset) return;
      if (this.#stopped) throw new Error('the drain was stopped');
      await new Promise<void>((resolve) => this.#reached.push(resolve));
    }
  }

  /** Bytes that are not in the store yet, on their way to the disk or on it. */
  backlog(): number {
    const onDisk = this.#log.segments
      .filter((segment) => !segment.drained)
      .reduce((bytes, segment) => bytes + segment.size - (this.#offsets.get(segment) ?? HEADER_BYTES), 0);
    return this.#log.queued + onDisk;
  }

  state(): DrainState {
    const backlogBytes = this.backlog();
    return {
      running: !this.#stopped,
      drained: this.#drained,
      setAside: this.#setAside,
      backlogBytes,
      stuckMs: backlogBytes === 0 ? 0 : performance.now() - this.#movedAt,
    };
  }

  /** Ends old segments and destroys those whose time is over; also done by itself every half minute. */
  async sweep(): Promise<void> {
    await this.#log.rotateIfOld();
    const now = this.#log.clock.now();
    for (const segment of this.#log.segments) {
      if (!segment.final || segment.drained) continue;
      segment.drained = (await segment.read(await this.#offsetOf(segment), 1)).length === 0;
    }
    for (const segment of [...this.#log.segments]) {
      if (!segment.drained || this.#log.keepUntil(segment) > now) continue;
      // The file first: a position without a file harms nobody, a file without its position would be drained again.
      this.#log.forget(segment);
      this.#offsets.delete(segment);
      await this.#store.db
        .deleteFrom('ingest_positions')
        .where('log', '=', segment.log)
        .where('segment', '=', segment.segment)
        .execute();
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const seen = this.#log.version;
      const began = performance.now();
      const { appended } = this.#log;
      try {
        const advanced = await this.#step();
        this.#failures = 0;
        const now = performance.now();
        this.#movedAt = now;
        if (now - this.#sweptAt > SWEEP_EVERY_MS) {
          this.#sweptAt = now;
          await this.sweep();
        }
        if (advanced) {
          await this.#giveWay(performance.now() - began, this.#log.appended - appended);
          continue;
        }
      } catch (error) {
        await this.#recover(error);
        continue;
      }
      if (!this.#stopped && this.#log.version === seen) await this.#log.changed(SWEEP_EVERY_MS);
    }
  }

  /** Rests after a batch that took `ms`, in which `arrived` records were appended, while there is a rush. */
  async #giveWay(ms: number, arrived: number): Promise<void> {
    // With 'db' they wait for the drain itself.
    const rush = this.#log.ack === 'log' && arrived >= (RUSH_PER_SECOND * ms) / 1_000 + 1;
    const wanted = rush ? RUSH_BATCH_MS : BATCH_MS;
    const most = this.#options.batch ?? 500;
    if (ms > 2 * wanted) this.#batch = Math.max(SMALLEST_BATCH, this.#batch >> 1);
    else if (ms < wanted) this.#batch = Math.min(most, this.#batch * 2);
    if (rush && this.#inFlood()) await this.#pause(FLOOD_REST_MS);
    else if (rush) await this.#pause(Math.min(ms * REST_FACTOR, LONGEST_REST_MS));
  }

  /** Whether what came since it was last looked, a second ago at least, was a flood. */
  #inFlood(): boolean {
    const { since, appended } = this.#floodSeen;
    const now = performance.now();
    const perSecond = ((this.#log.appended - appended) / (now - since)) * 1_000;
    if (now - since < FLOOD_SEEN_MS) return false;
    this.#floodSeen = { since: now, appended: this.#log.appended };
    return perSecond >= FLOOD_PER_SECOND;
  }

  async #recover(error: unknown): Promise<void> {
    this.#offsets.clear();
    this.#failures += 1;
    if (this.#failures === 3) {
      this.#log.alarm({
        kind: 'ingest-drain',
        message: `the ingest log waits for the store: ${withoutValues(messageOf(error))}`,
      });
    }
    await this.#pause(Math.min(this.#retryMs * 2 ** this.#failures, LONGEST_PAUSE_MS));
  }

  get #retryMs(): number {
    return this.#options.retryMs ?? 50;
  }

  async #pause(ms: number): Promise<void> {
    if (this.#stopped) return;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([new Promise((resolve) => (timer = setTimeout(resolve, ms).unref())), this.#stopping]);
    clearTimeout(timer);
  }

  #progress(): void {
    const waiting = this.#reached;
    this.#reached = [];
    for (const resolve of waiting) resolve();
  }

  /** One batch from the oldest segment that has one; false = there is nothing to do. */
  async #step(): Promise<boolean> {
    for (const segment of this.#log.segments) {
      if (segment.drained) continue;
      const from = await this.#offsetOf(segment);
      const items = await segment.read(from, Math.min(this.#batch, this.#options.batch ?? 500));
      if (items.length > 0) {
        await this.#advance(segment, from, items);
        this.#progress();
        return true;
      }
      if (!segment.final) continue;
      segment.drained = true;
      this.#progress();
    }
    return false;
  }

  async #offsetOf(segment: Segment): Promise<number> {
    const known = this.#offsets.get(segment);
    if (known !== undefined) return known;
    const row = await this.#store.db
      .selectFrom('ingest_positions')
      .select('offset')
      .where('log', '=', segment.log)
      .where('segment', '=', segment.segment)
      .executeTakeFirst();
    const offset = row?.offset ?? HEADER_BYTES;
    this.#offsets.set(segment, offset);
    return offset;
  }

  async #advance(segment: Segment, from: number, items: SegmentItem[]): Promise<void> {
    try {
      await this.#commit(segment, from, items);
      return;
    } catch (error) {
      if (error instanceof PositionMoved) throw error;
      // Down: everything waits, nothing is counted against a record.
      await this.#store.health();
      if (isStoreTrouble(error)) throw error;
    }
    let at = from;
    for (const item of items) {
      if (this.#stopped) return;
      await this.#alone(segment, at, item);
      at = item.next;
    }
  }

  async #alone(segment: Segment, from: number, item: SegmentItem): Promise<void> {
    let tries = 0;
    for (let all = 1; !this.#stopped; all += 1) {
      try {
        await this.#commit(segment, from, [item]);
        this.#movedAt = performance.now();
        return;
      } catch (error) {
        if (error instanceof PositionMoved) throw error;
        await this.#store.health();
        if (!isStoreTrouble(error)) tries += 1;
        if (tries >= TRIES || all >= STORE_TRIES) {
          await this.#reject(segment, from, item, withoutValues(messageOf(error)));
          return;
        }
        await this.#pause(Math.min(this.#retryMs * 2 ** all, LONGEST_PAUSE_MS));
      }
    }
  }

  async #reject(segment: Segment, from: number, item: SegmentItem, reason: string): Promise<void> {
    const kind = item.found === 'record' ? item.kind : 'unreadable';
    const { log, segment: number } = segment;
    const { offset } = item;
    await this.#store.tx(async (trx) => {
      await this.#move(trx, segment, from, item.next);
      await trx
        .insertInto('ingest_rejects')
        .values({
          log,
          segment: number,
          offset,
          kind,
          error: reason,
          at: this.#log.clock.now(),
        })
        .execute();
    });
    this.#offsets.set(segment, item.next);
    this.#setAside += 1;
    this.#movedAt = performance.now();
    this.#log.alarm({
      kind: 'ingest-reject',
      message: `a record (${kind}) of the ingest log was set aside at ${log}/${number}/${offset}: ${reason}`,
    });
  }

  async #commit(segment: Segment, from: number, items: SegmentItem[]): Promise<void> {
    const first = items[0];
    const last = items.at(-1);
    if (!first || !last) return;
    const bad = items.find((item) => item.found === 'unreadable');
    if (bad?.found === 'unreadable') {
      const before = items.slice(0, items.indexOf(bad));
      const after = items.slice(items.indexOf(bad) + 1);
      await this.#commit(segment, from, before);
      await this.#skip(segment, before.at(-1)?.next ?? from, bad);
      await this.#commit(segment, bad.next, after);
      return;
    }
    const { log, segment: number } = segment;
    const records = items.flatMap((item): IngestRecord[] =>
      item.found === 'record'
        ? [
            {
              kind: item.kind,
              payload: item.payload,
              at: item.at,
              position: { log, segment: number, offset: item.offset },
            },
          ]
        : [],
    );
    await this.#store.tx(async (trx) => {
      await this.#move(trx, segment, from, last.next);
      await this.#apply(trx, records);
    });
    this.#offsets.set(segment, last.next);
    this.#drained += records.length;
  }

  /** The tail of an unclosed segment was never acknowledged; anything else that cannot be read may have been. */
  async #skip(
    segment: Segment,
    from: number,
    item: Extract<SegmentItem, { found: 'unreadable' }>,
  ): Promise<void> {
    if (!item.torn) {
      await this.#reject(segment, from, item, `${item.next - item.offset} bytes cannot be read`);
      return;
    }
    await this.#store.tx((trx) => this.#move(trx, segment, from, item.next));
    this.#offsets.set(segment, item.next);
    const message = `the last ${item.next - item.offset} bytes of ${segment.log}/${segment.segment} were cut short`;
    this.#log.alarm({
      kind: 'ingest-torn',
      message: `${message} by a crash; they had not been acknowledged`,
    });
  }

  /** Moves the stored position from exactly here: two drains of one log cannot both do it. */
  async #move(trx: Transaction<Database>, segment: Segment, from: number, to: number): Promise<void> {
    const { rows } = await sql<{ offset: number }>`
      insert into ingest_positions (log, segment, "offset") values (${segment.log}, ${segment.segment}, ${to})
      on conflict (log, segment) do update set "offset" = ${to} where ingest_positions."offset" = ${from}
      returning "offset"`.execute(trx);
    if (rows.length === 0)
      throw new PositionMoved(`${segment.log}/${segment.segment} is no longer at ${from}`);
  }
}
