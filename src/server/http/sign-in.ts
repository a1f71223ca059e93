import { createHash, randomBytes } from 'node:crypto';
import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Role, Seat } from '../store/schema';
import { isApiKey } from '../keys';
import type { Services } from '../services';
import { makeKeyCheck } from './by-api-key';
import { HttpProblem, problem } from './problem';

/** Who is asking, proven. Every query that follows begins with `account`. */
export interface SignedIn {
  account: number;
  user: number;
  name: string;
  email: string;
  oid: string;
  role: Role;
  seat: Seat;
  /** When the proof ends: streams close then. */
  until: Date;
  /** It is a program that asks, by this key (K5). */
  key?: string;
}

const SESSION_COOKIE = 'mailtrail_session';
const SESSION_HOURS = 12;
const AUTHORITY = 'https://login.microsoftonline.com';

/** Claims we rely on (facts: Microsoft's token reference). Never authorise by name or mail: both can change. */
const AccessClaims = z.object({
  // GUIDs of any version: Microsoft's own are not all RFC 9562.
  tid: z.guid(),
  oid: z.guid(),
  scp: z.string(),
  azp: z.string(),
  ver: z.literal('2.0'),
  exp: z.number(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
});
export type AccessClaims = z.infer<typeof AccessClaims>;

/** Why jose refuses a claim, in words. */
const CLAIM_REASONS: Record<string, string> = {
  aud: 'it was made for another application',
  nbf: 'it is not valid yet',
};

/** What is wrong with the token itself; everything else that goes wrong is not its bearer's fault. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return CLAIM_REASONS[error.claim] ?? `its claim ${error.claim} is wrong`;
  }
  const wrong = [
    errors.JWSInvalid,
    errors.JWTInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
  ];
  return wrong.some((kind) => error instanceof kind) ? 'its signature or form is wrong' : undefined;
}

/**
 * Checks an Entra access token for our API: signature, time, issuer, audience, scope, client. Throws 503 while
 * Microsoft's keys cannot be had.
 */
export interface TokenCheck {
  (token: string): Promise<{ ok: true; claims: AccessClaims } | { ok: false; reason: string }>;
}

export function makeTokenCheck(
  services: Pick<Services, 'entra' | 'microsoft' | 'clock' | 'log'>,
): TokenCheck {
  // The keys of /common are shared by all tenants: the issuer check below is what ties a token to its tenant.
  const keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(`${AUTHORITY}/common/discovery/v2.0/keys`), {
    [customFetch]: (url, options) => services.microsoft(url, options),
    cooldownDuration: 30_000,
  });
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        audience: services.entra.clientId,
        clockTolerance: 60,
        currentDate: services.clock.now(),
        requiredClaims: ['exp', 'iss', 'aud'],
      });
      const claims = AccessClaims.safeParse(payload);
      if (!claims.success) return { ok: false, reason: 'it is not a v2 access token of a person' };
      if (payload.iss !== `${AUTHORITY}/${claims.data.tid}/v2.0`) {
        return { ok: false, reason: 'its issuer is not its own tenant' };
      }
      if (!claims.data.scp.split(' ').includes(services.entra.scope)) {
        return { ok: false, reason: `it lacks the scope ${services.entra.scope}` };
      }
      if (!services.entra.allowedClients.includes(claims.data.azp)) {
        return { ok: false, reason: 'it was made for another client' };
      }
      return { ok: true, claims: claims.data };
    } catch (error) {
      const reason = refusalOf(error);
      if (reason !== undefined) return { ok: false, reason };
      services.log.error({ err: error }, "Entra's keys could not be fetched");
      throw problem(503, 'no-keys', 'Sign-ins cannot be checked right now. Try again in a minute.');
    }
  };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Somebody of an organisation that has no account here, proven by Microsoft. */
export class UnknownTenant extends HttpProblem {
  constructor(
    readonly tenant: string,
    readonly person: string,
  ) {
    super(
      403,
      'unknown-tenant',
      'Your organisation is not set up here. Ask the operator to run: mailtrail account create --tenant … --admin ….',
    );
  }
}

/**
 * The user behind a person's claims. An unknown tenant is refused; an unknown person of a known tenant becomes a
 * member on a free seat.
 */
export async function userOf(services: Services, claims: AccessClaims): Promise<SignedIn> {
  const { store, clock } = services;
  const account = await store.db
    .selectFrom('accounts')
    .select('id')
    .where('tenant_id', '=', claims.tid)
    .executeTakeFirst();
  if (!account) {
    throw new UnknownTenant(claims.tid, claims.oid);
  }
  const find = () =>
    store.db
      .selectFrom('users')
      .selectAll()
      .where('account_id', '=', account.id)
      .where('oid', '=', claims.oid)
      .executeTakeFirst();
  let user = await find();
  if (!user) {
    await store.tx(async (trx) => {
      const { user_number: id } = await trx
        .updateTable('account_counters')
        .set({ user_number: sql<number>`user_number + 1` })
        .where('account_id', '=', account.id)
        .returning('user_number')
        .executeTakeFirstOrThrow();
      await trx
        .insertInto('users')
        .values({
          account_id: account.id,
          id,
          oid: claims.oid,
          name: claims.name ?? claims.preferred_username ?? 'Unnamed',
          email: (claims.preferred_username ?? '').toLowerCase(),
          role: 'member',
          seat: 'free',
          created_at: clock.now(),
        })
        .onConflict((c) => c.columns(['account_id', 'oid']).doNothing())
        .execute();
    });
    user = await find();
  }
  if (!user) throw new Error('A user that was just made cannot be found');
  if (user.status === 'disabled') {
    throw problem(403, 'user-disabled', 'Your Mailtrail user is disabled. Ask your administrator.');
  }
  return {
    account: account.id,
    user: user.id,
    name: user.name,
    email: user.email,
    oid: user.oid,
    role: user.role,
    seat: user.seat,
    until: new Date(claims.exp * 1000),
  };
}

/** Begins a web session and sets its cookie: HttpOnly, so no script ever holds it. */
export async function beginSession(services: Services, reply: FastifyReply, who: SignedIn): Promise<void> {
  const secret = randomBytes(32).toString('base64url');
  const now = services.clock.now();
  const expires = new Date(now.getTime() + SESSION_HOURS * 3_600_000);
  await services.store.db
    .deleteFrom('sessions')
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('expires_at', '<=', now)
    .execute();
  await services.store.db
    .insertInto('sessions')
    .values({
      account_id: who.account,
      id_hash: hash(secret),
      user_id: who.user,
      created_at: now,
      expires_at: expires,
    })
    .execute();
  reply.setCookie(SESSION_COOKIE, `${who.account}.${secret}`, {
    httpOnly: true,
    sameSite: 'lax',
    secure: services.urls.app.startsWith('https:'),
    path: '/',
    expires,
  });
}

export async function endSession(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const cookie = readCookie(request);
  if (cookie) {
    await services.store.db
      .deleteFrom('sessions')
      .where('account_id', '=', cookie.account)
      .where('id_hash', '=', hash(cookie.secret))
      .execute();
  }
  reply.clearCookie(SESSION_COOKIE, { path: '/' });
}

function readCookie(request: FastifyRequest): { account: number; secret: string } | undefined {
  const match = /^(\d{1,15})\.([\w-]{43})$/.exec(request.cookies[SESSION_COOKIE] ?? '');
  return match?.[1] && match[2] ? { account: Number(match[1]), secret: match[2] } : undefined;
}

async function bySession(services: Services, request: FastifyRequest): Promise<SignedIn | undefined> {
  const cookie = readCookie(request);
  if (!cookie) return undefined;
  const row = await services.store.db
    .selectFrom('sessions')
    .innerJoin('users', (join) =>
      join.onRef('users.account_id', '=', 'sessions.account_id').onRef('users.id', '=', 'sessions.user_id'),
    )
    .select([
      'users.id',
      'users.name',
      'users.email',
      'users.oid',
      'users.role',
      'users.seat',
      'sessions.expires_at',
    ])
    .where('sessions.account_id', '=', cookie.account)
    .where('sessions.id_hash', '=', hash(cookie.secret))
    .where('sessions.expires_at', '>', services.clock.now())
    .where('users.status', '=', 'active')
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    account: cookie.account,
    user: row.id,
    name: row.name,
    email: row.email,
    oid: row.oid,
    role: row.role,
    seat: row.seat,
    until: row.expires_at,
  };
}

/**
 * The person behind a request, by `Authorization: Bearer` (pane) or by session cookie (web app). Throws 401 with what
 * to do. A request that changes something by cookie must come from our own pages: their `fetch` sets a header that a
 * foreign form cannot.
 */
export function makeAuthenticate(services: Services): (request: FastifyRequest) => Promise<SignedIn> {
  const check = makeTokenCheck(services);
  const byKey = makeKeyCheck(services);
  return async (request) => {
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined && isApiKey(bearer)) return byKey(request, bearer);
    if (bearer !== undefined) {
      const checked = await check(bearer);
      if (!checked.ok)
        throw problem(401, 'bad-token', `Sign in again: the access token was refused, ${checked.reason}.`);
      return userOf(services, checked.claims);
    }
    const who = await bySession(services, request);
    if (!who) throw problem(401, 'not-signed-in', 'Sign in first.');
    refuseForeignPage(request);
    return who;
  };
}

/** Throws 403 for a request that changes something by cookie and lacks what only our own pages can send. */
export function refuseForeignPage(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (request.headers['x-mailtrail'] === '1') return;
  throw problem(
    403,
    'foreign-page',
    'This request did not come from a Mailtrail page (header X-Mailtrail: 1 missing).',
  );
}

declare module 'fastify' {
  interface FastifyRequest {
    signedIn: SignedIn | null;
  }
}

/** The signed-in person of a route behind `app.authenticate`; its absence is our mistake, not the caller's. */
export function requireSignedIn(request: FastifyRequest): SignedIn {
  if (!request.signedIn) throw new Error('The route lacks the authenticate hook');
  return request.signedIn;
}
