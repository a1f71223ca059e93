import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../clock';
import { adminConsentAnswer, adminConsentShape } from './admin-consent';
import {
  askedPermissions,
  choices,
  grantCode,
  readAuthorizeRequest,
  redirectWith,
  tenantsOf,
} from './authorize';
import type { Consents } from './consents';
import { EntraError } from './errors';
import { grantTokens } from './grant';
import type { EntraKeys } from './keys';
import { employees } from '../people';
import { adminConsentPage, consentsPage, errorPage, formPostPage, signedOutPage, signInPage } from './pages';
import type { TokenIssuer } from './tokens';

const ORIGIN = 'https://login.microsoftonline.com';
const fieldsShape = z.record(z.string(), z.string());
const authorityShape = z.object({ authority: z.string() });

export interface EntraRoutesDeps {
  keys: EntraKeys;
  tokens: TokenIssuer;
  clock: Clock;
  consents: Consents;
}

function description(authority: string): Record<string, unknown> {
  const tenants = tenantsOf(authority);
  const tenant = tenants.length === 1 ? (tenants[0] ?? '') : '{tenantid}';
  const base = `${ORIGIN}/${authority}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${ORIGIN}/${tenant}/v2.0`,
    userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
      'email',
    ],
    tenant_region_scope: null,
    cloud_instance_name: 'microsoftonline.com',
  };
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/** Entra under `/login.microsoftonline.com/{tenant | common | organizations}/…`. */
export function entraRoutes(app: FastifyInstance, deps: EntraRoutesDeps): void {
  const redeemed = new Set<string>();
  const base = '/login.microsoftonline.com/:authority';
  const authorityOf = (params: unknown): string => authorityShape.parse(params).authority;

  void app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => {
        done(null, Object.fromEntries(new URLSearchParams(body.toString())));
      },
    );
    // Single-page apps call these from their own origin, as they do at Entra.
    scope.addHook('onSend', async (request, reply) => {
      if (!request.url.includes('/authorize')) void reply.header('access-control-allow-origin', '*');
      void reply.headers({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'content-security-policy': POLICY,
      });
    });
    scope.setErrorHandler((error, request, reply) => {
      const refusal =
        error instanceof EntraError
          ? error
          : new EntraError(
              'server_error',
              90033,
              error instanceof Error ? error.message : 'A transient error has occurred.',
              500,
            );
      if (request.url.includes('/authorize')) {
        return reply.code(refusal.status).type('text/html; charset=utf-8').send(errorPage(refusal.message));
      }
      return reply.code(refusal.status).send(refusal.body(deps.clock.now()));
    });

    scope.get(`${base}/v2.0/.well-known/openid-configuration`, async (request) => {
      const authority = authorityOf(request.params);
      if (tenantsOf(authority).length === 0) {
        throw new EntraError('invalid_tenant', 90002, `Tenant '${authority}' not found.`);
      }
      return description(authority);
    });
    scope.get(`${base}/discovery/v2.0/keys`, async () => deps.keys.jwks);
    scope.get(`${base}/discovery/instance`, async (request) => ({
      tenant_discovery_endpoint: `${ORIGIN}/${authorityOf(request.params)}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [
        {
          preferred_network: 'login.microsoftonline.com',
          preferred_cache: 'login.windows.net',
          aliases: [
            'login.microsoftonline.com',
            'login.windows.net',
            'login.microsoft.com',
            'sts.windows.net',
          ],
        },
      ],
    }));

    scope.get(`${base}/oauth2/v2.0/authorize`, async (request, reply) => {
      const authority = authorityOf(request.params);
      const asked = readAuthorizeRequest(authority, request.query);
      if (asked.prompt === 'none') {
        const refusal = new EntraError(
          'login_required',
          50058,
          'A silent sign-in request was sent but no user is signed in.',
        );
        return reply.redirect(
          redirectWith(asked, { error: refusal.error, error_description: refusal.message }),
        );
      }
      return reply
        .type('text/html; charset=utf-8')
        .send(signInPage(choices(authority), asked.login_hint, askedPermissions(asked)));
    });
    scope.post(`${base}/oauth2/v2.0/authorize`, async (request, reply) => {
      const authority = authorityOf(request.params);
      const asked = readAuthorizeRequest(authority, request.query);
      const { person = '' } = fieldsShape.catch({}).parse(request.body);
      if (person === '' && askedPermissions(asked).length > 0) {
        const refusal = new EntraError('access_denied', 65004, 'User declined to consent to access the app.');
        return reply.redirect(
          redirectWith(asked, { error: refusal.error, error_description: refusal.message }),
          302,
        );
      }
      const answer = { code: grantCode(deps.keys, deps.clock, authority, asked, person) };
      return asked.response_mode === 'form_post'
        ? reply.type('text/html; charset=utf-8').send(formPostPage(asked, answer))
        : reply.redirect(redirectWith(asked, answer), 302);
    });
    scope.get(`${base}/v2.0/adminconsent`, async (_request, reply) =>
      reply.type('text/html; charset=utf-8').send(adminConsentPage()),
    );
    scope.post(`${base}/v2.0/adminconsent`, async (request, reply) => {
      const asked = adminConsentShape.parse(request.query);
      const { choice } = fieldsShape.catch({}).parse(request.body);
      return reply.redirect(adminConsentAnswer(asked, choice === 'accept'), 302);
    });
    scope.post(`${base}/oauth2/v2.0/token`, async (request) =>
      grantTokens(
        { ...deps, redeemed },
        authorityOf(request.params),
        fieldsShape.catch({}).parse(request.body),
        request.headers.authorization,
      ),
    );
    scope.options(`${base}/oauth2/v2.0/token`, async (_request, reply) =>
      reply
        .code(204)
        .headers({ 'access-control-allow-methods': 'POST', 'access-control-allow-headers': '*' })
        .send(),
    );
    const html = 'text/html; charset=utf-8';
    const consents = '/login.microsoftonline.com/consents';
    scope.get(consents, async (_request, reply) => reply.type(html).send(consentsPage(employees())));
    scope.post(consents, async (request, reply) => {
      const { person: key } = fieldsShape.catch({}).parse(request.body);
      const person = employees().find((each) => each.key === key);
      if (person) await deps.consents.withdraw(person.key);
      return reply.type(html).send(consentsPage(employees(), person));
    });
    scope.get(`${base}/oauth2/v2.0/logout`, async (request, reply) => {
      const { post_logout_redirect_uri: next } = fieldsShape.catch({}).parse(request.query);
      if (
        next !== undefined &&
        URL.canParse(next) &&
        ['localhost', '127.0.0.1'].includes(new URL(next).hostname)
      ) {
        return reply.redirect(next);
      }
      return reply.type('text/html; charset=utf-8').send(signedOutPage());
    });
  });
}
