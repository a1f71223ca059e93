import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import { CheckOutcome, CheckRequest } from '../../core/api/checks';
import { AddinName, DeployedVersion, Deployment } from '../../core/api/deployment';
import { recordAudit } from '../audit';
import { checkLive, deploymentOf, fetchManifest, sayDeployed } from '../deployment';
import type { Services } from '../services';
import { json } from '../store/schema';
import { checkParts, checkTrackingOrigin, presentDomain } from '../tracking/domains';
import { requireAllowed } from './allowed';
import { type PageExtras, withBaseUrl } from './pages';
import { problem } from './problem';

/** A7: the manifest of an account, and whether its live address serves what Outlook needs. */
export function deploymentRoutes(root: FastifyInstance, services: Services, extras: PageExtras): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock, urls } = services;
  const standing = (account: number): Promise<Deployment> =>
    store.tx((trx) => deploymentOf(trx, services, account, extras.addinId));

  app.get(
    '/api/v1/deployment',
    {
      schema: {
        tags: ['deployment'],
        summary: 'The manifest as it stands, what is deployed, and what lies between',
        response: { 200: Deployment },
      },
    },
    async (request) => standing(requireAllowed(request, 'read', 'deployment').account),
  );

  app.get(
    '/api/v1/deployment/manifest.xml',
    {
      schema: {
        tags: ['deployment'],
        summary: 'The manifest, to be uploaded in the Microsoft 365 admin centre',
        response: { 200: z.string() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'read', 'deployment');
      const { xml, version } = await store.tx((trx) => fetchManifest(trx, services, who, extras.addinId));
      return reply
        .type('application/xml; charset=utf-8')
        .header('content-disposition', `attachment; filename="mailtrail-${version}.xml"`)
        .send(xml);
    },
  );

  app.put(
    '/api/v1/deployment/name',
    {
      schema: {
        tags: ['deployment'],
        summary: 'How the add-in is called in Outlook; the manifest gets a higher version',
        body: AddinName,
        response: { 200: Deployment },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'deployment');
      const { name } = request.body;
      // What XML cannot say no manifest could be made of.
      if (/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(name))
        throw problem(422, 'bad-name', 'A name has no control characters.', 'name');
      await store.tx(async (trx) => {
        await trx
          .updateTable('accounts')
          .set({ settings: sql<string>`settings || ${json({ addinName: name })}::jsonb` })
          .where('id', '=', who.account)
          .execute();
        const account = { kind: 'account', id: String(who.account) };
        await recordAudit(trx, who, clock.now(), 'deployment.name', account, { name });
      });
      return standing(who.account);
    },
  );

  app.put(
    '/api/v1/deployment/deployed',
    {
      schema: {
        tags: ['deployment'],
        summary: 'Says which version is in Microsoft 365; null: none',
        body: DeployedVersion,
        response: { 200: Deployment },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'deployment');
      const done = await store.tx((trx) => sayDeployed(trx, services, who, request.body.version));
      if (!done)
        throw problem(404, 'no-such-version', 'No manifest of this version was made here.', 'version');
      return standing(who.account);
    },
  );

  app.post(
    '/api/v1/deployment/checks',
    {
      schema: {
        tags: ['deployment'],
        summary: 'Asks the live address for one of the things that Outlook needs',
        body: CheckRequest,
        response: { 200: CheckOutcome },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'deployment');
      const { host, origin } = await presentDomain(store.db, services, who.account);
      const parts = checkParts(services, [host]);
      return checkLive(request.body.check, parts, {
        app: urls.app,
        tracking: () => checkTrackingOrigin(parts, origin),
        dist: extras.dist,
        withAddress: (source) => withBaseUrl(source, urls.app),
      });
    },
  );
}
