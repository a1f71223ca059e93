import { type Kysely, sql } from 'kysely';
import type { Database } from '../store/schema';

/** Who writes members of active segments of an account does so alone, until the transaction ends. */
export const lockSegments = (trx: Kysely<Database>, account: number): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`segments ${account}`}, 0))`.execute(trx);
