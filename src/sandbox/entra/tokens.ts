import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import type { Employee, Tenant } from '../people';
import type { EntraKeys } from './keys';

/** Seconds that a token is valid: Entra picks some minutes over an hour at random, this one never varies. */
export const TOKEN_LIFETIME = 3900;

export interface AccessTokenRequest {
  /** The resource: an application id, or `https://graph.microsoft.com`. */
  aud: string;
  /** Delegated scopes without resource, divided by spaces: `Mail.Read User.Read`. */
  scp: string;
  /** Client id of the app that asks. */
  azp: string;
  /** Seconds until it expires; negative for one that has. */
  expiresIn?: number;
}

export interface AppTokenRequest {
  aud: string;
  azp: string;
  /** Application roles; without any the claim is absent, as for an app that only Exchange RBAC lets in. */
  roles: readonly string[];
  expiresIn?: number;
}

export interface IdTokenRequest {
  clientId: string;
  nonce?: string;
}

/** Object id of an app's service principal in a tenant. */
export function servicePrincipalId(tenantId: string, clientId: string): string {
  const hex = createHash('sha256').update(`${tenantId} ${clientId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Issues tokens with the claims of Entra's version 2.0. */
export function tokenIssuer(keys: EntraKeys, clock: Clock) {
  function common(tenantId: string, aud: string, expiresIn = TOKEN_LIFETIME) {
    const now = Math.floor(clock.now().getTime() / 1000);
    return {
      aud,
      iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      iat: now,
      nbf: now,
      exp: now + expiresIn,
      tid: tenantId,
      uti: randomBytes(16).toString('base64url'),
      ver: '2.0',
    };
  }
  // `sub` differs from app to app for the same person.
  const subject = (person: Employee, app: string): string =>
    createHash('sha256').update(`${person.objectId} ${app}`).digest('base64url');

  return {
    /** A delegated access token of a person. */
    issueAccessToken: (person: Employee, request: AccessTokenRequest): Promise<string> =>
      keys.sign({
        ...common(person.tenantId, request.aud, request.expiresIn),
        azp: request.azp,
        azpacr: '0',
        name: person.name,
        oid: person.objectId,
        preferred_username: person.address,
        scp: request.scp,
        sub: subject(person, request.aud),
      }),
    /** An app-only access token in a tenant. */
    issueAppToken: (tenant: Tenant, request: AppTokenRequest): Promise<string> => {
      const oid = servicePrincipalId(tenant.id, request.azp);
      return keys.sign({
        ...common(tenant.id, request.aud, request.expiresIn),
        azp: request.azp,
        azpacr: '1',
        idtyp: 'app',
        oid,
        sub: oid,
        ...(request.roles.length === 0 ? {} : { roles: [...request.roles] }),
      });
    },
    issueIdToken: (person: Employee, request: IdTokenRequest): Promise<string> =>
      keys.sign({
        ...common(person.tenantId, request.clientId),
        name: person.name,
        email: person.address,
        ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
        oid: person.objectId,
        preferred_username: person.address,
        sub: subject(person, request.clientId),
      }),
  };
}

export type TokenIssuer = ReturnType<typeof tokenIssuer>;
