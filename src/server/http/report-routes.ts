import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  ClickMap,
  Engagement,
  EngagementQuery,
  MessageReport,
  MessageReportQuery,
  RecipientsQuery,
  RepliesQuery,
  ReplyLines,
  ReportRecipients,
  SpanRecipientsQuery,
} from '../../core/api/reports';
import { Id } from '../../core/api/shared';
import { recordAudit } from '../audit';
import {
  clickMap,
  engagement,
  engagementCsv,
  messageRecipientsCsv,
  messageReport,
  recipientsInSpan,
  recipientsOf,
  repliesOf,
  spanRecipientsCsv,
} from '../marketing/report';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { auditPreviews } from './audit-reading';
import { makeFileUrl } from './files';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });
const noMessage = () => problem(404, 'no-such-message', 'There is no such marketing message.');
const CSV = 'text/csv; charset=utf-8';
const attached = (name: string): string => `attachment; filename="${name}.csv"`;

/** M5, M6: what became of marketing mail, in numbers and in the people behind each. */
export function reportRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  const messageOf = async (account: number, id: string): Promise<{ id: string; name: string }> => {
    const row = await store.db
      .selectFrom('marketing_messages')
      .select(['id', 'name'])
      .where('account_id', '=', account)
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) throw noMessage();
    return row;
  };
  /** Before the first byte: a list that was broken off was taken too. What was searched for may be an address. */
  const auditExport = async (
    who: SignedIn,
    action: 'report.export' | 'report.people',
    id: string | undefined,
    { search, ...detail }: Record<string, unknown>,
  ): Promise<void> => {
    const object =
      id === undefined ? { kind: 'account', id: String(who.account) } : { kind: 'marketing', id };
    const { cursor: _cursor, limit: _limit, ...kept } = detail;
    await store.tx((trx) =>
      recordAudit(trx, who, clock.now(), action, object, {
        ...kept,
        ...(search !== undefined && { searched: true }),
      }),
    );
  };

  app.get(
    '/api/v1/reports/engagement',
    {
      schema: {
        tags: ['reports'],
        summary: 'What became of the marketing mail that left in a span',
        querystring: EngagementQuery,
        response: { 200: Engagement },
      },
    },
    async (request) =>
      engagement(store.db, requireAllowed(request, 'read', 'report').account, request.query, clock.now()),
  );

  app.get(
    '/api/v1/reports/engagement.csv',
    {
      schema: {
        tags: ['reports'],
        summary: 'The same by message, as CSV',
        querystring: EngagementQuery,
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'export', 'report');
      const report = await engagement(store.db, who.account, request.query, clock.now());
      await auditExport(who, 'report.export', undefined, request.query);
      return reply
        .header('content-type', CSV)
        .header('content-disposition', attached(`engagement-${request.query.from}-${request.query.to}`))
        .send(Readable.from(engagementCsv(report), { objectMode: false }));
    },
  );

  app.get(
    '/api/v1/reports/recipients',
    {
      schema: {
        tags: ['reports'],
        summary: 'The people behind a number of a span, once for each message',
        querystring: SpanRecipientsQuery,
        response: { 200: ReportRecipients },
      },
    },
    async (request) =>
      recipientsInSpan(store.db, requireAllowed(request, 'read', 'report').account, request.query),
  );

  app.get(
    '/api/v1/reports/recipients.csv',
    {
      schema: {
        tags: ['reports'],
        summary: 'The same, as CSV',
        querystring: SpanRecipientsQuery,
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'export', 'report');
      await auditExport(who, 'report.people', undefined, request.query);
      return reply
        .header('content-type', CSV)
        .header('content-disposition', attached('recipients'))
        .send(Readable.from(spanRecipientsCsv(store.db, who.account, request.query), { objectMode: false }));
    },
  );

  app.get(
    '/api/v1/marketing/:id/report',
    {
      schema: {
        tags: ['reports'],
        summary: 'What became of one marketing message',
        params: ById,
        querystring: MessageReportQuery,
        response: { 200: MessageReport },
      },
    },
    async (request) => {
      const { account } = requireAllowed(request, 'read', 'report');
      const report = await messageReport(
        store.db,
        account,
        request.params.id,
        request.query.zone,
        clock.now(),
      );
      if (!report) throw noMessage();
      return report;
    },
  );

  app.get(
    '/api/v1/marketing/:id/recipients',
    {
      schema: {
        tags: ['reports'],
        summary: 'The people behind a number of one marketing message',
        params: ById,
        querystring: RecipientsQuery,
        response: { 200: ReportRecipients },
      },
    },
    async (request) => {
      const { account } = requireAllowed(request, 'read', 'report');
      return recipientsOf(store.db, account, await messageOf(account, request.params.id), request.query);
    },
  );

  app.get(
    '/api/v1/marketing/:id/recipients.csv',
    {
      schema: {
        tags: ['reports'],
        summary: 'The same, as CSV',
        params: ById,
        querystring: RecipientsQuery,
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'export', 'report');
      const message = await messageOf(who.account, request.params.id);
      await auditExport(who, 'report.people', message.id, request.query);
      return reply
        .header('content-type', CSV)
        .header('content-disposition', attached('recipients'))
        .send(
          Readable.from(messageRecipientsCsv(store.db, who.account, message, request.query), {
            objectMode: false,
          }),
        );
    },
  );

  app.get(
    '/api/v1/marketing/:id/click-map',
    {
      schema: {
        tags: ['reports'],
        summary: 'A marketing message as it was sent, each tracked link with its clicks',
        params: ById,
        response: { 200: ClickMap },
      },
    },
    async (request) => {
      const { account } = requireAllowed(request, 'read', 'report');
      const { id } = await messageOf(account, request.params.id);
      const document = await clickMap(services, account, id);
      if (document === undefined)
        throw problem(404, 'not-sent', 'This message has not been sent, so nobody has clicked in it.');
      return { document };
    },
  );

  app.get(
    '/api/v1/marketing/:id/replies',
    {
      schema: {
        tags: ['reports'],
        summary: 'Who replied to a marketing message, when, and what, the latest first',
        params: ById,
        querystring: RepliesQuery,
        response: { 200: ReplyLines },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'report');
      const message = await messageOf(who.account, request.params.id);
      const lines = await repliesOf(store.db, who, message.id, request.query, makeFileUrl(services, who));
      await auditPreviews(
        services,
        who,
        lines.replies.flatMap(({ mail }) => mail?.id ?? []),
      );
      return lines;
    },
  );
}
