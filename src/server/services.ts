import type { FastifyBaseLogger } from 'fastify';
import type { MicrosoftFetch } from '../graph/transport';
import type { Clock } from './clock';
import type { Settings } from './settings';
import type { Blobs } from './store/blobs';
import type { IngestLog } from './store/ingest-log';
import type { Store } from './store/port';
import type { Secrets } from './store/secrets';

/**
 * What every part of the server may need, made once at start (`start.ts`) and passed down. Nothing here is global:
 * a test makes its own.
 */
export interface Services {
  settings: Settings;
  store: Store;
  ingest: IngestLog;
  blobs: Blobs;
  secrets: Secrets;
  clock: Clock;
  log: FastifyBaseLogger;
  /** Everything that goes to Microsoft's addresses goes through this. */
  microsoft: MicrosoftFetch;
  /** Public addresses, without trailing slash. */
  urls: { app: string; tracking: string; files: string; sandbox?: string };
}
