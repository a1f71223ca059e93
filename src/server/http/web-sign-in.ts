import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignInFailure } from '../../core/api/sign-in';
import { sandboxedAddress } from '../../graph/transport';
import type { Services } from '../services';
import { HttpProblem } from './problem';
import {
  beginSession,
  endSession,
  makeTokenCheck,
  refuseForeignPage,
  type SignedIn,
  UnknownTenant,
  userOf,
} from './sign-in';

const AUTHORITY = 'https://login.microsoftonline.com/organizations/oauth2/v2.0';
const STATE_COOKIE = 'mailtrail_signin';
const STATE_MINUTES = 10;
/** Entra's answers where only an administrator may consent, and where nobody has. */
const NEEDS_ADMIN = /AADSTS(?:9009[347]|65001|900941)/;
/** Its number alone goes into the log: the sentence around it may name people. */
const ENTRA_NUMBER = /AADSTS\d+/;

const State = z.object({ state: z.string(), verifier: z.string(), returnTo: z.string(), until: z.number() });
const Login = z.object({
  returnTo: z.string().optional().catch(undefined),
  hint: z.string().optional().catch(undefined),
});
const Callback = z.object({
  code: z.string().optional(),
  state: z.string().optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
});
const TokenAnswer = z.object({ access_token: z.string() });

/** Only a path of our own: never a way to be sent elsewhere after signing in. */
const ownPath = (path: string | undefined): string =>
  path !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/';

/** Sign-in of the web app: authorisation code with PKCE, redeemed on the server; the browser holds a session cookie. */
export function webSignInRoutes(app: FastifyInstance, services: Services): void {
  const check = makeTokenCheck(services);
  const redirectUri = `${services.urls.app}/auth/callback`;
  const scope = `openid profile api://${services.entra.clientId}/${services.entra.scope}`;
  /** A browser must be sent to where the sandbox plays the authority. */
  const forBrowser = (url: string): string =>
    services.urls.sandbox === undefined ? url : sandboxedAddress(services.urls.sandbox, url);

  // No HEAD: asking for one would begin, or use up, a sign-in.
  const page = { schema: { hide: true }, exposeHeadRoute: false };
  app.get('/auth/login', page, async (request, reply) => {
    const asked = Login.parse(request.query);
    const verifier = randomBytes(48).toString('base64url');
    const state = randomBytes(24).toString('base64url');
    const kept = JSON.stringify({
      state,
      verifier,
      returnTo: ownPath(asked.returnTo),
      until: services.clock.now().getTime() + STATE_MINUTES * 60_000,
    } satisfies z.infer<typeof State>);
    reply.setCookie(STATE_COOKIE, Buffer.from(kept).toString('base64url'), {
      httpOnly: true,
      sameSite: 'lax',
      secure: services.urls.app.startsWith('https:'),
      path: '/auth',
      maxAge: STATE_MINUTES * 60,
      signed: true,
    });
    const query = new URLSearchParams({
      client_id: services.entra.clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      response_mode: 'query',
      scope,
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      prompt: 'select_account',
      ...(asked.hint !== undefined && { login_hint: asked.hint }),
    });
    return reply
      .header('cache-control', 'no-store')
      .redirect(forBrowser(`${AUTHORITY}/authorize?${query.toString()}`));
  });

  app.get('/auth/callback', page, async (request, reply) => {
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    const query = Callback.catch({}).parse(request.query);
    const cookie = request.unsignCookie(request.cookies[STATE_COOKIE] ?? '');
    reply.clearCookie(STATE_COOKIE, { path: '/auth' });
    const kept = cookie.valid ? readState(cookie.value) : undefined;
    if (!kept || query.state !== kept.state || kept.until < services.clock.now().getTime())
      return failed(reply, 'too-late');
    if (query.code === undefined && NEEDS_ADMIN.test(query.error_description ?? '')) {
      return reply.redirect('/auth/refused?why=needs-consent');
    }
    if (query.code === undefined) {
      const number = ENTRA_NUMBER.exec(query.error_description ?? '')?.[0];
      request.log.warn({ number }, 'sign-in not let through');
      return failed(reply, query.error === 'access_denied' ? 'declined' : 'refused');
    }

    try {
      const who = await redeem(request, query.code, kept.verifier);
      if (typeof who === 'string') return failed(reply, who);
      await beginSession(services, reply, who);
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      if (isRefusal(error.code)) {
        const ids: Record<string, string> =
          error instanceof UnknownTenant ? { tenant: error.tenant, person: error.person } : {};
        const why = new URLSearchParams({ why: error.code, ...ids });
        return reply.redirect(`/auth/refused?${why.toString()}`);
      }
      return failed(reply, 'unreachable');
    }
    return reply.redirect(kept.returnTo);
  });

  /** The person whom the code stands for, or why there is none. */
  const redeem = async (
    request: FastifyRequest,
    code: string,
    verifier: string,
  ): Promise<SignedIn | SignInFailure> => {
    const fields = new URLSearchParams({
      client_id: services.entra.clientId,
      client_secret: services.entra.clientSecret,
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      scope,
    });
    const answer = await services
      .microsoft(`${AUTHORITY}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: fields.toString(),
      })
      .catch((error: unknown) => {
        request.log.error({ err: error }, 'sign-in code not redeemed');
        return undefined;
      });
    if (!answer) return 'unreachable';
    if (!answer.ok) {
      request.log.warn({ status: answer.status }, 'sign-in code refused');
      return 'refused';
    }
    const token = TokenAnswer.parse(await answer.json());
    const checked = await check(token.access_token);
    if (checked.ok) return userOf(services, checked.claims);
    request.log.warn({ reason: checked.reason }, 'sign-in token refused');
    return 'wrong-token';
  };

  app.post('/auth/logout', { schema: { hide: true } }, async (request, reply) => {
    refuseForeignPage(request);
    await endSession(services, request, reply);
    return reply.code(204).send();
  });
}

/** Who Microsoft let in and we do not: told on a page of its own, with what to do. */
const isRefusal = (code: string): boolean => code === 'unknown-tenant' || code === 'user-disabled';

function readState(text: string | null): z.infer<typeof State> | undefined {
  if (text === null) return undefined;
  return State.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
}

/** Back to the web app's own sign-in screen, which says so in words. */
function failed(reply: FastifyReply, why: SignInFailure): FastifyReply {
  return reply.redirect(`/?signInFailed=${why}`);
}
