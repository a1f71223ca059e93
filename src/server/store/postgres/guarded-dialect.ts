import {
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type PostgresPool,
  type PostgresPoolClient,
} from 'kysely';
import type pg from 'pg';
import type { TransactionScope } from '../transaction-scope';
import { encodeParameter } from '../values';
import { statementNames } from './statement-names';

class GuardedDriver extends PostgresDriver {
  readonly #scope: TransactionScope;

  constructor(config: PostgresDialectConfig, scope: TransactionScope) {
    super(config);
    this.#scope = scope;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#scope.refuseInside();
    return super.acquireConnection();
  }
}

/** PostgreSQL through `pg`, refusing the same misuse and writing parameters the same way as the embedded store. */
export class GuardedPostgresDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;
  readonly #scope: TransactionScope;

  constructor(pool: pg.Pool, scope: TransactionScope) {
    const config = { pool: encodingPool(pool) };
    super(config);
    this.#config = config;
    this.#scope = scope;
  }

  override createDriver(): Driver {
    return new GuardedDriver(this.#config, this.#scope);
  }
}

function encodingPool(pool: pg.Pool): PostgresPool {
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const nameOf = statementNames();
  return {
    connect: async () => {
      const client = await pool.connect();
      const known = wrapped.get(client);
      if (known) return known;
      const wrapper = encodingClient(client, nameOf);
      wrapped.set(client, wrapper);
      return wrapper;
    },
    end: () => pool.end(),
  };
}

/** A statement prepared before another node changed the tables: `cached plan must not change result type`. */
const OUTDATED = '0A000';

const isOutdated = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === OUTDATED;

function encodingClient(
  client: pg.PoolClient,
  nameOf: (sql: string) => string | undefined,
): PostgresPoolClient {
  let outdated = false;
  const query = (statement: unknown, parameters?: readonly unknown[]): never => {
    if (typeof statement !== 'string') throw new Error('the store does not stream: read in pages');
    const sent = client
      .query({
        name: nameOf(statement),
        text: statement,
        values: (parameters ?? []).map((value) => {
          const encoded = encodeParameter(value);
          return encoded instanceof Uint8Array ? Buffer.from(encoded) : encoded;
        }),
      })
      .catch((error: unknown) => {
        outdated ||= isOutdated(error);
        throw error;
      });
    return sent as never;
  };
  return { query, release: () => client.release(outdated) };
}
