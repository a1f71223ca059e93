import { PGlite, messages, protocol } from '@electric-sql/pglite';
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
import { ensureDatabase } from '../../src/server/store/embedded/template';
import { FifoLock } from '../../src/server/store/fifo-lock';
import { migrate, stamp } from '../../src/server/store/migrate';
import { MIGRATIONS } from '../../src/server/store/migrations';
import { notifyAtCommit, quoteChannel } from '../../src/server/store/notifications';
import type { Database } from '../../src/server/store/schema';
import { TransactionScope } from '../../src/server/store/transaction-scope';
import { encodeParameter, parserFor, type WireValue } from '../../src/server/store/values';

const { serialize } = protocol;
const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

interface Answer {
  fields: { name: string; oid: number }[];
  rows: (string | null)[][];
  tag: string;
}

/** An SQL error with its SQLSTATE, as both stores throw it. */
class QuickSqlError extends Error {
  override readonly name = 'SqlError';
  constructor(
    message: string,
    readonly code: string | undefined,
    readonly constraint: string | undefined,
  ) {
    super(message);
  }
}

/** One statement by the extended protocol; its plan is kept under a name for the next time. */
class Statements {
  readonly #names = new Map<string, string>();

  constructor(readonly pg: PGlite) {}

  async run(text: string, parameters: readonly WireValue[]): Promise<Answer> {
    const known = this.#names.get(text);
    const name = known ?? `s${this.#names.size}`;
    const values = parameters.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
    const request = Buffer.concat([
      ...(known === undefined ? [serialize.parse({ text, name })] : []),
      serialize.bind({ values, statement: name }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
      serialize.sync(),
    ]);
    const answer: Answer = { fields: [], rows: [], tag: '' };
    let failure: QuickSqlError | undefined;
    for (const message of await this.pg.execProtocolStream(request, {
      throwOnError: false,
      syncToFs: false,
    })) {
      if (message.name === 'parseComplete') this.#names.set(text, name);
      if (message instanceof messages.DataRowMessage) answer.rows.push(message.fields);
      else if (message instanceof messages.RowDescriptionMessage)
        answer.fields = message.fields.map(({ name: field, dataTypeID }) => ({
          name: field,
          oid: dataTypeID,
        }));
      else if (message instanceof messages.CommandCompleteMessage) answer.tag = message.text;
      else if (message instanceof messages.DatabaseError)
        failure ??= new QuickSqlError(message.message, message.code, message.constraint);
    }
    if (failure) throw failure;
    return answer;
  }
}

class Connection implements DatabaseConnection {
  constructor(readonly statements: Statements) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { fields, rows, tag } = await this.statements.run(query.sql, query.parameters.map(encodeParameter));
    const columns = fields.map(({ name, oid }) => ({ name, parse: parserFor(oid) }));
    const read = rows.map((values) => {
      const row: Record<string, unknown> = {};
      columns.forEach(({ name, parse }, index) => {
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

  constructor(
    readonly connection: Connection,
    readonly scope: TransactionScope,
  ) {}

  async init(): Promise<void> {}
  async acquireConnection(): Promise<Connection> {
    this.scope.refuseInside();
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
 * for tests that own every kill.
 */
export async function openQuickStore(dataDir: string, template: string): Promise<Store> {
  const directory = `${dataDir}/pg`;
  await ensureDatabase(directory, template);
  const pg = await PGlite.create(directory, {
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=64MB', '-c', 'TimeZone=UTC'],
  });
  const scope = new TransactionScope();
  const driver = new OneConnection(new Connection(new Statements(pg)), scope);
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  const db = new Kysely<Database>({ dialect });
  await migrate(db, MIGRATIONS);
  await stamp(db, 'sandbox');
  const listeners = new Map<string, Set<(payload: string) => void>>();
  pg.onNotification((channel, payload) => {
    for (const listener of listeners.get(channel) ?? []) listener(payload);
  });
  return {
    kind: 'embedded',
    db,
    tx: (fn) => db.transaction().execute((trx) => scope.run(() => fn(trx))),
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
