import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock';
import {
  isEmployee,
  personByKey,
  SANDBOX_ADDIN_CLIENT_ID,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  tenantById,
} from '../people';
import type { Employee } from '../people';
import { CODE_LIFETIME, codeShape, tenantsOf } from './authorize';
import type { Consents } from './consents';
import { EntraError } from './errors';
import type { EntraKeys } from './keys';
import { GRAPH, knownResource, readScopes } from './scopes';
import type { RequestedScopes } from './scopes';
import { TOKEN_LIFETIME } from './tokens';
import type { TokenIssuer } from './tokens';

/** Seconds that a refresh token is valid after it was issued. */
const REFRESH_LIFETIME = 90 * 24 * 3600;

const refreshShape = z.object({
  person: z.string(),
  tenant: z.string(),
  clientId: z.string(),
  scope: z.string(),
  expires: z.number(),
  /** When the person consented, ms; what is refreshed stands on the same consent. */
  granted: z.number(),
});

export interface GrantDeps {
  keys: EntraKeys;
  tokens: TokenIssuer;
  clock: Clock;
  /** Absent: nobody withdraws anything. */
  consents?: Consents;
  /** Codes that were redeemed: each is good once. */
  redeemed: Set<string>;
}

type Fields = Record<string, string>;

function need(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === '') {
    throw new EntraError(
      'invalid_request',
      900144,
      `The request body must contain the following parameter: '${name}'.`,
    );
  }
  return value;
}

function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Who asks: by `client_secret` in the body, or HTTP Basic. The add-in's client is public. */
function client(fields: Fields, authorization: string | undefined): string {
  const [basicId, basicSecret] = (
    authorization?.startsWith('Basic ') === true
      ? Buffer.from(authorization.slice(6), 'base64').toString('utf8')
      : ''
  )
    .split(':')
    .map((part) => decodeURIComponent(part));
  const id = fields.client_id ?? (basicId === '' ? undefined : basicId) ?? need(fields, 'client_id');
  if (id === SANDBOX_ADDIN_CLIENT_ID) return id;
  if (id !== SANDBOX_CLIENT_ID) {
    throw new EntraError(
      'unauthorized_client',
      700016,
      `Application with identifier '${id}' was not found in the directory.`,
    );
  }
  const secret = fields.client_secret ?? basicSecret;
  if (secret === undefined) {
    throw new EntraError(
      'invalid_client',
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      401,
    );
  }
  if (!same(secret, SANDBOX_CLIENT_SECRET)) {
    throw new EntraError('invalid_client', 7000215, `Invalid client secret provided for app '${id}'.`, 401);
  }
  return id;
}

function oneResource(scopes: RequestedScopes): RequestedScopes['resources'][number] {
  const [first, ...more] = scopes.resources;
  if (more.length > 0) {
    throw new EntraError(
      'invalid_request',
      28000,
      'Provided value for the input parameter scope is not valid because it contains more than one resource.',
    );
  }
  const resource = first ?? { aud: GRAPH, names: ['User.Read'], spelt: [] };
  if (!knownResource(resource.aud)) {
    throw new EntraError(
      'invalid_resource',
      500011,
      `The resource principal named ${resource.aud} was not found in the tenant.`,
    );
  }
  return resource;
}

async function forPerson(
  deps: GrantDeps,
  grant: {
    person: Employee;
    clientId: string;
    granted: string;
    asked: string;
    nonce?: string;
    consentedAt: number;
  },
): Promise<Record<string, unknown>> {
  const granted = readScopes(grant.granted);
  const asked = readScopes(grant.asked);
  // Without a scope of a resource in the token request, the first that was consented to is meant.
  const resource = oneResource(
    asked.resources.length > 0 ? asked : { oidc: granted.oidc, resources: granted.resources.slice(0, 1) },
  );
  const oidc = granted.oidc;
  const { person, clientId } = grant;
  // A token carries every scope of its resource that was ever consented to, not only those asked for now.
  const consented = granted.resources.find(({ aud }) => aud === resource.aud)?.names ?? [];
  const accessToken = await deps.tokens.issueAccessToken(person, {
    aud: resource.aud,
    azp: clientId,
    scp: [...new Set([...resource.names, ...consented])].join(' '),
  });
  const refreshToken = deps.keys.seal('refresh', {
    person: person.key,
    tenant: person.tenantId,
    clientId,
    scope: grant.granted,
    expires: deps.clock.now().getTime() + REFRESH_LIFETIME * 1000,
    granted: grant.consentedAt,
  });
  return {
    token_type: 'Bearer',
    scope: [...resource.spelt, ...oidc.filter((scope) => scope !== 'offline_access')].join(' '),
    expires_in: TOKEN_LIFETIME,
    ext_expires_in: TOKEN_LIFETIME,
    access_token: accessToken,
    ...(oidc.includes('offline_access') ? { refresh_token: refreshToken } : {}),
    ...(oidc.includes('openid')
      ? {
          id_token: await deps.tokens.issueIdToken(person, {
            clientId,
            ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
          }),
        }
      : {}),
    client_info: Buffer.from(JSON.stringify({ uid: person.objectId, utid: person.tenantId })).toString(
      'base64url',
    ),
  };
}

function employee(key: string, tenant: string): Employee {
  const person = personByKey(key);
  if (person === undefined || !isEmployee(person) || person.tenantId !== tenant) {
    throw new EntraError('invalid_grant', 50034, 'The user account does not exist in the directory.');
  }
  return person;
}

async function byCode(deps: GrantDeps, fields: Fields, clientId: string): Promise<Record<string, unknown>> {
  const read = codeShape.safeParse(deps.keys.unseal('code', need(fields, 'code')));
  if (!read.success || read.data.clientId !== clientId) {
    throw new EntraError(
      'invalid_grant',
      70000,
      'The provided value for the input parameter code is not valid.',
    );
  }
  const code = read.data;
  if (code.expires < deps.clock.now().getTime()) {
    throw new EntraError(
      'invalid_grant',
      70008,
      'The provided authorization code or refresh token has expired due to inactivity.',
    );
  }
  if (code.redirectUri !== need(fields, 'redirect_uri')) {
    throw new EntraError(
      'invalid_grant',
      500112,
      'The reply address does not match the reply address provided when requesting the authorization code.',
    );
  }
  if (code.challenge === undefined && clientId === SANDBOX_ADDIN_CLIENT_ID) {
    throw new EntraError(
      'invalid_request',
      9002325,
      'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
    );
  }
  if (code.challenge !== undefined) {
    const verifier = need(fields, 'code_verifier');
    if (!same(createHash('sha256').update(verifier).digest('base64url'), code.challenge)) {
      throw new EntraError(
        'invalid_grant',
        501481,
        'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
      );
    }
  }
  if (deps.redeemed.has(code.id)) {
    throw new EntraError(
      'invalid_grant',
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    );
  }
  deps.redeemed.add(code.id);
  return forPerson(deps, {
    person: employee(code.person, code.tenant),
    clientId,
    granted: code.scope,
    asked: fields.scope ?? '',
    consentedAt: code.expires - CODE_LIFETIME * 1000,
    ...(code.nonce === undefined ? {} : { nonce: code.nonce }),
  });
}

async function byRefreshToken(
  deps: GrantDeps,
  fields: Fields,
  clientId: string,
): Promise<Record<string, unknown>> {
  const read = refreshShape.safeParse(deps.keys.unseal('refresh', need(fields, 'refresh_token')));
  if (!read.success || read.data.clientId !== clientId) {
    throw new EntraError('invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.');
  }
  if (read.data.expires < deps.clock.now().getTime()) {
    throw new EntraError('invalid_grant', 700082, 'The refresh token has expired due to inactivity.');
  }
  const person = employee(read.data.person, read.data.tenant);
  const consentedAt = read.data.granted;
  if (deps.consents?.stands(person.key, consentedAt) === false) {
    throw new EntraError(
      'invalid_grant',
      65001,
      `The user or administrator has not consented to use the application with ID '${clientId}'. Send an interactive authorization request for this user and resource.`,
    );
  }
  return forPerson(deps, {
    person,
    clientId,
    granted: read.data.scope,
    asked: fields.scope ?? '',
    consentedAt,
  });
}

async function byClient(
  deps: GrantDeps,
  fields: Fields,
  clientId: string,
  authority: string,
): Promise<Record<string, unknown>> {
  const [tenantId, ...others] = tenantsOf(authority);
  const tenant = tenantId === undefined || others.length > 0 ? undefined : tenantById(tenantId);
  if (tenant === undefined) {
    throw new EntraError(
      'invalid_request',
      90002,
      `Tenant '${authority}' not found: an app signs in to one tenant by its id.`,
    );
  }
  const scope = need(fields, 'scope');
  if (clientId !== SANDBOX_CLIENT_ID || !scope.endsWith('/.default')) {
    throw new EntraError(
      'invalid_scope',
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    );
  }
  const { aud } = oneResource(readScopes(scope));
  const roles = aud === GRAPH && tenant.grantsMailRead ? ['Mail.Read'] : [];
  return {
    token_type: 'Bearer',
    expires_in: TOKEN_LIFETIME,
    ext_expires_in: TOKEN_LIFETIME,
    access_token: await deps.tokens.issueAppToken(tenant, { aud, azp: clientId, roles }),
  };
}

/**
 * Answers the token endpoint.
 *
 * @throws EntraError for every refusal
 */
export async function grantTokens(
  deps: GrantDeps,
  authority: string,
  fields: Fields,
  authorization: string | undefined,
): Promise<Record<string, unknown>> {
  if (tenantsOf(authority).length === 0) {
    throw new EntraError('invalid_request', 90002, `Tenant '${authority}' not found.`);
  }
  const grantType = need(fields, 'grant_type');
  const clientId = client(fields, authorization);
  if (grantType === 'authorization_code') return byCode(deps, fields, clientId);
  if (grantType === 'refresh_token') return byRefreshToken(deps, fields, clientId);
  if (grantType === 'client_credentials') return byClient(deps, fields, clientId, authority);
  throw new EntraError(
    'unsupported_grant_type',
    70003,
    `The app requested an unsupported grant type '${grantType}'.`,
  );
}
