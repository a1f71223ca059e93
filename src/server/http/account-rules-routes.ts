import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import {
  AccountRules,
  AccountRulesChange,
  NoTracking,
  NoTrackingEntry,
  NoTrackingName,
  ProposalAnswer,
} from '../../core/api/account-settings';
import { recordAudit } from '../audit';
import { answerProposal, limitOf, noTracking, removeLimit, setLimit } from '../crm/no-tracking';
import type { Services } from '../services';
import { json } from '../store/schema';
import { requireAllowed } from './allowed';
import { problem } from './problem';

const notAName = () =>
  problem(
    422,
    'not-a-name',
    'Name an address such as bob@example.com, or a domain such as example.com.',
    'value',
  );

/** What holds for everybody in an account: tracking, contacts, privacy, visibility, and whom nobody tracks. */
export function accountRulesRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  const rulesOf = async (account: number): Promise<AccountRules> => {
    const { name, settings } = await store.db
      .selectFrom('accounts')
      .select(['name', 'settings'])
      .where('id', '=', account)
      .executeTakeFirstOrThrow();
    return {
      name,
      opens: settings.opens ?? true,
      clicks: settings.clicks ?? true,
      privacy: settings.privacy ?? true,
      writtenToBasis: settings.writtenToBasis ?? 'legitimate-interest',
      createContacts: settings.createContacts ?? true,
      watchJunk: settings.watchJunk ?? false,
      visibility: settings.visibility ?? 'everybody',
      excludedDomains: settings.excludedDomains ?? [],
      ownDomains: settings.ownDomains ?? [],
      postalAddress: settings.postalAddress ?? '',
    };
  };

  app.get(
    '/api/v1/settings/account',
    {
      schema: {
        tags: ['settings'],
        summary: 'What holds for everybody in the account',
        response: { 200: AccountRules },
      },
    },
    async (request) => rulesOf(requireAllowed(request, 'read', 'account-settings').account),
  );

  app.patch(
    '/api/v1/settings/account',
    {
      schema: {
        tags: ['settings'],
        summary: 'Changes what holds for everybody, for mail from now on',
        body: AccountRulesChange,
        response: { 200: AccountRules },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'account-settings');
      const { name, ...changed } = request.body;
      const once = <T>(list: readonly T[]): T[] => [...new Set(list)];
      const settings = {
        ...changed,
        ...(changed.excludedDomains && { excludedDomains: once(changed.excludedDomains) }),
        ...(changed.ownDomains && { ownDomains: once(changed.ownDomains) }),
      };
      await store.tx(async (trx) => {
        await trx
          .updateTable('accounts')
          .set({
            settings: sql<string>`settings || ${json(settings)}::jsonb`,
            ...(name !== undefined && { name }),
          })
          .where('id', '=', who.account)
          .execute();
        const account = { kind: 'account', id: String(who.account) };
        await recordAudit(trx, who, clock.now(), 'settings.account', account, { ...request.body });
      });
      return rulesOf(who.account);
    },
  );

  app.get(
    '/api/v1/settings/no-tracking',
    {
      schema: {
        tags: ['settings'],
        summary: 'Addresses and domains that are not tracked, and those that a bounce proposes',
        response: { 200: NoTracking },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'account-settings');
      return noTracking(store.db, who.account, clock.now());
    },
  );

  app.put(
    '/api/v1/settings/no-tracking',
    {
      schema: {
        tags: ['settings'],
        summary: 'Sets an address or a domain to "no tracking", all or links only',
        body: NoTrackingEntry,
        response: { 200: NoTracking },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'account-settings');
      const value = limitOf(request.body);
      if (value === undefined) throw notAName();
      await store.tx((trx) => setLimit(trx, who, { ...request.body, value }, clock.now()));
      return noTracking(store.db, who.account, clock.now());
    },
  );

  app.delete(
    '/api/v1/settings/no-tracking',
    {
      schema: {
        tags: ['settings'],
        summary: 'Takes an address or a domain off the list; what a recipient objected to stays',
        body: NoTrackingName,
        response: { 200: NoTracking },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'account-settings');
      const value = limitOf(request.body);
      const gone =
        value !== undefined &&
        (await store.tx((trx) => removeLimit(trx, who, { scope: request.body.scope, value }, clock.now())));
      if (!gone) throw problem(404, 'no-such-entry', 'There is no such entry.');
      return noTracking(store.db, who.account, clock.now());
    },
  );

  app.put(
    '/api/v1/settings/no-tracking/proposals',
    {
      schema: {
        tags: ['settings'],
        summary: 'Turns a proposal down, or takes that back',
        body: ProposalAnswer,
        response: { 200: NoTracking },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'account-settings');
      const { domain, keep } = request.body;
      await store.tx((trx) => answerProposal(trx, who, domain, keep, clock.now()));
      return noTracking(store.db, who.account, clock.now());
    },
  );
}
