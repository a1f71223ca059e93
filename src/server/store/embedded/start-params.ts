import { PGlite } from '@electric-sql/pglite';

/** PostgreSQL's settings: `-F` (fsync off) taken out, and memory held to what one small server needs. */
export const startParams = (): string[] => [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'shared_buffers=64MB',
  '-c',
  'TimeZone=UTC',
];
