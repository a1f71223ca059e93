import type { FastifyInstance } from 'fastify';

/**
 * `GET /dev/changes`, server-sent events: `server` with the run of the server, first, and `built` with the name of a
 * bundle each time it was built anew. Served by `npm run dev` alone.
 */
export function changesRoute(run: string): {
  routes: (app: FastifyInstance) => void;
  built: (bundle: string) => void;
} {
  const open = new Set<(text: string) => void>();
  return {
    routes: (app) => {
      app.get('/dev/changes', { schema: { hide: true }, exposeHeadRoute: false }, (_request, reply) => {
        reply.hijack();
        const { raw } = reply;
        raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
        const write = (text: string): void => void raw.write(text);
        write(`retry: 500\nevent: server\ndata: ${run}\n\n`);
        open.add(write);
        raw.once('close', () => open.delete(write));
      });
    },
    built: (bundle) => {
      for (const write of open) write(`event: built\ndata: ${bundle}\n\n`);
    },
  };
}
