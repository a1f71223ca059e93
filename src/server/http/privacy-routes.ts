import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Erasures, ErasureView, ExportSize, PrivacyLinks } from '../../core/api/privacy';
import { Id } from '../../core/api/shared';
import { recordAudit } from '../audit';
import { visibleMessage } from '../crm/messages';
import { recipientVisibleTo } from '../crm/visibility';
import {
  beginErasure,
  contactExport,
  copyPage,
  erasureViews,
  exportSize,
  undoErasure,
  zip,
} from '../privacy';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { noMessage, problem } from './problem';

const ById = z.object({ id: Id });
const noContact = () => problem(404, 'no-such-contact', 'There is no such contact.');
const noErasure = () => problem(404, 'no-such-erasure', 'There is no such erasure.');

/** What people outside may know and decide about themselves, as far as users have a hand in it (P5, P6). */
export function privacyRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  app.get(
    '/api/v1/messages/:id/privacy-links',
    {
      schema: {
        tags: ['privacy'],
        summary: 'The page "what is tracked about me" of each recipient, to be handed on to them',
        params: ById,
        response: { 200: PrivacyLinks },
      },
    },
    async (request): Promise<PrivacyLinks> => {
      const who = requireAllowed(request, 'read', 'message');
      const message = request.params.id;
      if (!(await visibleMessage(store.db, who, message))) {
        throw noMessage();
      }
      const rows = await store.db
        .selectFrom('message_recipients as r')
        .innerJoin('messages as m', (join) =>
          join.onRef('m.account_id', '=', 'r.account_id').onRef('m.id', '=', 'r.message_id'),
        )
        .select(['r.idx', 'r.address'])
        .where('r.account_id', '=', who.account)
        .where('r.message_id', '=', message)
        .where('m.direction', '=', 'outgoing')
        .where(recipientVisibleTo(who))
        .orderBy('r.idx')
        // Of marketing mail each copy has a link of its own to it.
        .limit(500)
        .execute();
      return {
        links: rows.map(({ idx, address }) => ({
          idx,
          address,
          url: copyPage(services, { account: who.account, message, recipient: idx }),
        })),
      };
    },
  );

  app.get(
    '/api/v1/contacts/:id/export/size',
    {
      schema: {
        tags: ['privacy'],
        summary: 'How much a copy of everything about a contact holds',
        params: ById,
        response: { 200: ExportSize },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'export', 'contact');
      const size = await exportSize(store.db, who, request.params.id);
      if (!size) throw noContact();
      return size;
    },
  );

  app.get(
    '/api/v1/contacts/:id/export',
    {
      schema: {
        tags: ['privacy'],
        summary: 'Everything that is kept about a contact, as a ZIP archive (P5)',
        params: ById,
        produces: ['application/zip'],
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'export', 'contact');
      const { id } = request.params;
      const size = await exportSize(store.db, who, id);
      if (!size) throw noContact();
      // Before the first byte: a copy that was broken off was taken too.
      await store.tx((trx) =>
        recordAudit(trx, who, clock.now(), 'contact.export', { kind: 'contact', id }, { ...size }),
      );
      return reply
        .header('content-type', 'application/zip')
        .header('content-disposition', `attachment; filename="contact-${id}.zip"`)
        .send(Readable.from(zip(contactExport(services, who, id)), { objectMode: false }));
    },
  );

  app.post(
    '/api/v1/contacts/:id/erasure',
    {
      schema: {
        tags: ['privacy'],
        summary: 'Erases a contact in five minutes; until then it can be undone (P5)',
        params: ById,
        response: { 202: ErasureView },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'remove', 'contact');
      const id = await store.tx((trx) => beginErasure(trx, services, who, request.params.id));
      if (id === undefined) throw noContact();
      const [view] = await erasureViews(store.db, who.account, id);
      if (!view) throw noErasure();
      return reply.code(202).send(view);
    },
  );

  app.get(
    '/api/v1/erasures',
    {
      schema: {
        tags: ['privacy'],
        summary: 'Erasures, newest first, and how far they are',
        response: { 200: Erasures },
      },
    },
    async (request): Promise<Erasures> => {
      const who = requireAllowed(request, 'remove', 'contact');
      return { erasures: await erasureViews(store.db, who.account) };
    },
  );

  app.get(
    '/api/v1/erasures/:id',
    {
      schema: {
        tags: ['privacy'],
        summary: 'How far an erasure is',
        params: ById,
        response: { 200: ErasureView },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'remove', 'contact');
      const [view] = await erasureViews(store.db, who.account, request.params.id);
      if (!view) throw noErasure();
      return view;
    },
  );

  app.delete(
    '/api/v1/erasures/:id',
    {
      schema: {
        tags: ['privacy'],
        summary: 'Undoes an erasure that has not begun',
        params: ById,
        response: { 200: ErasureView },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'remove', 'contact');
      const { id } = request.params;
      const undone = await store.tx((trx) => undoErasure(trx, services, who, id));
      const [view] = await erasureViews(store.db, who.account, id);
      if (!view) throw noErasure();
      if (!undone && view.state !== 'undone') {
        throw problem(409, 'erasure-begun', 'The erasure has begun and can no longer be undone.');
      }
      return view;
    },
  );
}
