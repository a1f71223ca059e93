import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  Mute,
  Notice,
  NotificationSettings,
  Presence,
  PushState,
  PushSubscribe,
  PushUnsubscribe,
} from '../../core/api/push';
import { Id } from '../../core/api/shared';
import { readAgent } from '../../core/hits';
import { acceptedLanguages } from '../../core/texts';
import {
  notePresence,
  noticeView,
  notificationSettings,
  readEndpoint,
  subscribe,
  unsubscribe,
  usableKeys,
  vapidKey,
} from '../push';
import type { Services } from '../services';
import { json } from '../store/schema';
import { requireAllowed } from './allowed';
import { problem } from './problem';

/** What the signed-in user is told of, and on which of their browsers. */
export function pushRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, secrets, clock } = services;
  const { publicKey } = vapidKey(secrets);

  app.get(
    '/api/v1/me/push',
    {
      schema: {
        tags: ['notifications'],
        summary: 'The key to subscribe with, and your browsers that are told',
        response: { 200: PushState },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'feed');
      const rows = await store.db
        .selectFrom('push_subscriptions')
        .select(['id', 'browser', 'created_at'])
        .where('account_id', '=', who.account)
        .where('user_id', '=', who.user)
        .orderBy('created_at', 'desc')
        .execute();
      return {
        publicKey,
        browsers: rows.map((row) => ({
          id: row.id,
          name: row.browser,
          since: row.created_at.toISOString(),
        })),
      };
    },
  );

  app.post(
    '/api/v1/me/push',
    {
      schema: {
        tags: ['notifications'],
        summary: 'Tells this browser, with no page of ours open',
        body: PushSubscribe,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'change', 'feed');
      const { endpoint, keys } = request.body;
      const read = readEndpoint(endpoint);
      if (!read.ok) {
        throw problem(
          422,
          'bad-endpoint',
          `This address of a push service cannot be used: ${read.reason}.`,
          'endpoint',
        );
      }
      if (!usableKeys(keys)) {
        throw problem(422, 'bad-keys', 'These are no keys of a push subscription.', 'keys');
      }
      const browser = readAgent(request.headers['user-agent']).name;
      await subscribe(
        store.db,
        secrets,
        who,
        { endpoint: read.url.href, p256dh: keys.p256dh, auth: keys.auth },
        browser,
        clock.now(),
      );
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/v1/me/push',
    {
      schema: {
        tags: ['notifications'],
        summary: 'Tells this browser no longer',
        body: PushUnsubscribe,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'change', 'feed');
      const { endpoint } = request.body;
      const read = readEndpoint(endpoint);
      await unsubscribe(store.db, secrets, who, read.ok ? read.url.href : endpoint);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/me/push/notices/:id',
    {
      schema: {
        tags: ['notifications'],
        summary: 'What a push is about, in words',
        params: z.object({ id: Id }),
        response: { 200: Notice },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'feed');
      const preferred = acceptedLanguages(request.headers['accept-language']);
      const notice = await noticeView(services, who, request.params.id, preferred);
      if (!notice) throw problem(404, 'no-such-notice', 'There is no such notification of yours.');
      return notice;
    },
  );

  app.post(
    '/api/v1/me/presence',
    {
      schema: {
        tags: ['notifications'],
        summary: 'Says that you look at a page, and how much of your feed it has shown',
        body: Presence,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'change', 'feed');
      await notePresence(store.db, who, request.body.shown, clock.now());
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/me/notifications',
    {
      schema: {
        tags: ['notifications'],
        summary: 'What you are told of',
        response: { 200: NotificationSettings },
      },
    },
    (request) => notificationSettings(store.db, requireAllowed(request, 'read', 'feed')),
  );

  app.put(
    '/api/v1/me/notifications',
    {
      schema: {
        tags: ['notifications'],
        summary: 'Sets what you are told of, and when not',
        body: NotificationSettings,
        response: { 200: NotificationSettings },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'feed');
      const change = json({ notifications: request.body });
      await store.db
        .updateTable('users')
        .set({ preferences: sql<string>`preferences || ${change}::jsonb` })
        .where('account_id', '=', who.account)
        .where('id', '=', who.user)
        .execute();
      return request.body;
    },
  );

  app.get(
    '/api/v1/messages/:id/mute',
    {
      schema: {
        tags: ['notifications'],
        summary: 'Whether you are told of this message',
        params: z.object({ id: Id }),
        response: { 200: Mute },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'feed');
      const row = await store.db
        .selectFrom('muted_messages')
        .select('at')
        .where('account_id', '=', who.account)
        .where('user_id', '=', who.user)
        .where('message_id', '=', request.params.id)
        .executeTakeFirst();
      return { muted: row !== undefined };
    },
  );

  app.put(
    '/api/v1/messages/:id/mute',
    {
      schema: {
        tags: ['notifications'],
        summary: 'Tells you of this message no more, or again',
        params: z.object({ id: Id }),
        body: Mute,
        response: { 200: Mute },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'feed');
      const { id } = request.params;
      if (!request.body.muted) {
        await store.db
          .deleteFrom('muted_messages')
          .where('account_id', '=', who.account)
          .where('user_id', '=', who.user)
          .where('message_id', '=', id)
          .execute();
        return { muted: false };
      }
      // Whoever is told of a message is the one who sent it.
      const own = await store.db
        .selectFrom('messages')
        .select('id')
        .where('account_id', '=', who.account)
        .where('user_id', '=', who.user)
        .where('id', '=', id)
        .executeTakeFirst();
      if (!own) throw problem(404, 'no-such-message', 'There is no such message among yours.');
      await store.db
        .insertInto('muted_messages')
        .values({ account_id: who.account, user_id: who.user, message_id: id, at: clock.now() })
        .onConflict((c) => c.doNothing())
        .execute();
      return { muted: true };
    },
  );
}
