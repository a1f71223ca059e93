import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

const nameShape = z.object({ name: z.string().regex(/^[a-z0-9][\w.-]*\.js(?:\.map)?$/) });

/** The sandbox's own browser bundles, from `dist/sandbox`. */
export function assetRoutes(app: FastifyInstance, dist: string): void {
  app.get('/assets/:name', async (request, reply) => {
    const params = nameShape.safeParse(request.params);
    const bytes = params.success
      ? await readFile(join(dist, 'sandbox', params.data.name)).catch(() => undefined)
      : undefined;
    if (bytes === undefined) {
      return reply.code(404).type('text/plain').send('Not built: run `npm run build`.\n');
    }
    return reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(bytes);
  });
}
