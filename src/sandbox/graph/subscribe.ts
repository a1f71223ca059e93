import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock';
import type { Mailboxes } from '../mailboxes';
import type { Employee } from '../people';
import { checkMailRead, userOf } from './bearer';
import type { Caller } from './bearer';
import type { Call } from './call';
import { badRequest, GraphRefusal } from './exchange';
import type { GraphReply, GraphRequest, Preferences } from './exchange';
import type { GraphLedger } from './ledger';
import { folderOf, ORIGIN } from './folder';
import { readPath } from './path';
import { subscriptionJson } from './subscription';
import type { Subscription } from './subscription';

const MINUTE = 60_000;
/** The service's own cap; its documents say 10,080. */
const LONGEST = 10_070;
const SHORTEST = 45;
const PER_MAILBOX = 1000;
/** Milliseconds in which an endpoint must answer the handshake. */
const HANDSHAKE = 10_000;

const bodyShape = z.object({
  changeType: z.string(),
  notificationUrl: z.string(),
  resource: z.string(),
  expirationDateTime: z.iso.datetime({ offset: true }),
  lifecycleNotificationUrl: z.string().nullish(),
  clientState: z.string().nullish(),
});
const renewalShape = z.object({
  expirationDateTime: z.iso.datetime({ offset: true }).optional(),
  notificationUrl: z.string().optional(),
});

export interface SubscribeDeps {
  ledger: GraphLedger;
  mailboxes: Mailboxes;
  clock: Clock;
  call: Call;
}

const extensionError = (status: number, operation: string, code: string, reason: string): GraphRefusal =>
  new GraphRefusal(
    status,
    'ExtensionError',
    `Operation: ${operation}; Exception: [Status Code: ${code}; Reason: ${reason}]`,
  );

/** Graph calls only https; on this machine there is none, so loopback may do without. */
function callable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname));
}

/** Asks an endpoint to say the token back. Its text shows who decodes once too often or not at all. */
async function handshake(call: Call, url: string): Promise<void> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()} 100%25 a+b/c=d&e`;
  const target = new URL(url);
  const failed = (): GraphRefusal =>
    badRequest(
      'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
      'InvalidRequest',
    );
  const joiner = target.search === '' ? '?' : '&';
  const asked = `${url}${joiner}validationToken=${encodeURIComponent(token)}`;
  const answer = await call(asked, { type: 'text/plain; charset=utf-8' }, HANDSHAKE).catch(() => undefined);
  if (answer === undefined || answer.ms > HANDSHAKE) throw failed();
  const { status, contentType, text } = answer;
  if (status !== 200 || !/^text\/plain\b/i.test(contentType) || text !== token) throw failed();
}

function expiry(text: string, now: Date): string {
  const minutes = (Date.parse(text) - now.getTime()) / MINUTE;
  if (minutes > LONGEST) {
    throw new GraphRefusal(
      400,
      'ExtensionError',
      `Subscription expiration can only be ${LONGEST} minutes in the future.`,
    );
  }
  if (minutes <= 0) throw badRequest(`Invalid 'expirationDateTime': '${text}'.`, 'InvalidRequest');
  return new Date(now.getTime() + Math.max(minutes, SHORTEST) * MINUTE).toISOString();
}

function changeTypes(text: string): Subscription['changeTypes'] {
  const read = z
    .array(z.enum(['created', 'updated', 'deleted']))
    .min(1)
    .safeParse(
      text
        .toLowerCase()
        .split(',')
        .map((type) => type.trim()),
    );
  if (!read.success) throw badRequest(`Invalid 'changeType' attribute: '${text}'.`, 'InvalidRequest');
  return [...new Set(read.data)].sort();
}

function watched(
  mailboxes: Mailboxes,
  caller: Caller,
  resource: string,
): { owner: Employee; folder?: string } {
  const [bare = '', filter] = resource.split('?');
  if (filter !== undefined)
    throw badRequest('The sandbox plays no filtered subscriptions.', 'InvalidRequest');
  const path = readPath(bare);
  if (path.kind !== 'mail' || path.target.kind !== 'messages') {
    throw badRequest(`Resource '${resource}' is not supported.`, 'InvalidRequest');
  }
  try {
    const owner = userOf(caller, path.user);
    checkMailRead(caller, owner);
    return {
      owner,
      ...(path.target.folder === undefined ? {} : { folder: folderOf(mailboxes, owner, path.target.folder) }),
    };
  } catch (refusal) {
    if (refusal instanceof GraphRefusal && refusal.status === 403) {
      throw extensionError(403, 'Create', 'Forbidden', 'Access is denied. Check credentials and try again.');
    }
    if (refusal instanceof GraphRefusal && refusal.status === 404) {
      throw extensionError(404, 'Create', 'NotFound', 'The specified object was not found in the store.');
    }
    throw refusal;
  }
}

const creatorOf = (caller: Caller): string =>
  caller.kind === 'app' ? caller.servicePrincipal : caller.person.objectId;

/** Answers `POST /subscriptions`: both addresses are validated before it returns. */
export async function createSubscription(
  deps: SubscribeDeps,
  caller: Caller,
  request: GraphRequest,
  prefer: Preferences,
): Promise<GraphReply> {
  const read = bodyShape.safeParse(request.body);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw badRequest(
      `Invalid '${issue?.path.join('.') ?? ''}' attribute: ${issue?.message ?? ''}.`,
      'InvalidRequest',
    );
  }
  const { clientState, lifecycleNotificationUrl, notificationUrl, resource } = read.data;
  if ((clientState ?? '').length > 128) {
    throw badRequest("The 'clientState' attribute is longer than 128 characters.", 'InvalidRequest');
  }
  const urls = [notificationUrl, ...(lifecycleNotificationUrl == null ? [] : [lifecycleNotificationUrl])];
  if (!urls.every(callable))
    throw badRequest('Notification URL must be an absolute https address.', 'InvalidRequest');
  const types = changeTypes(read.data.changeType);
  const { owner, folder } = watched(deps.mailboxes, caller, resource);
  const expirationDateTime = expiry(read.data.expirationDateTime, deps.clock.now());
  const creatorId = creatorOf(caller);

  const refuseSame = (): void => {
    const same = deps.ledger
      .subscriptions()
      .find(
        (each) =>
          each.applicationId === caller.appId &&
          each.creatorId === creatorId &&
          each.mailbox === owner.address &&
          each.folder === folder &&
          each.changeTypes.join() === types.join(),
      );
    if (same === undefined) return;
    throw new GraphRefusal(
      409,
      'ObjectIdentifierInUse',
      `Subscription Id ${same.id} already exists for the requested combination`,
    );
  };
  refuseSame();
  if (deps.ledger.subscriptions().filter((each) => each.mailbox === owner.address).length >= PER_MAILBOX) {
    throw extensionError(
      403,
      'Create',
      'Forbidden',
      'The subscription limit of the mailbox has been reached.',
    );
  }
  for (const url of urls) await handshake(deps.call, url);
  // Another may have been made while the addresses answered.
  refuseSame();

  const subscription: Subscription = {
    id: randomUUID(),
    changeTypes: types,
    changeType: read.data.changeType,
    resource,
    mailbox: owner.address,
    ...(folder === undefined ? {} : { folder }),
    tenantId: owner.tenantId,
    objectId: owner.objectId,
    applicationId: caller.appId,
    creatorId,
    notificationUrl,
    ...(lifecycleNotificationUrl == null ? {} : { lifecycleNotificationUrl }),
    ...(clientState == null ? {} : { clientState }),
    expirationDateTime,
    immutableIds: prefer.immutableIds,
    notifiedUpTo: deps.mailboxes.sequence(),
  };
  await deps.ledger.record({ type: 'subscribed', subscription });
  return {
    status: 201,
    body: {
      '@odata.context': `${ORIGIN}/$metadata#subscriptions/$entity`,
      ...subscriptionJson(subscription),
    },
  };
}

function own(deps: SubscribeDeps, caller: Caller, id: string): Subscription {
  const found = deps.ledger.find(id);
  if (found === undefined || found.applicationId !== caller.appId || found.creatorId !== creatorOf(caller)) {
    throw new GraphRefusal(404, 'ResourceNotFound', 'The object was not found.');
  }
  return found;
}

/** Answers `GET /subscriptions`. */
export function listSubscriptions(deps: SubscribeDeps, caller: Caller): GraphReply {
  const value = deps.ledger
    .subscriptions()
    .filter((each) => each.applicationId === caller.appId && each.creatorId === creatorOf(caller))
    .map(subscriptionJson);
  return { status: 200, body: { '@odata.context': `${ORIGIN}/$metadata#subscriptions`, value } };
}

/** Answers GET, PATCH and DELETE of one subscription, and `reauthorize`. */
export async function oneSubscription(
  deps: SubscribeDeps,
  caller: Caller,
  request: GraphRequest,
  id: string,
): Promise<GraphReply> {
  const subscription = own(deps, caller, id);
  const shown = (each: Subscription): GraphReply => ({
    status: 200,
    body: { '@odata.context': `${ORIGIN}/$metadata#subscriptions/$entity`, ...subscriptionJson(each) },
  });
  switch (request.method) {
    case 'GET':
      return shown(subscription);
    case 'DELETE':
      await deps.ledger.record({ type: 'unsubscribed', id });
      return { status: 204 };
    case 'POST':
      return { status: 204 };
    case 'PATCH': {
      const read = renewalShape.safeParse(request.body);
      if (!read.success) throw badRequest("Invalid 'expirationDateTime' attribute.", 'InvalidRequest');
      const {
        expirationDateTime = subscription.expirationDateTime,
        notificationUrl = subscription.notificationUrl,
      } = read.data;
      if (notificationUrl !== subscription.notificationUrl) {
        if (!callable(notificationUrl))
          throw badRequest('Notification URL must be an absolute https address.', 'InvalidRequest');
        await handshake(deps.call, notificationUrl);
      }
      const until = expiry(expirationDateTime, deps.clock.now());
      await deps.ledger.record({ type: 'renewed', id, expirationDateTime: until, notificationUrl });
      return shown({ ...subscription, expirationDateTime: until, notificationUrl });
    }
    default:
      throw new GraphRefusal(
        405,
        'Request_BadRequest',
        `Specified HTTP method is not allowed for the request target.`,
      );
  }
}
