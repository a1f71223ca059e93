import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema';

export type StoreMode = 'sandbox' | 'live';

/**
 * The one way to the database, the same for both kinds. Rows read the same on both: bigint as number (a value beyond
 * 2^53 throws), numeric as text, timestamptz as Date, date as 'YYYY-MM-DD', json parsed, bytea as Buffer.
 *
 * Rules for callers: no network call inside a transaction (the embedded store has one connection), and batches of at
 * most 500 rows.
 */
export interface Store {
  readonly kind: 'embedded' | 'postgres';
  /** For single statements. Throws when used inside a running `tx` of the same async context: use its `trx`. */
  readonly db: Kysely<Database>;
  /** Commits when `fn` resolves, rolls back when it rejects. Does not nest. */
  tx<T>(fn: (trx: Transaction<Database>) => Promise<T>): Promise<T>;
  /**
   * Calls `onMessage` for each message to `channel`, from any node. An empty payload means "some may have been missed:
   * look" (after a reconnect). Resolves, once listening, to the function that ends it.
   */
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>;
  /** Sends when `trx` commits, and never if it does not. At most 7,900 bytes: send ids, not contents. */
  notify(trx: Kysely<Database> | Transaction<Database>, channel: string, payload: string): Promise<void>;
  /** Checkpoint, vacuum and statistics, where the store does not do them by itself. */
  maintain(): Promise<void>;
  /** Rejects when the store cannot answer within 5 s. */
  health(): Promise<void>;
  close(): Promise<void>;
}

/** The kinds of alarms, each explained in docs/operations.md. */
export const STORE_ALARMS = [
  'ingest-write',
  'ingest-drain',
  'ingest-reject',
  'ingest-torn',
  'ingest-orphan',
  'store-down',
  'store-reopened',
  'wal-size',
  'maintenance',
  'durability',
  'connection',
  'listen',
] as const;

/** What an operator should hear about; the store goes on. `kind` is stable, `message` is for people. */
export interface StoreAlarm {
  readonly kind: (typeof STORE_ALARMS)[number];
  readonly message: string;
}

/** The store was reopened under a running statement or transaction: nothing of it may be taken as done. */
export class StoreInterrupted extends Error {
  override readonly name = 'StoreInterrupted';
}
