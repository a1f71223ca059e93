import type { FastifyInstance } from 'fastify';

/**
 * Answers only requests that name this machine: a page elsewhere whose host name was turned to 127.0.0.1 reaches nothing.
 */
export function checkHost(app: FastifyInstance, port: () => number): void {
  app.addHook('onRequest', async (request, reply) => {
    const host = request.headers.host?.toLowerCase();
    if (host !== `localhost:${port()}` && host !== `127.0.0.1:${port()}`) {
      return reply
        .code(421)
        .type('text/plain; charset=utf-8')
        .send('The sandbox answers only on localhost.\n');
    }
  });
}
