import { Kysely, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { migrate, stamp } from '../migrate';
import type { Migrations } from '../migrations';
import { notifyAtCommit } from '../notifications';
import type { Store, StoreAlarm, StoreMode } from '../port';
import type { Database } from '../schema';
import { TransactionScope } from '../transaction-scope';
import { parserFor } from '../values';
import { GuardedPostgresDialect } from './guarded-dialect';
import { PostgresListener } from './postgres-listener';

const OLDEST = 150_000;
const POOL_SIZE = 10;
/** Also the life of a kept plan, which knows the tables as they were when it was made. */
const CONNECTION_LIFE_S = 600;
const STATEMENT_LIMIT_MS = 30_000;
const IDLE_TRANSACTION_LIMIT_MS = 60_000;
const CONNECT_LIMIT_MS = 10_000;
const HEALTH_LIMIT_MS = 5_000;

export interface PostgresOptions {
  databaseUrl: string;
  mode: StoreMode;
  migrations: Migrations;
  alarm: (alarm: StoreAlarm) => void;
  refuseNested: boolean;
}

const connection = (databaseUrl: string): pg.ClientConfig => ({
  connectionString: databaseUrl,
  application_name: 'mailtrail',
  connectionTimeoutMillis: CONNECT_LIMIT_MS,
  options: '-c TimeZone=UTC',
  keepAlive: true,
  types: { getTypeParser: parserFor },
});

/** What cannot be worked with is refused; what only weakens a promise is told. */
async function examine(db: Kysely<Database>, alarm: (alarm: StoreAlarm) => void): Promise<void> {
  const { rows } = await sql<{ version: number; encoding: string; fsync: string; commit: string }>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
           current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`.execute(db);
  const found = rows[0];
  if (!found) throw new Error('PostgreSQL does not tell its version');
  if (found.version < OLDEST) throw new Error(`PostgreSQL 15 or newer is needed; this is ${found.version}`);
  if (found.encoding !== 'UTF8') throw new Error(`the database must be UTF8; it is ${found.encoding}`);
  if (found.fsync === 'off' || found.commit === 'off') {
    alarm({
      kind: 'durability',
      message: 'PostgreSQL runs with fsync or synchronous_commit off: what was acknowledged may be lost',
    });
  }
}

/** PostgreSQL 15 or newer; any number of nodes. */
export class PostgresStore implements Store {
  readonly kind = 'postgres';
  readonly db: Kysely<Database>;
  readonly #scope: TransactionScope;
  readonly #listener: PostgresListener;
  #closed = false;

  private constructor(options: PostgresOptions) {
    this.#scope = new TransactionScope(options.refuseNested);
    const pool = new pg.Pool({
      ...connection(options.databaseUrl),
      max: POOL_SIZE,
      maxLifetimeSeconds: CONNECTION_LIFE_S,
      statement_timeout: STATEMENT_LIMIT_MS,
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_LIMIT_MS,
    });
    // An idle connection that breaks is replaced by the pool; unheard, its error would end the process.
    pool.on('error', (error) =>
      options.alarm({ kind: 'connection', message: `PostgreSQL: ${error.message}` }),
    );
    this.db = new Kysely<Database>({ dialect: new GuardedPostgresDialect(pool, this.#scope) });
    this.#listener = new PostgresListener(async () => {
      const client = new pg.Client(connection(options.databaseUrl));
      await client.connect();
      return client;
    }, options.alarm);
  }

  /** Rejects when the server is too old or not UTF8, a migration fails, or the store is of the other mode. */
  static async open(options: PostgresOptions): Promise<PostgresStore> {
    // Migrations may rewrite tables and wait for another node's: no statement limit.
    const pool = new pg.Pool({ ...connection(options.databaseUrl), max: 2 });
    const db = new Kysely<Database>({
      dialect: new GuardedPostgresDialect(pool, new TransactionScope(false)),
    });
    try {
      await examine(db, options.alarm);
      await migrate(db, options.migrations);
      await stamp(db, options.mode);
    } finally {
      await db.destroy();
    }
    return new PostgresStore(options);
  }

  async tx<T>(fn: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
    return this.db.transaction().execute((trx) => this.#scope.run(() => fn(trx)));
  }

  async listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>> {
    return this.#scope.outside(() =>
      this.#listener.listen(channel, (payload) => this.#scope.outside(() => onMessage(payload))),
    );
  }

  async notify(trx: Kysely<Database>, channel: string, payload: string): Promise<void> {
    await notifyAtCommit(trx, channel, payload);
  }

  /** PostgreSQL's own background processes do it. */
  async maintain(): Promise<void> {}

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
    await this.#listener.close();
    await this.db.destroy();
  }
}
