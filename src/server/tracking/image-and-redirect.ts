import type { FastifyInstance } from 'fastify';
import type { Services } from '../services';
import { openDoor, type Door } from './door';
import { openRevocations } from './revocations';

/**
 * The door's addresses as routes. A listening server asks the door first (`Door.answers`); here comes what is asked of
 * another host, which the app's own checks refuse, and what is injected.
 */
export function trackingRoutes(
  app: FastifyInstance,
  services: Services,
  door: Door = openDoor(services),
): Door['counts'] {
  const revocations = openRevocations(services);
  let unfollow: (() => Promise<void>) | undefined;
  app.addHook('onReady', async () => {
    unfollow = await revocations.follow(services);
  });
  app.addHook('onClose', async () => unfollow?.());

  app.get('/o/*', { schema: { hide: true } }, (request, reply) => {
    reply.hijack();
    door.image(request.raw, reply.raw);
  });
  app.get('/c/*', { schema: { hide: true } }, (request, reply) => {
    reply.hijack();
    door.link(request.raw, reply.raw);
  });
  return door.counts;
}
