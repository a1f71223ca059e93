import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock';
import {
  employees,
  isEmployee,
  personByKey,
  SANDBOX_ADDIN_CLIENT_ID,
  SANDBOX_CLIENT_ID,
  TENANTS,
} from '../people';
import type { Employee } from '../people';
import { EntraError } from './errors';
import type { EntraKeys } from './keys';
import { readScopes } from './scopes';

/** Seconds that an authorization code is valid. */
export const CODE_LIFETIME = 600;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const requestShape = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  response_type: z.string(),
  scope: z.string(),
  response_mode: z.enum(['query', 'fragment', 'form_post']).default('query'),
  state: z.string().optional(),
  nonce: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.string().optional(),
  login_hint: z.string().optional(),
  prompt: z.string().optional(),
});

export type AuthorizeRequest = z.infer<typeof requestShape>;

export const codeShape = z.object({
  id: z.string(),
  person: z.string(),
  tenant: z.string(),
  clientId: z.string(),
  redirectUri: z.string(),
  scope: z.string(),
  nonce: z.string().optional(),
  challenge: z.string().optional(),
  expires: z.number(),
});

export type Code = z.infer<typeof codeShape>;

/** The tenants that an authority's path names; the empty list for one that nobody has. */
export function tenantsOf(authority: string): string[] {
  const wanted = authority.toLowerCase();
  if (wanted === 'common' || wanted === 'organizations') return TENANTS.map((tenant) => tenant.id);
  return TENANTS.filter((tenant) => tenant.id === wanted || tenant.domain === wanted).map(
    (tenant) => tenant.id,
  );
}

/** What Entra's consent page says of each permission, for those that it asks people about. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  'Mail.Read': 'Read your mail',
  'Mail.ReadWrite': 'Read and write access to your mail',
  'Mail.Send': 'Send mail as you',
  offline_access: 'Maintain access to data you have given it access to',
};

/** The permissions that a person is asked for; none in a plain sign-in. */
export function askedPermissions(request: Pick<AuthorizeRequest, 'scope'>): string[] {
  const { oidc, resources } = readScopes(request.scope);
  const mail = resources.flatMap(({ names }) => names).filter((name) => name in PERMISSIONS);
  if (mail.length === 0) return [];
  return [...mail, ...oidc].flatMap((name) => PERMISSIONS[name] ?? []);
}

/** The people whom the sign-in page offers. */
export function choices(authority: string): Employee[] {
  return tenantsOf(authority).flatMap((tenant) => employees(tenant));
}

function registered(redirectUri: string): boolean {
  if (redirectUri.startsWith('brk-multihub://')) return true;
  return URL.canParse(redirectUri) && LOOPBACK.has(new URL(redirectUri).hostname);
}

/**
 * Reads the query of the authorize endpoint.
 *
 * @throws EntraError for what Entra shows on its own page, since there is no address it trusts to send it to
 */
export function readAuthorizeRequest(authority: string, query: unknown): AuthorizeRequest {
  if (tenantsOf(authority).length === 0) {
    throw new EntraError('invalid_request', 90002, `Tenant '${authority}' not found.`);
  }
  const read = requestShape.safeParse(query);
  if (!read.success) {
    const missing = read.error.issues[0]?.path.join('.') ?? '';
    throw new EntraError(
      'invalid_request',
      900144,
      `The request body must contain the following parameter: '${missing}'.`,
    );
  }
  const request = read.data;
  if (request.client_id !== SANDBOX_CLIENT_ID && request.client_id !== SANDBOX_ADDIN_CLIENT_ID) {
    throw new EntraError(
      'unauthorized_client',
      700016,
      `Application with identifier '${request.client_id}' was not found in the directory.`,
    );
  }
  if (!registered(request.redirect_uri)) {
    throw new EntraError(
      'invalid_request',
      50011,
      `The redirect URI '${request.redirect_uri}' specified in the request does not match the redirect URIs configured for the application '${request.client_id}'.`,
    );
  }
  if (request.response_type !== 'code') {
    throw new EntraError(
      'unsupported_response_type',
      700051,
      `response_type '${request.response_type}' is not enabled for the application.`,
    );
  }
  if (request.code_challenge !== undefined && request.code_challenge_method !== 'S256') {
    throw new EntraError(
      'invalid_request',
      501491,
      'Invalid code_challenge_method: only S256 is played here.',
    );
  }
  return request;
}

/** Makes the authorization code for the person who was chosen. */
export function grantCode(
  keys: EntraKeys,
  clock: Clock,
  authority: string,
  request: AuthorizeRequest,
  key: string,
): string {
  const person = personByKey(key);
  if (person === undefined || !isEmployee(person) || !tenantsOf(authority).includes(person.tenantId)) {
    throw new EntraError(
      'invalid_request',
      50020,
      `User account '${key}' does not exist in tenant '${authority}'.`,
    );
  }
  const code: Code = {
    id: randomUUID(),
    person: person.key,
    tenant: person.tenantId,
    clientId: request.client_id,
    redirectUri: request.redirect_uri,
    scope: request.scope,
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    ...(request.code_challenge === undefined ? {} : { challenge: request.code_challenge }),
    expires: clock.now().getTime() + CODE_LIFETIME * 1000,
  };
  return keys.seal('code', code);
}

/** The address the browser is sent back to, with the answer where `response_mode` wants it. */
export function redirectWith(request: AuthorizeRequest, answer: Record<string, string>): string {
  const fields = new URLSearchParams({
    ...answer,
    ...(request.state === undefined ? {} : { state: request.state }),
  });
  const url = new URL(request.redirect_uri);
  if (request.response_mode === 'fragment') url.hash = fields.toString();
  else for (const [name, value] of fields) url.searchParams.set(name, value);
  return url.href;
}
