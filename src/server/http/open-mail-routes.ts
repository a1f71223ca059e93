import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { LogMail, LogStanding, OpenMail } from '../../core/api/logs';
import { askForLog, logStanding, makeGraphAccess } from '../mailbox';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';

/** Logging the mail that is open in Outlook (L8). Its Message-ID is never part of an address, which logs keep. */
export function openMailRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { db } = services.store;
  const access = makeGraphAccess(services);

  app.post(
    '/api/v1/log',
    {
      schema: {
        tags: ['messages'],
        summary: 'Logs a mail that is open in Outlook, with the files and on the records that were chosen',
        body: LogMail,
        response: { 200: LogStanding },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'create', 'message');
      switch (await askForLog(services, access, who, request.body)) {
        case 'asked':
          return logStanding(db, who, request.body.internetMessageId);
        case 'no-mailbox':
          throw problem(409, 'no-mailbox', 'Connect your mailbox first, under Mailboxes in Mailtrail.');
        case 'not-found':
          throw problem(409, 'not-in-mailbox', 'No mailbox of yours that is connected holds this mail.');
        case 'unavailable':
          throw problem(409, 'mailbox-unavailable', 'Microsoft does not answer for your mailbox just now.');
      }
    },
  );

  app.post(
    '/api/v1/log/standing',
    {
      schema: {
        tags: ['messages'],
        summary: 'Whether a mail that is open in Outlook is logged, and on whose records',
        body: OpenMail,
        response: { 200: LogStanding },
      },
    },
    async (request) =>
      logStanding(db, requireAllowed(request, 'read', 'message'), request.body.internetMessageId),
  );
}
