import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { can } from '../../core/access';
import { ApiKeys, MadeApiKey, NewApiKey } from '../../core/api/api-keys';
import { Id } from '../../core/api/shared';
import { keyViews, makeKey, restoreKey, revokeKey } from '../keys';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';

/** Keys with which programs use this API (K5). */
export function apiKeyRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  app.get(
    '/api/v1/api-keys',
    {
      schema: {
        tags: ['api keys'],
        summary: 'Your keys; an administrator sees everybody’s and the account’s',
        response: { 200: ApiKeys },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'own-api-key');
      return { keys: await keyViews(store.db, who, can(who.role, 'read', 'account-api-key')) };
    },
  );

  app.post(
    '/api/v1/api-keys',
    {
      schema: {
        tags: ['api keys'],
        summary: 'Makes a key; its letters are shown this once',
        body: NewApiKey,
        response: { 201: MadeApiKey },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const who = requireAllowed(
        request,
        'create',
        body.kind === 'account' ? 'account-api-key' : 'own-api-key',
      );
      const { id, secret } = await store.tx((trx) => makeKey(trx, who, body, clock.now()));
      const key = (await keyViews(store.db, who, body.kind === 'account')).find((one) => one.id === id);
      if (!key) throw new Error('A key that was just made cannot be found');
      return reply.code(201).send({ key, secret });
    },
  );

  app.delete(
    '/api/v1/api-keys/:id',
    {
      schema: {
        tags: ['api keys'],
        summary: 'Revokes a key, from the next request on',
        params: z.object({ id: Id }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'remove', 'own-api-key');
      const all = can(who.role, 'remove', 'account-api-key');
      const done = await store.tx((trx) => revokeKey(trx, who, request.params.id, all, clock.now()));
      if (!done) throw problem(404, 'no-such-key', 'There is no such key, or it was revoked before.');
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/api-keys/:id/restore',
    {
      schema: {
        tags: ['api keys'],
        summary: 'Takes back a revocation of yours, within ten minutes',
        params: z.object({ id: Id }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'remove', 'own-api-key');
      const done = await store.tx((trx) => restoreKey(trx, who, request.params.id, clock.now()));
      if (!done) throw problem(404, 'no-such-key', 'It can no longer be taken back. Make a new key.');
      return reply.code(204).send(null);
    },
  );
}
