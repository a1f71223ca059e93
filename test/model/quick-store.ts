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
import { ensureDatabase } from '../../src/server/store/embedded/template';
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

interface Prepared {
  name: string;
  fields: readonly Field[];
}

/**
 * Statements by the extended protocol, on the engine itself: each text is parsed and described once, and its plan kept.
 * The answers are read here, since PGlite's own reading of them takes as long as the engine does.
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
    const answer: Answer = { fields, rows: [], tag: '' };
    this.#ask([serialize.bind({ values, statement: name }), serialize.execute({})], (type, body) => {
      if (type === 'D') answer.rows.push(rowOf(body));
      else if (type === 'C') answer.tag = textOf(body);
    });
    return answer;
  }

  #prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known) return known;
    const name = `s${this.#prepared.size}`;
    let fields: Field[] = [];
    this.#ask([serialize.parse({ text, name }), serialize.describe({ type: 'S', name })], (type, body) => {
      if (type === 'T') fields = fieldsOf(body);
    });
    const prepared = { name, fields };
    this.#prepared.set(text, prepared);
    return prepared;
  }

  #ask(request: readonly Uint8Array[], heard: (type: string, body: Buffer) => void): void {
    const chunks: Buffer[] = [];
    // All of it is heard before this call returns: the engine has no thread of its own.
    void this.pg.execProtocolRawStream(Buffer.concat([...request, serialize.sync()]), {
      syncToFs: false,
      onRawData: (chunk) => void chunks.push(Buffer.from(chunk)),
    });
    const bytes = Buffer.concat(chunks);
    let failure: QuickSqlError | undefined;
    for (let at = 0; at < bytes.length;) {
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      const type = String.fromCharCode(bytes[at] ?? 0);
      const body = bytes.subarray(at + 5, end);
      at = end;
      if (type === 'E') failure ??= errorOf(body);
      else if (type === 'A') this.told(...notificationOf(body));
      else heard(type, body);
    }
    if (failure) throw failure;
  }
}

const textOf = (bytes: Buffer, from = 0): string => bytes.toString('utf8', from, bytes.indexOf(0, from));

function rowOf(body: Buffer): (string | null)[] {
  const row: (string | null)[] = [];
  for (let at = 2; at < body.length;) {
    const length = body.readInt32BE(at);
    at += 4;
    row.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return row;
}

function fieldsOf(body: Buffer): Field[] {
  const fields: Field[] = [];
  for (let at = 2; at < body.length; at += 18) {
    const name = textOf(body, at);
    at += Buffer.byteLength(name) + 1;
    fields.push({ name, parse: parserFor(body.readUInt32BE(at + 6)) });
  }
  return fields;
}

function notificationOf(body: Buffer): [channel: string, payload: string] {
  const channel = textOf(body, 4);
  return [channel, textOf(body, 4 + Buffer.byteLength(channel) + 1)];
}

function errorOf(body: Buffer): QuickSqlError {
  const said = body.toString('utf8').split('\0');
  const field = (letter: string): string | undefined =>
    said.find((each) => each.startsWith(letter))?.slice(1);
  return new QuickSqlError(field('M') ?? 'failed', field('C'), field('n'));
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
