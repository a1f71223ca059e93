import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../services';
import { makeManifest } from '../../core/manifest';
import { addinPolicy, webPolicy } from './content-policy';
import { ServedFiles } from './served-files';
import { SUPPORT_POLICY, supportPage } from './support-page';

/** What the start command adds in the sandbox; a live server gets none of it. */
export interface PageExtras {
  /** Built files: `dist`. */
  dist: string;
  /** The project's `assets` folder. */
  assets: string;
  /** Rewrites the add-in's pages (in the sandbox: the npm copy of office.js in place of Microsoft's CDN). */
  addinPage(html: string): string;
  /** Further routes on the app's own origin. */
  routes?(app: FastifyInstance): void;
  /** The add-in's id of this deployment. */
  addinId: string;
}

/** Replaced when the launch file is served: it has no other way to learn its own address (no `location`). */
const BASE_URL_PLACEHOLDER = '__MAILTRAIL_BASE_URL__';

/** The launch file as this address serves it. */
export const withBaseUrl = (source: string, app: string): string =>
  source.replaceAll(BASE_URL_PLACEHOLDER, app);

/** Web app, add-in files, icons: everything that is a file. */
export async function pageRoutes(
  app: FastifyInstance,
  services: Services,
  extras: PageExtras,
): Promise<void> {
  const { urls, entra } = services;
  const hidden = { schema: { hide: true } };

  const files = new ServedFiles();

  // --- the add-in: fixed, unhashed addresses, since they stand in deployed manifests ---
  for (const page of ['pane.html', 'launch.html', 'commands.html']) {
    app.get(`/addin/${page}`, hidden, (request, reply) =>
      files.sendChanged(
        request,
        reply.header('content-security-policy', addinPolicy(urls)),
        join(extras.dist, 'addin', page),
        (html) => extras.addinPage(html),
      ),
    );
  }
  app.get('/addin/launchevent.js', hidden, (request, reply) =>
    files.sendChanged(
      request,
      reply.header('access-control-allow-origin', '*'),
      join(extras.dist, 'addin', 'launchevent.js'),
      (source) => withBaseUrl(source, urls.app),
    ),
  );
  app.get('/addin/config.json', hidden, (_request, reply) =>
    reply.header('cache-control', 'no-cache').send({
      clientId: entra.addinClientId,
      authority: 'https://login.microsoftonline.com/organizations',
      scope: `api://${entra.clientId}/${entra.scope}`,
      baseUrl: urls.app,
      ...(urls.sandbox !== undefined && { sandbox: urls.sandbox }),
    }),
  );
  app.get('/addin/support', hidden, (request, reply) =>
    reply
      .header('content-security-policy', SUPPORT_POLICY)
      .header('vary', 'Accept-Language')
      .type('text/html; charset=utf-8')
      .send(supportPage(request.headers['accept-language'])),
  );
  app.get('/addin/manifest.xml', hidden, async (_request, reply) =>
    reply
      .header('content-type', 'application/xml; charset=utf-8')
      .header('access-control-allow-origin', urls.sandbox ?? urls.app)
      .send(
        makeManifest({
          baseUrl: urls.app,
          trackingUrl: urls.tracking,
          id: extras.addinId,
          clientId: entra.clientId,
        }),
      ),
  );
  // Classic Outlook lets the launch file sign in and call us only if it stands here, by its exact address.
  app.get('/.well-known/microsoft-officeaddins-allowed.json', hidden, async (_request, reply) =>
    reply
      .header('content-type', 'application/json')
      .send(JSON.stringify({ allowed: [`${urls.app}/addin/launchevent.js`] })),
  );
  app.get<{ Params: { '*': string } }>('/addin/*', hidden, (request, reply) =>
    files.send(request, reply, join(extras.dist, 'addin'), request.params['*']),
  );
  app.get<{ Params: { '*': string } }>('/assets/*', hidden, (request, reply) =>
    files.send(request, reply, extras.assets, request.params['*']),
  );

  // --- the web app: one page, its own routes ---
  const index = (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    files.sendChanged(
      request,
      reply.header('content-security-policy', webPolicy(urls)).header('referrer-policy', 'same-origin'),
      join(extras.dist, 'web', 'index.html'),
      (html) => html,
    );
  // At the root, since a service worker speaks for what lies below its address.
  app.get('/service-worker.js', hidden, (request, reply) =>
    files.send(request, reply, join(extras.dist, 'web'), 'service-worker.js'),
  );
  app.get<{ Params: { '*': string } }>('/web/*', hidden, (request, reply) =>
    files.send(request, reply, join(extras.dist, 'web'), request.params['*']),
  );
  for (const route of [
    '/',
    '/contacts',
    '/contacts/*',
    '/companies',
    '/companies/*',
    '/messages',
    '/messages/*',
    '/marketing',
    '/marketing/*',
    '/templates',
    '/segments',
    '/segments/*',
    '/workflows',
    '/workflows/*',
    '/tasks',
    '/analyze',
    '/analyze/*',
    '/insights',
    '/settings',
    '/settings/*',
    '/test-tracking',
    '/consent',
  ]) {
    app.get(route, hidden, index);
  }
  // S2: Microsoft let somebody in whom this server does not take.
  app.get('/auth/refused', hidden, (request, reply) => index(request, reply.code(403)));
  extras.routes?.(app);
}
