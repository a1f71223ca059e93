import { createServer } from 'node:http';
import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { PushCounts } from '../push';
import { unsubscribeRoutes } from '../marketing/unsubscribe';
import type { Services } from '../services';
import { graphRoutes } from '../mailbox';
import { recipientRoutes } from '../privacy';
import { openMetrics } from '../metrics';
import { launchRoutes, openDoor, openTrackingHosts, trackingRoutes, makeDeviceLearner } from '../tracking';
import { answerProblem } from './answer-problem';
import { accountRoutes } from './account-routes';
import { accountRulesRoutes } from './account-rules-routes';
import { adminConsentRoutes } from './admin-consent-routes';
import { apiKeyRoutes } from './api-key-routes';
import { makeClosedCheck } from './closed-account';
import { companyRoutes } from './company-routes';
import { contactListRoutes } from './contact-list-routes';
import { importRoutes } from './import-routes';
import { crmRoutes } from './crm-routes';
import { deploymentRoutes } from './deployment-routes';
import { DESCRIPTION } from './description';
import { doctorRoutes } from './doctor-routes';
import { deviceRoutes } from './device-routes';
import { feedRoutes } from './feed';
import { firstRunRoutes } from './first-run-routes';
import { FeedWakes } from './feed-stream';
import { fileRoutes } from './files';
import { healthRoutes } from './health';
import { hitRoutes } from './hit-routes';
import { makeHostCheck } from './hosts';
import { keepRoutes } from './keep-routes';
import { contactRoutes } from './contact-routes';
import { legalBasisRoutes } from './legal-basis-routes';
import { logRoutes } from './log-routes';
import { neverLogRoutes } from './never-log-routes';
import { draftRecordRoutes } from './draft-record-routes';
import { openMailRoutes } from './open-mail-routes';
import { lookBackRoutes } from './look-back-routes';
import { mailboxRoutes } from './mailbox-routes';
import { mailboxConsentRoutes } from './mailbox-consent-routes';
import { messageListRoutes } from './message-list-routes';
import { marketingAudienceRoutes } from './marketing-audience-routes';
import { marketingContentRoutes, pictureRoutes } from './marketing-content-routes';
import { marketingCheckRoutes } from './marketing-check-routes';
import { marketingRoutes } from './marketing-routes';
import { marketingSendRoutes } from './marketing-send-routes';
import { metricsRoutes } from './metrics-routes';
import { type PageExtras, pageRoutes } from './pages';
import { paneWatchRoutes } from './pane-watch-routes';
import { privacyRoutes } from './privacy-routes';
import { type HttpProblem, problem } from './problem';
import { pushRoutes } from './push-routes';
import { rejudgeRoutes } from './rejudge-routes';
import { reportRoutes } from './report-routes';
import { reminderRoutes } from './reminder-routes';
import { segmentRoutes } from './segment-routes';
import { sendingRoutes } from './sending-routes';
import { settingsRoutes } from './settings-routes';
import { makeAuthenticate } from './sign-in';
import { templateRoutes } from './template-routes';
import { unsubscriptionRoutes } from './unsubscribe-routes';
import { userRoutes } from './user-routes';
import { taskRoutes } from './task-routes';
import { trackingDomainRoutes } from './tracking-domain-routes';
import { webSignInRoutes } from './web-sign-in';
import { workflowRoutes } from './workflow-routes';

/** A report carries the body of a mail and no attachment. */
const BODY_LIMIT = 4 * 1024 * 1024;

export interface App {
  http: FastifyInstance;
  /** Every route there is, `GET /api/v1/me`, in order of path. */
  routes(): string[];
  /** Called when the store says that an account's ledger has grown; empty: any may have. */
  wakeFeeds(account: string): void;
  /** For the jobs that push, whose metrics are read here. */
  pushes: PushCounts;
}

/** The whole HTTP face of the server. `extras` are what the start command adds in the sandbox. */
export async function buildApp(services: Services, extras: PageExtras): Promise<App> {
  const refuse = answerProblem(services.log);
  const door = openDoor(services);
  const app = fastify({
    // Hits are answered before anything else looks at them.
    serverFactory: (handler, { keepAliveTimeout, requestTimeout }) => {
      const server = createServer((request, response) => {
        if (!door.answers(request, response)) handler(request, response);
      });
      if (typeof keepAliveTimeout === 'number') server.keepAliveTimeout = keepAliveTimeout;
      if (typeof requestTimeout === 'number') server.requestTimeout = requestTimeout;
      return server;
    },
    loggerInstance: services.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: services.settings.trustedProxies,
    // Tracked links carry their target as a parameter; a path part is a token of 44 characters, or a signed grant.
    routerOptions: { maxParamLength: 2_000 },
    forceCloseConnections: true,
    // Addresses that no route can be looked up for.
    frameworkErrors: refuse,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(refuse);
  app.setNotFoundHandler((request, reply) => refuse(absent(request), request, reply));

  const table = new Set<string>();
  app.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) table.add(`${name} ${url}`);
  });

  const hosts = openTrackingHosts(services);
  let unfollowHosts: (() => Promise<void>) | undefined;
  app.addHook('onReady', async () => {
    unfollowHosts = await hosts.follow(services);
  });
  app.addHook('onClose', async () => unfollowHosts?.());
  const hostCheck = makeHostCheck(services.urls, (name) => hosts.has(name));
  app.addHook('onRequest', async (request) => {
    const answer = hostCheck(request.host, routeOf(request));
    if (answer === 'wrong-host') {
      throw problem(421, 'wrong-host', 'This server does not answer for that host name.');
    }
    if (answer === 'absent') throw absent(request);
  });
  app.addHook('onSend', async (_request, reply) => {
    if (reply.getHeader('x-content-type-options') === undefined) {
      reply.header('x-content-type-options', 'nosniff');
    }
  });

  await app.register(cookie, { secret: services.secrets.deriveKey('cookie/1').toString('base64url') });
  await app.register(swagger, DESCRIPTION);

  const wakes = new FeedWakes();
  const authenticate = makeAuthenticate(services);
  const signIn = async (request: FastifyRequest): Promise<void> => {
    request.signedIn = await authenticate(request);
  };
  app.decorateRequest('signedIn', null);
  app.decorate('authenticate', signIn);

  // Everything below registers inside plug-ins, so that the description sees every route.
  await app.register(async (scope) => {
    trackingRoutes(scope, services, door);
    launchRoutes(scope, services);
    graphRoutes(scope, services);
    recipientRoutes(scope, services);
    unsubscribeRoutes(scope, services);
    pictureRoutes(scope, services);
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', signIn);
    scope.addHook('onRequest', makeClosedCheck(services));
    // O7: what people sign in with is theirs, and its looks at their own mail do not count.
    const learnDevice = makeDeviceLearner(services);
    scope.addHook('onRequest', async (request) => {
      const who = request.signedIn;
      // What a program asks from is nobody's device, and who hung up has no address any more.
      if (!who || who.key !== undefined || request.socket.remoteAddress === undefined) return;
      const from = request.headers.authorization === undefined ? 'web' : 'pane';
      await learnDevice(who, { userAgent: request.headers['user-agent'], ip: request.ip, from });
    });
    // People's mail: nothing of it stays in a cache.
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    accountRoutes(scope, services);
    mailboxRoutes(scope, services);
    lookBackRoutes(scope, services);
    paneWatchRoutes(scope, services);
    userRoutes(scope, services);
    settingsRoutes(scope, services);
    accountRulesRoutes(scope, services);
    trackingDomainRoutes(scope, services);
    deploymentRoutes(scope, services, extras);
    apiKeyRoutes(scope, services);
    firstRunRoutes(scope, services);
    crmRoutes(scope, services);
    logRoutes(scope, services);
    contactRoutes(scope, services);
    contactListRoutes(scope, services);
    await importRoutes(scope, services);
    companyRoutes(scope, services);
    neverLogRoutes(scope, services);
    openMailRoutes(scope, services);
    draftRecordRoutes(scope, services);
    legalBasisRoutes(scope, services);
    privacyRoutes(scope, services);
    keepRoutes(scope, services);
    hitRoutes(scope, services);
    deviceRoutes(scope, services);
    rejudgeRoutes(scope, services);
    messageListRoutes(scope, services);
    reportRoutes(scope, services);
    segmentRoutes(scope, services);
    sendingRoutes(scope, services);
    templateRoutes(scope, services);
    marketingRoutes(scope, services);
    marketingSendRoutes(scope, services);
    unsubscriptionRoutes(scope, services);
    marketingContentRoutes(scope, services);
    marketingAudienceRoutes(scope, services);
    marketingCheckRoutes(scope, services);
    reminderRoutes(scope, services);
    workflowRoutes(scope, services);
    taskRoutes(scope, services);
    pushRoutes(scope, services);
    feedRoutes(scope, services, wakes);
  });
  const metrics = openMetrics(services, door.counts);
  await app.register(async (scope) => {
    webSignInRoutes(scope, services);
    adminConsentRoutes(scope, services);
    mailboxConsentRoutes(scope, services);
    fileRoutes(scope, services);
    healthRoutes(scope, services);
    doctorRoutes(scope, services);
    metricsRoutes(scope, services, metrics);
    await pageRoutes(scope, services, extras);
    scope.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  });
  const routes = () => [...table].sort(byPath);
  return { http: app, routes, wakeFeeds: (account) => wakes.wake(account), pushes: metrics.pushes };
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Hook for routes that need a person: fills `request.signedIn` or answers 401. */
    authenticate(request: FastifyRequest): Promise<void>;
  }
}

function byPath(a: string, b: string): number {
  const [methodA = '', pathA = ''] = a.split(' ');
  const [methodB = '', pathB = ''] = b.split(' ');
  return pathA < pathB ? -1 : pathA > pathB ? 1 : methodA < methodB ? -1 : 1;
}

const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '';

/** What answers it, however the address is spelled (`/%66iles/` is `/files/` to the router); else the address. */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? pathOf(request);

const absent = (request: FastifyRequest): HttpProblem =>
  problem(404, 'not-found', `There is nothing at ${pathOf(request).slice(0, 200)}.`);
