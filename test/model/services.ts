import pino from 'pino';
import { SANDBOX_ADDIN_CLIENT_ID, SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET } from '../../src/sandbox/people';
import type { Clock } from '../../src/server/clock';
import type { Services } from '../../src/server/services';
import { readSettings } from '../../src/server/settings';
import type { Store } from '../../src/server/store';
import { openBlobs } from '../../src/server/store/blobs';
import { openIngestLog } from '../../src/server/store/ingest-log';
import { openSecrets } from '../../src/server/store/secrets';

const NEVER_OVER_MS = 1e14;

export interface Parts {
  dataDir: string;
  /** Where the ingest log lies: one process at a time has it open. */
  ingestDir: string;
  store: Store;
  clock: Clock;
  microsoft: Services['microsoft'];
  /** Given each line that is logged. */
  logged: (line: string) => void;
}

/** The server's services of a life, over the parts that a life owns. */
export async function servicesOf(parts: Parts): Promise<Services> {
  const { dataDir, ingestDir, store, clock, microsoft, logged } = parts;
  const read = readSettings({ DATA_DIR: dataDir });
  if (!read.ok) throw new Error(read.problems.join());
  const secrets = await openSecrets({ dataDir, env: {}, mode: 'sandbox', store });
  const ingest = await openIngestLog(ingestDir, {
    clock,
    segmentMs: NEVER_OVER_MS,
    keepMs: NEVER_OVER_MS,
    windowMs: 0,
  });
  return {
    settings: read.settings,
    store,
    secrets,
    ingest,
    blobs: openBlobs({ dataDir, secrets }),
    clock,
    log: pino({ level: 'debug' }, { write: logged }),
    microsoft,
    entra: {
      clientId: SANDBOX_CLIENT_ID,
      clientSecret: SANDBOX_CLIENT_SECRET,
      allowedClients: [SANDBOX_ADDIN_CLIENT_ID],
      addinClientId: SANDBOX_ADDIN_CLIENT_ID,
      scope: 'access_as_user',
    },
    urls: {
      app: 'http://localhost:4000',
      tracking: 'http://localhost:4000',
      files: 'http://127.0.0.1:4000',
    },
  };
}
