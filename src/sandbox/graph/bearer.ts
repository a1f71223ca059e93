import { decodeJwt } from 'jose';
import type { EntraKeys } from '../entra';
import { GRAPH, GRAPH_APP_ID, servicePrincipalId } from '../entra';
import { mailboxOwners, tenantById } from '../people';
import type { Employee, Tenant } from '../people';
import { accessDenied, badRequest, GraphRefusal } from './exchange';

/** Whom a token speaks for. */
export type Caller =
  | { kind: 'person'; person: Employee; appId: string; rights: ReadonlySet<string> }
  | { kind: 'app'; tenant: Tenant; appId: string; servicePrincipal: string; rights: ReadonlySet<string> };

const unauthenticated = (message: string): GraphRefusal =>
  new GraphRefusal(401, 'InvalidAuthenticationToken', message);
const words = (value: unknown): string[] =>
  typeof value === 'string'
    ? value.split(' ')
    : Array.isArray(value)
      ? value.filter((each) => typeof each === 'string')
      : [];

function whyInvalid(token: string, now: Date): string {
  try {
    const { exp = 0 } = decodeJwt(token);
    return exp * 1000 <= now.getTime()
      ? 'Lifetime validation failed, the token is expired.'
      : 'Access token validation failure.';
  } catch {
    return 'IDX14100: JWT is not well formed, there are no dots (.).';
  }
}

/**
 * Checks a bearer token as Graph does: signature, time, audience.
 *
 * @throws GraphRefusal 401
 */
export async function callerOf(
  keys: EntraKeys,
  authorization: string | undefined,
  now: Date,
): Promise<Caller> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw unauthenticated('Access token is empty.');
  const claims = await keys.verify(token, now);
  if (claims === undefined) {
    throw unauthenticated(whyInvalid(token, now));
  }
  if (claims.aud !== GRAPH && claims.aud !== GRAPH_APP_ID) {
    throw unauthenticated('Access token validation failure. Invalid audience.');
  }
  const tenant = tenantById(String(claims.tid));
  const appId = String(claims.azp);
  if (tenant === undefined) throw unauthenticated('Invalid tenant.');
  if (claims.idtyp === 'app') {
    return {
      kind: 'app',
      tenant,
      appId,
      servicePrincipal: servicePrincipalId(tenant.id, appId),
      rights: new Set(words(claims.roles)),
    };
  }
  const person = mailboxOwners(tenant.id).find((candidate) => candidate.objectId === claims.oid);
  if (person === undefined) throw unauthenticated('The user of the token is not in the directory.');
  return { kind: 'person', person, appId, rights: new Set(words(claims.scp)) };
}

/**
 * Whose limits a request counts towards: by what its token says, which is not checked yet, since those who wait for that
 * count already. Undefined: nobody's.
 */
export function countedFor(
  authorization: string | undefined,
  user: string | undefined,
): { app: string; mailbox: string } | undefined {
  try {
    const claims = decodeJwt(authorization?.replace(/^Bearer\s+/i, '') ?? '');
    const wanted = (user ?? String(claims.oid)).toLowerCase();
    const owner = mailboxOwners().find(({ objectId, address }) => objectId === wanted || address === wanted);
    return owner === undefined ? undefined : { app: String(claims.azp), mailbox: owner.address };
  } catch {
    return undefined;
  }
}

const tenantOf = (caller: Caller): string =>
  caller.kind === 'app' ? caller.tenant.id : caller.person.tenantId;

/** The user a path names, in the caller's own tenant. */
export function userOf(caller: Caller, user: string | undefined): Employee {
  if (user === undefined) {
    if (caller.kind === 'app')
      throw badRequest('/me request is only valid with delegated authentication flow.');
    return caller.person;
  }
  const wanted = user.toLowerCase();
  const found = mailboxOwners(tenantOf(caller)).find(
    (person) => person.objectId === wanted || person.address === wanted,
  );
  if (found === undefined) {
    throw new GraphRefusal(404, 'ErrorInvalidUser', `The requested user '${user}' is invalid.`);
  }
  return found;
}

/**
 * Whether the caller may read a mailbox: an app by `Mail.Read` of Entra or by Exchange RBAC, which shows in no claim;
 * a person their own, with `Mail.Read` or more.
 *
 * @throws GraphRefusal 403
 */
export function checkMailRead(caller: Caller, owner: Employee): void {
  if (caller.kind === 'person') {
    const may = caller.rights.has('Mail.Read') || caller.rights.has('Mail.ReadWrite');
    if (!may || caller.person.objectId !== owner.objectId) throw accessDenied();
    return;
  }
  if (caller.rights.has('Mail.Read') || caller.rights.has('Mail.ReadWrite')) return;
  if (!caller.tenant.rbacMailboxes.includes(owner.address)) throw accessDenied();
}

/**
 * Whether the caller may send from a mailbox: an app by `Mail.Send` of Entra or by Exchange RBAC; a person from their own,
 * with `Mail.Send`. To read is another right (R8).
 */
export function maySend(caller: Caller, owner: Employee): boolean {
  if (caller.rights.has('Mail.Send'))
    return caller.kind === 'app' || caller.person.objectId === owner.objectId;
  return caller.kind === 'app' && caller.tenant.rbacSenders.includes(owner.address);
}

/** Whether the caller may make and change drafts: a person their own, with `Mail.ReadWrite`; an app by that of Entra. */
export function mayWrite(caller: Caller, owner: Employee): boolean {
  if (!caller.rights.has('Mail.ReadWrite')) return false;
  return caller.kind === 'app' || caller.person.objectId === owner.objectId;
}

/** Whether the caller may read a person's entry in the directory. */
export function checkUserRead(caller: Caller, owner: Employee): void {
  const all = caller.rights.has('User.Read.All') || caller.rights.has('Directory.Read.All');
  const own =
    caller.kind === 'person' && caller.rights.has('User.Read') && caller.person.objectId === owner.objectId;
  if (!all && !own) {
    throw new GraphRefusal(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    );
  }
}
