import type { FastifyBaseLogger } from 'fastify';
import type { MicrosoftFetch } from '../graph/transport';
import type { Clock } from './clock';
import type { Ask } from './checks/ask';
import type { Dns } from './checks/dns';
import type { MailTransport } from './mail-transport';
import type { MarketingSmtp } from './marketing/send/transport';
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
  /** How the outside is asked whether our addresses answer; absent: over the network. */
  ask?: Ask;
  /** What is asked of senders' domains (M13); absent: the name servers of this machine. */
  dns?: Dns;
  /** For mail of the server's own; absent: nothing can be confirmed by mail. */
  mail?: MailTransport;
  /** The relay of marketing mail; absent: that of the settings. */
  marketingSmtp?: MarketingSmtp;
  /** The app registration in Entra (docs/deploy.md); in the sandbox, the sandbox's own. */
  entra: {
    clientId: string;
    clientSecret: string;
    /** Clients whose tokens for our API are taken (`azp`): the add-in's, and our own web sign-in. */
    allowedClients: string[];
    /** The add-in's public client, for nested sign-in. */
    addinClientId: string;
    /** Name of the API's scope, without `api://…/`. */
    scope: string;
  };
  /** Public addresses, without trailing slash. */
  urls: { app: string; tracking: string; files: string; sandbox?: string };
}
