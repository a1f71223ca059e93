import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SendChecks } from '../../core/api/marketing';
import { Id } from '../../core/api/shared';
import { checksBefore, isReady } from '../marketing/audience/checks';
import { loadMessage } from '../marketing/messages';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { noMarketing } from './marketing-routes';

/** M13: what has to be seen to before a bulk send. */
export function marketingCheckRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  app.get(
    '/api/v1/marketing/:id/checks',
    {
      schema: {
        tags: ['marketing'],
        summary: 'What has to be seen to before a marketing message is sent; asks DNS',
        params: z.object({ id: Id }),
        response: { 200: SendChecks },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'marketing-message');
      const message = await loadMessage(services.store.db, who.account, request.params.id);
      if (!message) throw noMarketing();
      const checks = await checksBefore(services, who.account, message);
      return { checks, ready: isReady(checks) };
    },
  );
}
