import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ConsentFailure } from '../../core/api/sign-in';
import { TokenRefused } from '../../graph';
import { sandboxedAddress } from '../../graph/transport';
import { recordAudit } from '../audit';
import { CONSENT_SCOPES, personOf, redeemConsent } from '../mailbox';
import type { Services } from '../services';
import { requireAllowed } from './allowed';

const COOKIE = 'mailtrail_consent';
const COOKIE_PATH = '/auth/mailbox';
const MINUTES = 10;
/** Where the browser comes back to, with the outcome. */
const SCREEN = '/settings/mailboxes/connect';

const Kept = z.object({
  state: z.string(),
  verifier: z.string(),
  account: z.number(),
  user: z.number(),
  until: z.number(),
  purpose: z.enum(['read', 'send', 'files']),
  back: z.string(),
});
/** What is asked for, and the screen to come back to: one of ours, or that of mailboxes. */
const Asked = z.object({
  for: z.enum(['read', 'send', 'files']).catch('read'),
  /** Large files too. */
  right: z.literal('files').optional().catch(undefined),
  back: z
    .string()
    .regex(/^\/(?![/\\])[\w\-./?=&%]*$/)
    .max(500)
    .catch(SCREEN),
});
const AUDITED = { read: 'mailbox.consent', send: 'sending.consent', files: 'sending.consent' } as const;
const Callback = z.object({
  code: z.string().optional(),
  state: z.string().optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
});

/**
 * The owner's consent to have their mailbox read in their absence: authorisation code with PKCE and `offline_access`,
 * asked for apart from signing in, so that nobody meets the question who does not connect a mailbox (A10).
 */
export function mailboxConsentRoutes(root: FastifyInstance, services: Services): void {
  const redirectUri = `${services.urls.app}/auth/mailbox/callback`;
  /** A browser must be sent to where the sandbox plays the authority. */
  const forBrowser = (url: string): string =>
    services.urls.sandbox === undefined ? url : sandboxedAddress(services.urls.sandbox, url);
  const page = { schema: { hide: true }, exposeHeadRoute: false };

  root.register(async (app) => {
    app.addHook('onRequest', async (request) => root.authenticate(request));

    app.get('/auth/mailbox', page, async (request, reply) => {
      const who = requireAllowed(request, 'connect', 'own-mailbox');
      const { for: asked, right, back } = Asked.parse(request.query);
      const purpose = right ?? asked;
      const person = await personOf(services, who);
      const verifier = randomBytes(48).toString('base64url');
      const kept: z.infer<typeof Kept> = {
        state: randomBytes(24).toString('base64url'),
        verifier,
        account: who.account,
        user: who.user,
        until: services.clock.now().getTime() + MINUTES * 60_000,
        purpose,
        back,
      };
      reply.setCookie(COOKIE, Buffer.from(JSON.stringify(kept)).toString('base64url'), {
        httpOnly: true,
        sameSite: 'lax',
        secure: services.urls.app.startsWith('https:'),
        path: COOKIE_PATH,
        maxAge: MINUTES * 60,
        signed: true,
      });
      const query = new URLSearchParams({
        client_id: services.entra.clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        response_mode: 'query',
        scope: ['openid', 'profile', 'offline_access', ...CONSENT_SCOPES[purpose]].join(' '),
        state: kept.state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        // A consent that was withdrawn is asked for again, instead of being taken for given.
        prompt: 'consent',
        login_hint: person.email,
      });
      const authority = `https://login.microsoftonline.com/${person.tenant}/oauth2/v2.0/authorize`;
      return reply
        .header('cache-control', 'no-store')
        .redirect(forBrowser(`${authority}?${query.toString()}`));
    });

    app.get('/auth/mailbox/callback', page, async (request, reply) => {
      reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
      const who = requireAllowed(request, 'connect', 'own-mailbox');
      const query = Callback.catch({}).parse(request.query);
      const cookie = request.unsignCookie(request.cookies[COOKIE] ?? '');
      reply.clearCookie(COOKIE, { path: COOKIE_PATH });
      const kept = cookie.valid ? readKept(cookie.value) : undefined;
      const isOurs = kept?.account === who.account && kept.user === who.user && kept.state === query.state;
      if (!kept || !isOurs || kept.until < services.clock.now().getTime()) {
        return failed(reply, 'too-late');
      }
      if (query.code === undefined) {
        return failed(reply, whyNot(query.error, query.error_description), kept.back);
      }
      const person = await personOf(services, who);
      try {
        const refused = await redeemConsent(
          services,
          { account: who.account, user: who.user, tenant: person.tenant, oid: person.oid },
          { code: query.code, verifier: kept.verifier, redirectUri },
          kept.purpose,
        );
        if (refused !== undefined) return failed(reply, refused, kept.back);
      } catch (error) {
        request.log.error({ err: error }, 'A consent could not be redeemed');
        return failed(reply, error instanceof TokenRefused ? 'refused' : 'unreachable', kept.back);
      }
      await services.store.tx((trx) =>
        recordAudit(trx, who, services.clock.now(), AUDITED[kept.purpose], {
          kind: 'user',
          id: String(who.user),
        }),
      );
      return reply.redirect(
        withQuery(kept.back, 'access', kept.purpose === 'read' ? 'delegated' : kept.purpose),
      );
    });
  });
}

function readKept(text: string | null): z.infer<typeof Kept> | undefined {
  return text === null ? undefined : Kept.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
}

/** Entra's answer where nobody consented. AADSTS90094, 90093, 90097: the company lets only administrators consent. */
function whyNot(error: string | undefined, description = ''): ConsentFailure {
  if (/AADSTS9009[347]/.test(description)) return 'admins-only';
  return error === 'access_denied' ? 'declined' : 'refused';
}

/** Back to the screen that began it, which says so in words. */
const failed = (reply: FastifyReply, why: ConsentFailure, screen = SCREEN): FastifyReply =>
  reply.redirect(withQuery(screen, 'failed', why));

const withQuery = (path: string, name: string, value: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
