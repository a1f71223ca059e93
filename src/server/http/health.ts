import type { FastifyInstance } from 'fastify';
import type { Services } from '../services';

/** /healthz: the process answers. /readyz: the store answers too. */
export function healthRoutes(app: FastifyInstance, services: Services): void {
  app.get('/healthz', { schema: { hide: true } }, () => ({ ok: true }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    try {
      await services.store.health();
      return { ok: true };
    } catch (error) {
      services.log.warn({ err: error }, 'store not ready');
      return reply.code(503).send({ ok: false, store: 'not answering; hits wait in the ingest log' });
    }
  });
}
