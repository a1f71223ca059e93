import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { Insights, InsightsQuery } from '../../core/api/insights';
import { MessageList, MessageListQuery } from '../../core/api/message-list';
import { insights } from '../crm/insights';
import { messageList } from '../crm/message-list';
import type { Services } from '../services';
import { requireAllowed } from './allowed';

/** Mail by the list, and what it met with in numbers. */
export function messageListRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  app.get(
    '/api/v1/messages',
    {
      schema: {
        tags: ['messages'],
        summary: 'Tracked and logged mail that you may see, newest first',
        querystring: MessageListQuery,
        response: { 200: MessageList },
      },
    },
    async (request) => messageList(store.db, requireAllowed(request, 'read', 'message'), request.query),
  );

  app.get(
    '/api/v1/insights',
    {
      schema: {
        tags: ['messages'],
        summary: 'What your own mail met with, by day and hour',
        querystring: InsightsQuery,
        response: { 200: Insights },
      },
    },
    async (request) =>
      insights(store.db, requireAllowed(request, 'read', 'feed'), request.query, clock.now()),
  );
}
