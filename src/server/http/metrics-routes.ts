import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics';
import type { Services } from '../services';
import { isOwnMachine } from './own-machine';
import { problem } from './problem';

/** GET /metrics: for who sends METRICS_TOKEN, or, where there is none, for this machine itself. */
export function metricsRoutes(app: FastifyInstance, services: Services, metrics: Metrics): void {
  const { metricsToken } = services.settings;
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (metricsToken === undefined ? !isOwnMachine(request) : !hasToken(request, metricsToken)) {
      throw problem(
        403,
        'not-public',
        metricsToken === undefined
          ? 'Metrics are read on this machine, by its own name; with METRICS_TOKEN from elsewhere too.'
          : 'Send "Authorization: Bearer …" with METRICS_TOKEN.',
      );
    }
    return reply
      .type(metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.read());
  });
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const hasToken = ({ headers }: FastifyRequest, token: string): boolean =>
  timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`));
