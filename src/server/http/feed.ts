import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Feed, FeedQuery, FeedRead, FeedStreamQuery } from '../../core/api/app';
import { feedPage } from '../crm/feed-page';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { type FeedWakes, streamFeed } from './feed-stream';

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
      return feedPage(services.store.db, who, request.query);
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
