import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Services } from '../services';
import { makeManifest } from '../../core/manifest';
import { problem } from './problem';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

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

/** A name that a build gives to exactly one content. */
const HASHED = /\.[0-9a-f]{8,}\.\w+$/;
/** Replaced when the launch file is served: it has no other way to learn its own address (no `location`). */
const BASE_URL_PLACEHOLDER = '__MAILTRAIL_BASE_URL__';

/** Web app, add-in files, icons: everything that is a file. */
export async function pageRoutes(
  app: FastifyInstance,
  services: Services,
  extras: PageExtras,
): Promise<void> {
  const { urls, entra } = services;
  const hidden = { schema: { hide: true } };

  const sendFile = async (reply: FastifyReply, root: string, path: string): Promise<FastifyReply> => {
    const file = normalize(join(root, path));
    if (!file.startsWith(root + sep)) throw problem(404, 'not-found', 'There is no such file.');
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) throw problem(404, 'not-found', 'There is no such file.');
    reply
      .header('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
      .header('content-length', found.size)
      .header('cache-control', HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache');
    return reply.send(createReadStream(file));
  };

  // --- the add-in: fixed, unhashed addresses, since they stand in deployed manifests ---
  const addinPolicy = [
    "default-src 'self'",
    "script-src 'self' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: ${urls.files}`,
    `frame-src 'self' data:${urls.sandbox === undefined ? '' : ` ${urls.sandbox}`}`,
    `connect-src 'self' https://login.microsoftonline.com https://graph.microsoft.com${urls.sandbox === undefined ? '' : ` ${urls.sandbox}`}`,
    "object-src 'none'",
    "base-uri 'none'",
  ].join('; ');
  for (const page of ['pane.html', 'launch.html', 'commands.html']) {
    app.get(`/addin/${page}`, hidden, async (_request, reply) => {
      const html = await readFile(join(extras.dist, 'addin', page), 'utf8').catch(() => undefined);
      if (html === undefined) throw problem(404, 'not-found', 'There is no such file.');
      return reply
        .header('content-type', TYPES['.html'])
        .header('cache-control', 'no-cache')
        .header('content-security-policy', addinPolicy)
        .send(extras.addinPage(html));
    });
  }
  app.get('/addin/launchevent.js', hidden, async (_request, reply) => {
    const source = await readFile(join(extras.dist, 'addin', 'launchevent.js'), 'utf8').catch(
      () => undefined,
    );
    if (source === undefined) throw problem(404, 'not-found', 'There is no such file.');
    return reply
      .header('content-type', TYPES['.js'])
      .header('cache-control', 'no-cache')
      .header('access-control-allow-origin', '*')
      .send(source.replaceAll(BASE_URL_PLACEHOLDER, urls.app));
  });
  app.get('/addin/config.json', hidden, () => ({
    clientId: entra.addinClientId,
    authority: 'https://login.microsoftonline.com/organizations',
    scope: `api://${entra.clientId}/${entra.scope}`,
    baseUrl: urls.app,
    ...(urls.sandbox !== undefined && { sandbox: urls.sandbox }),
  }));
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
    sendFile(reply, join(extras.dist, 'addin'), request.params['*']),
  );
  app.get<{ Params: { '*': string } }>('/assets/*', hidden, (request, reply) =>
    sendFile(reply, extras.assets, request.params['*']),
  );

  // --- the web app: one page, its own routes ---
  // Pictures from anywhere: the frame that shows a mail inherits this policy, and on a click may load the mail's remote
  // pictures. Until then the frame's own policy (crm/message-body.ts) keeps them out; our pages show none themselves.
  const webPolicy = [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: ${urls.files} https: http:`,
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  const index = async (reply: FastifyReply): Promise<FastifyReply> => {
    const html = await readFile(join(extras.dist, 'web', 'index.html'), 'utf8').catch(() => undefined);
    if (html === undefined) throw problem(404, 'not-built', 'The web app has not been built: npm run build.');
    return reply
      .header('content-type', TYPES['.html'])
      .header('cache-control', 'no-cache')
      .header('content-security-policy', webPolicy)
      .header('referrer-policy', 'same-origin')
      .send(html);
  };
  // At the root, since a service worker speaks for what lies below its address.
  app.get('/service-worker.js', hidden, (_request, reply) =>
    sendFile(reply, join(extras.dist, 'web'), 'service-worker.js'),
  );
  app.get<{ Params: { '*': string } }>('/web/*', hidden, (request, reply) =>
    sendFile(reply, join(extras.dist, 'web'), request.params['*']),
  );
  for (const route of [
    '/',
    '/contacts',
    '/contacts/*',
    '/messages/*',
    '/settings',
    '/settings/*',
    '/test-tracking',
  ]) {
    app.get(route, hidden, (_request, reply) => index(reply));
  }
  extras.routes?.(app);
}
