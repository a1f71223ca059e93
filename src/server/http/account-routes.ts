import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { Me, Preferences } from '../../core/api/app';
import { json } from '../store/schema';
import type { Services } from '../services';
import { presentDomain } from '../tracking/domains';
import { requireSignedIn } from './sign-in';

/** Who is signed in, and their defaults. */
export function accountRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store } = services;

  app.get(
    '/api/v1/me',
    { schema: { tags: ['account'], summary: 'Who you are here', response: { 200: Me } } },
    async (request): Promise<Me> => {
      const who = requireSignedIn(request);
      const row = await store.db
        .selectFrom('users as u')
        .innerJoin('accounts as a', 'a.id', 'u.account_id')
        .select(['u.preferences', 'a.name', 'a.settings'])
        .where('u.account_id', '=', who.account)
        .where('u.id', '=', who.user)
        .executeTakeFirstOrThrow();
      const domain = await presentDomain(store.db, services, who.account, { user: who.user });
      return {
        user: {
          id: who.user,
          name: who.name,
          email: who.email,
          role: who.role,
          seat: who.seat,
          preferences: {
            track: row.preferences.track ?? true,
            log: row.preferences.log ?? true,
            language: row.preferences.language ?? 'automatic',
          },
        },
        account: {
          id: who.account,
          name: row.name,
          privacy: row.settings.privacy ?? true,
          writtenToBasis: row.settings.writtenToBasis ?? 'legitimate-interest',
        },
        ...((row.settings.clicks ?? true) && domain.failing && { linksOff: 'trackingDomain' as const }),
        ...(services.urls.sandbox !== undefined && { sandbox: { url: services.urls.sandbox } }),
      };
    },
  );

  app.patch(
    '/api/v1/me/preferences',
    {
      schema: {
        tags: ['account'],
        summary: 'Where Track and Log stand when you begin a mail, and your language',
        body: Preferences,
        response: { 200: Preferences },
      },
    },
    async (request) => {
      const who = requireSignedIn(request);
      const changed = await store.db
        .updateTable('users')
        .set({ preferences: sql<string>`preferences || ${json(request.body)}::jsonb` })
        .where('account_id', '=', who.account)
        .where('id', '=', who.user)
        .returning('preferences')
        .executeTakeFirstOrThrow();
      return changed.preferences;
    },
  );
}
