import type { FastifyInstance } from 'fastify';
import type { KyselyPlugin, Transaction } from 'kysely';
import { z } from 'zod';
import type { Call } from '../../src/sandbox/graph';
import { startJobs, takeBackAll, type RunningJobs } from '../../src/server/jobs';
import {
  applyGraphNotification,
  mailboxJobs,
  wakeAllMailboxes,
  type GraphAccess,
} from '../../src/server/mailbox';
import { ownerToken } from '../../src/server/mailbox/access/owner-consent';
import { graphAccessBy } from '../../src/server/mailbox/graph-access';
import type { Services } from '../../src/server/services';
import type { Store } from '../../src/server/store';
import type { Drain } from '../../src/server/store/ingest-log';
import type { Database } from '../../src/server/store/schema';

/** The watching server of a life, as what happens to it sees it. */
export interface WatchServer {
  readonly up: boolean;
  start(): Promise<void>;
  /** It is gone, whatever it was doing; nothing of it reaches the store or the network any more. */
  kill(): Promise<void>;
  /** It goes by itself when it has touched the store, the network or the disk so many times more. */
  dieAfter(touches: number): void;
  /** What a request of a pane works with; undefined: nobody listens, or in another process. */
  services(): Services | undefined;
  /** How Graph reaches its notification addresses. */
  call: Call;
  /** Somebody else has given it something to do. */
  stir(): Promise<void>;
  /** Resolves when nothing is left to do at the clock's present, or it died. */
  settle(): Promise<void>;
  /** When its next job is due, ms since 1970. */
  nextDue(): Promise<number>;
}

export class Killed extends Error {
  override readonly name = 'Killed';
}

/** One run of the process: what it reaches the world through, until it is dead. */
class Run {
  #touches = Infinity;
  #die: () => void = () => undefined;
  readonly died = new Promise<void>((resolve) => (this.#die = resolve));
  dead = false;

  touch(): void {
    this.#touches -= 1;
    if (this.#touches < 0) this.kill();
    if (this.dead) throw new Killed('the process is no longer there');
  }

  dieAfter(touches: number): void {
    this.#touches = touches;
  }

  kill(): void {
    this.dead = true;
    this.#die();
  }
}

/** The same store through which nothing passes once the run is dead: an open transaction is rolled back, as by a kill. */
function storeOf(store: Store, run: Run): Store {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      run.touch();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return {
    kind: store.kind,
    db: store.db.withPlugin(plugin),
    tx: (fn) =>
      store.tx(async (trx: Transaction<Database>) => {
        const done = await fn(trx.withPlugin(plugin));
        run.touch();
        return done;
      }),
    listen: (channel, onMessage) => store.listen(channel, onMessage),
    notify: (trx, channel, payload) => store.notify(trx, channel, payload),
    maintain: () => store.maintain(),
    health: () => store.health(),
    close: async () => undefined,
  };
}

/**
 * The owner's consent as it is; the application's own permission without Microsoft's sign-in library, which takes longer
 * than all else of a request: a token is kept until it is refused.
 */
function accessOf(services: Services): GraphAccess {
  let kept: string | undefined;
  const { clientId, clientSecret } = services.entra;
  const fields = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'https://graph.microsoft.com/.default',
  };
  return graphAccessBy(services, ({ account, tenant, access, owner, purpose }) => {
    if (access === 'delegated' && owner !== null)
      return ownerToken(services, { account, user: owner, tenant }, purpose);
    return async (fresh = false) => {
      if (kept !== undefined && !fresh) return kept;
      const answer = await services.microsoft(
        `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
        {
          method: 'POST',
          body: new URLSearchParams(fields).toString(),
        },
      );
      const granted = z.object({ access_token: z.string() }).parse(await answer.json());
      return (kept = granted.access_token);
    };
  });
}

/** Runs the server's own services in this process: a kill cuts them off from everything and leaves the store as it was. */
export function watchInProcess(services: Services, app: FastifyInstance): WatchServer {
  let run: Run | undefined;
  let jobs: RunningJobs | undefined;
  let drain: Drain | undefined;
  let types: string[] = [];
  let reached: Services | undefined;
  /** When something is due next, as it was when all was done; whatever comes from outside makes it unknown. */
  let idleUntil: number | undefined;

  function servicesOf(own: Run): Services {
    const { store, blobs, microsoft } = services;
    return {
      ...services,
      store: storeOf(store, own),
      blobs: {
        ...blobs,
        putBlob: async (account, content) => {
          const put = await blobs.putBlob(account, content);
          own.touch();
          return put;
        },
      },
      microsoft: async (url, init) => {
        own.touch();
        const answer = await microsoft(url, init);
        own.touch();
        return answer;
      },
    };
  }

  async function bury(): Promise<void> {
    run?.kill();
    await drain?.stop();
    await jobs?.stop();
    run = undefined;
    jobs = undefined;
    drain = undefined;
  }

  const self: WatchServer = {
    get up() {
      return run !== undefined && !run.dead;
    },
    start: async () => {
      await bury();
      run = new Run();
      idleUntil = undefined;
      const own = servicesOf(run);
      reached = own;
      const { store, clock, log } = own;
      await takeBackAll(services.store.db, clock.now());
      drain = services.ingest.drain(store, async (trx, records) => {
        for (const record of records) await applyGraphNotification(trx, own, record);
      });
      const handlers = mailboxJobs(own, accessOf(own));
      types = Object.keys(handlers);
      jobs = await startJobs({ store, clock, log, handlers, random: () => 0.5 });
      await wakeAllMailboxes(own);
    },
    kill: bury,
    dieAfter: (touches) => run?.dieAfter(touches),
    call: async (url, { type, body }) => {
      if (!self.up) throw new Error('nobody listens');
      idleUntil = undefined;
      const { pathname, search } = new URL(url);
      const answer = await app.inject({
        method: 'POST',
        url: `${pathname}${search}`,
        headers: { 'content-type': type },
        ...(body !== undefined && { payload: body }),
      });
      const contentType = String(answer.headers['content-type'] ?? '');
      return { status: answer.statusCode, contentType, text: answer.body, ms: 0 };
    },
    services: () => {
      idleUntil = undefined;
      return self.up ? reached : undefined;
    },
    stir: async () => void (idleUntil = undefined),
    settle: async () => {
      if (idleUntil !== undefined && services.clock.now().getTime() < idleUntil) return;
      while (self.up && drain !== undefined && drain.backlog() > 0)
        await new Promise((resolve) => setTimeout(resolve, 1));
      if (self.up && run && jobs) await Promise.race([jobs.idle(), run.died]);
      idleUntil = await dueNext();
    },
    nextDue: async () => (idleUntil ??= await dueNext()),
  };

  async function dueNext(): Promise<number> {
    const row = await services.store.db
      .selectFrom('jobs')
      .select((eb) => eb.fn.min('run_at').as('next'))
      .where('state', '=', 'ready')
      .where('type', 'in', types)
      .executeTakeFirst();
    return row?.next == null ? Infinity : new Date(row.next).getTime();
  }
  return self;
}
