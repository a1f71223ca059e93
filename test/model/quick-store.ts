import { PGlite, protocol } from '@electric-sql/pglite';
import {
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { Store } from '../../src/server/store';
import { SqlError } from '../../src/server/store/embedded';
import { readAnswer } from '../../src/server/store/embedded/answer';
import { ensureDatabase } from '../../src/server/store/embedded/template';
import type { WireResult } from '../../src/server/store/embedded/wire';
import { FifoLock } from '../../src/server/store/fifo-lock';
import { migrate, stamp } from '../../src/server/store/migrate';
import { MIGRATIONS } from '../../src/server/store/migrations';
import { notifyAtCommit, quoteChannel } from '../../src/server/store/notifications';
import type { Database } from '../../src/server/store/schema';
import { encodeParameter, parserFor, type WireValue } from '../../src/server/store/values';

const { serialize } = protocol;
const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

interface Answer {
  fields: readonly Field[];
  rows: (string | null)[][];
  tag: string;
}

interface Field {
  name: string;
  parse: (text: string) => unknown;
}

interface Prepared {
  name: string;
  fields: readonly Field[];
}

/**
 * Statements by the extended protocol, on the engine itself: each text is parsed and described once, and its plan kept.
 */
class Statements {
  readonly #prepared = new Map<string, Prepared>();

  constructor(
    readonly pg: PGlite,
    readonly told: (channel: string, payload: string) => void,
  ) {}

  run(text: string, parameters: readonly WireValue[]): Answer {
    const { name, fields } = this.#prepare(text);
    const values = parameters.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
    const { rows, tag } = this.#ask([serialize.bind({ values, statement: name }), serialize.execute({})]);
    return { fields, rows, tag };
  }

  #prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known) return known;
    const name = `s${this.#prepared.size}`;
    const described = this.#ask([serialize.parse({ text, name }), serialize.describe({ type: 'S', name })]);
    const fields = described.fields.map((field) => ({ name: field.name, parse: parserFor(field.oid) }));
    const prepared = { name, fields };
    this.#prepared.set(text, prepared);
    return prepared;
  }

  #ask(request: readonly Uint8Array[]): WireResult {
    const chunks: Buffer[] = [];
    // All of it is heard before this call returns: the engine has no thread of its own.
    void this.pg.execProtocolRawStream(Buffer.concat([...request, serialize.sync()]), {
      syncToFs: false,
      onRawData: (chunk) => void chunks.push(Buffer.from(chunk)),
    });
    const { result, failure, notifications } = readAnswer(Buffer.concat(chunks));
    for (const { channel, payload } of notifications) this.told(channel, payload);
    if (failure) throw new SqlError(failure, result.inTransaction);
    return result;
  }
}

class Connection implements DatabaseConnection {
  constructor(readonly statements: Statements) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { fields, rows, tag } = this.statements.run(query.sql, query.parameters.map(encodeParameter));
    const read = rows.map((values) => {
      const row: Record<string, unknown> = {};
      fields.forEach(({ name, parse }, index) => {
        const value = values[index];
        row[name] = value === null || value === undefined ? null : parse(value);
      });
      // Kysely's R is what the query builder inferred for exactly these columns.
      return row as R;
    });
    const words = tag.split(' ');
    const wrote = WRITES.has(words[0] ?? '');
    return { rows: read, ...(wrote && { numAffectedRows: BigInt(words.at(-1) ?? 0) }) };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('nothing is streamed');
  }
}

/** One connection, handed out in order of asking. */
class OneConnection implements Driver {
  readonly #lock = new FifoLock();
  #release: () => void = () => undefined;

  constructor(readonly connection: Connection) {}

  async init(): Promise<void> {}
  async acquireConnection(): Promise<Connection> {
    this.#release = await this.#lock.acquire();
    return this.connection;
  }
  async beginTransaction(): Promise<void> {
    await this.connection.executeQuery(CompiledQuery.raw('start transaction'));
  }
  async commitTransaction(): Promise<void> {
    await this.connection.executeQuery(CompiledQuery.raw('commit'));
  }
  async rollbackTransaction(): Promise<void> {
    await this.connection.executeQuery(CompiledQuery.raw('rollback'));
  }
  async releaseConnection(): Promise<void> {
    this.#release();
  }
  async destroy(): Promise<void> {}
}

/**
 * The embedded store's database without its thread, its syncs and its watchdog: the same SQL for a tenth of the time,
 * for tests that own every kill. A use of the store inside a running transaction is not refused here, but waits for
 * ever: to follow every async context takes a tenth of a life's time.
 */
export async function openQuickStore(dataDir: string, template: string): Promise<Store> {
  const directory = `${dataDir}/pg`;
  await ensureDatabase(directory, template);
  const pg = await PGlite.create(directory, {
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=64MB', '-c', 'TimeZone=UTC'],
  });
  const listeners = new Map<string, Set<(payload: string) => void>>();
  const told = (channel: string, payload: string): void => {
    for (const listener of listeners.get(channel) ?? []) listener(payload);
  };
  const driver = new OneConnection(new Connection(new Statements(pg, told)));
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  const db = new Kysely<Database>({ dialect });
  await migrate(db, MIGRATIONS);
  await stamp(db, 'sandbox');
  return {
    kind: 'embedded',
    db,
    tx: (fn) => db.transaction().execute(fn),
    listen: async (channel, onMessage) => {
      const all = listeners.get(channel) ?? new Set();
      listeners.set(channel, all);
      const listener = (payload: string): void => onMessage(payload);
      all.add(listener);
      await sql.raw(`listen ${quoteChannel(channel)}`).execute(db);
      return async () => void all.delete(listener);
    },
    notify: (trx, channel, payload) => notifyAtCommit(trx, channel, payload),
    maintain: async () => void (await sql`vacuum`.execute(db)),
    health: async () => undefined,
    close: async () => {
      await db.destroy();
      await pg.close();
    },
  };
}
