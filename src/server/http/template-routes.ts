import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { can } from '../../core/access';
import { Id } from '../../core/api/shared';
import {
  ChangedTemplate,
  FilledTemplate,
  FillTemplate,
  NewTemplate,
  TemplateList,
  TemplateQuery,
  TemplateView,
} from '../../core/api/templates';
import type { Services } from '../services';
import { changeTemplate, fillTemplate, makeTemplate, templateView, templateViews } from '../sending';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });
const noTemplate = () => problem(404, 'no-such-template', 'There is no such template.');

/** A8: templates, one's own and shared ones. */
export function templateRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  const viewOf = async (who: SignedIn, id: string): Promise<TemplateView> => {
    const view = await templateView(store.db, who, id);
    if (!view) throw noTemplate();
    return view;
  };

  const change = async (
    request: FastifyRequest,
    id: string,
    given: ChangedTemplate & { removed?: boolean },
  ): Promise<SignedIn> => {
    const who = requireAllowed(request, given.removed === undefined ? 'change' : 'remove', 'template');
    const changed = await store.tx((trx) => changeTemplate(trx, who, id, given, clock.now()));
    if (changed === 'absent') throw noTemplate();
    if (changed === 'not-allowed') {
      throw problem(
        403,
        'not-allowed',
        'Only who made this template, a marketer or an administrator may do this.',
      );
    }
    return who;
  };

  app.get(
    '/api/v1/templates',
    {
      schema: {
        tags: ['templates'],
        summary: 'Your templates and the shared ones',
        querystring: TemplateQuery,
        response: { 200: TemplateList },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'template');
      return {
        templates: await templateViews(store.db, who, request.query.search),
        canShare: can(who.role, 'create', 'shared-template'),
      };
    },
  );

  app.post(
    '/api/v1/templates',
    {
      schema: {
        tags: ['templates'],
        summary: 'Makes a template',
        body: NewTemplate,
        response: { 201: TemplateView },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', request.body.shared ? 'shared-template' : 'template');
      const id = await store.tx((trx) => makeTemplate(trx, who, request.body, clock.now()));
      return reply.code(201).send(await viewOf(who, id));
    },
  );

  app.get(
    '/api/v1/templates/:id',
    {
      schema: { tags: ['templates'], summary: 'One template', params: ById, response: { 200: TemplateView } },
    },
    async (request) => viewOf(requireAllowed(request, 'read', 'template'), request.params.id),
  );

  app.patch(
    '/api/v1/templates/:id',
    {
      schema: {
        tags: ['templates'],
        summary: 'Changes a template',
        params: ById,
        body: ChangedTemplate,
        response: { 200: TemplateView },
      },
    },
    async (request) => {
      const { id } = request.params;
      return viewOf(await change(request, id, request.body), id);
    },
  );

  app.delete(
    '/api/v1/templates/:id',
    {
      schema: {
        tags: ['templates'],
        summary: 'Takes a template away',
        params: ById,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await change(request, request.params.id, { removed: true });
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/templates/:id/restore',
    {
      schema: {
        tags: ['templates'],
        summary: 'Brings back a template that was taken away',
        params: ById,
        response: { 200: TemplateView },
      },
    },
    async (request) => {
      const { id } = request.params;
      return viewOf(await change(request, id, { removed: false }), id);
    },
  );

  app.post(
    '/api/v1/templates/fill',
    {
      schema: {
        tags: ['templates'],
        summary: 'A text with the fields of one contact in it',
        body: FillTemplate,
        response: { 200: FilledTemplate },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'template');
      const { templateId, contactId: contact, address, subject = '', html = '' } = request.body;
      const text = templateId === undefined ? { subject, html } : await viewOf(who, templateId);
      return fillTemplate(store.db, who, text, { contact, address });
    },
  );
}
