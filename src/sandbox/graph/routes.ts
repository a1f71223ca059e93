import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../clock';
import type { EntraKeys } from '../entra';
import { toRestId } from '../mailboxes';
import type { Mailboxes } from '../mailboxes';
import { answerBatch } from './batch';
import { callerOf, checkMailRead, checkUserRead, userOf } from './bearer';
import type { Caller } from './bearer';
import { accessDenied, badRequest, errorBody, GraphRefusal, readPrefer } from './exchange';
import type { GraphReply, GraphRequest } from './exchange';
import type { Faults } from './faults';
import type { GraphLedger } from './ledger';
import { ORIGIN } from './folder';
import { readMail, readOf } from './mail';
import { readPath } from './path';
import type { GraphPath } from './path';
import { createSubscription, listSubscriptions, oneSubscription } from './subscribe';

const JSON_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

export interface GraphDeps {
  keys: EntraKeys;
  mailboxes: Mailboxes;
  ledger: GraphLedger;
  clock: Clock;
  faults: Faults;
}

const translateShape = z.object({
  inputIds: z.array(z.string()).min(1).max(1000),
  sourceIdType: z.enum(['entryId', 'ewsId', 'immutableEntryId', 'restId', 'restImmutableEntryId']),
  targetIdType: z.enum(['restId', 'restImmutableEntryId']),
});

function translateIds(deps: GraphDeps, mailbox: string, owner: string, body: unknown): GraphReply {
  const read = translateShape.safeParse(body);
  if (!read.success)
    throw badRequest('The parameters of translateExchangeIds are not valid.', 'ErrorInvalidParameter');
  const value = read.data.inputIds.map((sourceId) => {
    const item = deps.mailboxes.find(mailbox, toRestId(sourceId));
    const targetId = read.data.targetIdType === 'restId' ? item?.id : item?.immutableId;
    return {
      sourceId,
      ...(targetId === undefined
        ? {
            errorDetails: {
              code: 'ErrorItemNotFound',
              message: 'The specified object was not found in the store.',
            },
          }
        : { targetId }),
    };
  });
  return {
    status: 200,
    body: { '@odata.context': `${ORIGIN}/$metadata#users('${owner}')/translateExchangeIds`, value },
  };
}

async function answerMail(
  deps: GraphDeps,
  caller: Caller,
  path: GraphPath & { kind: 'mail' },
  request: GraphRequest,
): Promise<GraphReply> {
  const owner = userOf(caller, path.user);
  if (path.target.kind === 'user' && request.method === 'GET') checkUserRead(caller, owner);
  else checkMailRead(caller, owner);
  if (path.target.kind === 'translateIds' && request.method === 'POST') {
    return translateIds(deps, owner.address, owner.objectId, request.body);
  }
  if (request.method !== 'GET') {
    // R8: nobody who watches a mailbox may change it. Whoever tries is written down.
    await deps.ledger.record({
      type: 'refused',
      at: deps.clock.now().toISOString(),
      method: request.method,
      path: request.path,
    });
    throw accessDenied();
  }
  const read = readOf({
    mailboxes: deps.mailboxes,
    keys: deps.keys,
    owner,
    base: path.user === undefined ? 'me' : `users('${owner.objectId}')`,
    request,
    prefer: readPrefer(request.headers.prefer),
  });
  return readMail(read, path.target);
}

async function answerKnown(deps: GraphDeps, caller: Caller, request: GraphRequest): Promise<GraphReply> {
  const path = readPath(request.path);
  switch (path.kind) {
    case 'mail':
      return answerMail(deps, caller, path, request);
    case 'subscriptions':
      if (request.method === 'GET') return listSubscriptions(deps, caller);
      if (request.method === 'POST')
        return createSubscription(deps, caller, request, readPrefer(request.headers.prefer));
      break;
    case 'subscription':
      return oneSubscription(deps, caller, request, path.id);
    case 'reauthorize':
      if (request.method === 'POST') return oneSubscription(deps, caller, request, path.id);
      break;
    case 'batch':
      if (request.method === 'POST')
        return answerBatch(request, (each) => answer(deps, each, randomUUID(), randomUUID()));
      break;
    case 'unknown':
      throw badRequest(`Resource not found for the segment '${path.segment}'.`);
  }
  throw new GraphRefusal(
    405,
    'Request_BadRequest',
    'Specified HTTP method is not allowed for the request target.',
  );
}

/** Answers one request, refusals included. */
async function answer(
  deps: GraphDeps,
  request: GraphRequest,
  requestId: string,
  clientRequestId: string,
): Promise<GraphReply> {
  try {
    const fault = await deps.faults.answer?.(request);
    if (fault !== undefined) return fault;
    const caller = await callerOf(deps.keys, request.headers.authorization, deps.clock.now());
    return await answerKnown(deps, caller, request);
  } catch (error) {
    const refusal =
      error instanceof GraphRefusal
        ? error
        : error instanceof URIError
          ? badRequest('The request URI is not valid.')
          : new GraphRefusal(
              500,
              'generalException',
              error instanceof Error ? error.message : 'An error occurred.',
            );
    return {
      status: refusal.status,
      body: errorBody(refusal, { requestId, clientRequestId, now: deps.clock.now() }),
      ...(refusal.status === 401
        ? {
            headers: {
              'www-authenticate':
                'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
            },
          }
        : {}),
    };
  }
}

function requestOf(request: FastifyRequest): GraphRequest {
  const raw = request.url;
  const mark = raw.indexOf('?');
  const headers = Object.entries(request.headers).map(([name, value]): [string, string | undefined] => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return {
    method: request.method,
    path: (mark < 0 ? raw : raw.slice(0, mark)).replace(/^\/graph\.microsoft\.com\/v1\.0/i, ''),
    query: new URLSearchParams(mark < 0 ? '' : raw.slice(mark)),
    headers: Object.fromEntries(headers),
    body: jsonOf(request.body),
  };
}

/** What no JSON can be read from is no body; the parts say what they miss. */
function jsonOf(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
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
      method: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
      url: '/graph.microsoft.com/v1.0/*',
      handler: async (request, reply) => {
        const asked = requestOf(request);
        const requestId = randomUUID();
        const clientRequestId = asked.headers['client-request-id'] ?? requestId;
        const given = await answer(deps, asked, requestId, clientRequestId);
        void reply.code(given.status).headers({
          'cache-control': 'private',
          'request-id': requestId,
          'client-request-id': clientRequestId,
          'x-ms-ags-diagnostic': JSON.stringify({
            ServerInfo: {
              DataCenter: 'Sandbox',
              Slice: 'E',
              Ring: '5',
              ScaleUnit: '001',
              RoleInstance: 'SANDBOX0001',
            },
          }),
          'access-control-allow-origin': '*',
          'access-control-expose-headers': 'request-id, client-request-id, Retry-After, Preference-Applied',
          ...given.headers,
        });
        if (given.body === undefined) return reply.send();
        if (Buffer.isBuffer(given.body)) return reply.send(given.body);
        return reply
          .headers({ 'content-type': JSON_TYPE, 'odata-version': '4.0' })
          .serializer((value: unknown) => JSON.stringify(value))
          .send(given.body);
      },
    });
  });
}
