import { EmbeddedStore, TEMPLATE_FILE } from './embedded';
import { MIGRATIONS, type Migrations } from './migrations';
import type { Store, StoreAlarm, StoreMode } from './port';
import { PostgresStore } from './postgres';

export interface StoreOptions {
  /** Where the embedded store lies; its folder `pg`. */
  dataDir: string;
  /** PostgreSQL instead of the embedded store. */
  databaseUrl?: string | undefined;
  mode: StoreMode;
  migrations?: Migrations;
  /** A pre-initialised database for the first start; default: the one the build makes, when it is there. */
  template?: string;
  /** How long one statement may run, embedded store only; default 30 s. */
  statementLimitMs?: number;
  onAlarm?: (alarm: StoreAlarm) => void;
  /**
   * Refuse the use of `store.db` or `store.tx` inside a running transaction at once, by following every async context
   * (default). False: it waits, and the store ends the transaction that stood idle for a minute.
   */
  refuseNested?: boolean;
}

/**
 * Opens the store, brings it to the newest schema and stamps it with its mode. Rejects, with what to do, when it is in
 * use, of the other mode, written by a newer version, or not able to keep what it acknowledges.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir, databaseUrl, mode, migrations = MIGRATIONS } = options;
  const alarm = options.onAlarm ?? (() => undefined);
  const refuseNested = options.refuseNested ?? true;
  if (databaseUrl !== undefined)
    return PostgresStore.open({ databaseUrl, mode, migrations, alarm, refuseNested });
  return EmbeddedStore.open({
    dataDir,
    mode,
    migrations,
    alarm,
    refuseNested,
    template: options.template ?? TEMPLATE_FILE,
    ...(options.statementLimitMs === undefined ? {} : { statementLimitMs: options.statementLimitMs }),
  });
}
