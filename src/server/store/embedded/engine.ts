import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DatabaseError } from 'pg-protocol';
import { readAnswer } from './answer';
import { type StoreAlarm, StoreInterrupted } from '../port';
import type { WireValue } from '../values';
import type { FromWorker, ToWorker, WireResult } from './wire';
import { messageOf } from '../errors';

const ENTRY = path.join(__dirname, 'worker-entry.mjs');
/** A recovery of 850 MB of WAL took 7 s; ten times that and more. */
const OPEN_LIMIT_MS = 120_000;
const REOPEN_PAUSE_MS = [0, 500, 2_000, 10_000] as const;

/** An SQL error, with the fields of `pg`'s DatabaseError, so that callers read `code` and `constraint` on both stores. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly severity: string | undefined;
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly schema: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly constraint: string | undefined;

  /** `inTransaction`: whether the connection was left in a (failed) transaction. */
  constructor(
    said: DatabaseError,
    readonly inTransaction: boolean,
  ) {
    super(said.message);
    this.severity = said.severity;
    this.code = said.code;
    this.detail = said.detail;
    this.hint = said.hint;
    this.schema = said.schema;
    this.table = said.table;
    this.column = said.column;
    this.constraint = said.constraint;
  }
}

interface Waiting {
  id: number;
  resolve: (result: WireResult) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

export interface EngineOptions {
  directory: string;
  onNotification: (channel: string, payload: string) => void;
  /** Called after a reopening, before anything else may use the connection. */
  onReopened: () => Promise<void>;
  alarm: (alarm: StoreAlarm) => void;
}

/**
 * PGlite in its worker thread. Asked one statement at a time. The watchdog ends the worker when a statement runs over
 * its limit or the engine breaks (PANIC, Aborted: after those PGlite spins for ever), fails what was running and opens
 * the store anew; `generation` tells a connection that what it began is gone.
 */
export class Engine {
  generation = 0;
  readonly #options: EngineOptions;
  #worker: Worker | undefined;
  #waiting: Waiting | undefined;
  #nextId = 1;
  #closing = false;
  #ready: Promise<void> = Promise.resolve();
  #reopening = false;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Rejects when the store cannot be opened or does not pass its self-test. */
  async open(): Promise<void> {
    this.#worker = await this.#start();
  }

  /** Resolves when the engine can be asked (at once, unless it is being reopened). */
  ready(): Promise<void> {
    return this.#ready;
  }

  async query(sql: string, parameters: readonly WireValue[], limitMs: number): Promise<WireResult> {
    return this.#ask({ id: this.#nextId++, op: 'query', sql, parameters }, limitMs);
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#ready.catch(() => undefined);
    try {
      if (this.#worker) await this.#ask({ id: this.#nextId++, op: 'close' }, 30_000);
    } finally {
      await this.#worker?.terminate();
      this.#worker = undefined;
    }
  }

  /** Ends the worker and opens the store again; whatever was running fails with StoreInterrupted. */
  interrupt(reason: string): void {
    const failed = this.#waiting;
    this.#waiting = undefined;
    if (failed) {
      clearTimeout(failed.timer);
      failed.reject(new StoreInterrupted(`the embedded store was reopened: ${reason}`));
    }
    if (this.#reopening) return;
    this.generation += 1;
    const old = this.#worker;
    this.#worker = undefined;
    if (this.#closing) {
      void old?.terminate();
      return;
    }
    this.#options.alarm({
      kind: 'store-reopened',
      message: `the embedded store is being reopened: ${reason}`,
    });
    this.#ready = this.#reopen(old);
    // Waiters get the rejection; without any, it must not end the process.
    this.#ready.catch(() => undefined);
  }

  async #reopen(old: Worker | undefined): Promise<void> {
    this.#reopening = true;
    try {
      await old?.terminate();
      for (let attempt = 0; !this.#closing; attempt += 1) {
        const pause = REOPEN_PAUSE_MS[Math.min(attempt, REOPEN_PAUSE_MS.length - 1)] ?? 0;
        await new Promise((resolve) => setTimeout(resolve, pause));
        try {
          this.#worker = await this.#start();
          await this.#options.onReopened();
          return;
        } catch (error) {
          const message = messageOf(error);
          this.#options.alarm({
            kind: 'store-down',
            message: `the embedded store does not open: ${message}`,
          });
          const half = this.#worker;
          this.#worker = undefined;
          await half?.terminate();
        }
      }
      throw new StoreInterrupted('the store is closed');
    } finally {
      this.#reopening = false;
    }
  }

  #start(): Promise<Worker> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(ENTRY, { workerData: this.#options.directory });
      const fail = (message: string) => {
        clearTimeout(timer);
        void worker.terminate();
        reject(new Error(message));
      };
      const timer = setTimeout(() => fail('the embedded store did not open in time'), OPEN_LIMIT_MS);
      worker.on('error', (error: unknown) => {
        const message = messageOf(error);
        if (worker === this.#worker) this.interrupt(`its thread failed: ${message}`);
        else fail(message);
      });
      worker.on('exit', () => {
        if (worker === this.#worker && !this.#closing) this.interrupt('its thread ended');
      });
      worker.on('message', (message: FromWorker) => {
        if (message.what === 'ready') {
          clearTimeout(timer);
          resolve(worker);
        } else if (message.what === 'failed') fail(message.message);
        else this.#hear(message);
      });
    });
  }

  #hear(message: Exclude<FromWorker, { what: 'ready' | 'failed' }>): void {
    const answer = message.what === 'answer' ? readAnswer(message.bytes) : undefined;
    for (const { channel, payload } of answer?.notifications ?? [])
      this.#options.onNotification(channel, payload);
    const waiting = this.#waiting;
    // The answer to a statement that was already given up.
    if (!waiting || waiting.id !== message.id) return;
    if (message.what === 'broken') {
      this.interrupt(message.message);
      return;
    }
    if (answer?.failure?.severity === 'PANIC') {
      this.interrupt(answer.failure.message);
      return;
    }
    clearTimeout(waiting.timer);
    this.#waiting = undefined;
    if (answer?.failure) waiting.reject(new SqlError(answer.failure, answer.result.inTransaction));
    else if (answer) waiting.resolve(answer.result);
  }

  #ask(request: ToWorker, limitMs: number): Promise<WireResult> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker;
      if (!worker) {
        reject(new StoreInterrupted('the embedded store is not open'));
        return;
      }
      if (this.#waiting) {
        reject(new Error('the embedded store is asked one statement at a time'));
        return;
      }
      const timer = setTimeout(() => {
        this.interrupt(`a statement ran longer than ${limitMs} ms`);
      }, limitMs);
      this.#waiting = { id: request.id, resolve, reject, timer };
      worker.postMessage(request);
    });
  }
}
