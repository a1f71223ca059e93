import { type Kysely, Migrator, sql } from 'kysely';
import type { Migrations } from './migrations';
import type { Database } from './schema';
import type { StoreMode } from './port';
import { messageOf } from './errors';

/**
 * Brings the store to the newest schema. Safe when several nodes start at once: one applies (advisory lock), the
 * others see it done.
 */
export async function migrate(db: Kysely<Database>, migrations: Migrations): Promise<void> {
  if (await hasAll(db, migrations)) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const text = messageOf(error);
  if (text.startsWith('corrupted migrations')) {
    throw new Error(
      `the store was written by another version of Mailtrail (${text}): start that version or newer`,
    );
  }
  const failed = results?.find((result) => result.status === 'Error');
  throw new Error(`migration ${failed?.migrationName ?? ''} failed: ${text}`, { cause: error });
}

/** Asked first, since the migrator reads the whole catalogue twice before it finds that nothing is to be done. */
async function hasAll(db: Kysely<Database>, migrations: Migrations): Promise<boolean> {
  const { rows: known } = await sql<{ there: boolean }>`
    select to_regclass('kysely_migration') is not null as there`.execute(db);
  if (known[0]?.there !== true) return false;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const applied = rows.map(({ name }) => name);
  return applied.sort().join() === Object.keys(migrations).sort().join();
}

/**
 * Stamps a new store with what it is for, and refuses one that was stamped otherwise: sandbox mail and real mail never
 * share a store.
 */
export async function stamp(db: Kysely<Database>, mode: StoreMode): Promise<void> {
  await db
    .insertInto('store_stamp')
    .values({ mode })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const stamped = await db.selectFrom('store_stamp').select('mode').executeTakeFirstOrThrow();
  if (stamped.mode !== mode) {
    throw new Error(
      `this store was made for ${stamped.mode} use and does not open for ${mode} use: ` +
        'give another DATA_DIR (or DATABASE_URL), or start it as what it is',
    );
  }
}
