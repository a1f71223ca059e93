import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { Feed, FeedQuery, FeedRead, FeedStreamQuery } from '../../core/api/app';
import { eventViews } from '../crm/event-views';
import type { Services } from '../services';
import { requireSignedIn, type SignedIn } from './sign-in';
import { z } from 'zod';

/** A proxy closes a silent connection after about a minute. */
const HEARTBEAT_MS = 20_000;
const BATCH = 200;

/** Wakes every open stream of an account after a commit that wrote to its ledger. */
export class FeedWakes {
  private readonly waiting = new Map<number, Set<() => void>>();

  /** An empty account means that some wakes may have been missed: all streams look. */
  wake(account: string): void {
    const streams = account === '' ? [...this.waiting.values()] : [this.waiting.get(Number(account)) ?? []];
    for (const set of streams) for (const wake of set) wake();
  }

  add(account: number, wake: () => void): () => void {
    const set = this.waiting.get(account) ?? new Set();
    this.waiting.set(account, set.add(wake));
    return () => {
      set.delete(wake);
      if (set.size === 0) this.waiting.delete(account);
    };
  }
}

/** The signed-in user's own feed (P7: its owner's alone), as a page and as a live stream. */
export function feedRoutes(root: FastifyInstance, services: Services, wakes: FeedWakes): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/api/v1/feed',
    {
      schema: {
        tags: ['feed'],
        summary: 'Your feed, newest first',
        querystring: FeedQuery,
        response: { 200: Feed },
      },
    },
    async (request) => {
      const who = requireSignedIn(request);
      const { before, limit } = request.query;
      const items = await eventViews(services.store.db, who, {
        user: who.user,
        ...(before !== undefined && { before }),
        limit: limit + 1,
        order: 'desc',
      });
      const shown = items.slice(0, limit);
      const [head, unread] = await Promise.all([headOf(services, who), unreadOf(services, who)]);
      const last = shown.at(-1);
      return { items: shown, ...(items.length > limit && last && { next: last.seq }), head, unread };
    },
  );

  app.post(
    '/api/v1/feed/read',
    {
      schema: {
        tags: ['feed'],
        summary: 'Marks notifications as read',
        body: FeedRead,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const who = requireSignedIn(request);
      await services.store.db
        .updateTable('notifications')
        .set({ read_at: services.clock.now() })
        .where('account_id', '=', who.account)
        .where('user_id', '=', who.user)
        .where('seq', '<=', request.body.upTo)
        .where('read_at', 'is', null)
        .execute();
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/feed/stream',
    {
      schema: {
        tags: ['feed'],
        summary: 'Your feed as it happens, as server-sent events',
        querystring: FeedStreamQuery,
      },
    },
    async (request, reply) => {
      const resumed = Number(request.headers['last-event-id']);
      const after = Number.isInteger(resumed) && resumed > 0 ? resumed : request.query.after;
      await stream(services, wakes, requireSignedIn(request), after, request, reply);
    },
  );
}

async function headOf(services: Services, who: SignedIn): Promise<number> {
  const row = await services.store.db
    .selectFrom('account_counters')
    .select('event_seq')
    .where('account_id', '=', who.account)
    .executeTakeFirstOrThrow();
  return row.event_seq;
}

async function unreadOf(services: Services, who: SignedIn): Promise<number> {
  const row = await services.store.db
    .selectFrom('notifications')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
}

/**
 * Writes what the ledger holds after the cursor, then sleeps until a commit wakes it. The ledger is the truth and the
 * wake only a hint, so a lost wake costs one heartbeat and never a line. Closed when the proof of sign-in ends.
 */
async function stream(
  services: Services,
  wakes: FeedWakes,
  who: SignedIn,
  from: number,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    ...(reply.getHeader('access-control-allow-origin') !== undefined && {
      'access-control-allow-origin': String(reply.getHeader('access-control-allow-origin')),
    }),
  });
  raw.write('retry: 2000\n\n');

  let cursor = from;
  let woken = true;
  let sleepDone: (() => void) | undefined;
  const wake = () => {
    woken = true;
    sleepDone?.();
  };
  let open = true;
  const unsubscribe = wakes.add(who.account, wake);
  request.raw.once('close', () => {
    open = false;
    wake();
  });

  try {
    while (open && services.clock.now() < who.until) {
      while (woken && open) {
        woken = false;
        const items = await eventViews(services.store.db, who, {
          user: who.user,
          after: cursor,
          limit: BATCH,
          order: 'asc',
        });
        for (const item of items) {
          raw.write(`id: ${item.seq}\nevent: feed\ndata: ${JSON.stringify(item)}\n\n`);
          cursor = item.seq;
        }
        if (items.length === BATCH) woken = true;
      }
      if (!open) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, HEARTBEAT_MS);
        sleepDone = () => {
          clearTimeout(timer);
          resolve();
        };
        if (woken) sleepDone();
      });
      if (!woken && open) {
        raw.write(': alive\n\n');
        woken = true;
      }
    }
  } catch (error) {
    request.log.error({ err: error }, 'feed stream ended');
  } finally {
    unsubscribe();
    raw.end();
  }
}
