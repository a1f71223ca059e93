import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  ChangedMarketing,
  DuplicateMarketing,
  MarketingList,
  MarketingQuery,
  MarketingVersion,
  MarketingVersions,
  MarketingView,
  NewMarketing,
  RestoreVersion,
} from '../../core/api/marketing-messages';
import { Id } from '../../core/api/shared';
import {
  changeMessage,
  createMessage,
  duplicateMessage,
  messageLines,
  messageView,
  removeMessage,
  restoreVersion,
  versionOf,
  versionsOf,
  type ChangeRefusal,
} from '../marketing/messages';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });
const ByVersion = z.object({ id: Id, version: z.coerce.number().int().min(1) });

/** Of a marketing message that there is not, in this account. */
export const noMarketing = () => problem(404, 'no-such-message', 'There is no such marketing message.');

const REFUSED: Record<ChangeRefusal, () => Error> = {
  absent: noMarketing,
  newer: () =>
    problem(
      409,
      'newer-version',
      'Somebody else has changed this message meanwhile. Load it again to see their changes.',
      'version',
    ),
  left: () =>
    problem(
      409,
      'not-a-draft',
      'This message is no draft any more, so it stays as it is. Duplicate it to write another.',
    ),
};

/** A refusal of a change, as the answer to its request. */
export const refusedChange = (refusal: ChangeRefusal): Error => REFUSED[refusal]();

/** M1: marketing messages and their versions. */
export function marketingRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;
  const tags = ['marketing'];

  const viewOf = async (who: SignedIn, id: string): Promise<MarketingView> => {
    const view = await messageView(store.db, who, id);
    if (!view) throw noMarketing();
    return view;
  };

  app.get(
    '/api/v1/marketing',
    {
      schema: {
        tags,
        summary: 'Marketing messages, changed last first',
        querystring: MarketingQuery,
        response: { 200: MarketingList },
      },
    },
    async (request) =>
      messageLines(store.db, requireAllowed(request, 'read', 'marketing-message').account, request.query),
  );

  app.post(
    '/api/v1/marketing',
    {
      schema: {
        tags,
        summary: 'Makes a marketing message',
        body: NewMarketing,
        response: { 201: MarketingView },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'marketing-message');
      const { name, content } = request.body;
      const id = await store.tx((trx) =>
        createMessage(trx, who, { name, ...(content && { content }) }, clock.now()),
      );
      return reply.code(201).send(await viewOf(who, id));
    },
  );

  app.get(
    '/api/v1/marketing/:id',
    {
      schema: {
        tags,
        summary: 'One marketing message',
        params: ById,
        response: { 200: MarketingView },
      },
    },
    async (request) => viewOf(requireAllowed(request, 'read', 'marketing-message'), request.params.id),
  );

  app.patch(
    '/api/v1/marketing/:id',
    {
      schema: {
        tags,
        summary: 'Changes a marketing message where nobody has meanwhile (409 else)',
        params: ById,
        body: ChangedMarketing,
        response: { 200: MarketingView },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'marketing-message');
      const { id } = request.params;
      const changed = await store.tx((trx) => changeMessage(trx, who, id, request.body, clock.now()));
      if (typeof changed === 'string') throw refusedChange(changed);
      return viewOf(who, id);
    },
  );

  app.post(
    '/api/v1/marketing/:id/duplicate',
    {
      schema: {
        tags,
        summary: 'Makes a draft with the content and settings of this one',
        params: ById,
        body: DuplicateMarketing,
        response: { 201: MarketingView },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'marketing-message');
      const { id } = request.params;
      const made = await store.tx((trx) => duplicateMessage(trx, who, id, request.body.name, clock.now()));
      if (made === undefined) throw noMarketing();
      return reply.code(201).send(await viewOf(who, made));
    },
  );

  const remove = async (who: SignedIn, id: string, removed: boolean): Promise<void> => {
    const done = await store.tx((trx) => removeMessage(trx, who, id, removed, clock.now()));
    if (done === 'absent') throw noMarketing();
    if (done === 'under-way') {
      throw problem(
        409,
        'under-way',
        'This message waits to be sent, or is being sent. Cancel that before you remove it.',
      );
    }
  };

  app.delete(
    '/api/v1/marketing/:id',
    {
      schema: {
        tags,
        summary: 'Takes a marketing message away',
        params: ById,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'remove', 'marketing-message');
      await remove(who, request.params.id, true);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/marketing/:id/restore',
    {
      schema: {
        tags,
        summary: 'Brings back a marketing message that was taken away',
        params: ById,
        response: { 200: MarketingView },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'remove', 'marketing-message');
      await remove(who, request.params.id, false);
      return viewOf(who, request.params.id);
    },
  );

  app.get(
    '/api/v1/marketing/:id/versions',
    {
      schema: {
        tags,
        summary: 'Its versions, newest first',
        params: ById,
        response: { 200: MarketingVersions },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'marketing-message');
      await viewOf(who, request.params.id);
      return { versions: await versionsOf(store.db, who.account, request.params.id) };
    },
  );

  const noVersion = () => problem(404, 'no-such-version', 'This version is not kept any more.');

  app.get(
    '/api/v1/marketing/:id/versions/:version',
    {
      schema: {
        tags,
        summary: 'What it said in one version',
        params: ByVersion,
        response: { 200: MarketingVersion },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'marketing-message');
      const { id, version } = request.params;
      await viewOf(who, id);
      const found = await versionOf(store.db, who.account, id, version);
      if (!found) throw noVersion();
      return found;
    },
  );

  app.post(
    '/api/v1/marketing/:id/versions/:version/restore',
    {
      schema: {
        tags,
        summary: 'Makes the content of an earlier version the newest one',
        params: ByVersion,
        body: RestoreVersion,
        response: { 200: MarketingView },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'marketing-message');
      const { id, version: wanted } = request.params;
      await viewOf(who, id);
      const given = { wanted, version: request.body.version };
      const restored = await store.tx((trx) => restoreVersion(trx, who, id, given, clock.now()));
      if (restored === 'absent') throw noVersion();
      if (typeof restored === 'string') throw refusedChange(restored);
      return viewOf(who, id);
    },
  );
}
