import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sandboxedAddress } from '../../graph/transport';
import type { Services } from '../services';

const COOKIE = 'mailtrail_admin_consent';
const COOKIE_PATH = '/auth/admin-consent';
const MINUTES = 10;
const SCREEN = '/consent';

const Callback = z.object({
  admin_consent: z.string().optional(),
  state: z.string().optional(),
  error: z.string().optional(),
});

/**
 * An administrator's consent for everybody of their organisation: to signing in, and to nothing that reads or sends mail
 * (A10). Nobody has to be signed in here, since consent comes before.
 */
export function adminConsentRoutes(app: FastifyInstance, services: Services): void {
  const { urls, entra } = services;
  const redirectUri = `${urls.app}${COOKIE_PATH}/callback`;
  const page = { schema: { hide: true }, exposeHeadRoute: false };

  app.get(COOKIE_PATH, page, async (_request, reply) => {
    const state = randomBytes(24).toString('base64url');
    reply.setCookie(COOKIE, state, {
      httpOnly: true,
      sameSite: 'lax',
      secure: urls.app.startsWith('https:'),
      path: COOKIE_PATH,
      maxAge: MINUTES * 60,
      signed: true,
    });
    const query = new URLSearchParams({
      client_id: entra.clientId,
      scope: `api://${entra.clientId}/${entra.scope} https://graph.microsoft.com/User.Read`,
      redirect_uri: redirectUri,
      state,
    });
    const url = `https://login.microsoftonline.com/organizations/v2.0/adminconsent?${query.toString()}`;
    // A browser must be sent to where the sandbox plays the authority.
    return reply
      .header('cache-control', 'no-store')
      .redirect(urls.sandbox === undefined ? url : sandboxedAddress(urls.sandbox, url));
  });

  app.get(`${COOKIE_PATH}/callback`, page, async (request, reply) => {
    const query = Callback.catch({}).parse(request.query);
    const cookie = request.unsignCookie(request.cookies[COOKIE] ?? '');
    reply.clearCookie(COOKIE, { path: COOKIE_PATH });
    // What is shown depends on it and nothing else: whether the consent stands, Microsoft says at each sign-in.
    const granted =
      cookie.valid && cookie.value === query.state && query.admin_consent?.toLowerCase() === 'true';
    return reply
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .redirect(`${SCREEN}?outcome=${granted ? 'granted' : 'refused'}`);
  });
}
