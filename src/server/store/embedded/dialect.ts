import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import { FifoLock } from '../fifo-lock';
import { StoreInterrupted } from '../port';
import type { TransactionScope } from '../transaction-scope';
import { encodeParameter, parserFor } from '../values';
import { type Engine, SqlError } from './engine';
import type { WireResult } from './wire';

/** A transaction that does nothing for so long holds everybody up: it is ended. */
const IDLE_LIMIT_MS = 60_000;
const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

function toRows<R>({ fields, rows }: WireResult): R[] {
  const columns = fields.map(({ name, oid }) => ({ name, parse: parserFor(oid) }));
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    columns.forEach(({ name, parse }, index) => {
      const value = values[index];
      row[name] = value === null || value === undefined ? null : parse(value);
    });
    // Kysely's R is what the query builder inferred for exactly these columns.
    return row as R;
  });
}

function affected(tag: string): bigint | undefined {
  const words = tag.split(' ');
  return WRITES.has(words[0] ?? '') ? BigInt(words.at(-1) ?? 0) : undefined;
}

class EmbeddedConnection implements DatabaseConnection {
  inTransaction = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(
    readonly engine: Engine,
    readonly generation: number,
    readonly limitMs: () => number,
  ) {}

  get lost(): boolean {
    return this.generation !== this.engine.generation;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.lost) throw new StoreInterrupted('the embedded store was reopened during this transaction');
    clearTimeout(this.#idle);
    try {
      const result = await this.engine.query(
        query.sql,
        query.parameters.map(encodeParameter),
        this.limitMs(),
      );
      this.inTransaction = result.inTransaction;
      const numAffectedRows = affected(result.tag);
      return { rows: toRows<R>(result), ...(numAffectedRows === undefined ? {} : { numAffectedRows }) };
    } catch (error) {
      if (error instanceof SqlError) {
        this.inTransaction = error.inTransaction;
        // Made in a message's callback; the caller's own lines are what one looks for.
        Error.captureStackTrace(error);
      }
      throw error;
    } finally {
      if (this.inTransaction && !this.lost) {
        this.#idle = setTimeout(() => {
          if (!this.lost) this.engine.interrupt(`a transaction stood idle for ${IDLE_LIMIT_MS} ms`);
        }, IDLE_LIMIT_MS);
        this.#idle.unref();
      }
    }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('the embedded store does not stream: read in pages');
  }

  /** Leaves the connection as it was found. */
  async settle(): Promise<void> {
    clearTimeout(this.#idle);
    if (this.inTransaction && !this.lost) await this.executeQuery(CompiledQuery.raw('rollback'));
    clearTimeout(this.#idle);
  }
}

interface DriverOptions {
  engine: Engine;
  /** Held by who uses the engine's one connection; shared by all dialects over one engine. */
  lock: FifoLock;
  scope: TransactionScope;
  limitMs: () => number;
  /** Called after each use of the connection, with the lock free. */
  onReleased: () => void;
}

/** One connection, handed out in order of asking. */
class EmbeddedDriver implements Driver {
  readonly #releases = new WeakMap<DatabaseConnection, () => void>();

  constructor(readonly options: DriverOptions) {}

  async init(): Promise<void> {}

  async acquireConnection(): Promise<EmbeddedConnection> {
    const { engine, lock, scope, limitMs } = this.options;
    scope.refuseInside();
    const release = await lock.acquire();
    try {
      await engine.ready();
    } catch (error) {
      release();
      throw error;
    }
    const connection = new EmbeddedConnection(engine, engine.generation, limitMs);
    this.#releases.set(connection, release);
    return connection;
  }

  async beginTransaction(connection: EmbeddedConnection, settings: TransactionSettings): Promise<void> {
    const isolation = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    const access = settings.accessMode ? ` ${settings.accessMode}` : '';
    await connection.executeQuery(CompiledQuery.raw(`start transaction${isolation}${access}`));
  }

  async commitTransaction(connection: EmbeddedConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: EmbeddedConnection): Promise<void> {
    // A lost transaction is rolled back already; an error here would hide the one that led to the rollback.
    if (!connection.lost) await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(connection: EmbeddedConnection): Promise<void> {
    try {
      await connection.settle();
    } catch {
      this.options.engine.interrupt('a transaction could not be rolled back');
    } finally {
      this.#releases.get(connection)?.();
      this.options.onReleased();
    }
  }

  async destroy(): Promise<void> {
    const release = await this.options.lock.acquire();
    try {
      await this.options.engine.close();
    } finally {
      release();
    }
  }
}

/** Kysely over the embedded engine: PostgreSQL's own compiler and adapter, one connection. */
export class EmbeddedDialect implements Dialect {
  constructor(readonly options: DriverOptions) {}

  createDriver(): Driver {
    return new EmbeddedDriver(this.options);
  }

  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler();
  }

  createAdapter(): PostgresAdapter {
    return new PostgresAdapter();
  }

  createIntrospector(db: Kysely<unknown>): PostgresIntrospector {
    return new PostgresIntrospector(db);
  }
}
