import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import type { Services } from '../services';
import { graphRoutes } from '../mailbox';
import { launchRoutes, trackingRoutes } from '../tracking';
import { accountRoutes } from './account-routes';
import { crmRoutes } from './crm-routes';
import { FeedWakes, feedRoutes } from './feed';
import { fileRoutes } from './files';
import { healthRoutes } from './health';
import { type PageExtras, pageRoutes } from './pages';
import { HttpProblem } from './problem';
import { makeAuthenticate } from './sign-in';
import { webSignInRoutes } from './web-sign-in';

/** A report carries the body of a mail and no attachment. */
const BODY_LIMIT = 4 * 1024 * 1024;

export interface App {
  http: FastifyInstance;
  /** Called when the store says that an account's ledger has grown; empty: any may have. */
  wakeFeeds(account: string): void;
}

/** The whole HTTP face of the server. `extras` are what the start command adds in the sandbox. */
export async function buildApp(services: Services, extras: PageExtras): Promise<App> {
  const app = fastify({
    loggerInstance: services.log,
    disableRequestLogging: true,
    bodyLimit: BODY_LIMIT,
    trustProxy: services.settings.trustedProxies,
    // Tracked links carry their target as a parameter; a path part is a token of 44 characters, or a signed grant.
    maxParamLength: 2_000,
    forceCloseConnections: true,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerProblem(services.log));
  app.setNotFoundHandler((request, reply) => {
    void reply
      .code(404)
      .send({ error: { code: 'not-found', message: `There is nothing at ${request.url.split('?')[0] ?? ''}.` } });
  });

  const hosts = new Set(Object.values(services.urls).map((url: string) => new URL(url).host));
  app.addHook('onRequest', async (request) => {
    if (!hosts.has(request.headers.host ?? '')) {
      throw new HttpProblem(421, 'wrong-host', 'This server does not answer for that host name.');
    }
  });
  app.addHook('onSend', async (_request, reply) => {
    if (reply.getHeader('x-content-type-options') === undefined) reply.header('x-content-type-options', 'nosniff');
  });

  await app.register(cookie, { secret: services.secrets.deriveKey('cookie/1').toString('base64url') });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Mailtrail',
        description: 'Tracks and logs the mail people send from Outlook.',
        version: '1',
      },
      components: {
        securitySchemes: {
          entra: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          session: { type: 'apiKey', in: 'cookie', name: 'mailtrail_session' },
        },
      },
      security: [{ entra: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
  });

  const wakes = new FeedWakes();
  const authenticate = makeAuthenticate(services);
  const signIn = async (request: FastifyRequest): Promise<void> => {
    request.signedIn = await authenticate(request);
  };
  app.decorateRequest('signedIn', null);
  app.decorate('authenticate', signIn);

  // Everything below registers inside plug-ins, so that the description sees every route.
  await app.register(async (scope) => {
    await trackingRoutes(scope, services);
    await launchRoutes(scope, services);
    await graphRoutes(scope, services);
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', signIn);
    accountRoutes(scope, services);
    crmRoutes(scope, services);
    feedRoutes(scope, services, wakes);
  });
  await app.register(async (scope) => {
    webSignInRoutes(scope, services);
    fileRoutes(scope, services);
    healthRoutes(scope, services);
    await pageRoutes(scope, services, extras);
    scope.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  });
  return { http: app, wakeFeeds: (account) => wakes.wake(account) };
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Hook for routes that need a person: fills `request.signedIn` or answers 401. */
    authenticate(request: FastifyRequest): Promise<void>;
  }
}

/** Every refusal in one form; what we did not foresee is logged and answered without detail. */
function answerProblem(log: FastifyBaseLogger) {
  return (
    error: FastifyError | HttpProblem,
    request: FastifyRequest,
    reply: { code(status: number): { send(body: unknown): unknown } },
  ): void => {
    if (error instanceof HttpProblem) {
      const { code, message, field } = error;
      void reply.code(error.statusCode).send({ error: { code, message, ...(field !== undefined && { field }) } });
      return;
    }
    if (hasZodFastifySchemaValidationErrors(error)) {
      const [first] = error.validation;
      const field = (first?.instancePath ?? '').replace(/^\//, '').replace(/\//g, '.');
      void reply.code(422).send({
        error: {
          code: 'bad-request',
          message: `${field === '' ? 'The request' : `"${field}"`} is wrong: ${first?.message ?? 'unexpected form'}.`,
          ...(field !== '' && { field }),
        },
      });
      return;
    }
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const message =
        error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
          ? `The body is larger than ${BODY_LIMIT / 1024 / 1024} MB.`
          : error.message;
      void reply.code(status).send({ error: { code: error.code ?? 'bad-request', message } });
      return;
    }
    // The route, never the address with its parameters: those carry tokens and targets.
    log.error({ err: error, route: request.routeOptions.url, method: request.method }, 'request failed');
    void reply.code(500).send({ error: { code: 'internal', message: 'Something went wrong here. It has been noted.' } });
  };
}
