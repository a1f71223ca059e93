import path from 'node:path';
import { Kysely, sql, type Transaction } from 'kysely';
import { type DirectoryLock, lockDirectory } from '../directory-lock';
import { FifoLock } from '../fifo-lock';
import { makePrivateDirectory } from '../files';
import { migrate, stamp } from '../migrate';
import type { Migrations } from '../migrations';
import { notifyAtCommit, quoteChannel } from '../notifications';
import type { Store, StoreAlarm, StoreMode } from '../port';
import type { Database } from '../schema';
import { TransactionScope } from '../transaction-scope';
import { EmbeddedDialect } from './dialect';
import { Engine } from './engine';
import { checkpointIfDue, vacuumOverdue } from './maintenance';
import { ensureDatabase } from './template';
import { messageOf } from '../errors';

const STATEMENT_LIMIT_MS = 30_000;
/** Migrations and maintenance may rewrite whole tables. */
const LONG_LIMIT_MS = 900_000;
const HEALTH_LIMIT_MS = 5_000;
const CHECKPOINT_EVERY_MS = 2_000;
const VACUUM_EVERY_MS = 60_000;

export interface EmbeddedOptions {
  dataDir: string;
  mode: StoreMode;
  migrations: Migrations;
  template: string;
  alarm: (alarm: StoreAlarm) => void;
  refuseNested: boolean;
  statementLimitMs?: number;
}

/** The embedded store: PGlite, made durable, in a worker thread, for one process. */
export class EmbeddedStore implements Store {
  readonly kind = 'embedded';
  readonly db: Kysely<Database>;
  readonly #engine: Engine;
  readonly #lock: DirectoryLock;
  readonly #alarm: (alarm: StoreAlarm) => void;
  readonly #scope: TransactionScope;
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();
  /** The same connection for maintenance's own statements, which may take long. */
  readonly #unhurried: Kysely<Database>;
  #limitMs: number;
  #tending: Promise<unknown> | undefined;
  #checkpointAt = 0;
  #vacuumAt = performance.now() + VACUUM_EVERY_MS;
  #closed = false;

  private constructor(directory: string, lock: DirectoryLock, options: EmbeddedOptions) {
    this.#lock = lock;
    this.#alarm = options.alarm;
    this.#limitMs = LONG_LIMIT_MS;
    this.#engine = new Engine({
      directory,
      alarm: options.alarm,
      onNotification: (channel, payload) => this.#tell(channel, payload),
      onReopened: () => this.#listenAgain(),
    });
    this.#scope = new TransactionScope(options.refuseNested);
    const shared = {
      engine: this.#engine,
      lock: new FifoLock(),
      scope: this.#scope,
      onReleased: () => this.#tend(),
    };
    this.db = new Kysely<Database>({
      dialect: new EmbeddedDialect({ ...shared, limitMs: () => this.#limitMs }),
    });
    this.#unhurried = new Kysely<Database>({
      dialect: new EmbeddedDialect({ ...shared, limitMs: () => LONG_LIMIT_MS }),
    });
  }

  /** Rejects when another process has the directory, the self-test fails, or the store is of the other mode. */
  static async open(options: EmbeddedOptions): Promise<EmbeddedStore> {
    makePrivateDirectory(options.dataDir);
    const lock = await lockDirectory(options.dataDir);
    try {
      const directory = path.join(options.dataDir, 'pg');
      await ensureDatabase(directory, options.template);
      const store = new EmbeddedStore(directory, lock, options);
      await store.#engine.open();
      try {
        await migrate(store.db, options.migrations);
        await stamp(store.db, options.mode);
        store.#limitMs = options.statementLimitMs ?? STATEMENT_LIMIT_MS;
        return store;
      } catch (error) {
        await store.#engine.close();
        throw error;
      }
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async tx<T>(fn: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
    return this.db.transaction().execute((trx) => this.#scope.run(() => fn(trx)));
  }

  async listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners);
    // One function may listen twice; each ends by itself.
    const listener = (payload: string) => onMessage(payload);
    listeners.add(listener);
    await sql.raw(`listen ${quoteChannel(channel)}`).execute(this.db);
    return async () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(channel) === listeners && !this.#closed) {
        this.#listeners.delete(channel);
        await sql.raw(`unlisten ${quoteChannel(channel)}`).execute(this.db);
      }
    };
  }

  async notify(trx: Kysely<Database>, channel: string, payload: string): Promise<void> {
    await notifyAtCommit(trx, channel, payload);
  }

  async maintain(): Promise<void> {
    await vacuumOverdue(this.#unhurried);
    await checkpointIfDue(this.#unhurried, this.#alarm, 1);
  }

  async health(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the store did not answer within 5 s')), HEALTH_LIMIT_MS);
    });
    try {
      await Promise.race([this.#scope.outside(() => sql`select 1`.execute(this.db)), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#tending;
    try {
      await this.db.destroy();
    } finally {
      await this.#lock.release();
    }
  }

  #tell(channel: string, payload: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) this.#scope.outside(() => listener(payload));
  }

  async #listenAgain(): Promise<void> {
    for (const channel of this.#listeners.keys()) {
      await this.#engine.query(`listen ${quoteChannel(channel)}`, [], STATEMENT_LIMIT_MS);
    }
    setImmediate(() => {
      for (const channel of this.#listeners.keys()) this.#tell(channel, '');
    });
  }

  /** What PostgreSQL's background processes do, done after a use of the connection when it is time. */
  #tend(): void {
    if (this.#tending || this.#closed) return;
    const now = performance.now();
    const vacuum = now >= this.#vacuumAt;
    if (now < this.#checkpointAt && !vacuum) return;
    this.#checkpointAt = now + CHECKPOINT_EVERY_MS;
    if (vacuum) this.#vacuumAt = now + VACUUM_EVERY_MS;
    this.#tending = this.#scope
      .outside(async () => {
        await checkpointIfDue(this.#unhurried, this.#alarm);
        if (vacuum) await vacuumOverdue(this.#unhurried);
      })
      .catch((error: unknown) => {
        const message = messageOf(error);
        this.#alarm({ kind: 'maintenance', message: `maintenance of the store failed: ${message}` });
      })
      .finally(() => {
        this.#tending = undefined;
      });
  }
}
