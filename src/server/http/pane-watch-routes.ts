import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { LARGEST_HANDED, PaneItems, PaneLeft, PaneLooked, PaneWatch } from '../../core/api/mailboxes';
import { Id } from '../../core/api/shared';
import { notePaneLeft, paneLooked, paneMailbox, paneWatch, takeHandedOver, wantedItems } from '../mailbox';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';

const ById = z.object({ id: Id });
/** What is told of the item stands before its MIME. */
const LARGEST_BODY = LARGEST_HANDED + 4 * 1024 * 1024;

/** The pane's own watch: with its own token it finds what is new in its user's mailbox, and hands it over here. */
export function paneWatchRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  const mailboxFor = async (request: FastifyRequest, id: string) => {
    const who = requireAllowed(request, 'change', 'own-mailbox');
    const mailbox = await paneMailbox(services, who, id);
    if (!mailbox) throw problem(404, 'no-such-mailbox', 'The pane watches no such mailbox.');
    return mailbox;
  };

  app.get(
    '/api/v1/mailboxes/pane',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'What the pane is to watch while it is open',
        response: { 200: PaneWatch },
      },
    },
    async (request) => paneWatch(services, requireAllowed(request, 'read', 'own-mailbox')),
  );

  app.post(
    '/api/v1/mailboxes/:id/pane/wanted',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'Which of these items were not looked at yet',
        params: ById,
        body: PaneItems,
        response: { 200: PaneItems },
      },
    },
    async (request) => ({
      ids: await wantedItems(services, await mailboxFor(request, request.params.id), request.body.ids),
    }),
  );

  root.register(async (scope) => {
    // Read as it comes: never whole in memory.
    scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
    scope.withTypeProvider<ZodTypeProvider>().post(
      '/api/v1/mailboxes/:id/pane/items',
      {
        bodyLimit: LARGEST_BODY,
        schema: {
          tags: ['mailboxes'],
          summary: 'Hands over one item of the mailbox: a line of JSON that tells of it, and its MIME',
          consumes: ['application/octet-stream'],
          params: ById,
          response: { 204: z.undefined() },
        },
      },
      async (request, reply) => {
        const mailbox = await mailboxFor(request, request.params.id);
        const body: unknown = request.body;
        if (!(body instanceof Readable)) throw problem(415, 'media-type', 'Send the bytes of the file.');
        const taken = await takeHandedOver(services, mailbox, body);
        if (taken === 'too-large') throw problem(413, 'too-large', 'The mail is larger than 220 MB.');
        if (taken === 'not-an-item') {
          throw problem(422, 'not-an-item', 'This is not how Microsoft Graph tells of a mail.', 'item');
        }
        return reply.code(204).send();
      },
    );
  });

  app.post(
    '/api/v1/mailboxes/:id/pane/left',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'Names an item that cannot be handed over, for the mailbox doctor to tell of',
        params: ById,
        body: PaneLeft,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const mailbox = await mailboxFor(request, request.params.id);
      await notePaneLeft(services, mailbox, request.body);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/mailboxes/:id/pane/looked',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'Everything that was there then has been handed over',
        params: ById,
        body: PaneLooked,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const mailbox = await mailboxFor(request, request.params.id);
      await paneLooked(services, mailbox, request.body);
      return reply.code(204).send();
    },
  );
}
