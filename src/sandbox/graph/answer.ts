import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock';
import type { EntraKeys } from '../entra';
import { toRestId } from '../mailboxes';
import type { Mailboxes } from '../mailboxes';
import { answerBatch } from './batch';
import { callerOf, checkMailRead, checkUserRead, countedFor, maySend, mayWrite, userOf } from './bearer';
import type { Caller } from './bearer';
import type { Call } from './call';
import { accessDenied, badRequest, errorBody, GraphRefusal, readPrefer } from './exchange';
import type { GraphReply, GraphRequest } from './exchange';
import type { Faults } from './faults';
import type { GraphLedger } from './ledger';
import type { MailboxLimits } from './limits';
import { ORIGIN } from './folder';
import { readMail, readOf } from './mail';
import { changeDraft } from './drafts';
import { readPath } from './path';
import { sendMail } from './send';
import type { GraphPath } from './path';
import type { Uploads } from './upload';
import { createSubscription, listSubscriptions, oneSubscription } from './subscribe';

const JSON_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const SERVER = JSON.stringify({
  ServerInfo: {
    DataCenter: 'Sandbox',
    Slice: 'E',
    Ring: '5',
    ScaleUnit: '001',
    RoleInstance: 'SANDBOX0001',
  },
});

export interface GraphDeps {
  keys: EntraKeys;
  mailboxes: Mailboxes;
  ledger: GraphLedger;
  clock: Clock;
  faults: Faults;
  limits: MailboxLimits;
  call: Call;
  uploads: Uploads;
}

/** An answer as it goes over the wire. */
export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body?: Buffer | string;
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
  if (path.target.kind === 'sendMail' && request.method === 'POST' && maySend(caller, owner)) {
    return sendMail(deps.mailboxes, owner, request.body);
  }
  const { mailboxes, keys, faults } = deps;
  const base = path.user === undefined ? 'me' : `users('${owner.objectId}')`;
  const prefer = readPrefer(request.headers.prefer);
  const read = () => readOf({ mailboxes, keys, faults, owner, base, request, prefer });
  const leaves = path.target.kind === 'sendDraft' && maySend(caller, owner);
  if (leaves || (request.method !== 'GET' && path.target.kind !== 'sendDraft' && mayWrite(caller, owner))) {
    const changed = await changeDraft(read(), deps.uploads, owner, path.target);
    if (changed !== undefined) return changed;
  }
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
  return readMail(read(), path.target);
}

/** Counts a request towards its mailbox's limits until it is answered. */
function counted(deps: GraphDeps, { headers }: GraphRequest, path: GraphPath): () => void {
  const whose =
    path.kind === 'mail' && deps.faults.limits !== false
      ? countedFor(headers.authorization, path.user)
      : undefined;
  return whose === undefined ? () => undefined : deps.limits.enter(whose.app, whose.mailbox);
}

async function answerKnown(
  deps: GraphDeps,
  caller: Caller,
  request: GraphRequest,
  path: GraphPath,
): Promise<GraphReply> {
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

function refusalOf(error: unknown): GraphRefusal {
  if (error instanceof GraphRefusal) return error;
  if (error instanceof URIError) return badRequest('The request URI is not valid.');
  const message = error instanceof Error ? error.message : 'An error occurred.';
  return new GraphRefusal(500, 'generalException', message);
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
    const path = readPath(request.path);
    const leave = counted(deps, request, path);
    try {
      const caller = await callerOf(deps.keys, request.headers.authorization, deps.clock.now());
      return await answerKnown(deps, caller, request, path);
    } finally {
      leave();
    }
  } catch (error) {
    const refusal = refusalOf(error);
    return {
      status: refusal.status,
      body: errorBody(refusal, { requestId, clientRequestId, now: deps.clock.now() }),
      headers: {
        ...refusal.headers,
        ...(refusal.status === 401 && {
          'www-authenticate':
            'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
        }),
      },
    };
  }
}

/** Answers a request to Graph, with the headers that every answer has. An answer without a body has no type either. */
export async function answerGraph(deps: GraphDeps, request: GraphRequest): Promise<WireAnswer> {
  const requestId = randomUUID();
  const clientRequestId = request.headers['client-request-id'] ?? requestId;
  const { status, headers, body } = await answer(deps, request, requestId, clientRequestId);
  const common = {
    date: deps.clock.now().toUTCString(),
    'cache-control': 'private',
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'x-ms-ags-diagnostic': SERVER,
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'request-id, client-request-id, Retry-After, Preference-Applied',
    ...headers,
  };
  if (body === undefined) return { status, headers: common };
  if (Buffer.isBuffer(body)) return { status, headers: common, body };
  const typed = { 'content-type': JSON_TYPE, 'odata-version': '4.0', ...common };
  return { status, headers: typed, body: JSON.stringify(body) };
}

/** Reads JSON; what none can be read from is no body, and the parts say what they miss. */
export function jsonOf(body: Buffer | string | undefined): unknown {
  if (body === undefined || body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
