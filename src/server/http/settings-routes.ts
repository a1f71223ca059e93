import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { OutlookSettings } from '../../core/api/app';
import { compareVersions } from '../../core/policy';
import { recordAudit } from '../audit';
import type { Services } from '../services';
import { json } from '../store/schema';
import { requireAllowed } from './allowed';
import { problem } from './problem';

/** Settings of the whole account. */
export function settingsRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  app.get(
    '/api/v1/settings/outlook',
    {
      schema: {
        tags: ['settings'],
        summary: 'What the account has switched per Outlook, and which labels make a mail private',
        response: { 200: OutlookSettings },
      },
    },
    async (request): Promise<OutlookSettings> => {
      const who = requireAllowed(request, 'read', 'account-settings');
      const { settings } = await store.db
        .selectFrom('accounts')
        .select('settings')
        .where('id', '=', who.account)
        .executeTakeFirstOrThrow();
      return { clients: settings.clients ?? [], privateLabels: settings.privateLabels ?? [] };
    },
  );

  app.put(
    '/api/v1/settings/outlook',
    {
      schema: {
        tags: ['settings'],
        summary: 'Switches rows of the client table, and names the labels that make a mail private',
        body: OutlookSettings,
        response: { 200: OutlookSettings },
      },
    },
    async (request): Promise<OutlookSettings> => {
      const who = requireAllowed(request, 'change', 'account-settings');
      const { clients, privateLabels } = request.body;
      clients.forEach(({ from, before }, i) => {
        if (from !== undefined && before !== undefined && compareVersions(from, before) >= 0) {
          throw problem(
            422,
            'empty-range',
            `No version is from ${from} on and before ${before}.`,
            `clients.${i}.before`,
          );
        }
      });
      const changed: OutlookSettings = { clients, privateLabels };
      await store.tx(async (trx) => {
        await trx
          .updateTable('accounts')
          .set({ settings: sql<string>`settings || ${json(changed)}::jsonb` })
          .where('id', '=', who.account)
          .execute();
        await recordAudit(
          trx,
          who,
          clock.now(),
          'settings.outlook',
          { kind: 'account', id: String(who.account) },
          changed,
        );
      });
      return changed;
    },
  );
}
