import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { DEVELOPMENT_ID } from '../core/manifest';
import { sandboxedMicrosoftFetch } from '../graph/transport';
import { SANDBOX_ENTRA, startSandbox, type Sandbox } from '../sandbox';
import { sandboxDns } from '../sandbox/marketing/dns';
import { sandboxPages } from '../sandbox/app-pages';
import { systemClock } from '../server/clock';
import type { Settings } from '../server/settings';
import { startServer, type Running } from '../server/start';
import { seedSandbox } from './seed-sandbox';

/**
 * The server with the sandbox beside it, on PORT and PORT + 1 of this machine. A live start never loads this file.
 * `besides`: further routes of the app, for development.
 */
export async function serveWithSandbox(
  root: string,
  settings: Settings,
  log: Logger,
  say: (line: string) => void,
  besides: (app: FastifyInstance) => void = () => undefined,
): Promise<Running> {
  const app = `http://localhost:${settings.port}`;
  const sandboxUrl = `http://localhost:${settings.port + 1}`;
  const pages = sandboxPages({ root });
  let sandbox: Sandbox | undefined;
  const server = await startServer({
    settings: { ...settings, host: 'localhost', trustedProxies: settings.trustedProxies ?? 'loopback' },
    mode: 'sandbox',
    urls: {
      app,
      tracking: settings.trackingUrl ?? app,
      files: settings.filesUrl ?? `http://127.0.0.1:${settings.port}`,
      sandbox: sandboxUrl,
    },
    entra: SANDBOX_ENTRA,
    microsoft: sandboxedMicrosoftFetch(sandboxUrl),
    extras: {
      dist: join(root, 'dist'),
      assets: join(root, 'assets'),
      addinId: DEVELOPMENT_ID,
      addinPage: (html) => pages.addinPage(html),
      routes: (http) => {
        pages.routes(http);
        besides(http);
      },
    },
    mail: {
      send: async (mail) => {
        if (!sandbox) throw new Error('the sandbox is not there yet');
        await sandbox.post(mail);
      },
    },
    clock: systemClock,
    log,
    prepare: async (services) => {
      const started = await startSandbox({
        port: settings.port + 1,
        dataDir: settings.dataDir,
        appUrl: app,
        dist: join(root, 'dist'),
        clock: systemClock,
        log,
        speed: settings.sandboxSpeed,
      });
      services.marketingSmtp = {
        url: `smtp://127.0.0.1:${started.marketing.port}`,
        connections: 5,
        dropsDoubles: true,
      };
      services.dns = sandboxDns(async (domain, selector) => {
        const key = await services.store.db
          .selectFrom('dkim_keys')
          .select('public_key')
          .where('domain', '=', domain)
          .where('selector', '=', selector)
          .executeTakeFirst();
        return key && `v=DKIM1; k=rsa; p=${key.public_key}`;
      });
      try {
        await seedSandbox(services, { marketing: settings.sandboxContacts });
      } catch (error) {
        await started.close();
        throw error;
      }
      sandbox = started;
      return () => started.close();
    },
  });
  say(`
  Mailtrail with its sandbox is ready:

    Outlook, as Alice    ${sandboxUrl}/outlook?as=alice
    Bob's mail client    ${sandboxUrl}/mail/bob      (also /mail/frank, who blocks pictures, and /mail/carol)
    Mailtrail            ${app}/
    Marketing, as Mia    ${app}/marketing    (${sandboxUrl}/recipients shows who gets it, and what they do)

  Data is kept in ${resolve(settings.dataDir)}. Ctrl-C ends it.
`);
  return server;
}
