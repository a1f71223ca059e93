import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Feed, FeedQuery, FeedRead, FeedStreamQuery } from '../../core/api/app';
import { eventViews } from '../crm/event-views';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { type FeedWakes, streamFeed } from './feed-stream';
import type { SignedIn } from './sign-in';

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
      const who = requireAllowed(request, 'read', 'feed');
      const { before, limit } = request.query;
      // The head first, and nothing beyond it: what is committed meanwhile comes by the stream, once.
      const head = await headOf(services, who);
      const [items, unread] = await Promise.all([
        eventViews(services.store.db, who, {
          user: who.user,
          before: Math.min(before ?? head + 1, head + 1),
          limit: limit + 1,
          order: 'desc',
        }),
        unreadOf(services, who),
      ]);
      const shown = items.slice(0, limit);
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
      const who = requireAllowed(request, 'change', 'feed');
      await services.store.tx(async (trx) => {
        // Before the count of the unread, as the ledger locks it: else the two could wait for each other.
        await trx
          .selectFrom('account_counters')
          .select('account_id')
          .where('account_id', '=', who.account)
          .forUpdate()
          .execute();
        await trx
          .updateTable('notifications')
          .set({ read_at: services.clock.now() })
          .where('account_id', '=', who.account)
          .where('user_id', '=', who.user)
          .where('seq', '<=', request.body.upTo)
          .where('read_at', 'is', null)
          .execute();
      });
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/feed/stream',
    {
      // A HEAD would hold its connection open and say nothing.
      exposeHeadRoute: false,
      schema: {
        tags: ['feed'],
        summary: 'Your feed as it happens, as server-sent events',
        querystring: FeedStreamQuery,
      },
    },
    async (request, reply) => {
      const resumed = Number(request.headers['last-event-id']);
      const after = Number.isSafeInteger(resumed) && resumed > 0 ? resumed : request.query.after;
      const who = requireAllowed(request, 'read', 'feed');
      const still = () =>
        root.authenticate(request).then(
          () => true,
          () => false,
        );
      reply.hijack();
      await streamFeed({ services, wakes, who, still, from: after, log: request.log }, reply.raw);
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
    .selectFrom('unread_counts')
    .select('unread')
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .executeTakeFirst();
  return row?.unread ?? 0;
}
