import { type Kysely, sql } from 'kysely';
import type { Database } from './schema';

/** PostgreSQL takes payloads below 8,000 bytes. */
const PAYLOAD_BYTES = 7_900;

export const quoteChannel = (channel: string): string => `"${channel.replaceAll('"', '""')}"`;

/** Delivered to listeners on every node when the transaction commits. */
export async function notifyAtCommit(trx: Kysely<Database>, channel: string, payload: string): Promise<void> {
  const size = Buffer.byteLength(payload);
  if (size > PAYLOAD_BYTES)
    throw new RangeError(`a notification of ${size} bytes: send an id, not the content`);
  await sql`select pg_notify(${channel}, ${payload})`.execute(trx);
}
