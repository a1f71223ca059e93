import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { resolveAppSandboxFile, resolveOfficeFile, withSandboxOffice } from './outlook/office-files';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
};

/** Of our page that seeds office.js's trust. The pages in Microsoft's package are as they are. */
const POLICY = "default-src 'none'; script-src 'self'; base-uri 'none'";

async function sendFile(
  reply: FastifyReply,
  file: string | undefined,
  cached = 'no-cache',
): Promise<FastifyReply> {
  const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (file === undefined || !found?.isFile()) {
    return reply.code(404).send({ error: { code: 'not-found', message: 'There is no such file.' } });
  }
  return reply
    .header('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
    .header('content-length', found.size)
    .header('cache-control', cached)
    .send(createReadStream(file));
}

/**
 * What the sandbox adds to the app's own origin: Microsoft's unmodified office.js from the installed npm package, and
 * the few files that stand in for what real Outlook brings along.
 */
export function sandboxPages({ root }: { root: string }): {
  addinPage(html: string): string;
  routes(app: FastifyInstance): void;
} {
  const office = join(root, 'node_modules/@microsoft/office-js/dist');
  const own = join(root, 'dist/sandbox');
  return {
    addinPage: withSandboxOffice,
    routes: (app) => {
      app.get('/office/*', { schema: { hide: true } }, (request, reply) => {
        const name = resolveOfficeFile(request.url);
        // As from Microsoft's own servers: browsers keep it, compiled, for the next frame.
        return sendFile(reply, name === null ? undefined : join(office, name), 'max-age=3600');
      });
      app.get('/sandbox/*', { schema: { hide: true } }, (request, reply) => {
        const name = resolveAppSandboxFile(request.url);
        return sendFile(
          reply.header('content-security-policy', POLICY),
          name === null ? undefined : join(own, name),
        );
      });
    },
  };
}
