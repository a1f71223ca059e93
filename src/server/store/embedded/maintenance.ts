import { type Kysely, sql } from 'kysely';
import type { StoreAlarm } from '../port';
import type { Database } from '../schema';

/** PGlite has no checkpointer: at this much write-ahead log a checkpoint takes 0.2 s and a reopening stays under 1 s. */
const CHECKPOINT_BYTES = 64 * 2 ** 20;
const ALARM_BYTES = 256 * 2 ** 20;

const walSize = sql<{ bytes: number }>`
  select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::bigint as bytes from pg_control_checkpoint()`;

/** Writes a checkpoint when enough was written since the last; false = there was no need. */
export async function checkpointIfDue(
  db: Kysely<Database>,
  alarm: (alarm: StoreAlarm) => void,
  bytes = CHECKPOINT_BYTES,
): Promise<boolean> {
  const { rows } = await walSize.execute(db);
  const written = rows[0]?.bytes ?? 0;
  if (written < bytes) return false;
  if (written > ALARM_BYTES) {
    alarm({ kind: 'wal-size', message: `the write-ahead log grew to ${Math.round(written / 2 ** 20)} MB` });
  }
  await sql`checkpoint`.execute(db);
  return true;
}

/** The tables that autovacuum (which PGlite lacks) would visit, by PostgreSQL's own default thresholds. */
const overdue = sql<{ name: string; dead: boolean }>`
  select s.relname as name, n_dead_tup > 50 + 0.2 * greatest(reltuples, 0) as dead
  from pg_stat_user_tables s join pg_class c on c.oid = s.relid
  where n_dead_tup > 50 + 0.2 * greatest(reltuples, 0)
     or n_mod_since_analyze > 50 + 0.1 * greatest(reltuples, 0)`;

/** Vacuums and analyzes what is overdue, one table per statement so that others come between. */
export async function vacuumOverdue(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await overdue.execute(db);
  for (const { name, dead } of rows) {
    const table = sql.table(name);
    if (dead) await sql`vacuum (analyze) ${table}`.execute(db);
    else await sql`analyze ${table}`.execute(db);
  }
  return rows.map(({ name }) => name);
}
