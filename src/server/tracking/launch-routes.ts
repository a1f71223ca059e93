import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import {
  BookAnswer,
  BookRequest,
  ComposeAnswer,
  ComposeRequest,
  SentAnswer,
  SentReport,
} from '../../core/api/launch';
import { problem } from '../http/problem';
import { requireSignedIn } from '../http/sign-in';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { recipientAnswers, senderOf, type Sender } from './answers';
import { issueBook, readBook, type BookHolder, type BookRefusal } from './books';
import { rawOf } from './door';
import { REPORT, type ReportRecord } from './ingested';
import { openRevocations } from './revocations';
import { admitToOutlook, signOutOfOutlook } from './outlook-sign-out';
import { verifyReport } from './ticket-keys';
import { takeSpares, takeTicket, trackingHostsOf } from './tickets';

const PREFIX = '/api/launch/v1';
/** 500 recipients and a few words about the client. */
const COMPOSE_LIMIT = 512 * 1024;
/** A body of 1.5 million characters, escaped. */
const REPORT_LIMIT = 8 * 1024 * 1024;

const BOOK_REFUSALS: Record<BookRefusal, [status: 401 | 403, code: string, message: string]> = {
  missing: [401, 'no-book', 'Send "Authorization: Book …". Open Mailtrail once to get one.'],
  forged: [401, 'bad-book', 'This ticket book is not ours. Open Mailtrail once to get a new one.'],
  expired: [401, 'book-expired', 'This ticket book has ended. Open Mailtrail once to get a new one.'],
  revoked: [401, 'book-revoked', 'This ticket book was revoked. Open Mailtrail once to get a new one.'],
  'user-disabled': [403, 'user-disabled', 'Your Mailtrail user is disabled. Ask your administrator.'],
};

/** `/api/launch/v1`: ticket books, tickets and policy, and what was sent. */
export function launchRoutes(root: FastifyInstance, services: Services): void {
  void root.register(async (scope) => {
    allowAddin(scope, services);
    const app = scope.withTypeProvider<ZodTypeProvider>();
    const { store } = services;

    app.post(
      `${PREFIX}/book`,
      {
        onRequest: (request) => root.authenticate(request),
        schema: {
          tags: ['launch'],
          summary: 'A ticket book for an Entra access token; it signs the launch events in for 30 days',
          body: BookRequest,
          response: { 200: BookAnswer },
        },
      },
      async (request) => {
        const who = requireSignedIn(request);
        const { policy } = await activeSender(services, who.account, who.user);
        return store.tx(async (trx) => {
          await requireAdmitted(trx, who, request.body?.opened === true);
          return {
            book: await issueBook(trx, services, who),
            policy,
            spare: await takeSpares(trx, services, who),
          };
        });
      },
    );

    app.delete(
      `${PREFIX}/book`,
      {
        onRequest: (request) => root.authenticate(request),
        schema: {
          tags: ['launch'],
          summary: 'Signs you out of Outlook: every ticket book of yours ends',
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const who = requireSignedIn(request);
        await store.tx((trx) => signOutOfOutlook(trx, who, services.clock.now()));
        return reply.code(204).send(null);
      },
    );

    app.post(
      `${PREFIX}/compose`,
      {
        bodyLimit: COMPOSE_LIMIT,
        schema: {
          tags: ['launch'],
          summary: 'A ticket for a compose session, and who its recipients are',
          security: [{ book: [] }],
          body: ComposeRequest,
          response: { 200: ComposeAnswer },
        },
      },
      async (request) => {
        const holder = await bookHolder(services, request);
        const sender = await activeSender(services, holder.account, holder.user);
        const recipients = await recipientAnswers(store.db, sender, request.body.recipients);
        const { ticket: wanted } = request.body;
        if (!wanted && !holder.renewable) return { policy: sender.policy, recipients };
        return store.tx(async (trx) => {
          await requireAdmitted(trx, holder);
          return {
            policy: sender.policy,
            recipients,
            ...(wanted && { ticket: await takeTicket(trx, services, holder) }),
            ...(holder.renewable && { book: await issueBook(trx, services, holder) }),
          };
        });
      },
    );

    app.post(
      `${PREFIX}/renew`,
      {
        schema: {
          tags: ['launch'],
          summary: 'A new ticket book for one that still stands',
          security: [{ book: [] }],
          response: { 200: BookAnswer },
        },
      },
      async (request) => {
        const holder = await bookHolder(services, request);
        const { policy } = await activeSender(services, holder.account, holder.user);
        return store.tx(async (trx) => {
          await requireAdmitted(trx, holder);
          return {
            book: await issueBook(trx, services, holder),
            policy,
            spare: await takeSpares(trx, services, holder),
          };
        });
      },
    );

    const revocations = openRevocations(services);
    let unfollow: (() => Promise<void>) | undefined;
    app.addHook('onReady', async () => {
      unfollow = await revocations.follow(services);
    });
    app.addHook('onClose', async () => unfollow?.());

    app.post(
      `${PREFIX}/sent`,
      {
        bodyLimit: REPORT_LIMIT,
        // The credential is checked before the body is read: a stranger sends no megabytes.
        onRequest: async (request) => {
          const token = verifyReport(
            request.headers.authorization ?? '',
            services.secrets.master,
            trackingHostsOf(services),
          );
          if (!token.ok) {
            throw problem(
              401,
              'bad-ticket',
              'Send "Authorization: Ticket …" made with the ticket of this mail.',
            );
          }
          if (revocations.has(token)) throw problem(403, 'ticket-revoked', 'This ticket was revoked.');
        },
        schema: {
          tags: ['launch'],
          summary: 'What was sent; counts once per token',
          security: [{ ticket: [] }],
          body: SentReport,
          response: { 202: SentAnswer },
        },
      },
      async (request, reply) => {
        const record = reportOf(services, request, request.body);
        try {
          await services.ingest.append(REPORT, record);
        } catch (error) {
          services.log.error({ err: error }, 'A report could not be kept');
          throw problem(503, 'not-kept', 'The report could not be kept. Send it again.');
        }
        return reply.code(202).send({ accepted: true as const });
      },
    );
  });
}

function reportOf(services: Services, request: FastifyRequest, report: SentReport): ReportRecord {
  const token = verifyReport(
    request.headers.authorization ?? '',
    services.secrets.master,
    trackingHostsOf(services),
  );
  if (!token.ok || token.token !== report.token) {
    throw problem(403, 'other-token', 'The report is about another mail than its ticket.', 'token');
  }
  return {
    account: token.account,
    user: token.user,
    token: token.token,
    messageKey: token.messageKey,
    recipient: token.index,
    at: services.clock.now().getTime(),
    report,
    raw: rawOf(request.ip, request.headers),
  };
}

async function bookHolder(services: Services, request: FastifyRequest): Promise<BookHolder> {
  const book = await readBook(services, request.headers.authorization);
  if (book.ok) return book.holder;
  const [status, code, message] = BOOK_REFUSALS[book.reason];
  throw problem(status, code, message);
}

/** Asked where something is issued: a book that was read a moment ago may have ended since. */
async function requireAdmitted(
  trx: Transaction<Database>,
  who: { account: number; user: number },
  opened = false,
): Promise<void> {
  if (await admitToOutlook(trx, who, opened)) return;
  throw problem(403, 'signed-out', 'You signed out of Mailtrail in Outlook. Open its pane to sign in.');
}

async function activeSender(services: Services, account: number, user: number): Promise<Sender> {
  const sender = await senderOf(services.store.db, services, account, user);
  if (!sender)
    throw problem(403, 'user-disabled', 'Your Mailtrail user is disabled. Ask your administrator.');
  return sender;
}

/**
 * Classic Outlook asks as a browser would, with Origin and a preflight, from the add-in's own origin; no other page
 * has any business here.
 */
function allowAddin(app: FastifyInstance, services: Services): void {
  const own = new URL(services.urls.app).origin;
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const { origin } = request.headers;
    if (origin === undefined) return;
    void reply.header('vary', 'Origin');
    if (origin !== own) throw problem(403, 'foreign-origin', 'Only the add-in may ask here.');
    void reply.header('access-control-allow-origin', own);
  });
  app.options(`${PREFIX}/*`, { schema: { hide: true } }, async (_request, reply) =>
    reply
      .code(204)
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'authorization, content-type')
      .header('access-control-max-age', '7200')
      .send(),
  );
}
