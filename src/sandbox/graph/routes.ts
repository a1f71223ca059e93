import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerGraph, jsonOf } from './answer';
import type { GraphDeps } from './answer';
import { callerOf } from './bearer';
import type { GraphRequest } from './exchange';
import { answerUpload } from './upload';

const PREFIX = /^\/graph\.microsoft\.com\/v1\.0/i;

function requestOf(request: FastifyRequest): GraphRequest {
  const raw = request.url;
  const mark = raw.indexOf('?');
  const headers = Object.entries(request.headers).map(([name, value]): [string, string | undefined] => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return {
    method: request.method,
    path: (mark < 0 ? raw : raw.slice(0, mark)).replace(PREFIX, ''),
    query: new URLSearchParams(mark < 0 ? '' : raw.slice(mark)),
    headers: Object.fromEntries(headers),
    body: Buffer.isBuffer(request.body) ? jsonOf(request.body) : undefined,
  };
}

/** Graph under `/graph.microsoft.com/…`. */
export function graphRoutes(app: FastifyInstance, deps: GraphDeps): void {
  void app.register(async (scope) => {
    // Bodies are read after the token was looked at; an empty one is none, whatever its type says.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.options('/graph.microsoft.com/*', async (_request, reply) =>
      reply
        .code(204)
        .headers({
          'access-control-allow-origin': '*',
          'access-control-allow-methods': 'GET,POST,PATCH,DELETE',
          'access-control-allow-headers': '*, authorization',
        })
        .send(),
    );
    scope.get('/graph.microsoft.com/oidc/userinfo', async (request, reply) => {
      const caller = await callerOf(deps.keys, request.headers.authorization, deps.clock.now()).catch(
        () => undefined,
      );
      if (caller?.kind !== 'person') return reply.code(401).send();
      const { objectId, name, address } = caller.person;
      return { sub: objectId, name, email: address };
    });
    scope.route({
      method: ['GET', 'PUT', 'DELETE'],
      url: '/outlook.office.com/*',
      handler: async (request, reply) => {
        const { method, body, headers } = request;
        const key = new URL(request.url, 'http://localhost').searchParams.get('authtoken') ?? '';
        const fault = await deps.faults.upload?.(method);
        const answer =
          fault ??
          (await answerUpload(deps.uploads, {
            ...{ method, key, range: headers['content-range'] },
            body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
          }));
        return reply
          .code(answer.status)
          .headers(answer.headers ?? {})
          .send(answer.body);
      },
    });
    scope.route({
      method: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
      url: '/graph.microsoft.com/v1.0/*',
      handler: async (request, reply) => {
        const { status, headers, body } = await answerGraph(deps, requestOf(request));
        return reply.code(status).headers(headers).send(body);
      },
    });
  });
}
