import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { OwnDevices } from '../../core/api/hits';
import { Id } from '../../core/api/shared';
import { recordAudit } from '../audit';
import type { Services } from '../services';
import { ownDevices, removeDevice, restoreDevice } from '../tracking';
import { problem } from './problem';
import { requireSignedIn } from './sign-in';

const noDevice = () => problem(404, 'no-such-device', 'There is no such device among yours.');

/** The signed-in user's own devices, whose looks at their sent mail do not count (O7). */
export function deviceRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  app.get(
    '/api/v1/me/devices',
    {
      schema: {
        tags: ['account'],
        summary: 'Devices known as yours: their looks at your sent mail do not count',
        response: { 200: OwnDevices },
      },
    },
    async (request) => {
      const devices = await ownDevices(store.db, requireSignedIn(request), clock.now());
      return {
        devices: devices.map((device) => ({
          id: device.id,
          program: device.agent_name,
          platform: device.platform,
          learntFrom: device.learnt_from,
          learntAt: device.learnt_at.toISOString(),
          seenAt: device.seen_at.toISOString(),
          expiresAt: device.expires_at.toISOString(),
        })),
      };
    },
  );

  app.delete(
    '/api/v1/me/devices/:id',
    {
      schema: {
        tags: ['account'],
        summary: 'Forgets a device; what it looked at is judged again',
        params: z.object({ id: Id }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const who = requireSignedIn(request);
      const { id } = request.params;
      const removed = await store.tx(async (trx) => {
        const done = await removeDevice(trx, who, id, clock.now());
        if (done) await recordAudit(trx, who, clock.now(), 'device.remove', { kind: 'device', id });
        return done;
      });
      if (!removed) throw noDevice();
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/me/devices/:id/restore',
    {
      schema: {
        tags: ['account'],
        summary: 'Puts back the device that was removed last',
        params: z.object({ id: Id }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const who = requireSignedIn(request);
      const { id } = request.params;
      const restored = await store.tx(async (trx) => {
        const done = await restoreDevice(trx, who, id, clock.now());
        if (done) await recordAudit(trx, who, clock.now(), 'device.restore', { kind: 'device', id });
        return done;
      });
      if (!restored) throw noDevice();
      return reply.code(204).send(null);
    },
  );
}
