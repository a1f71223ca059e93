import fs from 'node:fs';
import type { Clock } from '../../clock';
import { type DirectoryLock, lockDirectory } from '../directory-lock';
import { makePrivateDirectory, syncDirectory } from '../files';
import type { Store, StoreAlarm } from '../port';
import { uuidV7 } from '../uuid-v7';
import { type Apply, Drain, type DrainOptions, type DrainState } from './drain';
import { LONGEST_TEXT } from './format';
import { findSegments, openSegmentFile, type OpenSegmentFile, type Segment, SegmentWriter } from './segment';
import { messageOf } from '../errors';

const HOUR_MS = 3_600_000;
/** How much may wait in memory while the disk is slow; beyond it, appends are refused. */
const QUEUE_BYTES = 64 * 2 ** 20;
const BATCH_RECORDS = 1_000;
const BATCH_BYTES = 4 * 2 ** 20;

/** Where a record stands; unique for ever. */
export interface Position {
  log: string;
  segment: number;
  offset: number;
}

export interface IngestOptions {
  clock: Clock;
  onAlarm?: (alarm: StoreAlarm) => void;
  /** How long appends are gathered for one sync, ms; default 1. */
  windowMs?: number;
  /** A segment of this size, or so old, is followed by the next; default 8 MiB, 1 h. */
  segmentBytes?: number;
  segmentMs?: number;
  /**
   * A drained segment and its key are destroyed so long after the segment was opened; default 24 h. No record is
   * readable longer, unless the store was not there to take it.
   */
  keepMs?: number;
  /**
   * When `append` resolves: `log` (default) once the record is on this disk, `db` once it is in the store too, for
   * nodes whose disk does not outlive them. With `db` a drain must run.
   */
  ack?: 'log' | 'db';
  openFile?: OpenSegmentFile;
}

interface Queued {
  text: string;
  /** Told its place once it is on the disk, or why it is not. */
  done: (position: Position | Error) => void;
}

/** Opens the log in `directory`, for this process alone. What earlier runs left is drained first. */
export async function openIngestLog(directory: string, options: IngestOptions): Promise<IngestLog> {
  makePrivateDirectory(directory);
  const lock = await lockDirectory(directory);
  try {
    const { segments, orphans } = findSegments(directory);
    const log = new IngestLog(directory, lock, segments, options);
    for (const orphan of orphans) {
      if (fs.statSync(orphan).size > 0) {
        fs.renameSync(orphan, `${orphan}.unreadable`);
        log.alarm({ kind: 'ingest-orphan', message: `${orphan} has no key or no header; it was put aside` });
      } else fs.rmSync(orphan);
    }
    syncDirectory(directory);
    return log;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * The durable queue in front of the store: what is appended is on the disk (one sync for many) when `append` resolves,
 * and reaches the store exactly once, also when the store is down for a while or the process is killed.
 */
export class IngestLog {
  readonly alarm: (alarm: StoreAlarm) => void;
  readonly clock: Clock;
  /** A new one for each opening, so that a position can never come twice. */
  readonly #log: string;
  readonly #directory: string;
  readonly #lock: DirectoryLock;
  readonly #options: IngestOptions;
  readonly #segments: Segment[];
  readonly #queue: Queued[] = [];
  readonly #wakers = new Set<() => void>();
  #queuedBytes = 0;
  #drain: Drain | undefined;
  #version = 0;
  #appended = 0;
  #writer: SegmentWriter | undefined;
  #nextSegment = 1;
  #flushing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(directory: string, lock: DirectoryLock, segments: Segment[], options: IngestOptions) {
    this.#directory = directory;
    this.#lock = lock;
    this.#segments = segments;
    this.#options = options;
    this.clock = options.clock;
    this.alarm = options.onAlarm ?? (() => undefined);
    this.#log = uuidV7(options.clock.now());
  }

  /**
   * Resolves to the record's position when it is on the disk; `payload` is what JSON can hold, `toText` what writes it
   * so, where something is faster than `JSON.stringify`. Rejects when the disk does not take it or too much is waiting:
   * then it is not recorded.
   */
  append<T extends NonNullable<unknown> | null>(
    kind: string,
    payload: T,
    toText: (payload: T) => string = JSON.stringify,
  ): Promise<Position> {
    const recorded = new Promise<Position>((resolve, reject) => {
      const text = `{"kind":"${kind}","at":${this.clock.now().getTime()},"payload":${toText(payload)}}`;
      this.#record(text, (found) => (found instanceof Error ? reject(found) : resolve(found)));
    });
    return this.#options.ack === 'db' ? recorded.then((position) => this.#inStore(position)) : recorded;
  }

  async #inStore(position: Position): Promise<Position> {
    while (!this.#drain) {
      if (this.#closed) throw new Error('the ingest log was closed before its records were in the store');
      await this.changed(1_000);
    }
    await this.#drain.reached(position);
    return position;
  }

  #record(text: string, done: Queued['done']): void {
    const refusal = this.#refusal(text);
    if (refusal) {
      done(refusal);
      return;
    }
    this.#queuedBytes += text.length;
    this.#appended += 1;
    this.#queue.push({ text, done });
    if (this.#flushing) return;
    if (this.#queue.length >= BATCH_RECORDS) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), this.#options.windowMs ?? 1);
  }

  /** Why a record cannot be taken. */
  #refusal(text: string): Error | undefined {
    if (this.#closed) return new Error('the ingest log is closed');
    // A record that cannot be written would take its whole batch with it. A letter takes three bytes at most.
    if (text.length * 3 > LONGEST_TEXT && Buffer.byteLength(text) > LONGEST_TEXT)
      return new RangeError(`a record of ${Buffer.byteLength(text)} bytes is too long for the ingest log`);
    if (this.#queuedBytes + text.length > QUEUE_BYTES)
      return new Error('the ingest log is full: the disk is slow');
    return undefined;
  }

  /** Begins to hand records to `apply`, oldest first, and goes on until stopped. One drain at a time. */
  drain(store: Store, apply: Apply, options: DrainOptions = {}): Drain {
    this.#drain = new Drain(this, store, apply, options);
    this.wake();
    return this.#drain;
  }

  /** Records handed over since the start of the process. */
  get appended(): number {
    return this.#appended;
  }

  /** When an append is acknowledged. */
  get ack(): 'log' | 'db' {
    return this.#options.ack ?? 'log';
  }

  /** How the drain stands; undefined: none was begun. */
  get drainState(): DrainState | undefined {
    return this.#drain?.state();
  }

  /** Oldest first. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** What was appended and is not on the disk yet, in characters. */
  get queued(): number {
    return this.#queuedBytes;
  }

  /** Counts the appends and endings of segments, so that a reader sees whether it missed one. */
  get version(): number {
    return this.#version;
  }

  /** Resolves when something was appended, or after `ms`. */
  changed(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wakers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      timer.unref();
      this.#wakers.add(done);
    });
  }

  wake(): void {
    this.#version += 1;
    for (const waker of [...this.#wakers]) waker();
  }

  /** When a segment, once drained, is to be destroyed. */
  keepUntil(segment: Segment): Date {
    return new Date(segment.openedAt.getTime() + (this.#options.keepMs ?? 24 * HOUR_MS));
  }

  forget(segment: Segment): void {
    segment.destroy();
    const at = this.#segments.indexOf(segment);
    if (at >= 0) this.#segments.splice(at, 1);
  }

  /** Follows the present segment by the next if it holds something and is old enough. */
  async rotateIfOld(): Promise<void> {
    await this.#exclusive(async () => {
      const writer = this.#writer;
      if (writer && this.#isOver(writer.segment)) await this.#finish(writer);
    });
  }

  /** Waits for what was appended, ends the segment in order, gives the directory free. Stop the drain before. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    while (this.#queue.length > 0 || this.#flushing) {
      if (!this.#flushing) this.#flush();
      await this.#flushing;
    }
    if (this.#writer) await this.#finish(this.#writer).catch(() => undefined);
    this.wake();
    await this.#lock.release();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#flushing) return;
    this.#flushing = this.#writeQueue().finally(() => {
      this.#flushing = undefined;
      if (this.#queue.length > 0) this.#flush();
    });
  }

  async #exclusive(fn: () => Promise<void>): Promise<void> {
    while (this.#flushing) await this.#flushing;
    this.#flushing = fn().finally(() => {
      this.#flushing = undefined;
      if (this.#queue.length > 0) this.#flush();
    });
    await this.#flushing;
  }

  #takeBatch(): { batch: Queued[]; bytes: number } {
    let bytes = 0;
    let count = 0;
    while (count < this.#queue.length && count < BATCH_RECORDS && (count === 0 || bytes < BATCH_BYTES)) {
      bytes += this.#queue[count]?.text.length ?? 0;
      count += 1;
    }
    return { batch: this.#queue.splice(0, count), bytes };
  }

  /** Writes what is queued, batch by batch: the disk has the next one before the answers of the last go out. */
  async #writeQueue(): Promise<void> {
    let answer = (): void => undefined;
    for (;;) {
      const { batch, bytes } = this.#takeBatch();
      const written = batch.length > 0 ? this.#writeBatch(batch) : undefined;
      answer();
      if (!written) return;
      answer = await written.then(
        (positions) => () =>
          batch.forEach(({ done }, i) => done(positions[i] ?? new Error('the record has no position'))),
        (error: unknown) => () => {
          const why = error instanceof Error ? error : new Error(messageOf(error));
          for (const { done } of batch) done(why);
        },
      );
      this.#queuedBytes -= bytes;
      this.wake();
    }
  }

  async #writeBatch(batch: readonly Queued[]): Promise<Position[]> {
    try {
      return await this.#writeOnce(batch);
    } catch (error) {
      const message = messageOf(error);
      this.alarm({ kind: 'ingest-write', message: `the ingest log could not be written: ${message}` });
      const broken = this.#writer;
      this.#writer = undefined;
      // What may have been left behind would be read a second time if the batch were written again.
      if (broken && !(await broken.abandon())) throw error;
      return await this.#writeOnce(batch);
    }
  }

  async #writeOnce(batch: readonly Queued[]): Promise<Position[]> {
    const writer = await this.#usable();
    const { log, segment } = writer.segment;
    const offsets = await writer.append(batch.map(({ text }) => text));
    return offsets.map((offset) => ({ log, segment, offset }));
  }

  async #usable(): Promise<SegmentWriter> {
    if (this.#writer && this.#isOver(this.#writer.segment)) await this.#finish(this.#writer);
    if (this.#writer) return this.#writer;
    const place = { log: this.#log, segment: this.#nextSegment, openedAt: this.clock.now() };
    this.#nextSegment += 1;
    const open = this.#options.openFile ?? openSegmentFile;
    this.#writer = await SegmentWriter.create(this.#directory, place, open);
    this.#segments.push(this.#writer.segment);
    return this.#writer;
  }

  #isOver(segment: Segment): boolean {
    const age = this.clock.now().getTime() - segment.openedAt.getTime();
    return (
      segment.size >= (this.#options.segmentBytes ?? 8 * 2 ** 20) ||
      age >= (this.#options.segmentMs ?? HOUR_MS)
    );
  }

  async #finish(writer: SegmentWriter): Promise<void> {
    this.#writer = undefined;
    await writer.finish();
    this.wake();
  }
}
