import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  DraftMail,
  NewOutgoing,
  OutgoingList,
  OutgoingMail,
  OutgoingQuery,
  SaveOutgoing,
  SendForecast,
  Sending,
  SendOutgoing,
  SettleOutgoing,
} from '../../core/api/sending';
import { Id } from '../../core/api/shared';
import { visibleMessage } from '../crm/messages';
import type { Services } from '../services';
import {
  beginDraft,
  cancelSend,
  discardDraft,
  filesOf,
  forecast,
  lockedRow,
  outgoingViews,
  saveDraft,
  sendingOf,
  sendLater,
  settleByHand,
  UNDO_SEND_MS,
  type Writer,
} from '../sending';
import { requireAllowed } from './allowed';
import { draftFileRoutes } from './draft-file-routes';
import { mayLeave, noMail, notADraft, rowOfWriter, viewOfWriter } from './outgoing-mail';
import { noMessage, problem } from './problem';
import { sendApartRoutes } from './send-apart-routes';

const ById = z.object({ id: Id });
const MOST_LISTED = 50;

/** Two files that were a draft's one after the other may have had the same number. */
const listed = (files: readonly { n: number; blob_key: string }[]): string =>
  files.map(({ n, blob_key: key }) => `${n} ${key}`).join();

/** Writing and sending one-to-one mail (L11), and to each apart (O11). Everything here is its writer's alone. */
export function sendingRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  const rowOf = (who: Writer, id: string) => rowOfWriter(store.db, who, id);
  const viewOf = (who: Writer, id: string) => viewOfWriter(store.db, who, id);

  app.get(
    '/api/v1/sending',
    { schema: { tags: ['sending'], summary: 'Where you may send from', response: { 200: Sending } } },
    async (request) => sendingOf(store.db, requireAllowed(request, 'read', 'sending')),
  );

  app.get(
    '/api/v1/outgoing',
    {
      schema: {
        tags: ['sending'],
        summary: 'Your drafts, and what did not leave',
        querystring: OutgoingQuery,
        response: { 200: OutgoingList },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'sending');
      let query = store.db
        .selectFrom('outgoing_mails')
        .selectAll()
        .where('account_id', '=', who.account)
        .where('user_id', '=', who.user)
        .where('state', 'in', ['draft', 'waiting', 'sending', 'unclear', 'refused']);
      if (request.query.contactId !== undefined)
        query = query.where('contact_id', '=', request.query.contactId);
      const rows = await query.orderBy('updated_at', 'desc').limit(MOST_LISTED).execute();
      return { mails: await outgoingViews(store.db, rows) };
    },
  );

  app.post(
    '/api/v1/outgoing',
    {
      schema: {
        tags: ['sending'],
        summary: 'Begins a mail',
        body: NewOutgoing,
        response: { 201: OutgoingMail },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'sending');
      const { contactId: contact, answers, draft } = request.body;
      if (answers !== undefined && !(await visibleMessage(store.db, who, answers))) throw noMessage();
      const { id } = await store.tx((trx) => beginDraft(trx, who, { draft, contact, answers }, clock.now()));
      return reply.code(201).send(await viewOf(who, id));
    },
  );

  app.get(
    '/api/v1/outgoing/:id',
    {
      schema: {
        tags: ['sending'],
        summary: 'A mail of yours, and how far it is',
        params: ById,
        response: { 200: OutgoingMail },
      },
    },
    async (request) => viewOf(requireAllowed(request, 'read', 'sending'), request.params.id),
  );

  app.put(
    '/api/v1/outgoing/:id',
    {
      schema: {
        tags: ['sending'],
        summary: 'Saves a draft',
        params: ById,
        body: SaveOutgoing,
        response: { 200: OutgoingMail },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'create', 'sending');
      const { id } = request.params;
      const saved = await store.tx((trx) => saveDraft(trx, who, id, request.body, clock.now()));
      if (saved === 'absent') throw noMail();
      if (saved === 'left') throw notADraft();
      if (saved === 'newer') throw problem(409, 'newer-draft', 'A newer draft was saved somewhere else.');
      return viewOf(who, id);
    },
  );

  app.delete(
    '/api/v1/outgoing/:id',
    {
      schema: {
        tags: ['sending'],
        summary: 'Puts a draft away',
        params: ById,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'sending');
      await rowOf(who, request.params.id);
      if (!(await store.tx((trx) => discardDraft(trx, who, request.params.id, false, clock.now()))))
        throw notADraft();
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/outgoing/:id/restore',
    {
      schema: {
        tags: ['sending'],
        summary: 'Brings back a draft that was put away',
        params: ById,
        response: { 200: OutgoingMail },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'create', 'sending');
      await rowOf(who, request.params.id);
      if (!(await store.tx((trx) => discardDraft(trx, who, request.params.id, true, clock.now()))))
        throw notADraft();
      return viewOf(who, request.params.id);
    },
  );

  app.post(
    '/api/v1/outgoing/:id/outlook',
    {
      schema: {
        tags: ['sending'],
        summary: 'What would happen on Send',
        params: ById,
        body: DraftMail,
        response: { 200: SendForecast },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'sending');
      await rowOf(who, request.params.id);
      const seen = await forecast(store.db, services, who, request.body);
      if (!seen) throw noMail();
      return seen;
    },
  );

  app.post(
    '/api/v1/outgoing/:id/send',
    {
      schema: {
        tags: ['sending'],
        summary: 'Sends it, after a few seconds in which it can be taken back',
        params: ById,
        body: SendOutgoing,
        response: { 202: OutgoingMail },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'sending');
      const { id } = request.params;
      const row = await rowOf(who, id);
      if (row.state !== 'draft') throw notADraft();
      const draft = DraftMail.parse(row.draft);
      const { leaveUnfilled, version } = request.body;
      const files = await filesOf(store.db, who.account, id);
      const mailbox = await mayLeave(services, who, draft, {
        leaveUnfilled,
        fileBytes: files.reduce((sum, { size }) => sum + size, 0),
      });
      const now = clock.now();
      const begun = await store.tx(async (trx) => {
        const again = await lockedRow(trx, who.account, id);
        if (again?.state !== 'draft' || again.version !== version) return false;
        // Another tab may have added or taken out a file since they were weighed, which leaves the version as it is.
        if (listed(await filesOf(trx, who.account, id)) !== listed(files)) return false;
        const at = new Date(now.getTime() + UNDO_SEND_MS);
        await sendLater(trx, row, { mailbox, leaveUnfilled, at, now });
        return true;
      });
      if (!begun) throw problem(409, 'newer-draft', 'A newer draft was saved somewhere else.');
      return reply.code(202).send(await viewOf(who, id));
    },
  );

  app.post(
    '/api/v1/outgoing/:id/cancel',
    {
      schema: {
        tags: ['sending'],
        summary: 'Takes back what has not left yet: it is a draft again',
        params: ById,
        response: { 200: OutgoingMail },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'create', 'sending');
      await rowOf(who, request.params.id);
      if (!(await store.tx((trx) => cancelSend(trx, who, request.params.id, clock.now())))) throw notADraft();
      return viewOf(who, request.params.id);
    },
  );

  app.post(
    '/api/v1/outgoing/:id/settle',
    {
      schema: {
        tags: ['sending'],
        summary: 'What is to become of copies that did not leave, or of which nobody can tell',
        params: ById,
        body: SettleOutgoing,
        response: { 200: OutgoingMail },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'create', 'sending');
      const { id } = request.params;
      await rowOf(who, id);
      const settled = await store.tx((trx) => settleByHand(trx, who, id, request.body.answer, clock.now()));
      if (!settled) throw problem(409, 'nothing-open', 'Nothing of this mail is open.');
      return viewOf(who, id);
    },
  );

  draftFileRoutes(root, services);
  sendApartRoutes(root, services);
}
