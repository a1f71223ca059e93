import { join } from 'node:path';
import fastify from 'fastify';
import { assetRoutes } from './assets';
import type { Clock } from './clock';
import { entraRoutes, openConsents, openEntraKeys, tokenIssuer } from './entra';
import type { TokenIssuer } from './entra';
import {
  callOverHttp,
  graphRoutes,
  mailboxLimits,
  openGraphLedger,
  openUploads,
  startNotifier,
} from './graph';
import type { Faults, LifecycleEvent, RefusedWrite } from './graph';
import { checkHost } from './host-check';
import { openJournal } from './journal';
import { openOutlookState, outlookRoutes } from './outlook';
import { keptOnDisk, openMailboxes } from './mailboxes';
import type { Mailboxes } from './mailboxes';
import { openMarketingWorld, SEED, type MarketingWorld } from './marketing';
import { marketingRoutes } from './marketing/routes';
import { postFromServer, type ServerPost } from './server-post';
import { recipientRoutes } from './recipients';
import { siteRoutes } from './site';
import { realTimers } from './timers';

export * from './people';
export type { Mailboxes } from './mailboxes';

/** The largest body taken: Outlook's 25 MB of attachments in base64, with room for the text. */
const BODY_LIMIT = 64 * 1024 * 1024;

export interface SandboxLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface SandboxOptions {
  /** The sandbox's own port (the app's plus one); 0 takes any free one. */
  port: number;
  /** `DATA_DIR`; everything lies in its folder `sandbox`. */
  dataDir: string;
  /** Where the app answers: `http://localhost:4000`. */
  appUrl: string;
  /** Folder of the webpack output. */
  dist: string;
  clock: Clock;
  log: SandboxLog;
  /** How Graph misbehaves; without it, not at all. */
  faults?: Faults;
  /** How fast the recipients of marketing mail act; 1, the default: all within some seventy seconds. */
  speed?: number;
}

export interface Sandbox extends TokenIssuer {
  /** `http://localhost:4001` */
  url: string;
  mailboxes: Mailboxes;
  /** The world outside for marketing mail: its SMTP servers, and the people behind them. */
  marketing: MarketingWorld;
  /** A person (`alice`) takes back what they allowed the server's app to do. */
  withdrawConsent(person: string): Promise<void>;
  /** The transport of the server's own mail: into the mailboxes of the sandbox's people. */
  post(mail: ServerPost): Promise<void>;
  graph: {
    /** Writes to mail that were tried through Graph and refused (R8). */
    refusedWrites(): RefusedWrite[];
    /** Ids of the subscriptions that stand. */
    subscriptions(): string[];
    /** Sends a lifecycle event now; resolves to the status of the answer. */
    lifecycle(subscription: string, event: LifecycleEvent): Promise<number>;
  };
  close(): Promise<void>;
}

/** Starts Outlook, Graph, Entra and the recipients' mail programs on loopback. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock, log, dist } = options;
  const dir = join(options.dataDir, 'sandbox');
  const keys = await openEntraKeys(join(dir, 'entra'));
  const tokens = tokenIssuer(keys, clock);
  const consents = await openConsents(join(dir, 'entra'), clock);
  const mailboxes = await openMailboxes({
    keep: keptOnDisk(join(dir, 'mail')),
    clock,
    onError: (error) => log.warn({ error }, 'sandbox: an automatic answer was not written'),
  });

  const ledger = await openGraphLedger(
    (replay) => openJournal(join(dir, 'graph', 'graph.jsonl'), replay),
    clock,
  );
  const outlook = await openOutlookState(join(dir, 'outlook', 'outlook.jsonl'));
  const faults = options.faults ?? {};

  const marketing = await openMarketingWorld({
    port: 0,
    dir,
    mailboxes,
    clock,
    timers: realTimers,
    speed: options.speed ?? 1,
    onError: (error) => log.warn({ error: String(error) }, 'sandbox: a recipient tries again'),
  });
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 2000 },
    forceCloseConnections: true,
  });
  let port = options.port;
  checkHost(app, () => port);
  assetRoutes(app, dist);
  entraRoutes(app, { keys, tokens, clock, consents });
  const call = callOverHttp;
  const uploads = openUploads({ clock, mailboxes });
  graphRoutes(app, { keys, mailboxes, ledger, clock, faults, limits: mailboxLimits(clock), call, uploads });
  recipientRoutes(app, mailboxes);
  siteRoutes(app);
  marketingRoutes(app, marketing, SEED);
  outlookRoutes(app, { mailboxes, tokens, state: outlook, appUrl: options.appUrl, clock, dist, fetch });

  await app.listen({ host: 'localhost', port: options.port });
  const address = app.server.address();
  if (typeof address === 'object' && address !== null) port = address.port;
  const notifier = startNotifier({
    ledger,
    mailboxes,
    faults,
    clock,
    timers: realTimers,
    call,
    onError: (error) => log.warn({ error }, 'sandbox: notifications were not sent'),
  });
  return {
    ...tokens,
    url: `http://localhost:${port}`,
    mailboxes,
    marketing,
    withdrawConsent: (person) => consents.withdraw(person),
    post: (mail) => postFromServer(mailboxes, clock, mail),
    graph: {
      refusedWrites: () => ledger.refusedWrites(),
      subscriptions: () => ledger.subscriptions().map(({ id }) => id),
      lifecycle: (subscription, event) => notifier.lifecycle(subscription, event),
    },
    close: async () => {
      await marketing.close();
      await notifier.close();
      await app.close();
      await ledger.close();
      await outlook.close();
      await mailboxes.close();
    },
  };
}
