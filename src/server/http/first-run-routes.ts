import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { FirstRun, FirstRunChange } from '../../core/api/deployment';
import type { Services } from '../services';
import { changeFirstRun, firstRunOf } from '../users';
import { requireSignedIn } from './sign-in';

/** The way to one's first tracked mail. */
export function firstRunRoutes(root: FastifyInstance, { store }: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/api/v1/me/first-run',
    {
      schema: {
        tags: ['account'],
        summary: 'How far you are on the way to your first tracked mail',
        response: { 200: FirstRun },
      },
    },
    async (request) => firstRunOf(store.db, requireSignedIn(request)),
  );

  app.patch(
    '/api/v1/me/first-run',
    {
      schema: {
        tags: ['account'],
        summary: 'Puts the first steps away, or takes them out again',
        body: FirstRunChange,
        response: { 200: FirstRun },
      },
    },
    async (request) => {
      const who = requireSignedIn(request);
      await changeFirstRun(store.db, who, request.body);
      return firstRunOf(store.db, who);
    },
  );
}
