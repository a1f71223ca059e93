import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { OutlookSettings, TrackingSettings } from '../../core/api/app';
import { compareVersions } from '../../core/policy';
import type { AuditAction } from '../../core/api/audit';
import { recordAudit } from '../audit';
import type { Services } from '../services';
import { json, type AccountSettings } from '../store/schema';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

/** Settings of the whole account. */
export function settingsRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  const settingsOf = async ({ account }: SignedIn): Promise<AccountSettings> =>
    (
      await store.db
        .selectFrom('accounts')
        .select('settings')
        .where('id', '=', account)
        .executeTakeFirstOrThrow()
    ).settings;
  /** With its line in the audit log (P8). */
  const save = (who: SignedIn, action: AuditAction, changed: Partial<AccountSettings>): Promise<void> =>
    store.tx(async (trx) => {
      await trx
        .updateTable('accounts')
        .set({ settings: sql<string>`settings || ${json(changed)}::jsonb` })
        .where('id', '=', who.account)
        .execute();
      const account = { kind: 'account', id: String(who.account) };
      await recordAudit(trx, who, clock.now(), action, account, { ...changed });
    });

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
      const settings = await settingsOf(requireAllowed(request, 'read', 'account-settings'));
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
      await save(who, 'settings.outlook', changed);
      return changed;
    },
  );

  app.get(
    '/api/v1/settings/tracking',
    {
      schema: {
        tags: ['settings'],
        summary: 'Whose looks at sent mail do not count',
        response: { 200: TrackingSettings },
      },
    },
    async (request): Promise<TrackingSettings> => {
      const settings = await settingsOf(requireAllowed(request, 'read', 'account-settings'));
      return { colleaguesLikewise: settings.colleaguesLikewise ?? false };
    },
  );

  app.put(
    '/api/v1/settings/tracking',
    {
      schema: {
        tags: ['settings'],
        summary: 'Sets whether looks of colleagues count, from now on',
        body: TrackingSettings,
        response: { 200: TrackingSettings },
      },
    },
    async (request): Promise<TrackingSettings> => {
      const who = requireAllowed(request, 'change', 'account-settings');
      const { colleaguesLikewise } = request.body;
      await save(who, 'settings.tracking', { colleaguesLikewise });
      return { colleaguesLikewise };
    },
  );
}
