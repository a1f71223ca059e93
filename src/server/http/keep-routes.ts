import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { AccountStanding, AuditPage, AuditQuery, CloseAccount } from '../../core/api/audit';
import { KeepMonths } from '../../core/api/retention';
import { recordAudit } from '../audit';
import { accountExport, auditCsv, auditPage, closeAccount, REOPEN_MS, reopenAccount, zip } from '../privacy';
import type { Services } from '../services';
import { json } from '../store/schema';
import { requireAllowed } from './allowed';
import { problem } from './problem';

/** How long what is kept, who did what, and the end of an account (P8). */
export function keepRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  const accountOf = (id: number) =>
    store.db
      .selectFrom('accounts')
      .select(['name', 'settings', 'closed_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  const standing = async (id: number): Promise<AccountStanding> => {
    const { name, closed_at: closed } = await accountOf(id);
    return {
      name,
      ...(closed && {
        closedAt: closed.toISOString(),
        reopenUntil: new Date(closed.getTime() + REOPEN_MS).toISOString(),
      }),
    };
  };

  app.get(
    '/api/v1/settings/retention',
    {
      schema: {
        tags: ['settings'],
        summary: 'For how many months each kind of record is kept; absent: for good (hits: 13)',
        response: { 200: KeepMonths },
      },
    },
    async (request): Promise<KeepMonths> => {
      const { settings } = await accountOf(requireAllowed(request, 'read', 'account-settings').account);
      return settings.keepMonths ?? {};
    },
  );

  app.put(
    '/api/v1/settings/retention',
    {
      schema: {
        tags: ['settings'],
        summary: 'Sets for how many months each kind of record is kept',
        body: KeepMonths.strict(),
        response: { 200: KeepMonths },
      },
    },
    async (request): Promise<KeepMonths> => {
      const who = requireAllowed(request, 'change', 'account-settings');
      const keepMonths = request.body;
      await store.tx(async (trx) => {
        await trx
          .updateTable('accounts')
          .set({ settings: sql<string>`settings || ${json({ keepMonths })}::jsonb` })
          .where('id', '=', who.account)
          .execute();
        const account = { kind: 'account', id: String(who.account) };
        await recordAudit(trx, who, clock.now(), 'settings.retention', account, { ...keepMonths });
      });
      return keepMonths;
    },
  );

  app.get(
    '/api/v1/audit-log',
    {
      schema: {
        tags: ['settings'],
        summary: 'Who read, changed, exported and configured what, newest first',
        querystring: AuditQuery,
        response: { 200: AuditPage },
      },
    },
    async (request) =>
      auditPage(store.db, requireAllowed(request, 'read', 'audit-log').account, request.query),
  );

  app.get(
    '/api/v1/audit-log.csv',
    {
      schema: {
        tags: ['settings'],
        summary: 'The audit log as CSV',
        querystring: AuditQuery.omit({ limit: true, before: true }),
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'export', 'audit-log');
      await store.tx((trx) =>
        recordAudit(trx, who, clock.now(), 'audit-log.export', { kind: 'account', id: String(who.account) }),
      );
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit-log.csv"')
        .send(Readable.from(auditCsv(store.db, who.account, request.query), { objectMode: false }));
    },
  );

  app.get(
    '/api/v1/account',
    { schema: { tags: ['settings'], summary: 'How the account stands', response: { 200: AccountStanding } } },
    async (request) => standing(requireAllowed(request, 'read', 'account-settings').account),
  );

  app.get(
    '/api/v1/account/export',
    {
      schema: {
        tags: ['privacy'],
        summary: 'Everything of every contact, and the audit log, as a ZIP archive',
        produces: ['application/zip'],
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'export', 'audit-log');
      await store.tx((trx) =>
        recordAudit(trx, who, clock.now(), 'account.export', { kind: 'account', id: String(who.account) }),
      );
      return reply
        .header('content-type', 'application/zip')
        .header('content-disposition', 'attachment; filename="mailtrail.zip"')
        .send(Readable.from(zip(accountExport(services, who)), { objectMode: false }));
    },
  );

  app.post(
    '/api/v1/account/close',
    {
      schema: {
        tags: ['settings'],
        summary: 'Closes the account: links lead on, all else ends, and is erased after 30 days',
        body: CloseAccount,
        response: { 200: AccountStanding },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'remove', 'users');
      const { name } = await accountOf(who.account);
      if (request.body.name.trim() !== name) {
        throw problem(422, 'wrong-name', `Write the company’s name as it stands here: ${name}`, 'name');
      }
      await store.tx((trx) => closeAccount(trx, services, who));
      return standing(who.account);
    },
  );

  app.post(
    '/api/v1/account/reopen',
    {
      schema: {
        tags: ['settings'],
        summary: 'Opens a closed account again',
        response: { 200: AccountStanding },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'remove', 'users');
      await store.tx((trx) => reopenAccount(trx, services, who));
      return standing(who.account);
    },
  );
}
